"""What somebody wants of the form itself, at whatever question: time, no visit, a visit after all, to stay in touch by
chat, fewer guests. docs/rules.md, "The script"."""

from dataclasses import replace

from bot.dialogs.booking.changes import by_minutes
from bot.dialogs.booking.choice import ChoicePurpose, restart, take
from bot.dialogs.booking.form import BookingForm, BookingStep
from bot.engine.dialog import Context
from bot.engine.form import Again, Answer, Taken
from bot.engine.inputs import Chose
from bot.engine.replies import Show
from bot.engine.screen import Screen
from bot.understanding.absences import Absence, find_absence
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import declines_phone, puts_it_off, says_goodbye
from bot.understanding.relative_moves import read_relative_move
from bot.understanding.sentences import Understood
from bot.understanding.wishes import (
    gives_nothing,
    gives_up,
    goes_on,
    has_no_number,
    pauses,
    stays_here,
    takes_back,
    title_said,
    wants_to_be_left_alone,
)
from bot.wording import phrases
from core.guests import PhoneKind

_MINUTES_OF_A_DAY = 24 * 60
Steered = Answer[BookingForm] | Chose | None
# Here a no has a meaning of its own: it declines this answer, not the visit.
_OWN_NO = frozenset(
    {
        BookingStep.QUIET,
        BookingStep.TITLE,
        BookingStep.COMPANY,
        BookingStep.PHONE,
        BookingStep.LEAD,
        BookingStep.DECLINED,
        BookingStep.CHANGE,
        BookingStep.SECOND,
        BookingStep.RESUME,
    }
)
# From here, a guest who wants a visit after all is asked the next question.
_BESIDE_THE_SCRIPT = frozenset(
    {BookingStep.WELCOME, BookingStep.DECLINED, BookingStep.LEAD, BookingStep.QUIET}
)
_BEFORE_THE_PHONE = frozenset(
    {BookingStep.GUESTS, BookingStep.COMPANY, BookingStep.WHEN, BookingStep.CONFIRM}
)


def steer(context: Context, form: BookingForm, text: str, said: Understood) -> Steered:
    """What a message wants of the form; None where it wants none of it."""
    if withdraws(context, text, said):
        return _still_here(context) if form.at is BookingStep.QUIET else withdrawn(form)
    fewer = _without_the_absent(context, form, text, said)
    if fewer is not None:
        return fewer
    if stays_here(text) and not said.phones and form.at is not BookingStep.LEAD:
        return stay_in_touch(context, form)
    return None if said.has_facts else _without_facts(context, form, text, said)


def withdraws(context: Context, text: str, said: Understood) -> bool:
    """Whether a guest wants to be left alone, and names no hour and no number all the same."""
    answers = said.day or said.days or said.hour or said.hours or said.phones
    return not (context.actor.is_staff or answers) and wants_to_be_left_alone(text)


def withdrawn(form: BookingForm) -> Again[BookingForm]:
    """Nothing more is asked, now or after a silence; what was answered is kept."""
    return Again(state=replace(form, watched=False), at=BookingStep.QUIET)


def _still_here(context: Context) -> Show:
    return Show(Screen(text=context.words.say("We are here whenever you like.")))


def _without_facts(context: Context, form: BookingForm, text: str, said: Understood) -> Steered:
    words = context.words
    title = title_said(text) if form.surname is not None else None
    if title is not None:
        titled = replace(form, title=title)
        return Taken(
            state=titled, echo=words.say("✓ {answers}", answers=phrases.addressed(words, titled.name))
        )
    if takes_back(text) and form.at is BookingStep.DECLINED:
        return form
    if pauses(text):
        return _take_your_time(context, form)
    if goes_on(text) and form.at in _BESIDE_THE_SCRIPT:
        return form
    if gives_up(text) and form.at not in _OWN_NO and not declines_phone(text):
        return Again(at=BookingStep.DECLINED)
    if (gives_nothing(text) or has_no_number(text)) and form.at in _BEFORE_THE_PHONE:
        return stay_in_touch(context, form)
    leaves = says_goodbye(text) and said.intent in {None, Intent.THANKS}
    if leaves and form.at is BookingStep.DECLINED:
        return Chose("bye")
    if leaves:
        return Show(
            Screen(text=words.say("Goodbye, and see you soon. You can continue here whenever you like."))
        )
    return None


def stay_in_touch(context: Context, form: BookingForm) -> Taken[BookingForm]:
    """The phone is declined: the chat is the line to this guest."""
    declined = replace(form, phone=None, phone_kind=PhoneKind.DECLINED)
    return Taken(state=declined, note=context.words.say("Then we stay in touch with you here."))


def refuse(form: BookingForm, text: str) -> Again[BookingForm]:
    """A no to the whole: no visit for now, or something in it is to be changed."""
    return Again(at=BookingStep.DECLINED if puts_it_off(text) else BookingStep.CHANGE)


def move_without_booking(context: Context, form: BookingForm) -> Again[BookingForm]:
    """«改期», where nothing is booked: the hour chosen in the form, or a word that there is no booking yet."""
    if form.when.made:
        return Again(state=restart(form), at=BookingStep.WHEN)
    return not_booked_yet(context, form)


def not_booked_yet(context: Context, form: BookingForm) -> Again[BookingForm]:
    """What a guest has, who asks for their booking before it is made."""
    if form.when.slot is not None:
        noted = context.words.say(
            "The hour you chose, {slot}, is noted; once you confirm it, it is yours.",
            slot=context.words.start(form.when.slot),
        )
        return Again(note=noted)
    return Again(note=context.words.say("Nothing is booked for you yet; let us find your hour first."))


def shifted(context: Context, form: BookingForm, text: str) -> Answer[BookingForm] | None:
    """«晚一个小时»: the hour chosen in the form, moved by so much; it stays where the other cannot be had. None
    where no hour is chosen, or none such is asked for."""
    move, chosen = read_relative_move(text), form.when.slot
    if move is None or chosen is None or form.when.how is not ChoicePurpose.SEAT:
        return None
    minutes = move.minutes + move.days * _MINUTES_OF_A_DAY
    found = by_minutes(context, chosen, minutes, form.seat_request(context.desk, context.actor))
    return take(form, found) if found.complete else Again(note=found.note)


def _take_your_time(context: Context, form: BookingForm) -> Show:
    """The question stays as it is, and is not asked again."""
    words = context.words
    if form.at is BookingStep.CONFIRM:
        text = words.say("Please take your time. All is kept here, and the hour is yours once you confirm.")
    else:
        text = words.say("Please take your time; we continue here whenever you like.")
    return Show(Screen(text=text))


def _without_the_absent(context: Context, form: BookingForm, text: str, said: Understood) -> Steered:
    """The form without those who do not come; None where nobody is missing, or the text says how many come."""
    counted = said.party.total if said.party is not None else None
    absence = find_absence(text)
    if absence is None or form.guests is None or said.intent is Intent.QUESTION:
        return None
    if counted is not None and (absence.elders or absence.children or counted != absence.count):
        return None
    fewer = _reduced(form, absence)
    words = context.words
    return Taken(state=fewer, echo=words.say("✓ {answers}", answers=phrases.party(words, fewer.party)))


def _reduced(form: BookingForm, absence: Absence) -> BookingForm:
    elders, children = absence.elders, absence.children
    if absence.all_of_them:
        elders, children = elders and (form.elders or elders), children and (form.children or children)
    gone = elders + children or absence.count
    return replace(
        form,
        guests=max(1, (form.guests or 1) - gone),
        elders=None if form.elders is None else max(0, form.elders - elders),
        children=None if form.children is None else max(0, form.children - children),
    )

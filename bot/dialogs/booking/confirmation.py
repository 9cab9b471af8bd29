"""The confirmation of the booking form: all the answers, each of which can be changed."""

from dataclasses import replace
from html import escape

from bot.dialogs.booking import submission, when
from bot.dialogs.booking.choice import ChoicePurpose, TimeChoice, restart
from bot.dialogs.booking.form import BookingForm, BookingStep
from bot.engine.dialog import Context
from bot.engine.form import BACK, Again, Answer, Confirmation, Question, Step, not_followed
from bot.engine.inputs import Chose, Given
from bot.engine.screen import Button, columns
from bot.language.words import Words
from bot.wording import phrases
from core.desk import waitlist
from core.guests import Name, Title
from core.requests import answer_by


def _ask(context: Context, form: BookingForm) -> str:
    words = context.words
    wanted, promise = _wanted(context, form.when)
    consequences = [*promise, *_given_up(context, form.when), *_told_again(words, form)]
    lines = [
        _question(words),
        "",
        words.say("👤 {name}", name=phrases.addressed(words, _whole(form.name))),
        words.say("👥 {party}", party=phrases.party(words, form.party)),
        wanted,
        words.say("📱 {phone}", phone=phrases.phone(words, form.line)),
        *map(escape, phrases.particulars(words, form.plate, form.remarks)),
        *(["", *consequences] if consequences else []),
    ]
    return "\n".join(lines)


def _whole(name: Name) -> Name:
    """The name as it is to be checked, with the given name before the title."""
    return replace(name, surname=phrases.full_name(name), given="") if name.title is not Title.NONE else name


def _question(words: Words) -> str:
    return words.say("Is everything as you wish?")


def _wanted(context: Context, choice: TimeChoice) -> tuple[str, list[str]]:
    """What the guest asks for, and what then happens where that is not a seat."""
    words, starts_at, day = context.words, choice.slot, choice.whole_day
    match choice.how:
        case ChoicePurpose.WAIT:
            awaited = phrases.awaited(words, day, starts_at)
            return words.say("🗓 Waiting list: <b>{awaited}</b>", awaited=awaited), [phrases.first_seat(words)]
        case ChoicePurpose.REQUEST if day is not None:
            until = words.moment(answer_by(context.desk.site, context.desk.now))
            promise = words.say("We confirm the hour by {until} at the latest.", until=until)
            return words.say("🗓 <b>{slot}</b>", slot=words.day(day)), [promise]
        case _:
            return words.say("🗓 <b>{slot}</b>", slot=words.slot(starts_at)) if starts_at else "", []


def _given_up(context: Context, choice: TimeChoice) -> list[str]:
    """A sentence on the place on the waiting list that ends with this booking."""
    if context.actor.is_staff or choice.how is ChoicePurpose.REQUEST:
        return []
    entry = waitlist.open_entry_of_account(context.desk, context.person.user_id)
    if entry is None:
        return []
    awaited = phrases.awaited(context.words, entry.day, entry.wanted)
    return [context.words.say("This replaces your place on the waiting list for {awaited}.", awaited=awaited)]


def _told_again(words: Words, form: BookingForm) -> list[str]:
    """A sentence on what is noted in the form, where it can be kept with a booking only."""
    if form.when.how is ChoicePurpose.SEAT or not (form.remarks or form.plate):
        return []
    return [words.say("Once your hour is certain, please tell us here once more what we should prepare.")]


def _changes(words: Words, form: BookingForm) -> list[tuple[BookingStep, str]]:
    return [
        (BookingStep.NAME, words.label("Change name")),
        (BookingStep.GUESTS, words.label("Change guests")),
        (BookingStep.WHEN, words.label("Change time")),
        (BookingStep.PHONE, words.label("Change phone")),
    ]


def to_change(form: BookingForm, step: BookingStep) -> Again[BookingForm]:
    """Asks a question again whose answer is to be changed."""
    return Again(state=restart(form) if step is BookingStep.WHEN else form, at=step)


def _ask_change(context: Context, form: BookingForm) -> Question:
    words = context.words
    buttons = [Button(label, step) for step, label in _changes(words, form)]
    return Question(
        text=words.say("Of course. What would you like to change?"), rows=columns(buttons, 2), no=BACK
    )


def _read_change(context: Context, form: BookingForm, given: Given) -> Answer[BookingForm]:
    if isinstance(given, Chose) and given.choice in {step for step, _ in _changes(context.words, form)}:
        return to_change(form, BookingStep(given.choice))
    return Again(note=not_followed(context.words), missed=True)


def _check(context: Context, form: BookingForm) -> Again[BookingForm] | None:
    """The day or the hour may have been taken since it was chosen."""
    note = when.lapsed(context, form.when, form.seat_request(context.desk, context.actor))
    return ask_when_again(form, note) if note else None


def ask_when_again(form: BookingForm, note: str) -> Again[BookingForm]:
    return Again(state=replace(form, when=TimeChoice()), at=BookingStep.WHEN, note=note)


CHANGE = Step(name=BookingStep.CHANGE, ask=_ask_change, read=_read_change, side=True)
CONFIRMATION = Confirmation(
    name=BookingStep.CONFIRM,
    ask=_ask,
    short=_question,
    yes=lambda context, _form: context.words.label("✓ Confirm"),
    changes=_changes,
    check=_check,
    submit=submission.submit,
    unread=lambda words: words.say(
        "A tap on “Confirm”, and the hour is yours; or tap what you would like to change."
    ),
    leave=lambda words: words.label("Start over"),
    # A guest who says no to “Is everything as you wish?” wants to change something.
    typed_no=False,
    back=False,
)

"""A guest's own booking: to see it, move it, cancel it. Staff do the same for a caller."""

from collections.abc import Callable

from bot.dialogs.booking import conversation as booking_conversation
from bot.dialogs.booking import current_state, side_talk, visit_talk, when, when_question
from bot.dialogs.booking import form as booking_form
from bot.dialogs.booking import screens as booking_screens
from bot.dialogs.booking.changes import NAME, ChangeForm, ChangeStep, hear
from bot.dialogs.booking.choice import ChoicePurpose, restart, take
from bot.dialogs.given import understood
from bot.dialogs.guest import change_talk
from bot.dialogs.guest.change_talk import CANCEL, KEEP
from bot.dialogs.subjects import booking_id_of
from bot.engine.dialog import Context
from bot.engine.form import BACK, Again, Answer, Confirmation, Question, Step, not_followed
from bot.engine.form_dialog import FormDialog
from bot.engine.inputs import Chose, Given, Said
from bot.engine.payload import SubjectAction
from bot.engine.replies import Finish, Goto, Reply, Show
from bot.engine.screen import Button, Screen
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import read_intent
from bot.understanding.setting import Asking
from bot.wording import phrases, staff_view, standard_buttons
from bot.wording import waitlist as waitlist_screens
from bot.wording.refusals import explain
from core import timetable
from core.booking import Booking, BookingStatus, has_begun, is_open
from core.desk import booking as desk_booking
from core.desk import queries, waitlist
from core.errors import (
    AlreadyBegun,
    BookingChanged,
    BookingNotOpen,
    HasOpenBooking,
    NoSuchBooking,
    Refusal,
    SeatsAvailable,
    TimeRefused,
)
from core.plan import SeatRequest

Read = Answer[ChangeForm]
AfterChange = Callable[[Context, Booking], Show | None]


def change_dialog(after_change: AfterChange = lambda context, booking: None) -> FormDialog[ChangeForm]:
    """``after_change`` is what to show beside the closing screen of a booking that was moved or cancelled."""
    return FormDialog(
        name=NAME,
        state_type=ChangeForm,
        steps=(
            Step(name=ChangeStep.WHEN, ask=_ask_when, read=_read_when, restart=restart),
            Step(
                name=ChangeStep.CANCEL,
                ask=_ask_cancel,
                read=lambda context, form, given: _read_cancel(context, form, given, after_change),
                side=True,
            ),
        ),
        confirmation=Confirmation(
            name=ChangeStep.CONFIRM,
            ask=_confirmation,
            yes=_yes,
            submit=lambda context, form: _submit(context, form, after_change),
            check=lambda _context, form: None if form.when.made else Again(at=ChangeStep.WHEN),
            leave=lambda words: words.label("Keep it as it is"),
            written=ChangeStep.WHEN,
        ),
        leave=_leave,
        anywhere=_anywhere,
        person=side_talk.offer_a_person,
        gone=(BookingChanged, BookingNotOpen, AlreadyBegun, HasOpenBooking, NoSuchBooking),
        ended=_ended,
        returning=_return,
        keep=_is_worth_keeping,
    )


def _anywhere(context: Context, form: ChangeForm, given: Given) -> Read | Chose | None:
    """«Cancel it, then», «back», «leave it as it is» and questions, at every question."""
    if not isinstance(given, Said) or context.actor.is_staff:
        return None
    heard = change_talk.hear(context, form, given.text, visit_talk.hear(context, given.text))
    if heard is not None:
        return heard
    match read_intent(given.text):
        case Intent.CANCEL:
            return Again(at=ChangeStep.CANCEL)
        case Intent.BACK:
            return Chose(BACK)
        case Intent.NO:
            return _leave(context, form)
        case _:
            return None


def _booking(context: Context, form: ChangeForm) -> Booking:
    """Raises NoSuchBooking."""
    return queries.get_booking(context.desk, form.booking, context.actor)


def _seat_request(context: Context, found: Booking) -> SeatRequest:
    return queries.seat_request(context.desk, context.actor, found)


def _ask_when(context: Context, form: ChangeForm) -> Question:
    found = _booking(context, form)
    whom = staff_view.whose(context.words, found) if context.actor.is_staff else ""
    return when_question.ask(context, form.when, _seat_request(context, found), whom=whom)


def _read_when(context: Context, form: ChangeForm, given: Given) -> Read:
    if isinstance(given, Said):
        said = understood(context, given.text, Asking.WHEN, form.when.days)
        heard = hear(context, form.when, _booking(context, form), given.text, said)
        if heard is not None:
            return take(form, heard)
    return take(form, when.read(context, form.when, given, _seat_request(context, _booking(context, form))))


def _ask_cancel(context: Context, form: ChangeForm) -> Question:
    words, found = context.words, _booking(context, form)
    text = words.say("Shall I cancel your visit on {slot}?", slot=words.slot(found.starts_at))
    if context.actor.is_staff:
        text = staff_view.cancelling(words, found)
    yes, no = Button(words.label("Yes, cancel it"), CANCEL), Button(words.label("No, keep it"), KEEP)
    return Question(text=text, rows=((yes, no),), back=False, yes=CANCEL, no=KEEP)


def _read_cancel(context: Context, form: ChangeForm, given: Given, after_change: AfterChange) -> Read:
    if given == Chose(KEEP):
        return _leave(context, form)
    if given != Chose(CANCEL):
        return Again(note=not_followed(context.words), missed=True)
    gone = desk_booking.cancel(context.desk, form.booking, form.version, context.actor)
    return Finish(_cancelled(context, gone), beside=after_change(context, gone))


def _cancelled(context: Context, gone: Booking) -> Screen:
    if context.actor.is_staff:
        return _again(context, staff_view.cancelled(context.words, gone))
    return card(context, gone)


def _confirmation(context: Context, form: ChangeForm) -> str:
    found, waits = _booking(context, form), form.when.how is ChoicePurpose.WAIT
    return _waiting(context, form, found) if waits else _moving(context, form, found)


def _yes(context: Context, form: ChangeForm) -> str:
    words = context.words
    if form.when.how is not ChoicePurpose.WAIT:
        return words.label("Yes, move it")
    if context.actor.is_staff:
        return words.label("Yes, put them on the list")
    return words.label("Yes, I will wait")


def _moving(context: Context, form: ChangeForm, found: Booking) -> str:
    words, to = context.words, form.when.slot
    if context.actor.is_staff and to is not None:
        return staff_view.moving(words, found, to)
    return words.say(
        "From {old}\nto <b>{new}</b>: is that right?",
        old=words.slot(found.starts_at),
        new=words.slot(to) if to else "",
    )


def _waiting(context: Context, form: ChangeForm, found: Booking) -> str:
    words = context.words
    awaited = phrases.awaited(words, form.when.whole_day, form.when.slot)
    if context.actor.is_staff:
        return staff_view.waiting(words, found, awaited)
    text = words.say(
        "Shall I put you on the waiting list for <b>{awaited}</b>? Your visit on {slot} stays booked "
        "until then.",
        awaited=awaited,
        slot=words.slot(found.starts_at),
    )
    return f"{text}\n\n{phrases.first_seat(words)}"


def _submit(context: Context, form: ChangeForm, after_change: AfterChange) -> Read:
    found = _booking(context, form)
    try:
        if form.when.how is ChoicePurpose.WAIT:
            return _wait(context, form, found)
        return _move(context, form, after_change)
    except SeatsAvailable as error:
        return take(form, when.room(context, error.free))
    except TimeRefused as error:
        return take(form, when.refused(context, error, _seat_request(context, found)))


def _move(context: Context, form: ChangeForm, after_change: AfterChange) -> Read:
    if form.when.slot is None:
        return Again(at=ChangeStep.WHEN)
    moved = desk_booking.move(context.desk, form.booking, form.version, form.when.slot, context.actor)
    return Finish(booking_screens.moved(context, moved), beside=after_change(context, moved))


def _wait(context: Context, form: ChangeForm, found: Booking) -> Read:
    """A place on the waiting list for a better hour; the visit stays as it is until then."""
    day, wanted = form.when.whole_day, form.when.slot
    if wanted is not None:
        day = timetable.day_of(context.desk.site, wanted)
    if day is None:
        return Again(at=ChangeStep.WHEN)
    entry = waitlist.add_guest(
        context.desk, found.guest, party=found.party, day=day, wanted=wanted, by=context.actor
    )
    return Finish(waitlist_screens.joined(context, entry))


def _leave(context: Context, form: ChangeForm) -> Reply:
    return Finish(booking_screens.expected(context, _booking(context, form)))


def _ended(context: Context, refusal: Refusal) -> Screen:
    """The booking as it is now, where it has changed or cannot be changed."""
    if isinstance(refusal, BookingChanged | BookingNotOpen | AlreadyBegun | HasOpenBooking):
        return card(context, refusal.booking)
    return Screen(text=explain(context.words, refusal))


def _return(context: Context, form: ChangeForm) -> Reply:
    """A yes after a long pause does not answer the question asked before it."""
    try:
        return Finish(card(context, _booking(context, form)))
    except NoSuchBooking as gone:
        return Finish(_ended(context, gone))


def _is_worth_keeping(context: Context, form: ChangeForm) -> bool:
    try:
        found = _booking(context, form)
    except NoSuchBooking:
        return False
    return found.version == form.version and is_open(context.desk.site, found, context.desk.now)


def mine(context: Context, argument: str) -> Reply:
    """/my: the open booking, the place on the waiting list, or the way to one."""
    found = current_state.card(context)
    if found is not None:
        return current_state.shown(context, found)
    if context.dialog == booking_form.NAME:
        return Goto(booking_form.NAME, context.state, context.words.say("You have no visit booked yet."))
    text = context.words.say("You have no visit booked at the moment. Shall I reserve an hour for you?")
    return Show(Screen(text=text, rows=((standard_buttons.reserve(context.words),),)))


def begin_move(context: Context, action: SubjectAction) -> Reply:
    return _begin(context, action, ChangeStep.WHEN)


def begin_cancel(context: Context, action: SubjectAction) -> Reply:
    return _begin(context, action, ChangeStep.CANCEL)


def begin_booking(context: Context, action: SubjectAction) -> Reply:
    return booking_conversation.reserve(context)


def _begin(context: Context, action: SubjectAction, at: ChangeStep) -> Reply:
    """Open the dialog for a booking as it is now, whatever version the button has."""
    found = queries.get_booking(context.desk, booking_id_of(action), context.actor)
    if not is_open(context.desk.site, found, context.desk.now):
        raise BookingNotOpen(found)
    if not context.actor.is_staff and has_begun(found, context.desk.now):
        raise AlreadyBegun(found)
    note = ""
    if found.version != action.version:
        note = context.words.say("This visit has been changed in the meantime; here it is now.")
    return Goto(NAME, ChangeForm(at=at, booking=found.id, version=found.version), note)


def card(context: Context, found: Booking) -> Screen:
    """A booking as it is now, with the ways to change it while it is open."""
    words = context.words
    if is_open(context.desk.site, found, context.desk.now):
        return booking_screens.expected(context, found)
    if found.status is not BookingStatus.CANCELLED:
        return _again(context, explain(words, BookingNotOpen(found)))
    if context.actor.is_staff:
        return _again(context, staff_view.withdrawn(words, found))
    text = words.say(
        "Your visit on {slot} is cancelled. We would be glad to welcome you another time.",
        slot=words.slot(found.starts_at),
    )
    return _again(context, text)


def _again(context: Context, text: str) -> Screen:
    return Screen(text=text, rows=((standard_buttons.reserve(context.words),),))

"""A guest's own booking: to see it, move it, cancel it. Staff do the same for a caller."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.dialogs.booking import conversation as booking_conversation
from bot.dialogs.booking import current_state, when
from bot.dialogs.booking import form as booking_form
from bot.dialogs.booking import screens as booking_screens
from bot.dialogs.booking.choice import ChoicePurpose, ChoiceResult, TimeChoice
from bot.dialogs.subjects import booking_id_of
from bot.engine.dialog import Context
from bot.engine.form import BACK
from bot.engine.inputs import Chose, Given
from bot.engine.payload import SubjectAction
from bot.engine.replies import Finish, Goto, Reply, Show
from bot.engine.screen import Button, Screen
from bot.wording import phrases, staff_view, standard_buttons
from bot.wording import waitlist as waitlist_screens
from bot.wording.refusals import explain
from core import timetable
from core.booking import Booking, BookingId, BookingStatus, has_begun, is_open
from core.desk import booking as desk_booking
from core.desk import queries, waitlist
from core.errors import (
    AlreadyBegun,
    BookingChanged,
    BookingNotOpen,
    HasOpenBooking,
    NoSuchBooking,
    SeatsAvailable,
    TimeRefused,
)

NAME = "mine"


class ChangeStep(StrEnum):
    WHEN = "when"
    CONFIRM = "confirm"
    CANCEL = "cancel"


@dataclass(frozen=True, kw_only=True)
class ChangeForm:
    """A change of a booking, which had this ``version`` when the change was begun."""

    at: ChangeStep
    booking: BookingId
    version: int
    when: TimeChoice = field(default_factory=TimeChoice)


AfterChange = Callable[[Context, Booking], Show | None]


class MyBookingDialog:
    """``after_change`` is what to show beside the closing screen of a booking that was moved or cancelled."""

    name = NAME
    state_type = ChangeForm

    def __init__(self, after_change: AfterChange = lambda context, booking: None) -> None:
        self._after_change = after_change

    def show(self, context: Context, state: ChangeForm) -> Screen:
        found = queries.get_booking(context.desk, state.booking, context.actor)
        words = context.words
        if state.at is ChangeStep.CANCEL:
            text = words.say("Shall I cancel your visit on {slot}?", slot=words.slot(found.starts_at))
            if context.actor.is_staff:
                text = staff_view.cancelling(words, found)
            yes, no = (
                Button(words.label("Yes, cancel it"), "cancel"),
                Button(words.label("No, keep it"), "keep"),
            )
            return Screen(text=text, rows=((yes, no),), yes="cancel", no="keep")
        if state.at is ChangeStep.WHEN or not state.when.made:
            whom = staff_view.whose(words, found) if context.actor.is_staff else ""
            return when.show(
                context, state.when, queries.seat_request(context.desk, context.actor, found), whom=whom
            )
        return (
            _waiting(context, state, found)
            if state.when.how is ChoicePurpose.WAIT
            else _moving(context, state, found)
        )

    def step(self, context: Context, state: ChangeForm, given: Given) -> Reply:
        try:
            return self._step(context, state, given)
        except (BookingChanged, BookingNotOpen, AlreadyBegun, HasOpenBooking) as changed:
            return Finish(card(context, changed.booking))
        except NoSuchBooking as gone:
            return Finish(Screen(text=explain(context.words, gone)))

    def returns(self, context: Context, state: ChangeForm) -> Reply | None:
        """A yes after a long pause does not answer the question asked before it."""
        try:
            return Finish(card(context, queries.get_booking(context.desk, state.booking, context.actor)))
        except NoSuchBooking as gone:
            return Finish(Screen(text=explain(context.words, gone)))

    def _step(self, context: Context, state: ChangeForm, given: Given) -> Reply:
        found = queries.get_booking(context.desk, state.booking, context.actor)
        if given == Chose("keep"):
            return Finish(booking_screens.expected(context, found))
        if given == Chose(BACK):
            return self._back(context, state, found)
        if state.at is ChangeStep.CANCEL and given == Chose("cancel"):
            gone = desk_booking.cancel(context.desk, found.id, state.version, context.actor)
            last = (
                _again(context, staff_view.cancelled(context.words, gone))
                if context.actor.is_staff
                else card(context, gone)
            )
            return Finish(last, beside=self._after_change(context, gone))
        if state.at is ChangeStep.WHEN:
            chosen = when.step(
                context, state.when, given, queries.seat_request(context.desk, context.actor, found)
            )
            at = ChangeStep.CONFIRM if chosen.complete else ChangeStep.WHEN
            return Goto(NAME, replace(state, at=at, when=chosen.when), chosen.note)
        if state.at is ChangeStep.CONFIRM and given == Chose("move"):
            return self._move(context, state, found)
        if state.at is ChangeStep.CONFIRM and given == Chose("wait"):
            return _wait(context, state, found)
        return Goto(NAME, state, phrases.please_tap(context.words))

    def worth_keeping(self, context: Context, state: ChangeForm) -> bool:
        try:
            found = queries.get_booking(context.desk, state.booking, context.actor)
        except NoSuchBooking:
            return False
        return found.version == state.version and is_open(context.desk.site, found, context.desk.now)

    def _back(self, context: Context, state: ChangeForm, found: Booking) -> Reply:
        if state.at is ChangeStep.WHEN and not state.when.narrowed:
            return Finish(booking_screens.expected(context, found))
        return Goto(NAME, replace(state, at=ChangeStep.WHEN, when=state.when.forgetting()))

    def _move(self, context: Context, state: ChangeForm, found: Booking) -> Reply:
        if state.when.slot is None:
            return Goto(NAME, replace(state, at=ChangeStep.WHEN))
        try:
            moved = desk_booking.move(context.desk, found.id, state.version, state.when.slot, context.actor)
        except TimeRefused as error:
            return _ask_when(
                state, when.refused(context, error, queries.seat_request(context.desk, context.actor, found))
            )
        return Finish(booking_screens.moved(context, moved), beside=self._after_change(context, moved))


def _moving(context: Context, state: ChangeForm, found: Booking) -> Screen:
    words, to = context.words, state.when.slot
    text = words.say(
        "From {old}\nto <b>{new}</b>: is that right?",
        old=words.slot(found.starts_at),
        new=words.slot(to) if to else "",
    )
    if context.actor.is_staff and to is not None:
        text = staff_view.moving(words, found, to)
    yes, back = Button(words.label("Yes, move it"), "move"), Button(words.label("‹ Back"), BACK)
    keep = Button(words.label("Keep it as it is"), "keep")
    return Screen(text=text, rows=((yes,), (back, keep)), yes="move", no="keep")


def _waiting(context: Context, state: ChangeForm, found: Booking) -> Screen:
    words = context.words
    awaited = phrases.awaited(words, state.when.whole_day, state.when.slot)
    text = words.say(
        "Shall I put you on the waiting list for <b>{awaited}</b>? Your visit on {slot} stays booked "
        "until then.",
        awaited=awaited,
        slot=words.slot(found.starts_at),
    )
    text, label = f"{text}\n\n{phrases.first_seat(words)}", words.label("Yes, I will wait")
    if context.actor.is_staff:
        text, label = staff_view.waiting(words, found, awaited), words.label("Yes, put them on the list")
    yes, back = Button(label, "wait"), Button(words.label("‹ Back"), BACK)
    keep = Button(words.label("Keep it as it is"), "keep")
    return Screen(text=text, rows=((yes,), (back, keep)), yes="wait", no="keep")


def _wait(context: Context, state: ChangeForm, found: Booking) -> Reply:
    """A place on the waiting list for a better hour; the visit stays as it is until then."""
    day, wanted = state.when.whole_day, state.when.slot
    if wanted is not None:
        day = timetable.day_of(context.desk.site, wanted)
    if day is None:
        return Goto(NAME, replace(state, at=ChangeStep.WHEN))
    try:
        entry = waitlist.add_guest(
            context.desk, found.guest, party=found.party, day=day, wanted=wanted, by=context.actor
        )
    except SeatsAvailable as error:
        return _ask_when(state, when.room(context, error.free))
    except TimeRefused as error:
        return _ask_when(
            state, when.refused(context, error, queries.seat_request(context.desk, context.actor, found))
        )
    return Finish(waitlist_screens.joined(context, entry))


def _ask_when(state: ChangeForm, chosen: ChoiceResult) -> Reply:
    return Goto(NAME, replace(state, at=ChangeStep.WHEN, when=chosen.when), chosen.note)


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

"""What a confirmed form becomes: a booking, a place on the waiting list, or a request for a day."""

from dataclasses import replace

from bot.dialogs.booking import optional_questions, when
from bot.dialogs.booking import screens as booking_screens
from bot.dialogs.booking.choice import ChoicePurpose, ChoiceResult, TimeChoice
from bot.dialogs.booking.form import NAME, BookingForm, BookingStep
from bot.engine.dialog import Context
from bot.engine.inputs import Chose, Given
from bot.engine.replies import Finish, Goto, Reply
from bot.wording import phrases
from bot.wording import requests as request_screens
from bot.wording import waitlist as waitlist_screens
from bot.wording.refusals import explain
from core import timetable
from core.booking import Booking
from core.desk import booking as desk_booking
from core.desk import guest_register, requests, waitlist
from core.desk.booking import BookingDetails
from core.errors import HasOpenBooking, HasRequest, NotForPeers, SeatsAvailable, TimeRefused


def submit(context: Context, state: BookingForm) -> Reply:
    """Do what the form says, or explain why that is not possible, with the way on."""
    try:
        match state.when.how:
            case ChoicePurpose.SEAT:
                return _book(context, state)
            case ChoicePurpose.WAIT:
                return _wait(context, state)
            case ChoicePurpose.REQUEST:
                return _ask(context, state)
    except SeatsAvailable as error:
        return ask_when(state, when.room(context, error.free))
    except NotForPeers as error:
        # The house knows the guest as a peer, though the form did not say so.
        peer = replace(state, peer=True, peer_noted=state.peer_noted or not state.peer)
        return ask_when(peer, when.refused(context, error, peer.seat_request(context.desk, context.actor)))
    except TimeRefused as error:
        return ask_when(state, when.refused(context, error, state.seat_request(context.desk, context.actor)))


def _book(context: Context, state: BookingForm) -> Reply:
    starts_at = state.when.slot
    if starts_at is None:
        return Goto(NAME, state.asking_next())
    wish = BookingDetails(
        name=state.name,
        phone=state.line,
        party=state.party,
        starts_at=starts_at,
        peer=state.peer,
        language=_spoken(context),
    )
    try:
        booking = desk_booking.book(context.desk, wish, context.actor)
    except HasOpenBooking as existing:
        # The number they shared is theirs: so is the record it was found by.
        guest_register.receive(context.desk, state.name, state.line, context.actor)
        return Goto(NAME, replace(state, at=BookingStep.SECOND, second=existing.booking.id))
    return Finish(booking_screens.reserved(context, booking), optional_questions.begin(context, booking))


def _wait(context: Context, state: BookingForm) -> Reply:
    day, wanted = state.when.whole_day, state.when.slot
    if wanted is not None:
        day = timetable.day_of(context.desk.site, wanted)
    if day is None:
        return Goto(NAME, state.asking_next())
    try:
        entry = waitlist.join(
            context.desk,
            name=state.name,
            phone=state.line,
            party=state.party,
            day=day,
            wanted=wanted,
            by=context.actor,
            peer=state.peer,
            language=_spoken(context),
        )
    except HasOpenBooking as existing:
        return Finish(booking_screens.expected(context, existing.booking))
    return Finish(waitlist_screens.joined(context, entry))


def _ask(context: Context, state: BookingForm) -> Reply:
    day = state.when.whole_day
    if day is None:
        return Goto(NAME, state.asking_next())
    try:
        request = requests.submit(
            context.desk,
            name=state.name,
            phone=state.line,
            party=state.party,
            day=day,
            by=context.actor,
            peer=state.peer,
            language=_spoken(context),
        )
    except HasOpenBooking as existing:
        return Finish(booking_screens.expected(context, existing.booking))
    except HasRequest as before:
        note = explain(context.words, before)
        return Finish(request_screens.card(context, before.request).with_note(note))
    return Finish(request_screens.asked(context, request))


def _spoken(context: Context) -> str | None:
    """The guest's language; unknown of a caller."""
    return None if context.actor.is_staff else context.words.language


def ask_when(state: BookingForm, chosen: ChoiceResult) -> Reply:
    return Goto(NAME, replace(state, at=BookingStep.WHEN, when=chosen.when), chosen.note)


def ask_when_again(state: BookingForm, note: str) -> Reply:
    return Goto(NAME, replace(state, at=BookingStep.WHEN, when=TimeChoice()), note)


def second(context: Context, state: BookingForm, given: Given) -> Reply:
    """The answer to whether the booking found at the confirmation is to be moved."""
    existing = booking_screens.second_booking(context, state)
    if existing is None or state.when.slot is None:
        return Goto(NAME, replace(state, second=None).asking_next())
    match given:
        case Chose("move"):
            return _move(context, state, existing)
        case Chose("keep"):
            return Finish(booking_screens.expected(context, existing))
        case _:
            return Goto(NAME, state, phrases.please_tap(context.words))


def _move(context: Context, state: BookingForm, existing: Booking) -> Reply:
    starts_at = state.when.slot
    if starts_at is None:
        return Goto(NAME, state.asking_next())
    try:
        moved = desk_booking.move(context.desk, existing.id, existing.version, starts_at, context.actor)
    except TimeRefused as error:
        return ask_when(state, when.refused(context, error, state.seat_request(context.desk, context.actor)))
    return Finish(booking_screens.moved(context, moved))

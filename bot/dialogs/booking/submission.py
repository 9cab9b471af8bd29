"""What a confirmed form becomes: a booking, a place on the waiting list, or a request for a day."""

from dataclasses import replace

from bot.dialogs.booking import optional_questions, when
from bot.dialogs.booking import screens as booking_screens
from bot.dialogs.booking.choice import ChoicePurpose, take
from bot.dialogs.booking.form import BookingForm, BookingStep
from bot.dialogs.booking.remarks import hand_over
from bot.engine.dialog import Context
from bot.engine.form import LEAVE, YES, Again, Answer, Question, Step, not_followed
from bot.engine.inputs import Chose, Given
from bot.engine.replies import Finish
from bot.engine.screen import Button
from bot.wording import phrases
from bot.wording import requests as request_screens
from bot.wording import waitlist as waitlist_screens
from bot.wording.refusals import explain
from core import timetable
from core.booking import Booking, is_open
from core.desk import booking as desk_booking
from core.desk import guest_register, queries, requests, waitlist
from core.desk.booking import BookingDetails
from core.errors import HasOpenBooking, HasRequest, NoSuchBooking, NotForPeers, SeatsAvailable, TimeRefused


def submit(context: Context, form: BookingForm) -> Answer[BookingForm]:
    """Do what the form says, or explain why that is not possible, with the way on."""
    try:
        match form.when.how:
            case ChoicePurpose.SEAT:
                return _book(context, form)
            case ChoicePurpose.WAIT:
                return _wait(context, form)
            case ChoicePurpose.REQUEST:
                return _request(context, form)
    except SeatsAvailable as error:
        return take(form, when.room(context, error.free))
    except NotForPeers as error:
        # The house knows the guest as a peer, though the form did not say so.
        noted = form.peer_noted or not form.peer
        return _refused(context, replace(form, peer=True, peer_noted=noted), error)
    except TimeRefused as error:
        return _refused(context, form, error)


def _refused(context: Context, form: BookingForm, error: TimeRefused) -> Answer[BookingForm]:
    """The question for the hour, with the way on from a refusal."""
    return take(form, when.refused(context, error, form.seat_request(context.desk, context.actor)))


def _book(context: Context, form: BookingForm) -> Answer[BookingForm]:
    starts_at = form.when.slot
    if starts_at is None:
        return form
    details = BookingDetails(
        name=form.name,
        phone=form.line,
        party=form.party,
        starts_at=starts_at,
        peer=form.peer,
        language=_spoken(context),
        plate=form.plate,
        remarks=form.remarks or None,
    )
    try:
        booking = desk_booking.book(context.desk, details, context.actor)
    except HasOpenBooking as existing:
        if not context.actor.is_staff:
            # The guest shared this number, so the record found by it is the guest's own.
            guest_register.receive(context.desk, form.name, form.line, context.actor)
        return Again(state=replace(form, second=existing.booking.id), at=BookingStep.SECOND)
    return Finish(booking_screens.reserved(context, booking), optional_questions.begin(context, booking))


def _wait(context: Context, form: BookingForm) -> Answer[BookingForm]:
    day, wanted = form.when.whole_day, form.when.slot
    if wanted is not None:
        day = timetable.day_of(context.desk.site, wanted)
    if day is None:
        return form
    try:
        entry = waitlist.join(
            context.desk,
            name=form.name,
            phone=form.line,
            party=form.party,
            day=day,
            wanted=wanted,
            by=context.actor,
            peer=form.peer,
            language=_spoken(context),
        )
    except HasOpenBooking as existing:
        return Finish(booking_screens.expected(context, existing.booking))
    return Finish(waitlist_screens.joined(context, entry))


def _request(context: Context, form: BookingForm) -> Answer[BookingForm]:
    day = form.when.whole_day
    if day is None:
        return form
    try:
        request = requests.submit(
            context.desk,
            name=form.name,
            phone=form.line,
            party=form.party,
            day=day,
            by=context.actor,
            peer=form.peer,
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


def _ask_second(context: Context, form: BookingForm) -> Question:
    words = context.words
    starts_at, existing = form.when.slot, _second_booking(context, form)
    text = words.say(
        "We already expect {name} on <b>{standing}</b>. We keep one booking for each guest; shall I move "
        "it to {slot}?",
        name=phrases.addressed(words, existing.guest.name) if existing else "",
        standing=words.slot(existing.starts_at) if existing else "",
        slot=words.slot(starts_at) if starts_at else "",
    )
    move, keep = Button(words.label("Yes, move it"), YES), Button(words.label("Keep it as it is"), LEAVE)
    return Question(text=text, rows=((move, keep),), back=False, yes=YES, no=LEAVE)


def _read_second(context: Context, form: BookingForm, given: Given) -> Answer[BookingForm]:
    """The answer to whether the booking found at the confirmation is to be moved."""
    existing, starts_at = _second_booking(context, form), form.when.slot
    if existing is None or starts_at is None or not is_open(context.desk.site, existing, context.desk.now):
        return replace(form, second=None)
    if given == Chose(LEAVE):
        hand_over(context, existing, form)
        return Finish(booking_screens.expected(context, existing))
    if given != Chose(YES):
        return Again(note=not_followed(context.words), missed=True)
    try:
        moved = desk_booking.move(context.desk, existing.id, existing.version, starts_at, context.actor)
    except TimeRefused as error:
        return _refused(context, form, error)
    hand_over(context, moved, form)
    return Finish(booking_screens.moved(context, moved))


def _second_booking(context: Context, form: BookingForm) -> Booking | None:
    """The booking found at the confirmation, as it is now."""
    if form.second is None:
        return None
    try:
        return queries.get_booking(context.desk, form.second, context.actor)
    except NoSuchBooking:
        return None


SECOND = Step(name=BookingStep.SECOND, ask=_ask_second, read=_read_second, side=True)

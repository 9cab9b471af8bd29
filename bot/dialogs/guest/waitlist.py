"""The waiting list's buttons: taking a seat that is offered, refusing it, waiting on, leaving."""

from dataclasses import replace
from datetime import datetime

from bot.dialogs.booking import changes
from bot.dialogs.booking import form as booking_form
from bot.dialogs.booking import screens as booking_screens
from bot.dialogs.booking.choice import TimeChoice
from bot.dialogs.booking.form import BookingForm
from bot.dialogs.booking.when import offering, refused, room
from bot.engine.dialog import Context
from bot.engine.payload import SubjectAction, id_of
from bot.engine.replies import Goto, Reply, Show
from bot.engine.screen import Screen
from bot.wording import waitlist as waitlist_screens
from bot.wording.refusals import room_after_all
from core import timetable
from core.bots import STAFF
from core.desk import promotion, queries, waitlist
from core.errors import HasOpenBooking, NoSuchEntry, NotWaiting, OfferLapsed, SeatsAvailable, TimeRefused
from core.guests import GuestKind
from core.notices.facts import OfferFacts, WaitlistFacts
from core.notices.handles import entry_handle
from core.staff import Right
from core.waitlist import EntryId, EntryStatus, WaitlistEntry


def accept(context: Context, action: SubjectAction) -> Reply:
    """«Yes, please» to a seat, however late: the booking, or courteously what there is instead."""
    entry = _own(context, action)
    try:
        booking = promotion.accept(context.desk, entry.id, action.version, context.actor)
    except (OfferLapsed, NotWaiting) as late:
        return _show_in_place(entry, current_offer(context, late.entry))
    except TimeRefused as error:
        return _look_on(context, entry, error)
    return _show_in_place(entry, booking_screens.reserved(context, booking))


def leave(context: Context, action: SubjectAction) -> Reply:
    """«No, thank you» to a seat, or off the list altogether."""
    entry = _own(context, action)
    try:
        gone = waitlist.leave(context.desk, entry.id, action.version, context.actor)
    except NotWaiting as late:
        return _show_in_place(entry, _left_before(context, late.entry))
    said = waitlist_screens.refused if entry.status is EntryStatus.OFFERED else waitlist_screens.over
    return _show_in_place(
        entry, said(context.words, WaitlistFacts.of_entry(gone), to_guest=not context.actor.is_staff)
    )


def wait_again(context: Context, action: SubjectAction) -> Reply:
    """Join the list again, after the guests who wait already."""
    entry = _own(context, action)
    present = waitlist.open_entry_of(context.desk, entry.guest)
    if present is not None:
        return _show_in_place(entry, waitlist_screens.place(context, present))
    try:
        entered = waitlist.add_guest(
            context.desk, entry.guest, party=entry.party, day=entry.day, wanted=entry.wanted, by=context.actor
        )
    except SeatsAvailable as free:
        return _look_at(context, entry, room(context, free.free).when, room_after_all(context.words))
    except HasOpenBooking as existing:
        return _show_in_place(entry, booking_screens.expected(context, existing.booking))
    except TimeRefused as error:
        return _look_on(context, entry, error)
    return _show_in_place(entry, waitlist_screens.joined(context, entered))


def free_hours(context: Context, action: SubjectAction) -> Reply:
    """The free hours nearest to the one they waited for."""
    entry = _own(context, action)
    seat_request = queries.seat_request_for(
        context.desk, entry.guest, context.actor, queries.booking_of(context.desk, entry.guest)
    )
    near = queries.nearest(context.desk, _hoped_for(context, entry), seat_request)
    return _look_at(context, entry, offering(context, near), "")


def current_offer(context: Context, entry: WaitlistEntry) -> Screen:
    """What has become of a place on the list, and what its guest has now."""
    lapsed = entry.status is EntryStatus.LAPSED or _has_run_out(context, entry)
    if lapsed and _present(context, entry, lapsed=True) is None:
        late = waitlist_screens.too_late(context.words, OfferFacts.of_entry(entry))
        return replace(late, text=f"{late.text}\n\n{_still_free(context, entry)}")
    return _left_before(context, entry, lapsed=lapsed)


def _left_before(context: Context, entry: WaitlistEntry, *, lapsed: bool = False) -> Screen:
    """What a guest has now who leaves a place on the list that has ended before."""
    words, facts = context.words, WaitlistFacts.of_entry(entry)
    present = _present(context, entry, lapsed=lapsed)
    if present is None:
        return waitlist_screens.none_now(words, facts, to_guest=not context.actor.is_staff)
    if lapsed or entry.status is EntryStatus.LAPSED:
        return present.with_note(waitlist_screens.too_late(words, OfferFacts.of_entry(entry)).text)
    return present.with_note(
        waitlist_screens.given_up(words, facts) if entry.status is EntryStatus.LEFT else ""
    )


def _present(context: Context, entry: WaitlistEntry, *, lapsed: bool = False) -> Screen | None:
    """The guest's booking or open place as it is now, whichever the button was of; not the offer that has
    ``lapsed``."""
    place = waitlist.open_entry_of(context.desk, entry.guest)
    if place == entry and not lapsed:
        return waitlist_screens.place(context, entry)
    booking = queries.booking_of(context.desk, entry.guest)
    if booking is not None and place != entry:
        return booking_screens.expected(context, booking)
    return waitlist_screens.place(context, place) if place is not None and place != entry else None


def _has_run_out(context: Context, entry: WaitlistEntry) -> bool:
    """Whether the time of an offer is over, although it is not withdrawn yet."""
    over = entry.offer_until is not None and context.desk.now >= entry.offer_until
    return over and entry.status is EntryStatus.OFFERED


def _still_free(context: Context, entry: WaitlistEntry) -> str:
    words = context.words
    seat_request = queries.seat_request_for(
        context.desk, entry.guest, context.actor, queries.booking_of(context.desk, entry.guest)
    )
    free = [
        words.hour(slot)
        for slot in queries.free_slots(context.desk, seat_request)
        if timetable.day_of(context.desk.site, slot) == entry.day
    ]
    if not free:
        return words.say("Nothing else is free that day at the moment.")
    return words.say("Free that day: {hours}", hours=words.listed(free))


def _look_on(context: Context, entry: WaitlistEntry, error: TimeRefused) -> Reply:
    existing = queries.booking_of(context.desk, entry.guest)
    chosen = refused(
        context, error, queries.seat_request_for(context.desk, entry.guest, context.actor, existing)
    )
    return _look_at(context, entry, chosen.when, chosen.note)


def _look_at(context: Context, entry: WaitlistEntry, when: TimeChoice, note: str) -> Reply:
    """The question for the time, in the dialog that knows the rest: the move of their booking, or a new booking."""
    existing = queries.booking_of(context.desk, entry.guest)
    if existing is not None:
        change = changes.ChangeForm(
            at=changes.ChangeStep.WHEN, booking=existing.id, version=existing.version, when=when
        )
        return Goto(changes.NAME, change, note)
    guest, party = entry.guest, entry.party
    form = BookingForm(
        at=booking_form.BookingStep.WHEN,
        surname=guest.name.surname,
        given=guest.name.given,
        title=guest.name.title,
        guests=party.size,
        elders=party.elders,
        children=party.children,
        phone=guest.phone.number,
        phone_kind=guest.phone.kind,
        when=when,
        peer=guest.kind is GuestKind.PEER,
    )
    return Goto(booking_form.NAME, form, note)


def _hoped_for(context: Context, entry: WaitlistEntry) -> datetime:
    return entry.offered or entry.wanted or timetable.slots_of(context.desk.site, entry.day)[0]


def _show_in_place(entry: WaitlistEntry, screen: Screen) -> Reply:
    """Show it in place of the message that was tapped."""
    return Show(screen, handle=entry_handle(entry.id))


def _own(context: Context, action: SubjectAction) -> WaitlistEntry:
    """The place a button is about, for a person who may act on it. Raises NotPermitted, NoSuchEntry."""
    if context.bot == STAFF:
        context.require(Right.BOOK_FOR_GUESTS)
    found = id_of(action)
    if found is None:
        raise NoSuchEntry
    return waitlist.own_entry(context.desk, EntryId(found), context.actor)

"""Making, moving and cancelling a booking. Rules: docs/rules.md, "Booking"."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.booking import Actor, Booking, BookingId, BookingStatus, ChangeKind, Party, has_begun, is_open
from core.desk import guest_register, leads, planning, queries, rules, waitlist
from core.desk.desk import Desk
from core.errors import Begun, Changed, HasOpenBooking, NotOpen
from core.events import BookingCancelled, BookingMade, BookingMoved
from core.guests import Guest, Name, Phone, tier_of
from core.plan import SeatRequest
from core.store import bookings, requests


@dataclass(frozen=True, kw_only=True)
class BookingDetails:
    """What the booking form holds when it is complete. ``peer``: the guest says that they work for another property
    firm; ``language`` is what the guest speaks, None where that is not known."""

    name: Name
    phone: Phone
    party: Party
    starts_at: datetime
    peer: bool = False
    language: str | None = None


def book(desk: Desk, details: BookingDetails, by: Actor) -> Booking:
    """Promise to receive a party. Raises HasOpenBooking, PartyRefused or a TimeRefused."""
    with desk.savepoint():
        rules.check_party(desk, details.party)
        guest = guest_register.receive(
            desk, details.name, details.phone, by, peer=details.peer, language=details.language
        )
        existing = queries.booking_of(desk, guest)
        if existing is not None:
            raise HasOpenBooking(existing)
        booking = give_seat(
            desk, guest, details.party, details.starts_at, queries.seat_request_for(desk, guest, by)
        )
        if not by.is_staff:
            leads.drop(desk, by.user_id)
        return booking


def give_seat(
    desk: Desk, guest: Guest, party: Party, starts_at: datetime, seat_request: SeatRequest
) -> Booking:
    """Book an hour for a guest who is locked and has no booking; their place on the waitlist and their request are
    over. Raises a TimeRefused."""
    plan = planning.locked_plan(desk, {starts_at, *queries.own_seat(seat_request)})
    rules.check_seat(desk, plan, starts_at, waitlist.refresh_own_seat(desk, guest, seat_request))
    booking_id = bookings.insert_booking(
        desk.conn,
        code=desk.new_code(),
        guest_id=guest.id,
        starts_at=starts_at,
        party=party,
        tier=tier_of(guest.kind, booked=True),
    )
    booking = queries.get_booking(desk, booking_id, seat_request.by)
    bookings.record(desk.conn, booking, ChangeKind.MADE, by=seat_request.by, now=desk.now)
    desk.emit(
        BookingMade(
            booking=booking, by=seat_request.by, shared_consultant=queries.same_consultant(desk, booking)
        )
    )
    waitlist.end(desk, guest, got=starts_at)
    asked = requests.of_guest(desk.conn, guest.id)
    if asked is not None:
        requests.answer(desk.conn, asked.id, booking.id, by_user=seat_request.by.user_id, now=desk.now)
    return booking


def move(
    desk: Desk, booking_id: BookingId, version: int, to: datetime, by: Actor, *, override: str | None = None
) -> Booking:
    """Move a booking to another slot. ``override`` is a manager's reason; see ``SeatRequest``.

    Raises NoSuchBooking, NotOpen, Begun, Changed or a TimeRefused.
    """
    with desk.savepoint():
        before = _lock_open_booking(desk, booking_id, version, by)
        if to == before.starts_at:
            return before
        return change_seat(
            desk, before, to, replace(queries.seat_request(desk, by, before), override=override)
        )


def change_seat(desk: Desk, before: Booking, to: datetime, seat_request: SeatRequest) -> Booking:
    """Move a booking whose guest is locked. The seat it leaves, and one that was offered to the guest and is not taken,
    are offered to the waitlist. Raises a TimeRefused."""
    plan = planning.locked_plan(desk, {before.starts_at, to, *queries.own_seat(seat_request)})
    rules.check_seat(desk, plan, to, waitlist.refresh_own_seat(desk, before.guest, seat_request))
    bookings.update_booking(desk.conn, before.id, starts_at=to)
    booking = queries.get_booking(desk, before.id, seat_request.by)
    bookings.record(
        desk.conn, booking, ChangeKind.MOVED, by=seat_request.by, now=desk.now, moved_from=before.starts_at
    )
    shared_consultant = queries.same_consultant(desk, booking)
    desk.emit(
        BookingMoved(
            booking=booking,
            by=seat_request.by,
            moved_from=before.starts_at,
            shared_consultant=shared_consultant,
        )
    )
    waitlist.moved(desk, before.guest, to)
    waitlist.offer_freed_seat(desk, plan, before.starts_at)
    return booking


def cancel(desk: Desk, booking_id: BookingId, version: int, by: Actor) -> Booking:
    """Cancel a booking and offer its seat to the waitlist. Raises NoSuchBooking, NotOpen, Begun or Changed."""
    with desk.savepoint():
        before = _lock_open_booking(desk, booking_id, version, by)
        plan = planning.locked_plan(desk, {before.starts_at})
        bookings.update_booking(desk.conn, booking_id, status=BookingStatus.CANCELLED)
        booking = queries.get_booking(desk, booking_id, by)
        bookings.record(desk.conn, booking, ChangeKind.CANCELLED, by=by, now=desk.now)
        desk.emit(BookingCancelled(booking=booking, by=by))
        waitlist.offer_freed_seat(desk, plan, before.starts_at)
        return booking


def note(desk: Desk, booking_id: BookingId, by: Actor, **particulars: str) -> Booking:
    """Note a ``plate`` or ``remarks`` on an open booking. Raises NoSuchBooking or NotOpen."""
    booking = queries.get_booking(desk, booking_id, by)
    if not is_open(desk.site, booking, desk.now):
        raise NotOpen(booking)
    bookings.annotate_booking(desk.conn, booking_id, **particulars)
    return queries.get_booking(desk, booking_id, by)


def _lock_open_booking(desk: Desk, booking_id: BookingId, version: int, by: Actor) -> Booking:
    """The booking under its guest's lock. It is open, has the version that the actor last saw, and the actor may
    change it. Raises NoSuchBooking, NotOpen, Begun or Changed."""
    bookings.lock_guest(desk.conn, queries.get_booking(desk, booking_id, by).guest.id)
    booking = queries.get_booking(desk, booking_id, by)
    if not is_open(desk.site, booking, desk.now):
        raise NotOpen(booking)
    if not by.is_staff and has_begun(booking, desk.now):
        raise Begun(booking)
    if booking.version != version:
        raise Changed(booking)
    return booking

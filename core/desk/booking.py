"""Making, moving and cancelling a booking. Rules: docs/rules.md, "Booking"."""

from dataclasses import dataclass
from datetime import datetime

from core.booking import Actor, Booking, BookingId, Party, Status, is_open
from core.desk import leads, look, register, rules
from core.desk.desk import Desk
from core.errors import Changed, HasOpenBooking, NotOpen
from core.events import BookingCancelled, BookingMade, BookingMoved
from core.guests import Name, Phone, tier_of
from core.store import bookings


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the booking form holds when it is complete."""

    name: Name
    phone: Phone
    party: Party
    starts_at: datetime


def book(desk: Desk, wish: Wish, by: Actor) -> Booking:
    """Promise to receive a party. Raises HasOpenBooking, PartyRefused or a TimeRefused."""
    with desk.savepoint():
        rules.check_party(desk, wish.party)
        guest = register.receive(desk, wish.name, wish.phone, by)
        standing = bookings.latest_booked(desk.conn, guest.id)
        if standing is not None and is_open(desk.site, standing, desk.now):
            raise HasOpenBooking(standing)
        rules.check_time(desk, wish.starts_at, by)
        rules.take_seat(desk, wish.starts_at, by)
        booking_id = bookings.insert_booking(
            desk.conn,
            code=desk.new_code(),
            guest_id=guest.id,
            starts_at=wish.starts_at,
            party=wish.party,
            tier=tier_of(guest.kind, booked=True),
        )
        booking = look.own_booking(desk, booking_id, by)
        bookings.record(desk.conn, booking, what="made", by=by, now=desk.now)
        if not by.is_staff:
            leads.drop(desk, by.user_id)
        desk.tell(BookingMade(booking=booking, by=by))
        return booking


def move(desk: Desk, booking_id: BookingId, version: int, to: datetime, by: Actor) -> Booking:
    """Move a booking to another slot. Raises NoSuchBooking, NotOpen, Changed or a TimeRefused."""
    with desk.savepoint():
        before = _held(desk, booking_id, version, by)
        if to == before.starts_at:
            return before
        rules.check_time(desk, to, by, moving=before)
        rules.take_seat(desk, to, by, moving=before)
        bookings.update_booking(desk.conn, booking_id, starts_at=to)
        booking = look.own_booking(desk, booking_id, by)
        bookings.record(desk.conn, booking, what="moved", by=by, now=desk.now, moved_from=before.starts_at)
        desk.tell(BookingMoved(booking=booking, by=by, moved_from=before.starts_at))
        return booking


def cancel(desk: Desk, booking_id: BookingId, version: int, by: Actor) -> Booking:
    """Withdraw a booking. Raises NoSuchBooking, NotOpen or Changed."""
    with desk.savepoint():
        _held(desk, booking_id, version, by)
        bookings.update_booking(desk.conn, booking_id, status=Status.CANCELLED)
        booking = look.own_booking(desk, booking_id, by)
        bookings.record(desk.conn, booking, what="cancelled", by=by, now=desk.now)
        desk.tell(BookingCancelled(booking=booking, by=by))
        return booking


def note(desk: Desk, booking_id: BookingId, by: Actor, **particulars: str) -> Booking:
    """Note a ``plate`` or ``remarks`` on an open booking. Raises NoSuchBooking or NotOpen."""
    booking = look.own_booking(desk, booking_id, by)
    if not is_open(desk.site, booking, desk.now):
        raise NotOpen(booking)
    bookings.set_particulars(desk.conn, booking_id, **particulars)
    return look.own_booking(desk, booking_id, by)


def _held(desk: Desk, booking_id: BookingId, version: int, by: Actor) -> Booking:
    """The booking under its guest's lock, open and as the one who acts last saw it."""
    bookings.lock_guest(desk.conn, look.own_booking(desk, booking_id, by).guest.id)
    booking = look.own_booking(desk, booking_id, by)
    if not is_open(desk.site, booking, desk.now):
        raise NotOpen(booking)
    if booking.version != version:
        raise Changed(booking)
    return booking

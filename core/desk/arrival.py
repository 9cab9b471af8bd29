"""Arrival of a party at the gate. Rules: docs/rules.md, "Arrival"."""

from core import timetable
from core.booking import Actor, Booking, BookingId, BookingStatus, ChangeKind, timing_of
from core.desk import queries, waitlist
from core.desk.desk import Desk
from core.errors import AlreadyArrived, BookingNotOpen, NoSuchBooking, WrongDay
from core.events import PartyArrived
from core.store import bookings


def mark_arrived(desk: Desk, booking_id: BookingId, by: Actor) -> Booking:
    """Mark a party as arrived and notify the staff group. An early or late party is received too.

    Raises NoSuchBooking, AlreadyArrived, BookingNotOpen (cancelled) or WrongDay.
    """
    with desk.savepoint():
        bookings.lock_guest(desk.conn, queries.get_booking(desk, booking_id, by).guest.id)
        booking = queries.get_booking(desk, booking_id, by)
        _check(desk, booking)
        bookings.update_booking(desk.conn, booking_id, status=BookingStatus.ARRIVED, arrived_at=desk.now)
        arrived = queries.get_booking(desk, booking_id, by)
        bookings.insert_change(desk.conn, arrived, ChangeKind.ARRIVED, by=by, now=desk.now)
        timing = timing_of(desk.site, booking.starts_at, desk.now)
        desk.emit(PartyArrived(booking=arrived, by=by, timing=timing))
        # An offer was of an hour to move to; from now on it would be a second visit.
        waitlist.recheck_offer(desk, arrived.guest)
        return arrived


def find_by_code(desk: Desk, code: str) -> Booking:
    """The booking with this code; spaces and case do not matter. Raises NoSuchBooking."""
    booking = bookings.find_by_code(desk.conn, "".join(code.split()).upper())
    if booking is None:
        raise NoSuchBooking
    return booking


def _check(desk: Desk, booking: Booking) -> None:
    if booking.status is BookingStatus.ARRIVED:
        raise AlreadyArrived(booking)
    if booking.status is BookingStatus.CANCELLED:
        raise BookingNotOpen(booking)
    if timetable.day_of(desk.site, booking.starts_at) != timetable.day_of(desk.site, desk.now):
        raise WrongDay(booking)

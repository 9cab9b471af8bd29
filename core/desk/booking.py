"""Making, moving, annotating and cancelling a booking. Rules: docs/rules.md, "Booking"."""

from dataclasses import dataclass, replace
from datetime import datetime

from core.booking import Actor, Booking, BookingId, BookingStatus, ChangeKind, Party, has_begun, is_open
from core.desk import guest_register, leads, planning, queries, rules, waitlist
from core.desk.desk import Desk
from core.errors import AlreadyBegun, BookingChanged, BookingNotOpen, HasOpenBooking
from core.events import BookingCancelled, BookingMade, BookingMoved
from core.guests import Guest, Name, Phone, tier_of
from core.plan import SeatRequest
from core.store import bookings, requests


@dataclass(frozen=True, kw_only=True)
class BookingDetails:
    """The facts of a complete booking form. ``starts_at`` is UTC. ``peer``: the guest says that they work for another
    property firm. ``language`` is the guest's, if known. ``plate`` and ``remarks`` as in ``Booking``."""

    name: Name
    phone: Phone
    party: Party
    starts_at: datetime
    peer: bool = False
    language: str | None = None
    plate: str | None = None
    remarks: str | None = None


def book(desk: Desk, details: BookingDetails, by: Actor) -> Booking:
    """Make a booking. Raises HasOpenBooking, PartyRefused or a TimeRefused."""
    with desk.savepoint():
        rules.check_party(desk, details.party)
        guest = guest_register.receive(
            desk, details.name, details.phone, by, peer=details.peer, language=details.language
        )
        existing = queries.booking_of(desk, guest)
        if existing is not None:
            raise HasOpenBooking(existing)
        booking = create_booking(
            desk,
            guest,
            details.party,
            details.starts_at,
            queries.seat_request_for(desk, guest, by),
            plate=details.plate,
            remarks=details.remarks,
        )
        if not by.is_staff:
            leads.close_of_guest(desk, by.user_id)
        return booking


def create_booking(
    desk: Desk,
    guest: Guest,
    party: Party,
    starts_at: datetime,
    seat_request: SeatRequest,
    *,
    plate: str | None = None,
    remarks: str | None = None,
) -> Booking:
    """Make a booking for a locked guest who has none, and close their waitlist entry and day request.

    Raises a TimeRefused.
    """
    plan = planning.locked_plan(desk, {starts_at, *queries.own_seat(seat_request)})
    rules.check_seat(desk, plan, starts_at, waitlist.refresh_own_seat(desk, guest, seat_request))
    booking_id = bookings.insert_booking(
        desk.conn,
        code=desk.new_code(),
        guest_id=guest.id,
        starts_at=starts_at,
        party=party,
        tier=tier_of(guest.kind, booked=True),
        plate=plate,
        remarks=remarks,
    )
    booking = queries.get_booking(desk, booking_id, seat_request.by)
    bookings.insert_change(desk.conn, booking, ChangeKind.MADE, by=seat_request.by, now=desk.now)
    desk.emit(
        BookingMade(
            booking=booking,
            by=seat_request.by,
            shared_consultant=queries.find_shared_consultant(desk, booking),
        )
    )
    waitlist.close_entries(desk, guest, got=starts_at)
    asked = requests.find_open_of_guest(desk.conn, guest.id)
    if asked is not None:
        requests.mark_answered(desk.conn, asked.id, booking.id, by_user=seat_request.by.user_id, now=desk.now)
    return booking


def move(
    desk: Desk, booking_id: BookingId, version: int, to: datetime, by: Actor, *, override: str | None = None
) -> Booking:
    """Move a booking to another slot. ``override`` is a manager's reason; see ``SeatRequest``.

    Raises NoSuchBooking, BookingNotOpen, AlreadyBegun, BookingChanged or a TimeRefused.
    """
    with desk.savepoint():
        before = _lock_changeable(desk, booking_id, version, by)
        if to == before.starts_at:
            return before
        return move_booking(
            desk, before, to, replace(queries.seat_request(desk, by, before), override=override)
        )


def move_booking(desk: Desk, before: Booking, to: datetime, seat_request: SeatRequest) -> Booking:
    """Move the booking of a locked guest. The seat it leaves, and any other seat offered to the guest, is offered to
    the waitlist. Raises a TimeRefused."""
    plan = planning.locked_plan(desk, {before.starts_at, to, *queries.own_seat(seat_request)})
    rules.check_seat(desk, plan, to, waitlist.refresh_own_seat(desk, before.guest, seat_request))
    bookings.update_booking(desk.conn, before.id, starts_at=to)
    booking = queries.get_booking(desk, before.id, seat_request.by)
    bookings.insert_change(
        desk.conn, booking, ChangeKind.MOVED, by=seat_request.by, now=desk.now, moved_from=before.starts_at
    )
    shared_consultant = queries.find_shared_consultant(desk, booking)
    desk.emit(
        BookingMoved(
            booking=booking,
            by=seat_request.by,
            moved_from=before.starts_at,
            shared_consultant=shared_consultant,
        )
    )
    waitlist.on_booking_moved(desk, before.guest, to)
    waitlist.offer_freed_seat(desk, plan, before.starts_at)
    return booking


def cancel(desk: Desk, booking_id: BookingId, version: int, by: Actor) -> Booking:
    """Cancel a booking and offer its seat to the waitlist. Raises NoSuchBooking, NotOpen, Begun or Changed."""
    with desk.savepoint():
        before = _lock_changeable(desk, booking_id, version, by)
        plan = planning.locked_plan(desk, {before.starts_at})
        bookings.update_booking(desk.conn, booking_id, status=BookingStatus.CANCELLED)
        booking = queries.get_booking(desk, booking_id, by)
        bookings.insert_change(desk.conn, booking, ChangeKind.CANCELLED, by=by, now=desk.now)
        desk.emit(BookingCancelled(booking=booking, by=by))
        waitlist.offer_freed_seat(desk, plan, before.starts_at)
        return booking


def annotate(desk: Desk, booking_id: BookingId, by: Actor, **particulars: str) -> Booking:
    """Set the ``plate`` or ``remarks`` of an open booking. Raises NoSuchBooking or BookingNotOpen."""
    booking = queries.get_booking(desk, booking_id, by)
    if not is_open(desk.site, booking, desk.now):
        raise BookingNotOpen(booking)
    bookings.annotate_booking(desk.conn, booking_id, **particulars)
    return queries.get_booking(desk, booking_id, by)


def _lock_changeable(desk: Desk, booking_id: BookingId, version: int, by: Actor) -> Booking:
    """Lock the guest and return the booking, if it is open, unchanged since ``version``, and the actor may change it.

    Raises NoSuchBooking, BookingNotOpen, AlreadyBegun or BookingChanged.
    """
    bookings.lock_guest(desk.conn, queries.get_booking(desk, booking_id, by).guest.id)
    booking = queries.get_booking(desk, booking_id, by)
    if not is_open(desk.site, booking, desk.now):
        raise BookingNotOpen(booking)
    if not by.is_staff and has_begun(booking, desk.now):
        raise AlreadyBegun(booking)
    if booking.version != version:
        raise BookingChanged(booking)
    return booking

"""Queries: free slots, loads, bookings and guests. Nothing here writes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core import timetable
from core.audit import AuditEntry
from core.booking import Actor, Booking, BookingId, has_begun, is_open
from core.capacity import SlotLoad
from core.desk import planning
from core.desk.desk import Desk
from core.errors import NoSuchBooking
from core.events import SharedConsultant
from core.guests import Guest, GuestKind
from core.plan import SeatRequest
from core.store import audit, bookings, consultants, guests, waitlist

NEAREST = 3


def loads(desk: Desk, first: date, last: date) -> list[SlotLoad]:
    """The figures of every slot from ``first`` to ``last``, both included, in order."""
    plan = planning.read(desk, first, last)
    days = timetable.days_between(first, last)
    return [plan.load(slot) for day in days for slot in timetable.slots_of(desk.site, day)]


@dataclass(frozen=True)
class OpenSlots:
    """Slots (starts, UTC) that a seat request may ask for, in order. ``free`` slots can be booked now. ``full`` slots
    lack only room, so a guest may wait for them. The slot of the booking to move is in neither."""

    free: tuple[datetime, ...]
    full: tuple[datetime, ...]


def open_slots(desk: Desk, seat_request: SeatRequest, day: date | None = None) -> OpenSlots:
    """The slots within the horizon, or of one day, that a seat request may ask for."""
    if seat_request.is_guest and seat_request.moving is not None and has_begun(seat_request.moving, desk.now):
        return OpenSlots((), ())
    first, last = timetable.day_of(desk.site, desk.now), timetable.last_day(desk.site, desk.now)
    if day is not None:
        first = last = day
    plan = planning.read(desk, first, last).without_seats_of(seat_request)
    own = seat_request.moving.starts_at if seat_request.moving is not None else None
    free: list[datetime] = []
    full: list[datetime] = []
    for each in timetable.days_between(first, last):
        for slot in timetable.slots_of(desk.site, each):
            if slot != own and plan.time_refusal(slot, seat_request) is None:
                (free if plan.room_refusal(slot, seat_request) is None else full).append(slot)
    return OpenSlots(tuple(free), tuple(full))


def free_slots(desk: Desk, seat_request: SeatRequest) -> tuple[datetime, ...]:
    """Every slot (start, UTC) that can be booked now, in order, without the slot of the booking to move."""
    return open_slots(desk, seat_request).free


def nearest(desk: Desk, wanted: datetime, seat_request: SeatRequest) -> tuple[datetime, ...]:
    """The free slots nearest to a wanted moment, earliest first; at most ``NEAREST``."""
    return nearest_of(free_slots(desk, seat_request), wanted)


def nearest_of(free: Iterable[datetime], wanted: datetime) -> tuple[datetime, ...]:
    """Those of the given free slots nearest to a wanted moment, earliest first; at most ``NEAREST``."""
    near = sorted(free, key=lambda slot: (abs(slot - wanted), slot))
    return tuple(sorted(near[:NEAREST]))


def seat_request(desk: Desk, by: Actor, moving: Booking | None = None, *, peer: bool = False) -> SeatRequest:
    """The seat request of a guest in their own chat, or of staff for the guest of ``moving``.

    ``peer``: the guest says that they are a peer, though it is not stored yet.
    """
    guest = moving.guest if moving is not None else None if by.is_staff else known_guest(desk, by.user_id)
    return seat_request_for(desk, guest, by, moving, peer=peer)


def seat_request_for(
    desk: Desk, guest: Guest | None, by: Actor, moving: Booking | None = None, *, peer: bool = False
) -> SeatRequest:
    """The seat request of an actor for this guest."""
    if guest is None:
        return SeatRequest(by=by, moving=moving, peer=peer)
    entry = waitlist.find_open_of_guest(desk.conn, guest.id)
    return SeatRequest(
        by=by,
        moving=moving,
        own_seat=entry.offered if entry is not None else None,
        # An executive of another property firm counts as an executive, not as a peer.
        peer=guest.kind is GuestKind.PEER or (peer and guest.kind in {GuestKind.NEW, GuestKind.RETURNING}),
        exempt_until=guest.exempt_until,
    )


def own_seat(seat_request: SeatRequest) -> set[datetime]:
    """The slot of the seat offered to the guest, if any: it must be locked together with the slot they ask for."""
    return {seat_request.own_seat} if seat_request.own_seat is not None else set()


def known_guest(desk: Desk, telegram_id: int) -> Guest | None:
    """The guest with this Telegram id, if there is one."""
    return guests.find_by_telegram(desk.conn, telegram_id)


def known_language(desk: Desk, telegram_id: int) -> str | None:
    """The language of the guest with this Telegram id, if the house knows it."""
    guest = known_guest(desk, telegram_id)
    return guest.language if guest is not None else None


def open_booking(desk: Desk, telegram_id: int) -> Booking | None:
    """The open booking of the guest with this Telegram id, if there is one."""
    guest = known_guest(desk, telegram_id)
    return booking_of(desk, guest) if guest is not None else None


def booking_of(desk: Desk, guest: Guest) -> Booking | None:
    """The guest's open booking, if there is one."""
    booking = bookings.latest_booked(desk.conn, guest.id)
    return booking if booking and is_open(desk.site, booking, desk.now) else None


def visits(desk: Desk, guest: Guest) -> tuple[int, datetime | None]:
    """The number of a guest's visits, and the time (UTC) of the last."""
    return bookings.count_visits(desk.conn, guest.id)


def find_shared_consultant(desk: Desk, booking: Booking) -> SharedConsultant | None:
    """Another booking of the slot whose guest has the same consultant, if any: a colleague must help."""
    if booking.guest.consultant is None:
        return None
    other = bookings.find_of_consultant(
        desk.conn, booking.guest.consultant, booking.starts_at, besides=booking.id
    )
    consultant = consultants.find(desk.conn, booking.guest.consultant) if other is not None else None
    if other is None or consultant is None:
        return None
    return SharedConsultant(consultant=consultant, other=other)


def get_booking(desk: Desk, booking_id: BookingId, by: Actor) -> Booking:
    """A booking that the actor may see: a guest their own, staff any. Raises NoSuchBooking."""
    booking = bookings.find(desk.conn, booking_id)
    if booking is None or not (by.is_staff or booking.guest.telegram_id == by.user_id):
        raise NoSuchBooking
    return booking


def audit_entries(desk: Desk, most: int, past: int = 0) -> list[AuditEntry]:
    """At most so many entries of the audit, the newest first, after the first ``past`` ones."""
    return audit.list_latest(desk.conn, most, past)


def bookings_on(desk: Desk, day: date) -> list[Booking]:
    """The day's bookings, including cancelled ones, by hour."""
    start, end = (timetable.midnight(desk.site, each) for each in (day, day + timedelta(days=1)))
    return bookings.list_between(desk.conn, start, end)

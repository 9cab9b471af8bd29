"""Looking: free slots, the day's list, how full it is. Nothing here changes anything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core import timetable
from core.booking import Actor, Booking, BookingId, has_begun, is_open
from core.capacity import SlotLoad
from core.desk import planning
from core.desk.desk import Desk
from core.errors import NoSuchBooking
from core.events import SharedConsultant
from core.guests import Guest, GuestKind
from core.plan import SeatRequest
from core.store import bookings, consultants, guests, waitlist

NEAREST = 3


def loads(desk: Desk, first: date, last: date) -> list[SlotLoad]:
    """Every slot from ``first`` to ``last``, both included, in order."""
    plan = planning.read(desk, first, last)
    days = timetable.days_between(first, last)
    return [plan.load(slot) for day in days for slot in timetable.slots_of(desk.site, day)]


@dataclass(frozen=True)
class OpenSlots:
    """Slots (starts, UTC) somebody may ask for, in order: the ``free`` ones can be had now; the ``full`` lack nothing
    but room, and may be waited for. The slot they would move from is neither."""

    free: tuple[datetime, ...]
    full: tuple[datetime, ...]


def open_slots(desk: Desk, seat_request: SeatRequest, day: date | None = None) -> OpenSlots:
    """Every slot of the book that may be asked for, or of one day alone."""
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
    """Every slot (start, UTC) that could be had now, in order; not the one they would move from."""
    return open_slots(desk, seat_request).free


def nearest(desk: Desk, wanted: datetime, seat_request: SeatRequest) -> tuple[datetime, ...]:
    """The free slots nearest to a wanted moment, soonest first; at most three."""
    return nearest_of(free_slots(desk, seat_request), wanted)


def nearest_of(free: Iterable[datetime], wanted: datetime) -> tuple[datetime, ...]:
    """Those of some free slots nearest to a wanted moment, soonest first; at most three."""
    near = sorted(free, key=lambda slot: (abs(slot - wanted), slot))
    return tuple(sorted(near[:NEAREST]))


def seat_request(desk: Desk, by: Actor, moving: Booking | None = None, *, peer: bool = False) -> SeatRequest:
    """How someone asks for a seat: as themselves in their own chat, or staff for a guest. Who says that they are a
    ``peer`` is bound as one before the house has noted it."""
    guest = moving.guest if moving is not None else None if by.is_staff else known_guest(desk, by.user_id)
    return seat_request_for(desk, guest, by, moving, peer=peer)


def seat_request_for(
    desk: Desk, guest: Guest | None, by: Actor, moving: Booking | None = None, *, peer: bool = False
) -> SeatRequest:
    """How somebody asks for a seat for this guest."""
    if guest is None:
        return SeatRequest(by=by, moving=moving, peer=peer)
    entry = waitlist.find_open_of_guest(desk.conn, guest.id)
    return SeatRequest(
        by=by,
        moving=moving,
        own_seat=entry.offered if entry is not None else None,
        # An executive of another firm is received as an executive.
        peer=guest.kind is GuestKind.PEER or (peer and guest.kind in {GuestKind.NEW, GuestKind.RETURNING}),
        exempt_until=guest.exempt_until,
    )


def own_seat(seat_request: SeatRequest) -> set[datetime]:
    """The slot of the seat that is offered to who asks, if one is: to be held together with what they ask for."""
    return {seat_request.own_seat} if seat_request.own_seat is not None else set()


def known_guest(desk: Desk, telegram_id: int) -> Guest | None:
    """The guest with this Telegram id, if the house knows them."""
    return guests.find_by_telegram(desk.conn, telegram_id)


def open_booking(desk: Desk, telegram_id: int) -> Booking | None:
    """The open booking of the guest with this Telegram id, if there is one."""
    guest = known_guest(desk, telegram_id)
    return booking_of(desk, guest) if guest is not None else None


def booking_of(desk: Desk, guest: Guest) -> Booking | None:
    """The guest's open booking, if there is one."""
    booking = bookings.latest_booked(desk.conn, guest.id)
    return booking if booking and is_open(desk.site, booking, desk.now) else None


def visits(desk: Desk, guest: Guest) -> tuple[int, datetime | None]:
    """How often a guest has been received, and when last (UTC)."""
    return bookings.count_visits(desk.conn, guest.id)


def find_shared_consultant(desk: Desk, booking: Booking) -> SharedConsultant | None:
    """Another party of the slot whose guest has the same consultant: a colleague of the same agency must help."""
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
    """A booking as the one who asks may see it: a guest their own, staff any. Raises NoSuchBooking."""
    booking = bookings.find(desk.conn, booking_id)
    if booking is None or not (by.is_staff or booking.guest.telegram_id == by.user_id):
        raise NoSuchBooking
    return booking


def bookings_on(desk: Desk, day: date) -> list[Booking]:
    """The day's bookings, cancelled ones included, by hour."""
    start, end = (timetable.midnight(desk.site, each) for each in (day, day + timedelta(days=1)))
    return bookings.list_between(desk.conn, start, end)

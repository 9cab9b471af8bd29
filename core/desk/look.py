"""Looking: free slots, the day's list, how full it is. Nothing here changes anything."""

from datetime import date, datetime, timedelta

from core import timetable
from core.booking import Actor, Booking, BookingId, is_open
from core.capacity import Shut, SlotLoad, capacity_of, on_duty
from core.desk.desk import Desk
from core.errors import NoSuchBooking
from core.guests import Guest
from core.store import bookings, guests

NEAREST = 3


def loads(desk: Desk, first: date, last: date) -> list[SlotLoad]:
    """Every slot from ``first`` to ``last``, both included, in order."""
    days = timetable.days_between(first, last)
    taken = _taken(desk, days)
    loaded = []
    for day in days:
        consultants = on_duty(desk.site, day)
        loaded += [
            SlotLoad(
                starts_at=slot,
                on_duty=consultants,
                withheld=desk.site.withheld,
                taken=taken.get(slot, 0),
                shut=Shut.PAST if slot <= desk.now else None,
            )
            for slot in timetable.slots_of(desk.site, day)
        ]
    return loaded


def _taken(desk: Desk, days: list[date]) -> dict[datetime, int]:
    """Live parties of each slot that has any, from the first of the days to the last."""
    if not days:
        return {}
    after = days[-1] + timedelta(days=1)
    return bookings.taken_between(
        desk.conn, timetable.midnight(desk.site, days[0]), timetable.midnight(desk.site, after)
    )


def notice_allows(desk: Desk, day: date, by: Actor, moving: Booking | None = None) -> bool:
    """Notice binds guests, for a new booking and for a move to another day; not staff."""
    return bool(_noticed(desk, [day], by, moving))


def _noticed(desk: Desk, days: list[date], by: Actor, moving: Booking | None) -> list[date]:
    """Those of the days that notice allows."""
    if by.is_staff:
        return days
    first = timetable.first_day(desk.site, desk.now)
    own = timetable.day_of(desk.site, moving.starts_at) if moving is not None else None
    return [day for day in days if day >= first or day == own]


def free_slots(desk: Desk, by: Actor, moving: Booking | None = None) -> list[datetime]:
    """Every slot (start, UTC) this person may have now, in order; not the one they would move from."""
    today, last = timetable.day_of(desk.site, desk.now), timetable.last_day(desk.site, desk.now)
    days = _noticed(desk, timetable.days_between(today, last), by, moving)
    taken = _taken(desk, days)
    free = []
    for day in days:
        capacity = capacity_of(desk.site, day)
        slots = timetable.slots_of(desk.site, day)
        free += [slot for slot in slots if slot > desk.now and taken.get(slot, 0) < capacity]
    return [slot for slot in free if moving is None or slot != moving.starts_at]


def nearest(desk: Desk, wanted: datetime, by: Actor, moving: Booking | None = None) -> tuple[datetime, ...]:
    """The free slots nearest to a wanted moment, soonest first; at most three."""
    near = sorted(free_slots(desk, by, moving), key=lambda slot: (abs(slot - wanted), slot))
    return tuple(sorted(near[:NEAREST]))


def known_guest(desk: Desk, telegram_id: int) -> Guest | None:
    """The guest with this Telegram id, if the house knows them."""
    return guests.find_by_telegram(desk.conn, telegram_id)


def open_booking(desk: Desk, telegram_id: int) -> Booking | None:
    """The open booking of the guest with this Telegram id, if there is one."""
    guest = known_guest(desk, telegram_id)
    if guest is None:
        return None
    booking = bookings.latest_booked(desk.conn, guest.id)
    return booking if booking and is_open(desk.site, booking, desk.now) else None


def own_booking(desk: Desk, booking_id: BookingId, by: Actor) -> Booking:
    """A booking as the one who asks may see it: a guest their own, staff any. Raises NoSuchBooking."""
    booking = bookings.find(desk.conn, booking_id)
    if booking is None or not (by.is_staff or booking.guest.telegram_id == by.user_id):
        raise NoSuchBooking
    return booking


def day_list(desk: Desk, day: date) -> list[Booking]:
    """The day's bookings, cancelled ones included, by hour."""
    start, end = (timetable.midnight(desk.site, each) for each in (day, day + timedelta(days=1)))
    return bookings.between(desk.conn, start, end)

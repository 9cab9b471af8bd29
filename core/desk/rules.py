"""The rules of booking, asked again at every write. Rules: docs/rules.md, "Booking"."""

from datetime import datetime

from core import timetable
from core.booking import Actor, Booking, Party
from core.capacity import capacity_of
from core.desk import look
from core.desk.desk import Desk
from core.errors import OutsideHours, PartyRefused, SlotFull, SlotPast, TimeRefused, TooFar, TooSoon
from core.store import bookings


def check_party(desk: Desk, party: Party) -> None:
    """Raises PartyRefused."""
    largest = desk.site.booking.largest_party
    if not 1 <= party.size <= largest or min(party.adults, party.elders, party.children) < 0:
        raise PartyRefused(party.size, largest)


def check_time(desk: Desk, starts_at: datetime, by: Actor, moving: Booking | None = None) -> None:
    """Raises a TimeRefused that offers the nearest free slots."""
    refused = _refusal_of(desk, starts_at, by, moving)
    if refused is not None:
        raise refused.offering(look.nearest(desk, starts_at, by, moving))


def take_seat(desk: Desk, starts_at: datetime, by: Actor, moving: Booking | None = None) -> None:
    """Hold the slot and make sure that it has room; the write must follow in the same transaction.

    Raises SlotFull, offering the nearest free slots.
    """
    bookings.lock_slot(desk.conn, starts_at)
    day = timetable.day_of(desk.site, starts_at)
    if bookings.count_live(desk.conn, starts_at) >= capacity_of(desk.site, day):
        raise SlotFull(starts_at, look.nearest(desk, starts_at, by, moving))


def _refusal_of(desk: Desk, starts_at: datetime, by: Actor, moving: Booking | None) -> TimeRefused | None:
    site, now = desk.site, desk.now
    day = timetable.day_of(site, starts_at)
    last = timetable.last_day(site, now)
    if starts_at not in timetable.slots_of(site, day):
        return OutsideHours(starts_at)
    # Of a day that has not passed, a guest is told how much notice is asked, not that it is late in the day.
    if day >= timetable.day_of(site, now) and not look.notice_allows(desk, day, by, moving):
        return TooSoon(starts_at, first=timetable.first_day(site, now))
    if starts_at <= now:
        return SlotPast(starts_at)
    if day > last:
        return TooFar(starts_at, last=last)
    return None

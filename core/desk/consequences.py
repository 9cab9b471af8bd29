"""Consequences of an arrangement: bookings to move, overbooked slots, offers to recall.

Rules: docs/rules.md, "Arrangements".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core import timetable
from core.arrangements import Arrangement
from core.booking import Booking, BookingStatus
from core.capacity import SlotLoad
from core.desk import planning, waitlist
from core.desk.desk import Desk
from core.plan import Plan, whole_weeks
from core.store import bookings, plan_locks
from core.store import waitlist as waitlist_store
from core.waitlist import WaitlistEntry


@dataclass(frozen=True, kw_only=True)
class Consequences:
    """``bookings_in_closed_hours`` must be moved; a booking that a manager moved there after the closure is not among
    them. ``overbooked_slots`` are ahead and take no more bookings. ``offers`` to the waitlist are recalled."""

    bookings_in_closed_hours: tuple[Booking, ...]
    overbooked_slots: tuple[SlotLoad, ...]
    offers: tuple[WaitlistEntry, ...] = ()


def apply(desk: Desk, start: datetime, end: datetime) -> Consequences:
    """Recall offers that cannot be kept, and offer seats that became free. The caller holds the plan's exclusive
    lock."""
    found = compute(desk, planning.between(desk, start, end), start, end)
    # Under a weekly cap a recalled seat makes room on other days of the week.
    first, last = whole_weeks(timetable.day_of(desk.site, start), timetable.day_of(desk.site, end))
    days = {entry.day for entry in waitlist_store.list_for_days(desk.conn, first, last)}
    waited_for = [slot for day in days for slot in timetable.slots_of(desk.site, day) if slot > desk.now]
    plan_locks.lock_slots(desk.conn, {*_slots_of(found.offers), *waited_for})
    waitlist.recall_offers(desk, found.offers)
    waitlist.offer_seats(desk, waited_for)
    return found


def compute(desk: Desk, plan: Plan, start: datetime, end: datetime) -> Consequences:
    """The consequences of a plan in ``[start, end)`` (UTC). A preview and ``apply`` both use it, so they agree."""
    offered = [slot for slot in _upcoming_slots(desk, plan, start, end) if plan.seats_of(slot).offered]
    offers = waitlist.unkeepable_offers(desk, plan, offered)
    found = find_conflicts(desk, plan.without_offers(_slots_of(offers)), start, end)
    return replace(found, offers=offers)


def find_conflicts(desk: Desk, plan: Plan, start: datetime, end: datetime) -> Consequences:
    """Bookings in closed hours and overbooked slots in ``[start, end)`` (UTC), if every offer is kept."""
    slots = _upcoming_slots(desk, plan, start, end)
    closed = {slot: closure for slot in slots if (closure := plan.closure(slot)) is not None}
    to_move = _bookings_in(desk, closed) if closed else []
    over = [plan.load(slot) for slot in slots if slot not in closed and plan.is_overbooked(slot)]
    return Consequences(bookings_in_closed_hours=tuple(to_move), overbooked_slots=tuple(over))


def _upcoming_slots(desk: Desk, plan: Plan, start: datetime, end: datetime) -> list[datetime]:
    """The slots of a period that are ahead and have occupied seats."""
    return sorted(slot for slot in plan.seats if max(start, desk.now) <= slot < end)


def _slots_of(offers: Iterable[WaitlistEntry]) -> list[datetime]:
    return [each.offered for each in offers if each.offered is not None]


def _bookings_in(desk: Desk, closed: Mapping[datetime, Arrangement]) -> list[Booking]:
    """Bookings in closed hours, without those a manager moved there after the closure."""
    start, end = min(closed), max(closed) + timedelta(microseconds=1)
    moved_by_managers = bookings.list_moved_by_managers(desk.conn, start, end)
    return [
        each
        for each in bookings.list_between(desk.conn, start, end)
        if each.status is BookingStatus.BOOKED
        and (closure := closed.get(each.starts_at)) is not None
        and not (each.id in moved_by_managers and moved_by_managers[each.id] >= closure.made_at)
    ]

"""What comes of the plan as it is arranged: parties to be moved, slots over, offers that can not be kept.
Rules: docs/rules.md, "Arrangements".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from core import timetable
from core.arrangements import Arrangement
from core.booking import Booking, Status
from core.capacity import SlotLoad
from core.desk import planning, waitlist
from core.desk.desk import Desk
from core.plan import Plan, whole_weeks
from core.store import bookings
from core.store import plan as store
from core.store import waitlist as waitlist_store


@dataclass(frozen=True, kw_only=True)
class Consequences:
    """``inside``: bookings in hours that are closed, to be moved, but those a manager put there since; ``over``: slots
    to come that have more than they can take, and take no more bookings; ``offers``: seats offered to the waitlist that
    can not be kept."""

    inside: tuple[Booking, ...]
    over: tuple[SlotLoad, ...]
    offers: int = 0


def settle(desk: Desk, start: datetime, end: datetime) -> Consequences:
    """Offers that can not be kept are taken back, seats that have come free are offered."""
    plan = planning.between(desk, start, end)
    slots = timetable.slots_between(desk.site, max(start, desk.now), end)
    held = [slot for slot in slots if plan.seats_of(slot).held]
    # Under a cap a seat given back is room on other days of the week.
    first, last = whole_weeks(timetable.day_of(desk.site, start), timetable.day_of(desk.site, end))
    days = {entry.day for entry in waitlist_store.of_days(desk.conn, first, last)}
    waited_for = [slot for day in days for slot in timetable.slots_of(desk.site, day) if slot > desk.now]
    store.lock_slots(desk.conn, {*held, *waited_for})
    waitlist.recall(desk, held)
    waitlist.offer(desk, waited_for)
    return of(desk, planning.between(desk, start, end), start, end)


def of(desk: Desk, plan: Plan, start: datetime, end: datetime) -> Consequences:
    """What comes of this plan in ``[start, end)``."""
    slots = sorted(slot for slot in plan.seats if max(start, desk.now) <= slot < end)
    closed = {slot: closure for slot in slots if (closure := plan.closure(slot)) is not None}
    inside = _inside(desk, closed) if closed else []
    over = [plan.load(slot) for slot in slots if slot not in closed and plan.is_over(slot)]
    offers = sum(plan.seats_of(slot).held for slot in closed)
    offers += sum(min(load.held, load.taken + load.held - load.capacity) for load in over)
    return Consequences(inside=tuple(inside), over=tuple(over), offers=offers)


def _inside(desk: Desk, closed: Mapping[datetime, Arrangement]) -> list[Booking]:
    """Who is booked in closed hours, but for those a manager has put there although they were closed."""
    start, end = min(closed), max(closed) + timedelta(microseconds=1)
    placed = bookings.placed(desk.conn, start, end)
    return [
        each
        for each in bookings.between(desk.conn, start, end)
        if each.status is Status.BOOKED
        and (closure := closed.get(each.starts_at)) is not None
        and not (each.id in placed and placed[each.id] >= closure.made_at)
    ]

"""Reading the plan, and locking what it depends on while a seat changes hands. Rules: docs/rules.md, "Capacity"."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from core import timetable
from core.arrangements import Arrangement, ArrangementKind
from core.desk.desk import Desk
from core.plan import Plan, whole_weeks
from core.store import arrangements as store
from core.store import plan_locks, waitlist
from core.store import seats as seat_store


def read(desk: Desk, first: date, last: date, drafts: tuple[Arrangement, ...] = ()) -> Plan:
    """The plan of the days from ``first`` to ``last``, both included, as if ``drafts`` were in force too."""
    return _with_seats(desk, first, last, (*_arrangements(desk, first, last), *drafts))


def between(desk: Desk, start: datetime, end: datetime, drafts: tuple[Arrangement, ...] = ()) -> Plan:
    """The plan of the days of a period (UTC), as if ``drafts`` were in force too."""
    first, last = timetable.day_of(desk.site, start), timetable.day_of(desk.site, end)
    return read(desk, first, last, drafts)


def locked_plan(desk: Desk, slots: Iterable[datetime]) -> Plan:
    """Lock these slots (UTC) and whatever limits them until the transaction ends, and return the plan of their days.

    Under a cap a freed seat makes room in other slots too, so slots that a guest waits for are locked as well.
    """
    wanted = set(slots)
    days = sorted({timetable.day_of(desk.site, slot) for slot in wanted})
    plan_locks.lock_plan_shared(desk.conn)
    arrangements = _arrangements(desk, days[0], days[-1])
    without_seats = Plan(site=desk.site, now=desk.now, arrangements=arrangements, seats={})
    capped = _lock_caps(desk, without_seats, days)
    if capped:
        waited_for = {entry.day for entry in waitlist.list_for_days(desk.conn, capped[0], capped[-1])}
        wanted.update(
            slot for day in capped if day in waited_for for slot in timetable.slots_of(desk.site, day)
        )
    plan_locks.lock_slots(desk.conn, wanted)
    return _with_seats(desk, days[0], days[-1], arrangements)


def _lock_caps(desk: Desk, plan: Plan, days: list[date]) -> list[date]:
    """Lock the weeks and days that have a cap. Returns the days whose slots share a cap."""
    shared: set[date] = set()
    for monday in sorted({timetable.monday_of(day) for day in days}):
        if plan.week_cap(monday) is not None:
            plan_locks.lock_week(desk.conn, monday)
            shared.update(timetable.week_of(monday))
    for day in days:
        if plan.day_cap(day) is not None:
            plan_locks.lock_day(desk.conn, day)
            shared.add(day)
    return sorted(shared)


def _arrangements(desk: Desk, first: date, last: date) -> tuple[Arrangement, ...]:
    monday, sunday = whole_weeks(first, last)
    start, end = _bounds(desk, monday, sunday)
    return store.list_overlapping(desk.conn, start, end)


def _with_seats(desk: Desk, first: date, last: date, arrangements: tuple[Arrangement, ...]) -> Plan:
    capped = desk.site.booking.weekly_cap is not None or any(
        each.what is ArrangementKind.WEEK_CAP for each in arrangements
    )
    start, end = _bounds(desk, *(whole_weeks(first, last) if capped else (first, last)))
    seats = seat_store.count_seats(desk.conn, start, end)
    return Plan(site=desk.site, now=desk.now, arrangements=arrangements, seats=seats)


def _bounds(desk: Desk, first: date, last: date) -> tuple[datetime, datetime]:
    return timetable.midnight(desk.site, first), timetable.midnight(desk.site, last + timedelta(days=1))

"""Managers arrange the days: closing, withholding, caps, roster and leave. Rules: docs/rules.md, "Arrangements".

Who arranges holds the plan alone: nobody takes or frees a seat meanwhile.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from core import timetable
from core.arrangements import Arrangement, ArrangementId, Order, What
from core.audit import Deed, Line
from core.booking import Booking, Status
from core.capacity import SlotLoad
from core.consultants import Consultant, ConsultantId
from core.desk import planning, waitlist
from core.desk.desk import Desk
from core.errors import NameTaken, NoSuchArrangement, NoSuchConsultant, NothingToArrange
from core.plan import Plan, whole_weeks
from core.staff import Member
from core.store import audit, bookings, consultants
from core.store import plan as store
from core.store import waitlist as waitlist_store

LONGEST = timedelta(days=400)


@dataclass(frozen=True, kw_only=True)
class Consequences:
    """``inside``: bookings in hours that are closed, to be moved, but those a manager put there since; ``over``: slots
    to come that have more than they can take, and take no more bookings; ``offers``: seats offered to the waitlist that
    can not be kept."""

    inside: tuple[Booking, ...]
    over: tuple[SlotLoad, ...]
    offers: int = 0


def arrange(desk: Desk, orders: Sequence[Order], by: Member) -> Consequences:
    """Let these orders stand, as one deed. Raises NothingToArrange."""
    with desk.savepoint():
        _check(desk, orders)
        store.lock_plan(desk.conn)
        for order in orders:
            store.arrange(desk.conn, order, by.user_id, by.name, desk.now)
        write(desk, Deed.ARRANGED, _facts(orders), orders[0].reason, by)
        return _settle(desk, *_span(orders))


def foresee(desk: Desk, orders: Sequence[Order]) -> Consequences:
    """What would come of these orders. Raises NothingToArrange."""
    return _consequences(desk, plans(desk, orders)[1], *_span(orders))


def plans(desk: Desk, orders: Sequence[Order]) -> tuple[Plan, Plan]:
    """The plan of an order's days as it stands, and as it would stand then. Raises NothingToArrange."""
    _check(desk, orders)
    plan = _plan_of(desk, *_span(orders))
    drafts = tuple(_draft(desk, order) for order in orders)
    return plan, replace(plan, arrangements=(*plan.arrangements, *drafts))


def lift(desk: Desk, arrangement_id: ArrangementId, by: Member, reason: str = "") -> Consequences:
    """Take an arrangement back. Raises NoSuchArrangement."""
    return lift_all(desk, [arrangement_id], by, reason)


def lift_all(
    desk: Desk, arrangement_ids: Sequence[ArrangementId], by: Member, reason: str = ""
) -> Consequences:
    """Take arrangements back, as one deed. Raises NoSuchArrangement, where none of them stands any more."""
    with desk.savepoint():
        store.lock_plan(desk.conn)
        found = [store.find(desk.conn, each, desk.now) for each in arrangement_ids]
        lifted = [each for each in found if each is not None]
        if not lifted:
            raise NoSuchArrangement
        for each in lifted:
            store.lift(desk.conn, each.id, desk.now)
        write(desk, Deed.LIFTED, _facts(lifted), reason, by)
        return _settle(desk, *_span(lifted))


def reopen(desk: Desk, start: datetime, end: datetime, by: Member, reason: str = "") -> Consequences:
    """Receive again in ``[start, end)``: what closed it stays closed before and after. Raises NothingToArrange."""
    with desk.savepoint():
        store.lock_plan(desk.conn)
        closures = [each for each in store.overlapping(desk.conn, start, end) if each.what is What.CLOSED]
        if start >= end or not closures:
            raise NothingToArrange
        for closure in closures:
            store.lift(desk.conn, closure.id, desk.now)
            for rest in _without(closure, start, end):
                store.arrange(desk.conn, rest, by.user_id, by.name, desk.now)
        opened = Order(what=What.CLOSED, starts_at=start, ends_at=end, reason=reason)
        write(desk, Deed.LIFTED, _facts([opened]), reason, by)
        return _settle(desk, start, end)


def standing(desk: Desk) -> list[Arrangement]:
    """What is arranged and not over, oldest first."""
    return store.standing(desk.conn, desk.now)


def find(desk: Desk, arrangement_id: ArrangementId) -> Arrangement:
    """An arrangement that is neither lifted nor over. Raises NoSuchArrangement."""
    found = store.find(desk.conn, arrangement_id, desk.now)
    if found is None:
        raise NoSuchArrangement
    return found


def troubled(desk: Desk) -> Consequences:
    """Bookings in hours that are closed, and slots that have more than they can take, from now on."""
    first, last = timetable.day_of(desk.site, desk.now), timetable.last_day(desk.site, desk.now)
    end = timetable.midnight(desk.site, last + timedelta(days=1))
    return _consequences(desk, planning.read(desk, first, last), desk.now, end)


def roster(
    desk: Desk, agency: str, day: date, working: Sequence[ConsultantId], reason: str = ""
) -> list[Order]:
    """The orders by which these consultants of an agency, and no others, are on duty on a day."""
    start, end = _day(desk, day)
    of_agency = [each.id for each in consultants.present(desk.conn) if each.agency == agency]
    return [
        Order(
            what=What.ON_DUTY if each in working else What.AWAY,
            starts_at=start,
            ends_at=end,
            consultant=each,
            reason=reason,
        )
        # Who works stands first: that is what the audit tells.
        for each in sorted(of_agency, key=lambda one: one not in working)
    ]


def hire(desk: Desk, name: str, agency: str, by: Member) -> Consultant:
    """Enter a consultant into the register. Raises NameTaken."""
    with desk.savepoint():
        store.lock_plan(desk.conn)
        if any(each.name == name and each.agency == agency for each in everyone(desk)):
            raise NameTaken
        consultant_id = consultants.add(desk.conn, name, agency, desk.now)
        write(desk, Deed.HIRED, {"consultant": name, "agency": agency}, "", by)
        return consultant(desk, consultant_id)


def dismiss(desk: Desk, consultant_id: ConsultantId, by: Member) -> Consultant:
    """A consultant works here no longer, whatever the roster said. Raises NoSuchConsultant."""
    with desk.savepoint():
        store.lock_plan(desk.conn)
        gone = consultant(desk, consultant_id)
        if gone not in everyone(desk):
            raise NoSuchConsultant
        consultants.leave(desk.conn, consultant_id, desk.now)
        write(desk, Deed.LEFT, {"consultant": gone.name, "agency": gone.agency}, "", by)
        duties = [each for each in standing(desk) if each.consultant == consultant_id]
        if duties:
            _settle(desk, *_span(duties))
        return gone


def consultant(desk: Desk, consultant_id: ConsultantId) -> Consultant:
    """Raises NoSuchConsultant."""
    found = consultants.find(desk.conn, consultant_id)
    if found is None:
        raise NoSuchConsultant
    return found


def everyone(desk: Desk) -> list[Consultant]:
    """The consultants who work here, by agency."""
    return consultants.present(desk.conn)


def write(desk: Desk, deed: Deed, facts: dict[str, Any], reason: str, by: Member) -> None:
    """Add a line to the audit."""
    line = Line(at=desk.now, by_user=by.user_id, by_name=by.name, deed=deed, facts=facts, reason=reason)
    audit.write(desk.conn, line)


def audit_lines(desk: Desk, most: int, past: int = 0) -> list[Line]:
    """So many lines of the audit, newest first, after passing over some."""
    return audit.latest(desk.conn, most, past)


def _settle(desk: Desk, start: datetime, end: datetime) -> Consequences:
    """Offers that can not be kept are taken back, seats that have come free are offered."""
    plan = _plan_of(desk, start, end)
    slots = timetable.slots_between(desk.site, max(start, desk.now), end)
    held = [slot for slot in slots if plan.seats_of(slot).held]
    # Under a cap a seat given back is room on other days of the week.
    first, last = whole_weeks(timetable.day_of(desk.site, start), timetable.day_of(desk.site, end))
    days = {entry.day for entry in waitlist_store.of_days(desk.conn, first, last)}
    waited_for = [slot for day in days for slot in timetable.slots_of(desk.site, day) if slot > desk.now]
    store.lock_slots(desk.conn, {*held, *waited_for})
    waitlist.recall(desk, held)
    waitlist.offer(desk, waited_for)
    return _consequences(desk, _plan_of(desk, start, end), start, end)


def _consequences(desk: Desk, plan: Plan, start: datetime, end: datetime) -> Consequences:
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


def _check(desk: Desk, orders: Sequence[Order]) -> None:
    """Raises NothingToArrange."""
    if not orders:
        raise NothingToArrange
    start, end = _span(orders)
    if not start < end <= start + LONGEST or not timetable.slots_between(
        desk.site, max(start, desk.now), end
    ):
        raise NothingToArrange


def _span(orders: Sequence[Order]) -> tuple[datetime, datetime]:
    return min(each.starts_at for each in orders), max(each.ends_at for each in orders)


def _plan_of(desk: Desk, start: datetime, end: datetime) -> Plan:
    return planning.read(desk, timetable.day_of(desk.site, start), timetable.day_of(desk.site, end))


def _day(desk: Desk, day: date) -> tuple[datetime, datetime]:
    return timetable.midnight(desk.site, day), timetable.midnight(desk.site, day + timedelta(days=1))


def _without(closure: Arrangement, start: datetime, end: datetime) -> list[Order]:
    """What is left of a closure before and after a stretch of time."""
    parts = [(closure.starts_at, min(start, closure.ends_at)), (max(end, closure.starts_at), closure.ends_at)]
    return [
        Order(what=What.CLOSED, starts_at=first, ends_at=last, reason=closure.reason)
        for first, last in parts
        if first < last
    ]


def _draft(desk: Desk, order: Order) -> Arrangement:
    """An order as it would stand."""
    facts = vars(order) | {"agency": _agency_of(desk, order)}
    return Arrangement(**facts, id=ArrangementId(0), by_name="", made_at=desk.now)


def _agency_of(desk: Desk, order: Order) -> str | None:
    return consultant(desk, order.consultant).agency if order.consultant is not None else order.agency


def _facts(orders: Sequence[Order]) -> dict[str, Any]:
    """What was ordered at once, as JSON: by its first order, with every stretch of time, and all that one is about."""
    first = orders[0]
    start, end = _span(orders)
    stretches = sorted({(each.starts_at, each.ends_at) for each in orders})
    return {
        "what": first.what,
        "from": start.isoformat(),
        "to": end.isoformat(),
        "stretches": [[start.isoformat(), end.isoformat()] for start, end in stretches],
        "number": first.number,
        "agency": first.agency,
        "consultants": [each.consultant for each in orders if each.what is first.what and each.consultant],
    }

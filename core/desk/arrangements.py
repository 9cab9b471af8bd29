"""Managers close hours, withhold seats, set caps, rosters and leave. Rules: docs/rules.md, "Arrangements".

Every write locks the plan exclusively: nobody books or frees a seat meanwhile.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from core import timetable
from core.arrangements import Arrangement, ArrangementId, ArrangementKind, ArrangementSpec, overall_period
from core.audit import AuditAction, AuditEntry
from core.consultants import ConsultantId
from core.desk import consequences, consultants, planning
from core.desk.consequences import Consequences
from core.desk.desk import Desk
from core.errors import NoSuchArrangement, NothingToArrange
from core.plan import Plan
from core.staff import Member
from core.store import arrangements as store
from core.store import audit, plan_locks

MAX_LENGTH = timedelta(days=400)


def arrange(desk: Desk, specs: Sequence[ArrangementSpec], by: Member) -> Consequences:
    """Put these specs into force as one audited action. Raises NothingToArrange."""
    with desk.savepoint():
        _check(desk, specs)
        plan_locks.lock_plan(desk.conn)
        for spec in specs:
            store.insert_arrangement(desk.conn, spec, by.user_id, by.name, desk.now)
        audit.insert_entry(
            desk.conn,
            AuditEntry.made_by(by, desk.now, AuditAction.ARRANGED, _facts(specs), specs[0].reason),
        )
        return consequences.apply(desk, *overall_period(specs))


def preview(desk: Desk, specs: Sequence[ArrangementSpec]) -> Consequences:
    """The consequences these specs would have. Raises NothingToArrange."""
    return consequences.compute(desk, plans_before_and_after(desk, specs)[1], *overall_period(specs))


def plans_before_and_after(desk: Desk, specs: Sequence[ArrangementSpec]) -> tuple[Plan, Plan]:
    """The plan of the specs' days now, and with the specs in force. Raises NothingToArrange."""
    _check(desk, specs)
    drafts = tuple(_draft(desk, spec) for spec in specs)
    then = planning.between(desk, *overall_period(specs), drafts)
    return replace(then, arrangements=then.arrangements[: -len(drafts)]), then


def lift(desk: Desk, arrangement_ids: Sequence[ArrangementId], by: Member, reason: str = "") -> Consequences:
    """Lift arrangements as one audited action. Raises NoSuchArrangement if none of them is in force."""
    with desk.savepoint():
        plan_locks.lock_plan(desk.conn)
        found = [store.find(desk.conn, each, desk.now) for each in arrangement_ids]
        lifted = [each for each in found if each is not None]
        if not lifted:
            raise NoSuchArrangement
        for each in lifted:
            store.mark_lifted(desk.conn, each.id, desk.now)
        audit.insert_entry(
            desk.conn,
            AuditEntry.made_by(by, desk.now, AuditAction.LIFTED, _facts(lifted), reason),
        )
        return consequences.apply(desk, *overall_period(lifted))


def reopen(desk: Desk, start: datetime, end: datetime, by: Member, reason: str = "") -> Consequences:
    """Lift all closures within ``[start, end)`` (UTC). The parts of a closure before and after stay closed, with their
    original author and time. Raises NothingToArrange."""
    with desk.savepoint():
        plan_locks.lock_plan(desk.conn)
        closures = [
            each
            for each in store.list_overlapping(desk.conn, start, end)
            if each.what is ArrangementKind.CLOSED
        ]
        if start >= end or not closures:
            raise NothingToArrange
        for closure in closures:
            store.mark_lifted(desk.conn, closure.id, desk.now)
            for part in _remaining_parts(closure, start, end):
                store.insert_arrangement(desk.conn, part, closure.by_user, closure.by_name, closure.made_at)
        opened = ArrangementSpec(what=ArrangementKind.CLOSED, starts_at=start, ends_at=end, reason=reason)
        audit.insert_entry(
            desk.conn, AuditEntry.made_by(by, desk.now, AuditAction.LIFTED, _facts([opened]), reason)
        )
        return consequences.apply(desk, start, end)


def in_force(desk: Desk) -> list[Arrangement]:
    """Arrangements that are not over, oldest first."""
    return store.list_in_force(desk.conn, desk.now)


def find(desk: Desk, arrangement_id: ArrangementId) -> Arrangement:
    """An arrangement that is neither lifted nor over. Raises NoSuchArrangement."""
    found = store.find(desk.conn, arrangement_id, desk.now)
    if found is None:
        raise NoSuchArrangement
    return found


def find_problems(desk: Desk) -> Consequences:
    """Bookings in closed hours and overbooked slots, from now on."""
    first, last = timetable.day_of(desk.site, desk.now), timetable.last_day(desk.site, desk.now)
    end = timetable.midnight(desk.site, last + timedelta(days=1))
    return consequences.find_conflicts(desk, planning.read(desk, first, last), desk.now, end)


def roster_specs(
    desk: Desk, agency: str, day: date, working: Sequence[ConsultantId], reason: str = ""
) -> list[ArrangementSpec]:
    """The specs that put these consultants of an agency, and no others, on duty on a day."""
    start, end = _whole_day(desk, day)
    of_agency = [each.id for each in consultants.list_active(desk) if each.agency == agency]
    return [
        ArrangementSpec(
            what=ArrangementKind.ON_DUTY if each in working else ArrangementKind.AWAY,
            starts_at=start,
            ends_at=end,
            consultant=each,
            reason=reason,
        )
        # Working consultants come first, because the audit shows the first spec.
        for each in sorted(of_agency, key=lambda one: one not in working)
    ]


def _check(desk: Desk, specs: Sequence[ArrangementSpec]) -> None:
    """Raises NothingToArrange."""
    if not specs:
        raise NothingToArrange
    start, end = overall_period(specs)
    if not start < end <= start + MAX_LENGTH or not timetable.slots_between(
        desk.site, max(start, desk.now), end
    ):
        raise NothingToArrange


def _whole_day(desk: Desk, day: date) -> tuple[datetime, datetime]:
    return timetable.midnight(desk.site, day), timetable.midnight(desk.site, day + timedelta(days=1))


def _remaining_parts(closure: Arrangement, start: datetime, end: datetime) -> list[ArrangementSpec]:
    """The parts of a closure before and after a period."""
    parts = [(closure.starts_at, min(start, closure.ends_at)), (max(end, closure.starts_at), closure.ends_at)]
    return [
        ArrangementSpec(what=ArrangementKind.CLOSED, starts_at=first, ends_at=last, reason=closure.reason)
        for first, last in parts
        if first < last
    ]


def _draft(desk: Desk, spec: ArrangementSpec) -> Arrangement:
    """The arrangement a spec would become."""
    facts = vars(spec) | {"agency": _agency_of(desk, spec)}
    return Arrangement(**facts, id=ArrangementId(0), by_user=0, by_name="", made_at=desk.now)


def _agency_of(desk: Desk, spec: ArrangementSpec) -> str | None:
    return consultants.get(desk, spec.consultant).agency if spec.consultant is not None else spec.agency


def _facts(specs: Sequence[ArrangementSpec]) -> dict[str, Any]:
    """One action's specs as JSON: the facts of the first, with the periods and consultants of all."""
    first = specs[0]
    stretches = sorted({(each.starts_at, each.ends_at) for each in specs})
    return {
        "what": first.what,
        "stretches": [[start.isoformat(), end.isoformat()] for start, end in stretches],
        "number": first.number,
        "agency": first.agency,
        "consultants": [each.consultant for each in specs if each.what is first.what and each.consultant],
    }

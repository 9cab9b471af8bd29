"""What the plan is made of: arrangements, and the seats taken and held; and the locks that keep it true.

Locks are taken in this order: the plan, a week, a day, slots by time.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, literal_column, select, union_all, update

from core.arrangements import Arrangement, ArrangementId, ArrangementKind, ArrangementSpec
from core.plan import Seats
from core.store.locks import insert_or_leave, lock_row, share_row
from core.store.tables import arrangements, bookings, consultants, named_locks, slots, waitlist

PLAN = "plan"

# Spelled out, not bound: a partial index is used only where its condition is seen.
LIVE = bookings.c.status != literal_column("'cancelled'")
_STANDING = (
    select(
        arrangements,
        func.coalesce(arrangements.c.agency, consultants.c.agency).label("of_agency"),
        consultants.c.left_at,
    )
    .outerjoin(consultants)
    .where(arrangements.c.lifted_at.is_(None), arrangements.c.ends_at > bindparam("first"))
    .order_by(arrangements.c.id)
)
_OVERLAPPING = _STANDING.where(arrangements.c.starts_at < bindparam("end"))
_BY_ID = _STANDING.where(arrangements.c.id == bindparam("id"))
_TAKEN = (
    select(bookings.c.starts_at, literal_column("0").label("held"), func.count().label("parties"))
    .where(bookings.c.starts_at >= bindparam("first"), bookings.c.starts_at < bindparam("end"))
    .where(LIVE)
    .group_by(bookings.c.starts_at)
)
_HELD = (
    select(waitlist.c.offered, literal_column("1"), func.count())
    .where(waitlist.c.offered >= bindparam("first"), waitlist.c.offered < bindparam("end"))
    .where(waitlist.c.status == literal_column("'offered'"))
    .group_by(waitlist.c.offered)
)
_SEATS = union_all(_TAKEN, _HELD)
_INSERT = insert(arrangements).returning(arrangements.c.id)
_LIFT = (
    update(arrangements)
    .where(arrangements.c.id == bindparam("of_id"), arrangements.c.lifted_at.is_(None))
    .values(lifted_at=bindparam("now"))
)


def _from_row(row: Mapping[Any, Any]) -> Arrangement:
    return Arrangement(
        id=ArrangementId(row["id"]),
        what=ArrangementKind(row["what"]),
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        number=row["number"],
        agency=row["of_agency"],
        consultant=row["consultant_id"],
        reason=row["reason"],
        by_user=row["by_user"],
        by_name=row["by_name"],
        made_at=row["made_at"],
        gone=row["left_at"] is not None,
    )


def overlapping(conn: Connection, first: datetime, end: datetime) -> tuple[Arrangement, ...]:
    """Arrangements for any of ``[first, end)``, oldest first."""
    rows = conn.execute(_OVERLAPPING, {"first": first, "end": end}).mappings()
    return tuple(map(_from_row, rows))


def in_force(conn: Connection, now: datetime) -> list[Arrangement]:
    """Arrangements that are not over, oldest first."""
    return [_from_row(row) for row in conn.execute(_STANDING, {"first": now}).mappings()]


def find(conn: Connection, arrangement_id: ArrangementId, now: datetime) -> Arrangement | None:
    """An arrangement that is neither lifted nor over."""
    row = conn.execute(_BY_ID, {"id": arrangement_id, "first": now}).mappings().first()
    return _from_row(row) if row else None


def arrange(
    conn: Connection, order: ArrangementSpec, by_user: int, by_name: str, now: datetime
) -> ArrangementId:
    facts = dict(vars(order))
    facts["consultant_id"] = facts.pop("consultant")
    made = {"by_user": by_user, "by_name": by_name, "made_at": now}
    return ArrangementId(conn.execute(_INSERT, facts | made).scalar_one())


def lift(conn: Connection, arrangement_id: ArrangementId, now: datetime) -> None:
    conn.execute(_LIFT, {"of_id": arrangement_id, "now": now})


def seats(conn: Connection, first: datetime, end: datetime) -> dict[datetime, Seats]:
    """Live parties and held seats of each slot in ``[first, end)`` that has any."""
    found: dict[datetime, Seats] = {}
    for slot, held, parties in conn.execute(_SEATS, {"first": first, "end": end}):
        before = found.get(slot, Seats())
        found[slot] = Seats(before.taken, parties) if held else Seats(parties, before.held)
    return found


def share_plan(conn: Connection) -> None:
    """Keep what is arranged as it is until the transaction ends."""
    if not share_row(conn, named_locks, name=PLAN):
        insert_or_leave(conn, named_locks, name=PLAN)
        share_row(conn, named_locks, name=PLAN)


def lock_plan(conn: Connection) -> None:
    """Be the only one who arranges, and wait for everybody who is taking a seat."""
    _lock(conn, PLAN)


def lock_week(conn: Connection, monday: date) -> None:
    """Hold a week, so that what is counted in it stays true."""
    _lock(conn, f"week {monday.isoformat()}")


def lock_day(conn: Connection, day: date) -> None:
    """Hold a day, so that what is counted in it stays true."""
    _lock(conn, f"day {day.isoformat()}")


def lock_slots(conn: Connection, starts: Iterable[datetime]) -> None:
    """Hold slots until the transaction ends, so that what is counted in them stays true."""
    for starts_at in sorted(set(starts)):
        insert_or_leave(conn, slots, starts_at=starts_at)
        lock_row(conn, slots, starts_at=starts_at)


def _lock(conn: Connection, name: str) -> None:
    insert_or_leave(conn, named_locks, name=name)
    lock_row(conn, named_locks, name=name)

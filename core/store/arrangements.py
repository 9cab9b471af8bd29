"""Arrangements: queries and writes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from core.arrangements import Arrangement, ArrangementId, ArrangementKind, ArrangementSpec
from core.store.tables import arrangements, consultants

_IN_FORCE = (
    select(
        arrangements,
        func.coalesce(arrangements.c.agency, consultants.c.agency).label("of_agency"),
        consultants.c.left_at,
    )
    .outerjoin(consultants)
    .where(arrangements.c.lifted_at.is_(None), arrangements.c.ends_at > bindparam("first"))
    .order_by(arrangements.c.id)
)
_OVERLAPPING = _IN_FORCE.where(arrangements.c.starts_at < bindparam("end"))
_BY_ID = _IN_FORCE.where(arrangements.c.id == bindparam("id"))
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
        consultant_left=row["left_at"] is not None,
    )


def list_overlapping(conn: Connection, first: datetime, end: datetime) -> tuple[Arrangement, ...]:
    """Arrangements that overlap ``[first, end)`` (UTC), oldest first."""
    rows = conn.execute(_OVERLAPPING, {"first": first, "end": end}).mappings()
    return tuple(map(_from_row, rows))


def list_in_force(conn: Connection, now: datetime) -> list[Arrangement]:
    """Arrangements that are not over, oldest first."""
    return [_from_row(row) for row in conn.execute(_IN_FORCE, {"first": now}).mappings()]


def find(conn: Connection, arrangement_id: ArrangementId, now: datetime) -> Arrangement | None:
    """The arrangement with this id, unless it is lifted or over."""
    row = conn.execute(_BY_ID, {"id": arrangement_id, "first": now}).mappings().first()
    return _from_row(row) if row else None


def insert_arrangement(
    conn: Connection, order: ArrangementSpec, by_user: int, by_name: str, now: datetime
) -> ArrangementId:
    facts = dict(vars(order))
    facts["consultant_id"] = facts.pop("consultant")
    made = {"by_user": by_user, "by_name": by_name, "made_at": now}
    return ArrangementId(conn.execute(_INSERT, facts | made).scalar_one())


def mark_lifted(conn: Connection, arrangement_id: ArrangementId, now: datetime) -> None:
    conn.execute(_LIFT, {"of_id": arrangement_id, "now": now})

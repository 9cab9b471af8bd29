"""Complaints and suggestions."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from core.complaints import Complaint, ComplaintId
from core.guests import Name
from core.store.guests import name_from
from core.store.tables import complaints

_OPEN = complaints.c.closed_at.is_(None)


def _from_row(row: Mapping[Any, Any]) -> Complaint:
    return Complaint(
        id=ComplaintId(row["id"]),
        telegram_id=row["telegram_id"],
        name=name_from(row),
        words=row["words"],
        made_at=row["made_at"],
    )


def find(conn: Connection, complaint_id: ComplaintId) -> Complaint | None:
    """The complaint with this id, if it is open."""
    row = conn.execute(select(complaints).where(complaints.c.id == complaint_id, _OPEN)).mappings().first()
    return _from_row(row) if row else None


def list_open(conn: Connection) -> list[Complaint]:
    """Open complaints, oldest first."""
    rows = conn.execute(select(complaints).where(_OPEN).order_by(complaints.c.made_at)).mappings()
    return [_from_row(row) for row in rows]


def insert_complaint(
    conn: Connection, telegram_id: int | None, name: Name, words: str, now: datetime
) -> Complaint:
    new = insert(complaints).values(telegram_id=telegram_id, words=words, made_at=now, **vars(name))
    row = conn.execute(new.returning(*complaints.c)).mappings().one()
    return _from_row(row)


def has_any_since(conn: Connection, telegram_id: int, since: datetime) -> bool:
    """Whether a guest has made a complaint after a moment."""
    theirs = select(complaints.c.id).where(
        complaints.c.telegram_id == telegram_id, complaints.c.made_at > since
    )
    return conn.execute(theirs.limit(1)).first() is not None


def close(conn: Connection, complaint_id: ComplaintId, by: int, now: datetime) -> None:
    closed = update(complaints).where(complaints.c.id == complaint_id)
    conn.execute(closed.values(closed_by=by, closed_at=now))

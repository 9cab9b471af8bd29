"""The register of consultants."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from core.consultants import Consultant, ConsultantId
from core.store.tables import consultants

_SELECT = select(consultants.c.id, consultants.c.name, consultants.c.agency)
_ACTIVE = consultants.c.left_at.is_(None)
_ALL_ACTIVE = _SELECT.where(_ACTIVE).order_by(consultants.c.agency, consultants.c.id)
_BY_ID = _SELECT.where(consultants.c.id == bindparam("id"))
_INSERT = insert(consultants).returning(consultants.c.id)
_MARK_LEFT = update(consultants).where(consultants.c.id == bindparam("of_id"), _ACTIVE)


def list_active(conn: Connection) -> list[Consultant]:
    """Consultants who work here now, by agency."""
    return [Consultant(**row) for row in conn.execute(_ALL_ACTIVE).mappings()]


def find(conn: Connection, consultant_id: ConsultantId) -> Consultant | None:
    """A consultant, also one who has left."""
    row = conn.execute(_BY_ID, {"id": consultant_id}).mappings().first()
    return Consultant(**row) if row else None


def insert_consultant(conn: Connection, name: str, agency: str, now: datetime) -> ConsultantId:
    facts = {"name": name, "agency": agency, "joined_at": now}
    return ConsultantId(conn.execute(_INSERT, facts).scalar_one())


def mark_left(conn: Connection, consultant_id: ConsultantId, now: datetime) -> None:
    conn.execute(_MARK_LEFT, {"of_id": consultant_id, "left_at": now})

"""Audit entries. They are inserted once and never changed."""

from sqlalchemy import Connection, bindparam, insert, select

from core.audit import AuditAction, AuditEntry
from core.store.tables import audit

_INSERT = insert(audit)
_LATEST = select(audit).order_by(audit.c.id.desc()).limit(bindparam("most")).offset(bindparam("past"))


def insert_entry(conn: Connection, entry: AuditEntry) -> None:
    conn.execute(_INSERT, vars(entry))


def list_latest(conn: Connection, limit: int, offset: int = 0) -> list[AuditEntry]:
    """At most ``limit`` entries, newest first, after skipping ``offset`` of them."""
    rows = conn.execute(_LATEST, {"most": limit, "past": offset}).mappings()
    return [
        AuditEntry(
            at=row["at"],
            by_user=row["by_user"],
            by_name=row["by_name"],
            action=AuditAction(row["action"]),
            facts=row["facts"],
            reason=row["reason"],
        )
        for row in rows
    ]

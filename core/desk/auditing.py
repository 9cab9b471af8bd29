"""Writing the audit, and reading it. Rules: docs/rules.md, "Overrides"."""

from typing import Any

from core.audit import AuditAction, AuditEntry
from core.desk.desk import Desk
from core.staff import Member
from core.store import audit


def write(desk: Desk, action: AuditAction, facts: dict[str, Any], reason: str, by: Member) -> None:
    """Add a line to the audit."""
    line = AuditEntry(
        at=desk.now, by_user=by.user_id, by_name=by.name, action=action, facts=facts, reason=reason
    )
    audit.insert_entry(desk.conn, line)


def latest(desk: Desk, most: int, past: int = 0) -> list[AuditEntry]:
    """So many lines of the audit, newest first, after passing over some."""
    return audit.list_latest(desk.conn, most, past)

"""Writing and reading the audit. Rules: docs/rules.md, "Overrides"."""

from typing import Any

from core.audit import AuditAction, AuditEntry
from core.desk.desk import Desk
from core.staff import Member
from core.store import audit


def write(desk: Desk, action: AuditAction, facts: dict[str, Any], reason: str, by: Member) -> None:
    """Add an entry to the audit."""
    entry = AuditEntry(
        at=desk.now, by_user=by.user_id, by_name=by.name, action=action, facts=facts, reason=reason
    )
    audit.insert_entry(desk.conn, entry)


def latest(desk: Desk, most: int, past: int = 0) -> list[AuditEntry]:
    """At most ``most`` audit entries, newest first, after skipping ``past`` of them."""
    return audit.list_latest(desk.conn, most, past)

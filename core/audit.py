"""The audit: which exceptional actions managers took, when and why. Rules: docs/rules.md, "Arrangements"."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from core.staff import Member


class AuditAction(StrEnum):
    """ARRANGED, LIFTED: an arrangement was made or lifted. OVERRODE: a booking was moved against the rules. TIER, KIND,
    EXCEPTION: a guest's tier, kind or peer exemption was changed. CONSULTANT: a guest was assigned to a consultant.
    HIRED, LEFT: a consultant joined or left."""

    ARRANGED = "arranged"
    LIFTED = "lifted"
    OVERRODE = "overrode"
    TIER = "tier"
    KIND = "kind"
    EXCEPTION = "exception"
    CONSULTANT = "consultant"
    HIRED = "hired"
    LEFT = "left"


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """``facts`` is JSON: what was changed, with names as they were at that time."""

    at: datetime
    by_user: int
    by_name: str
    action: AuditAction
    facts: dict[str, Any]
    reason: str

    @classmethod
    def made_by(
        cls, member: Member, at: datetime, action: AuditAction, facts: dict[str, Any], reason: str = ""
    ) -> Self:
        """An entry for what a member of staff does now, by the name they have now."""
        return cls(
            at=at, by_user=member.user_id, by_name=member.name, action=action, facts=facts, reason=reason
        )

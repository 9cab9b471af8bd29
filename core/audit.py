"""The audit: what managers did out of the ordinary, when and why. docs/rules.md, "Arrangements"."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from core.staff import Member


class AuditAction(StrEnum):
    """ARRANGED and LIFTED are of arrangements; OVERRODE a rule for one booking; TIER, KIND and EXCEPTION are of
    guests; CONSULTANT whose guest somebody is; HIRED and LEFT of consultants."""

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
    """``facts`` is JSON: what was done to what, by its names of then."""

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

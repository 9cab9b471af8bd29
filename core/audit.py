"""The audit: what managers did out of the ordinary, when and why. docs/rules.md, "Arrangements"."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


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

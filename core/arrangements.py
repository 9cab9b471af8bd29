"""Arrangements: what managers have ordered for a stretch of time. Rules: docs/rules.md, "Arrangements"."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from core.consultants import ConsultantId

ArrangementId = NewType("ArrangementId", int)
MAX_REASON_LENGTH = 200


class ArrangementKind(StrEnum):
    """CLOSED: nobody is received. WITHHELD: so many parties of each slot are kept back. DAY_CAP, WEEK_CAP: so many
    parties a day, a week; None is no cap. HEADCOUNT: so many consultants of an agency are on duty. ON_DUTY, AWAY: this
    consultant works, or does not."""

    CLOSED = "closed"
    WITHHELD = "withheld"
    DAY_CAP = "day_cap"
    WEEK_CAP = "week_cap"
    HEADCOUNT = "headcount"
    ON_DUTY = "on_duty"
    AWAY = "away"


@dataclass(frozen=True, kw_only=True)
class ArrangementSpec:
    """What is ordered, for all that begins in ``[starts_at, ends_at)`` (UTC). ``number`` is of parties or of
    consultants; ``agency`` goes with a headcount, ``consultant`` with a duty."""

    what: ArrangementKind
    starts_at: datetime
    ends_at: datetime
    number: int | None = None
    agency: str | None = None
    consultant: ConsultantId | None = None
    reason: str = ""

    def covers(self, moment: datetime) -> bool:
        return self.starts_at <= moment < self.ends_at


@dataclass(frozen=True, kw_only=True)
class Arrangement(ArrangementSpec):
    """An order that stands; of several about the same, the latest counts. For a duty ``agency`` is the consultant's;
    ``gone``: they work here no longer."""

    id: ArrangementId
    by_user: int
    by_name: str
    made_at: datetime
    consultant_left: bool = False


def overall_period(orders: Collection[ArrangementSpec]) -> tuple[datetime, datetime]:
    """From the begin of the first to the end of the last."""
    return min(each.starts_at for each in orders), max(each.ends_at for each in orders)

"""Arrangements: what managers set for a period, such as a closure or a roster. Rules: docs/rules.md, "Arrangements"."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from core.consultants import ConsultantId

ArrangementId = NewType("ArrangementId", int)
MAX_REASON_LENGTH = 200


class ArrangementKind(StrEnum):
    """CLOSED: the house receives nobody. WITHHELD: a number of parties of each slot is kept back. DAY_CAP, WEEK_CAP:
    the most parties of a day or a week; None is no cap. HEADCOUNT: the number of an agency's consultants on duty.
    ON_DUTY, AWAY: one consultant works, or does not."""

    CLOSED = "closed"
    WITHHELD = "withheld"
    DAY_CAP = "day_cap"
    WEEK_CAP = "week_cap"
    HEADCOUNT = "headcount"
    ON_DUTY = "on_duty"
    AWAY = "away"


@dataclass(frozen=True, kw_only=True)
class ArrangementSpec:
    """What to arrange. It applies to every slot that begins in ``[starts_at, ends_at)`` (UTC).

    ``number`` counts parties or consultants, as ``what`` requires. HEADCOUNT needs an ``agency``; ON_DUTY and AWAY
    need a ``consultant``.
    """

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
    """An arrangement in force. If several apply to the same slot, the latest counts.

    For ON_DUTY and AWAY ``agency`` is the consultant's agency. ``consultant_left``: the consultant no longer works
    here.
    """

    id: ArrangementId
    by_user: int
    by_name: str
    made_at: datetime
    consultant_left: bool = False


def overall_period(specs: Collection[ArrangementSpec]) -> tuple[datetime, datetime]:
    """The earliest start and the latest end (UTC) of several specs."""
    return min(each.starts_at for each in specs), max(each.ends_at for each in specs)

"""What a manager's order is made of, question by question; and the orders that come of it."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from bot.dialogs.managing.arrangement_wording import ArrangementSummary
from bot.understanding import spans
from bot.understanding.spans import Period, Span
from core import timetable
from core.arrangements import ArrangementKind, ArrangementSpec
from core.consultants import ConsultantId
from core.site import Site
from core.staff import Right

DAYS, LEAVE = "arrange", "leave"


class ArrangementTask(StrEnum):
    CLOSE = "close"
    OPEN = "open"
    WITHHOLD = "withhold"
    DAY_CAP = "day_cap"
    WEEK_CAP = "week_cap"
    LEAVE = "leave"


class ArrangementStep(StrEnum):
    """SORT: a cap of the day or of the week. FIRST and LAST: the days."""

    SORT = "sort"
    NUMBER = "number"
    WHO = "who"
    FIRST = "first"
    LAST = "last"
    HOURS = "hours"
    REASON = "reason"
    CONFIRM = "confirm"


CAPS = {ArrangementTask.DAY_CAP, ArrangementTask.WEEK_CAP}
ORDER: dict[ArrangementTask, tuple[ArrangementStep, ...]] = {
    ArrangementTask.CLOSE: (
        ArrangementStep.FIRST,
        ArrangementStep.HOURS,
        ArrangementStep.REASON,
        ArrangementStep.CONFIRM,
    ),
    ArrangementTask.OPEN: (ArrangementStep.FIRST, ArrangementStep.HOURS, ArrangementStep.CONFIRM),
    ArrangementTask.WITHHOLD: (
        ArrangementStep.NUMBER,
        ArrangementStep.FIRST,
        ArrangementStep.HOURS,
        ArrangementStep.REASON,
        ArrangementStep.CONFIRM,
    ),
    ArrangementTask.DAY_CAP: (
        ArrangementStep.SORT,
        ArrangementStep.NUMBER,
        ArrangementStep.FIRST,
        ArrangementStep.LAST,
        ArrangementStep.REASON,
        ArrangementStep.CONFIRM,
    ),
    ArrangementTask.WEEK_CAP: (
        ArrangementStep.SORT,
        ArrangementStep.NUMBER,
        ArrangementStep.FIRST,
        ArrangementStep.LAST,
        ArrangementStep.REASON,
        ArrangementStep.CONFIRM,
    ),
    ArrangementTask.LEAVE: (
        ArrangementStep.WHO,
        ArrangementStep.FIRST,
        ArrangementStep.HOURS,
        ArrangementStep.REASON,
        ArrangementStep.CONFIRM,
    ),
}
_WHAT = {
    ArrangementTask.CLOSE: ArrangementKind.CLOSED,
    ArrangementTask.OPEN: ArrangementKind.CLOSED,
    ArrangementTask.WITHHOLD: ArrangementKind.WITHHELD,
    ArrangementTask.DAY_CAP: ArrangementKind.DAY_CAP,
    ArrangementTask.WEEK_CAP: ArrangementKind.WEEK_CAP,
    ArrangementTask.LEAVE: ArrangementKind.AWAY,
}
# The most that can be withheld, and the highest cap.
MOST = {ArrangementTask.WITHHOLD: 1000, ArrangementTask.DAY_CAP: 100_000, ArrangementTask.WEEK_CAP: 100_000}


@dataclass(frozen=True, kw_only=True)
class ArrangementForm:
    """How far an order has come, as JSON: ISO days, wall times of slots. ``number`` None of a cap is none at all.

    ``seen``: the whole was shown already; what is changed then leads back there.
    """

    task: ArrangementTask
    at: ArrangementStep
    number: int | None = None
    who: int | None = None
    first: str | None = None
    last: str | None = None
    hours: tuple[str, ...] = ()
    reason: str = ""
    seen: bool = False

    @property
    def dialog(self) -> str:
        return LEAVE if self.task is ArrangementTask.LEAVE else DAYS

    @property
    def span(self) -> Span | None:
        """None until a day is chosen."""
        if self.first is None:
            return None
        first = date.fromisoformat(self.first)
        last = date.fromisoformat(self.last) if self.last else first
        return Span(first, last, tuple(time.fromisoformat(wall) for wall in self.hours))


def right_for(task: ArrangementTask) -> Right:
    return Right.KEEP_THE_ROSTER if task is ArrangementTask.LEAVE else Right.ARRANGE_THE_DAYS


def stretches(site: Site, draft: ArrangementForm) -> list[Period]:
    """What the order is for; a cap of the week is for whole weeks."""
    span = draft.span
    if span is None:
        return []
    if draft.task is ArrangementTask.WEEK_CAP:
        sunday = timetable.monday_of(span.last) + timedelta(days=6)
        span = Span(timetable.monday_of(span.first), sunday)
    return spans.periods(site, span)


def ordered(site: Site, draft: ArrangementForm, name: str = "") -> ArrangementSummary:
    """The order as it is told; ``name`` is of whom it is about."""
    return ArrangementSummary(
        what=_WHAT[draft.task], stretches=stretches(site, draft), number=draft.number, names=name
    )


def orders(site: Site, draft: ArrangementForm) -> list[ArrangementSpec]:
    """The orders of a draft, one for each stretch of time."""
    return [
        ArrangementSpec(
            what=_WHAT[draft.task],
            starts_at=start,
            ends_at=end,
            number=draft.number,
            consultant=ConsultantId(draft.who) if draft.who is not None else None,
            reason=draft.reason,
        )
        for start, end in stretches(site, draft)
    ]


def consultant(draft: ArrangementForm) -> ConsultantId:
    """Whom a leave is about; nobody's id until that is known."""
    return ConsultantId(draft.who or 0)

"""What a manager's order is made of, question by question; and the orders that come of it."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Any, Self

from bot.dialogs.managing import spans
from bot.dialogs.managing.spans import Span, Stretch
from bot.dialogs.managing.telling import Ordered
from core import timetable
from core.arrangements import Order, What
from core.consultants import ConsultantId
from core.site import Site
from core.staff import Right

DAYS, LEAVE = "arrange", "leave"


class Task(StrEnum):
    CLOSE = "close"
    OPEN = "open"
    WITHHOLD = "withhold"
    DAY_CAP = "day_cap"
    WEEK_CAP = "week_cap"
    LEAVE = "leave"


class At(StrEnum):
    """SORT: a cap of the day or of the week. FIRST and LAST: the days."""

    SORT = "sort"
    NUMBER = "number"
    WHO = "who"
    FIRST = "first"
    LAST = "last"
    HOURS = "hours"
    REASON = "reason"
    CONFIRM = "confirm"


CAPS = {Task.DAY_CAP, Task.WEEK_CAP}
ORDER: dict[Task, tuple[At, ...]] = {
    Task.CLOSE: (At.FIRST, At.HOURS, At.REASON, At.CONFIRM),
    Task.OPEN: (At.FIRST, At.HOURS, At.CONFIRM),
    Task.WITHHOLD: (At.NUMBER, At.FIRST, At.HOURS, At.REASON, At.CONFIRM),
    Task.DAY_CAP: (At.SORT, At.NUMBER, At.FIRST, At.LAST, At.REASON, At.CONFIRM),
    Task.WEEK_CAP: (At.SORT, At.NUMBER, At.FIRST, At.LAST, At.REASON, At.CONFIRM),
    Task.LEAVE: (At.WHO, At.FIRST, At.HOURS, At.REASON, At.CONFIRM),
}
_WHAT = {
    Task.CLOSE: What.CLOSED,
    Task.OPEN: What.CLOSED,
    Task.WITHHOLD: What.WITHHELD,
    Task.DAY_CAP: What.DAY_CAP,
    Task.WEEK_CAP: What.WEEK_CAP,
    Task.LEAVE: What.AWAY,
}
# The most that can be withheld, and the highest cap.
MOST = {Task.WITHHOLD: 1000, Task.DAY_CAP: 100_000, Task.WEEK_CAP: 100_000}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """How far an order has come, as JSON: ISO days, wall times of slots. ``number`` None of a cap is none at all.

    ``seen``: the whole was shown already; what is changed then leads back there.
    """

    task: Task
    at: At
    number: int | None = None
    who: int | None = None
    first: str | None = None
    last: str | None = None
    hours: tuple[str, ...] = ()
    reason: str = ""
    seen: bool = False

    @classmethod
    def load(cls, state: dict[str, Any]) -> Self:
        """The draft as a session kept it."""
        told = {"task": Task(state["task"]), "at": At(state["at"]), "hours": tuple(state["hours"])}
        return cls(**{**state, **told})

    @property
    def dialog(self) -> str:
        return LEAVE if self.task is Task.LEAVE else DAYS

    @property
    def span(self) -> Span | None:
        """None until a day is chosen."""
        if self.first is None:
            return None
        first = date.fromisoformat(self.first)
        last = date.fromisoformat(self.last) if self.last else first
        return Span(first, last, tuple(time.fromisoformat(wall) for wall in self.hours))


def right_for(task: Task) -> Right:
    return Right.KEEP_THE_ROSTER if task is Task.LEAVE else Right.ARRANGE_THE_DAYS


def stretches(site: Site, draft: Draft) -> list[Stretch]:
    """What the order is for; a cap of the week is for whole weeks."""
    span = draft.span
    if span is None:
        return []
    if draft.task is Task.WEEK_CAP:
        sunday = timetable.monday_of(span.last) + timedelta(days=6)
        span = Span(timetable.monday_of(span.first), sunday)
    return spans.stretches(site, span)


def ordered(site: Site, draft: Draft, name: str = "") -> Ordered:
    """The order as it is told; ``name`` is of whom it is about."""
    return Ordered(what=_WHAT[draft.task], stretches=stretches(site, draft), number=draft.number, names=name)


def orders(site: Site, draft: Draft) -> list[Order]:
    """The orders of a draft, one for each stretch of time."""
    return [
        Order(
            what=_WHAT[draft.task],
            starts_at=start,
            ends_at=end,
            number=draft.number,
            consultant=ConsultantId(draft.who) if draft.who is not None else None,
            reason=draft.reason,
        )
        for start, end in stretches(site, draft)
    ]


def consultant(draft: Draft) -> ConsultantId:
    """Whom a leave is about; nobody's id until that is known."""
    return ConsultantId(draft.who or 0)

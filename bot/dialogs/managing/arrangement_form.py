"""The form of an arrangement: a manager's answers so far, and the specs they make."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from bot.dialogs.managing.arrangement_wording import ArrangementSummary
from bot.engine.form import FormState
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
_KINDS = {
    ArrangementTask.CLOSE: ArrangementKind.CLOSED,
    ArrangementTask.OPEN: ArrangementKind.CLOSED,
    ArrangementTask.WITHHOLD: ArrangementKind.WITHHELD,
    ArrangementTask.DAY_CAP: ArrangementKind.DAY_CAP,
    ArrangementTask.WEEK_CAP: ArrangementKind.WEEK_CAP,
    ArrangementTask.LEAVE: ArrangementKind.AWAY,
}
# The highest number of withheld seats, and the highest cap.
MOST = {ArrangementTask.WITHHOLD: 1000, ArrangementTask.DAY_CAP: 100_000, ArrangementTask.WEEK_CAP: 100_000}


@dataclass(frozen=True, kw_only=True)
class ArrangementForm(FormState):
    """``number`` None of a cap means no cap; ``who`` is away; ``hours`` are slots of each day by the site's clock, none
    of them for the whole day."""

    task: ArrangementTask
    at: ArrangementStep
    number: int | None = None
    who: ConsultantId | None = None
    first: date | None = None
    last: date | None = None
    hours: tuple[time, ...] = ()

    @property
    def dialog(self) -> str:
        return LEAVE if self.task is ArrangementTask.LEAVE else DAYS

    @property
    def span(self) -> Span | None:
        """The days and hours; None until a day is chosen."""
        return Span(self.first, self.last or self.first, self.hours) if self.first is not None else None

    @property
    def is_uncapped(self) -> bool:
        """Whether the form removes a cap."""
        return self.task in CAPS and self.number is None


def right_for(task: ArrangementTask) -> Right:
    return Right.KEEP_THE_ROSTER if task is ArrangementTask.LEAVE else Right.ARRANGE_THE_DAYS


def stretches(site: Site, form: ArrangementForm) -> list[Period]:
    """The periods (UTC) of the arrangement; those of a weekly cap are whole weeks."""
    span = form.span
    if span is None:
        return []
    if form.task is ArrangementTask.WEEK_CAP:
        sunday = timetable.monday_of(span.last) + timedelta(days=6)
        span = Span(timetable.monday_of(span.first), sunday)
    return spans.periods(site, span)


def summary(site: Site, form: ArrangementForm, name: str = "") -> ArrangementSummary:
    """The arrangement's summary; ``name`` is the name of the consultant on leave."""
    return ArrangementSummary(
        what=_KINDS[form.task], stretches=stretches(site, form), number=form.number, names=name
    )


def specs(site: Site, form: ArrangementForm) -> list[ArrangementSpec]:
    """The specs to arrange, one for each period."""
    return [
        ArrangementSpec(
            what=_KINDS[form.task],
            starts_at=start,
            ends_at=end,
            number=form.number,
            consultant=form.who,
            reason=form.reason,
        )
        for start, end in stretches(site, form)
    ]

"""A duty roster half-filled, and the orders that come of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from bot.engine.dialog import Context
from bot.understanding import spans
from bot.understanding.spans import Span
from bot.understanding.text import tidy
from core import timetable
from core.arrangements import ArrangementKind, ArrangementSpec
from core.capacity import Duty
from core.consultants import Consultant, ConsultantId
from core.desk import arrangements, consultants, planning
from core.site import Agency

T = TypeVar("T")


class RosterStep(StrEnum):
    """BOARD: how many of each agency; NAMES: who of one."""

    DAY = "day"
    BOARD = "board"
    NAMES = "names"
    REASON = "reason"
    CONFIRM = "confirm"


class Half(StrEnum):
    ALL = "all"
    MORNING = "morning"
    AFTERNOON = "afternoon"


_HALVES = {
    Half.ALL: {"all", "all day", "whole day", "全天", "整天"},
    Half.MORNING: {"morning", "am", "上午", "早上"},
    Half.AFTERNOON: {"afternoon", "pm", "下午"},
}


@dataclass(frozen=True, kw_only=True)
class RosterEntries:
    """What is to be of a day or half of it: ``numbers`` of the site's agencies in order, None where it stays as it is;
    so are ``names``, the ids of those ticked, None where nobody is asked for by name."""

    numbers: tuple[int | None, ...] = ()
    names: tuple[tuple[int, ...] | None, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RosterForm:
    """What is written of the whole day and of each half stays while another is looked at: ``half``. ``agency`` is the
    place of the one whose people are ticked."""

    at: RosterStep
    day: str | None = None
    half: Half = Half.ALL
    whole: RosterEntries = RosterEntries()
    morning: RosterEntries = RosterEntries()
    afternoon: RosterEntries = RosterEntries()
    agency: int = 0
    reason: str = ""

    def written(self, half: Half) -> RosterEntries:
        found: RosterEntries = getattr(self, _FIELDS[half])
        return found


_FIELDS = {Half.ALL: "whole", Half.MORNING: "morning", Half.AFTERNOON: "afternoon"}


def half_named(text: str) -> Half | None:
    said = tidy(text).lower()
    return next((half for half, named in _HALVES.items() if said in named), None)


def day_of(context: Context, state: RosterForm) -> date:
    """The day the sheet is of; today while none is chosen."""
    today = timetable.day_of(context.desk.site, context.desk.now)
    return date.fromisoformat(state.day) if state.day else today


def span_of(context: Context, state: RosterForm, half: Half) -> Span:
    site, day = context.desk.site, day_of(context, state)
    if half is Half.ALL:
        return Span(day, day)
    return Span(day, day, spans.half(site, afternoon=half is Half.AFTERNOON))


def duties(context: Context, state: RosterForm, agency: Agency) -> list[Duty]:
    """Who of an agency is on duty in each slot of the sheet's half, as the roster stands."""
    site, day = context.desk.site, day_of(context, state)
    plan = planning.read(context.desk, day, day)
    walls = span_of(context, state, state.half).hours
    slots = timetable.slots_of(site, day)
    wanted = {timetable.moment_at(site, day, wall) for wall in walls} if walls else set(slots)
    # A site may receive in one half of the day only.
    return [plan.duty(slot, agency) for slot in slots if slot in wanted] or [plan.duty(slots[0], agency)]


def number(context: Context, state: RosterForm, place: int) -> int:
    """How many of the agency in that place are on duty, as the sheet has it; the most where it differs by the hour."""
    for written in (state.written(state.half), state.whole):
        ticked, number = _at(written.names, place), _at(written.numbers, place)
        if ticked is not None:
            return len(ticked)
        if number is not None:
            return number
    return max(duty.number for duty in duties(context, state, context.desk.site.agencies[place]))


def set_number(state: RosterForm, place: int, to: int) -> RosterForm:
    """The sheet with another number for the agency in that place; by heads, not by names."""
    state = set_names(state, place, None)
    numbers = _with(state.written(state.half).numbers, place, to)
    return _writing(state, replace(state.written(state.half), numbers=numbers))


def names_at(state: RosterForm, place: int) -> tuple[int, ...] | None:
    """Who of the agency in that place is ticked; None where nobody is asked for by name."""
    return _at(state.written(state.half).names, place)


def set_names(state: RosterForm, place: int, to: tuple[int, ...] | None) -> RosterForm:
    """The sheet with these of the agency in that place on duty; what is written of the others stays."""
    written = state.written(state.half)
    return _writing(state, replace(written, names=_with(written.names, place, to)))


def _writing(state: RosterForm, written: RosterEntries) -> RosterForm:
    """The sheet with this written of the half that is looked at."""
    match state.half:
        case Half.ALL:
            return replace(state, whole=written)
        case Half.MORNING:
            return replace(state, morning=written)
        case Half.AFTERNOON:
            return replace(state, afternoon=written)


def _at(values: tuple[T | None, ...], place: int) -> T | None:
    return values[place] if place < len(values) else None


def _with(values: tuple[T | None, ...], place: int, to: T | None) -> tuple[T | None, ...]:
    length = max(len(values), place + 1)
    return tuple(to if n == place else _at(values, n) for n in range(length))


def is_changed(state: RosterForm) -> bool:
    """Whether anything is written of any agency, for any half of the day."""
    values = [each for half in map(state.written, Half) for each in (*half.numbers, *half.names)]
    return any(each is not None for each in values)


def is_changed_at(state: RosterForm, place: int) -> bool:
    """Whether anything is written of the agency in that place."""
    return any(_is_written(state, half, place) for half in Half)


def _is_written(state: RosterForm, half: Half, place: int) -> bool:
    written = state.written(half)
    return _at(written.numbers, place) is not None or _at(written.names, place) is not None


def people(context: Context, agency: Agency) -> list[Consultant]:
    """The agency's consultants in the register."""
    return [each for each in consultants.list_active(context.desk) if each.agency == agency.name]


def spec_groups(
    context: Context, state: RosterForm, halves: Iterable[Half] = tuple(Half)
) -> list[list[ArrangementSpec]]:
    """The orders of a sheet, those of one agency and one half together; a half's come after the whole day's, and so
    are what counts in it."""
    found = [
        _deed(context, state, half, place)
        for half in halves
        for place in range(len(context.desk.site.agencies))
        if _is_written(state, half, place)
    ]
    return [each for each in found if each]


def _deed(context: Context, state: RosterForm, half: Half, place: int) -> list[ArrangementSpec]:
    site, written = context.desk.site, state.written(half)
    span, agency = spans.periods(site, span_of(context, state, half)), site.agencies[place]
    if not span:
        return []
    start, end = span[0][0], span[-1][1]
    ticked = _at(written.names, place)
    if ticked:
        working = [ConsultantId(each) for each in ticked]
        orders = arrangements.roster_specs(
            context.desk, agency.name, day_of(context, state), working, state.reason
        )
        return [replace(order, starts_at=start, ends_at=end) for order in orders]
    # Nobody ticked is nobody on duty, whoever else the agency has.
    to = 0 if ticked is not None else _at(written.numbers, place)
    headcount = ArrangementSpec(
        what=ArrangementKind.HEADCOUNT,
        starts_at=start,
        ends_at=end,
        number=to,
        agency=agency.name,
        reason=state.reason,
    )
    return [headcount]

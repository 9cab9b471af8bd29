"""A duty roster half-filled, and the orders that come of it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Self

from bot.dialogs import answers
from bot.dialogs.dialog import Scene
from bot.dialogs.managing import spans
from bot.dialogs.managing.spans import Span
from core import timetable
from core.arrangements import Order, What
from core.capacity import Duty
from core.consultants import Consultant, ConsultantId
from core.desk import arrange, planning
from core.site import Agency


class At(StrEnum):
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
class Sheet:
    """``numbers`` are of the site's agencies in order, None where it stays as it is. ``names``, where anybody was
    ticked by name, are ids of consultants of the ``agency`` in that place."""

    at: At
    day: str | None = None
    half: Half = Half.ALL
    numbers: tuple[int | None, ...] = ()
    agency: int = 0
    names: tuple[int, ...] | None = None
    reason: str = ""

    @classmethod
    def load(cls, state: dict[str, Any]) -> Self:
        """The sheet as a session kept it."""
        names = tuple(state["names"]) if state["names"] is not None else None
        told = {"at": At(state["at"]), "half": Half(state["half"]), "numbers": tuple(state["numbers"])}
        return cls(**{**state, **told, "names": names})


def half_named(text: str) -> Half | None:
    said = answers.tidy(text).lower()
    return next((half for half, named in _HALVES.items() if said in named), None)


def day_of(scene: Scene, state: Sheet) -> date:
    """The day the sheet is of; today while none is chosen."""
    today = timetable.day_of(scene.desk.site, scene.desk.now)
    return date.fromisoformat(state.day) if state.day else today


def span_of(scene: Scene, state: Sheet) -> Span:
    site, day = scene.desk.site, day_of(scene, state)
    if state.half is Half.ALL:
        return Span(day, day)
    return Span(day, day, spans.half(site, afternoon=state.half is Half.AFTERNOON))


def duties(scene: Scene, state: Sheet, agency: Agency) -> list[Duty]:
    """Who of an agency is on duty in each slot of the sheet's half, as the roster stands."""
    site, day = scene.desk.site, day_of(scene, state)
    plan = planning.read(scene.desk, day, day)
    walls = span_of(scene, state).hours
    slots = timetable.slots_of(site, day)
    wanted = {timetable.at(site, day, wall) for wall in walls} if walls else set(slots)
    # A site may receive in one half of the day only.
    return [plan.duty(slot, agency) for slot in slots if slot in wanted] or [plan.duty(slots[0], agency)]


def number(scene: Scene, state: Sheet, place: int) -> int:
    """How many of the agency in that place are on duty, as the sheet has it; the most where it differs by the hour."""
    written = state.numbers[place] if place < len(state.numbers) else None
    if written is not None:
        return written
    return max(duty.number for duty in duties(scene, state, scene.desk.site.agencies[place]))


def set_number(state: Sheet, place: int, to: int) -> Sheet:
    """The sheet with another number for the agency in that place; by heads, not by names."""
    numbers = tuple(to if n == place else old for n, old in enumerate(state.numbers))
    return replace(state, numbers=numbers, names=None)


def is_changed(state: Sheet) -> bool:
    return state.names is not None or any(number is not None for number in state.numbers)


def people(scene: Scene, agency: Agency) -> list[Consultant]:
    """The agency's consultants in the register."""
    return [each for each in arrange.everyone(scene.desk) if each.agency == agency.name]


def deeds(scene: Scene, state: Sheet) -> list[list[Order]]:
    """The orders of a sheet, those of one agency together."""
    site = scene.desk.site
    span = spans.stretches(site, span_of(scene, state))
    if not span:
        return []
    start, end = span[0][0], span[-1][1]
    if state.names:
        agency = site.agencies[min(state.agency, len(site.agencies) - 1)]
        working = [ConsultantId(each) for each in state.names]
        found = arrange.roster(scene.desk, agency.name, day_of(scene, state), working, state.reason)
        return [[replace(order, starts_at=start, ends_at=end) for order in found]] if found else []
    # Nobody ticked is nobody on duty, whoever else the agency has.
    numbers = state.numbers
    if state.names is not None:
        numbers = tuple(0 if n == state.agency else None for n in range(len(site.agencies)))
    return [
        [
            Order(
                what=What.HEADCOUNT,
                starts_at=start,
                ends_at=end,
                number=to,
                agency=agency.name,
                reason=state.reason,
            )
        ]
        for agency, to in zip(site.agencies, numbers, strict=False)
        if to is not None
    ]

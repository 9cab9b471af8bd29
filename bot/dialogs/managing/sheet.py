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
from core.desk import arrange, consultants, planning
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
    """``numbers`` are of the site's agencies in order, None where it stays as it is; so are ``names``, the ids of those
    ticked, None where nobody is asked for by name. ``agency`` is the place of the one whose people are ticked."""

    at: At
    day: str | None = None
    half: Half = Half.ALL
    numbers: tuple[int | None, ...] = ()
    agency: int = 0
    names: tuple[tuple[int, ...] | None, ...] = ()
    reason: str = ""

    @classmethod
    def load(cls, state: dict[str, Any]) -> Self:
        """The sheet as a session kept it."""
        # A sheet begun before names were kept agency by agency has those of one, or none.
        names = tuple(tuple(each) if isinstance(each, list) else None for each in state["names"] or ())
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
    ticked = names_at(state, place)
    if ticked is not None:
        return len(ticked)
    written = state.numbers[place] if place < len(state.numbers) else None
    if written is not None:
        return written
    return max(duty.number for duty in duties(scene, state, scene.desk.site.agencies[place]))


def set_number(state: Sheet, place: int, to: int) -> Sheet:
    """The sheet with another number for the agency in that place; by heads, not by names."""
    numbers = tuple(to if n == place else old for n, old in enumerate(state.numbers))
    return replace(set_names(state, place, None), numbers=numbers)


def names_at(state: Sheet, place: int) -> tuple[int, ...] | None:
    """Who of the agency in that place is ticked; None where nobody is asked for by name."""
    return state.names[place] if place < len(state.names) else None


def set_names(state: Sheet, place: int, to: tuple[int, ...] | None) -> Sheet:
    """The sheet with these of the agency in that place on duty; what is written of the others stays."""
    names = tuple(to if n == place else names_at(state, n) for n in range(len(state.numbers)))
    return replace(state, names=names)


def is_changed(state: Sheet) -> bool:
    return any(is_changed_at(state, place) for place in range(len(state.numbers)))


def is_changed_at(state: Sheet, place: int) -> bool:
    """Whether anything is written of the agency in that place."""
    numbered = place < len(state.numbers) and state.numbers[place] is not None
    return numbered or names_at(state, place) is not None


def people(scene: Scene, agency: Agency) -> list[Consultant]:
    """The agency's consultants in the register."""
    return [each for each in consultants.everyone(scene.desk) if each.agency == agency.name]


def deeds(scene: Scene, state: Sheet) -> list[list[Order]]:
    """The orders of a sheet, those of one agency together."""
    site = scene.desk.site
    span = spans.stretches(site, span_of(scene, state))
    if not span:
        return []
    start, end = span[0][0], span[-1][1]
    found = []
    for place, agency in enumerate(site.agencies):
        ticked = names_at(state, place)
        if ticked:
            working = [ConsultantId(each) for each in ticked]
            orders = arrange.roster(scene.desk, agency.name, day_of(scene, state), working, state.reason)
            found.append([replace(order, starts_at=start, ends_at=end) for order in orders])
            continue
        # Nobody ticked is nobody on duty, whoever else the agency has.
        to = 0 if ticked is not None else (*state.numbers, *(None,) * len(site.agencies))[place]
        if to is not None:
            order = Order(
                what=What.HEADCOUNT,
                starts_at=start,
                ends_at=end,
                number=to,
                agency=agency.name,
                reason=state.reason,
            )
            found.append([order])
    return [each for each in found if each]

"""The form of a duty roster: a manager's changes so far, and the specs they make."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from bot.dialogs.given import today
from bot.engine.dialog import Context
from bot.engine.form import FormState
from bot.understanding import spans
from bot.understanding.parts_of_day import PartOfDay
from bot.understanding.spans import Span
from core import timetable
from core.arrangements import ArrangementKind, ArrangementSpec
from core.capacity import Duty
from core.consultants import Consultant, ConsultantId
from core.desk import arrangements, consultants, planning
from core.site import Agency

NAME = "roster"
T = TypeVar("T")


class RosterStep(StrEnum):
    """BOARD: the numbers of all agencies; NAMES: the consultants of one agency."""

    DAY = "day"
    BOARD = "board"
    NAMES = "names"
    REASON = "reason"
    CONFIRM = "confirm"


@dataclass(frozen=True, kw_only=True)
class RosterEntries:
    """The changes for a day or a half of it: ``numbers`` on duty of the site's agencies in order, None where the number
    stays; ``names``, the consultants ticked in each agency, None where nobody is asked for by name."""

    numbers: tuple[int | None, ...] = ()
    names: tuple[tuple[ConsultantId, ...] | None, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RosterForm(FormState):
    """The changes for the whole day and for each half stay while another one, ``half``, is shown. ``agency`` is the
    place of the agency whose people are ticked."""

    at: RosterStep
    day: date | None = None
    half: PartOfDay = PartOfDay.WHOLE
    whole: RosterEntries = RosterEntries()
    morning: RosterEntries = RosterEntries()
    afternoon: RosterEntries = RosterEntries()
    agency: int = 0

    def entries(self, half: PartOfDay) -> RosterEntries:
        match half:
            case PartOfDay.WHOLE:
                return self.whole
            case PartOfDay.MORNING:
                return self.morning
            case PartOfDay.AFTERNOON:
                return self.afternoon


def day_of(context: Context, form: RosterForm) -> date:
    """The day of the roster; today until one is chosen."""
    return form.day or today(context)


def span_of(context: Context, form: RosterForm, half: PartOfDay) -> Span:
    day = day_of(context, form)
    return Span(day, day, spans.hours_of(context.desk.site, half))


def duties(context: Context, form: RosterForm, agency: Agency) -> list[Duty]:
    """An agency's duty in each slot of the shown half of the day, by the roster in force."""
    site, day = context.desk.site, day_of(context, form)
    plan = planning.read(context.desk, day, day)
    walls = span_of(context, form, form.half).hours
    slots = timetable.slots_of(site, day)
    wanted = {timetable.moment_at(site, day, wall) for wall in walls} if walls else set(slots)
    # A site may be open in only one half of the day.
    return [plan.duty(slot, agency) for slot in slots if slot in wanted] or [plan.duty(slots[0], agency)]


def number(context: Context, form: RosterForm, place: int) -> int:
    """The number on duty of the agency in that place, by the form; the highest if it differs by hour."""
    for entries in (form.entries(form.half), form.whole):
        ticked, number = _at(entries.names, place), _at(entries.numbers, place)
        if ticked is not None:
            return len(ticked)
        if number is not None:
            return number
    return max(duty.number for duty in duties(context, form, context.desk.site.agencies[place]))


def set_number(form: RosterForm, place: int, to: int) -> RosterForm:
    """The form with another number, instead of names, for the agency in that place."""
    form = set_names(form, place, None)
    numbers = _with(form.entries(form.half).numbers, place, to)
    return _with_entries(form, replace(form.entries(form.half), numbers=numbers))


def names_at(form: RosterForm, place: int) -> tuple[ConsultantId, ...] | None:
    """The ticked consultants of the agency in that place; None if it has no roster by name."""
    return _at(form.entries(form.half).names, place)


def set_names(form: RosterForm, place: int, to: tuple[ConsultantId, ...] | None) -> RosterForm:
    """The form with these consultants of the agency in that place on duty; the other entries stay."""
    entries = form.entries(form.half)
    return _with_entries(form, replace(entries, names=_with(entries.names, place, to)))


def _with_entries(form: RosterForm, entries: RosterEntries) -> RosterForm:
    """The form with these entries for the shown half of the day."""
    match form.half:
        case PartOfDay.WHOLE:
            return replace(form, whole=entries)
        case PartOfDay.MORNING:
            return replace(form, morning=entries)
        case PartOfDay.AFTERNOON:
            return replace(form, afternoon=entries)


def _at(values: tuple[T | None, ...], place: int) -> T | None:
    return values[place] if place < len(values) else None


def _with(values: tuple[T | None, ...], place: int, to: T | None) -> tuple[T | None, ...]:
    length = max(len(values), place + 1)
    return tuple(to if n == place else _at(values, n) for n in range(length))


def is_changed(form: RosterForm) -> bool:
    """Whether any agency has an entry, for any half of the day."""
    values = [each for half in map(form.entries, PartOfDay) for each in (*half.numbers, *half.names)]
    return any(each is not None for each in values)


def is_changed_at(form: RosterForm, place: int) -> bool:
    """Whether the agency in that place has an entry."""
    return any(_has_entry(form, half, place) for half in PartOfDay)


def _has_entry(form: RosterForm, half: PartOfDay, place: int) -> bool:
    entries = form.entries(half)
    return _at(entries.numbers, place) is not None or _at(entries.names, place) is not None


def people(context: Context, agency: Agency) -> list[Consultant]:
    """The agency's consultants in the register."""
    return [each for each in consultants.list_active(context.desk) if each.agency == agency.name]


def spec_groups(
    context: Context, form: RosterForm, halves: Iterable[PartOfDay] = tuple(PartOfDay)
) -> list[list[ArrangementSpec]]:
    """The specs to arrange, in groups of one agency and one half. A half comes after the whole day and overrules it
    in its hours."""
    found = [
        _specs(context, form, half, place)
        for half in halves
        for place in range(len(context.desk.site.agencies))
        if _has_entry(form, half, place)
    ]
    return [each for each in found if each]


def _specs(context: Context, form: RosterForm, half: PartOfDay, place: int) -> list[ArrangementSpec]:
    site, entries = context.desk.site, form.entries(half)
    span, agency = spans.periods(site, span_of(context, form, half)), site.agencies[place]
    if not span:
        return []
    start, end = span[0][0], span[-1][1]
    ticked = _at(entries.names, place)
    if ticked:
        specs = arrangements.roster_specs(
            context.desk, agency.name, day_of(context, form), ticked, form.reason
        )
        return [replace(each, starts_at=start, ends_at=end) for each in specs]
    # Nobody ticked means that nobody is on duty, whatever the size of the agency.
    to = 0 if ticked is not None else _at(entries.numbers, place)
    headcount = ArrangementSpec(
        what=ArrangementKind.HEADCOUNT,
        starts_at=start,
        ends_at=end,
        number=to,
        agency=agency.name,
        reason=form.reason,
    )
    return [headcount]

"""The cells of the heat map: days across, hours down. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum

from bot.pictures.fullness import Fullness
from core import timetable
from core.capacity import SlotLoad, UnavailableReason
from core.site import Site

# A picture on a phone has room for so many rows; if there are more slots, neighbouring ones share a row.
MAX_ROWS = 36


class Mark(Enum):
    """How a cell is marked, besides its figure and its shade."""

    PLAIN = "plain"
    CLOSED = "closed"
    TO_MOVE = "to_move"  # closed, with parties booked
    OVERBOOKED = "overbooked"  # more parties than can be received
    CAPPED = "capped"  # the day or the week has reached its cap
    NOT_FOR_GUESTS = "not_for_guests"  # past, too soon or too far


_MARKS = {
    UnavailableReason.PAST: Mark.NOT_FOR_GUESTS,
    UnavailableReason.CLOSED: Mark.CLOSED,
    UnavailableReason.OVERBOOKED: Mark.OVERBOOKED,
    UnavailableReason.WEEK_CAP: Mark.CAPPED,
    UnavailableReason.DAY_CAP: Mark.CAPPED,
    UnavailableReason.NOTICE: Mark.NOT_FOR_GUESTS,
    UnavailableReason.TOO_FAR: Mark.NOT_FOR_GUESTS,
    None: Mark.PLAIN,
}
# Not even staff can book the free seats of these slots.
_UNBOOKABLE = {UnavailableReason.CLOSED, UnavailableReason.DAY_CAP, UnavailableReason.WEEK_CAP}


@dataclass(frozen=True)
class Cell:
    """``figure`` is the number of free seats or, depending on the mark, of parties too many or to be moved.
    ``share`` is the occupied share of the capacity, from 0 to 1."""

    figure: str
    share: float
    mark: Mark


@dataclass(frozen=True)
class Grid:
    """``hours`` are the starts (UTC) of the rows, each on the first day that has it."""

    days: tuple[date, ...]
    hours: tuple[datetime, ...]
    cells: dict[tuple[int, int], Cell]

    @property
    def marks(self) -> set[Mark]:
        return {cell.mark for cell in self.cells.values()}


def grid(site: Site, fullness: Fullness) -> Grid:
    """The cells by row and column. A day that lacks an hour has no cell there."""
    loads_by_day: dict[date, dict[time, SlotLoad]] = {}
    starts: dict[time, datetime] = {}
    for load in fullness.loads:
        wall = timetable.local(site, load.starts_at).time()
        loads_by_day.setdefault(timetable.day_of(site, load.starts_at), {})[wall] = load
        starts.setdefault(wall, load.starts_at)
    wall_times = sorted(starts)
    slots_per_row = -(-len(wall_times) // MAX_ROWS) or 1
    rows = [wall_times[n : n + slots_per_row] for n in range(0, len(wall_times), slots_per_row)]
    cells = {
        (n, column): _cell(loads)
        for column, slots in enumerate(loads_by_day.values())
        for n, row in enumerate(rows)
        if (loads := [slots[wall] for wall in row if wall in slots])
    }
    return Grid(tuple(loads_by_day), tuple(starts[row[0]] for row in rows), cells)


def _cell(loads: list[SlotLoad]) -> Cell:
    mark = _MARKS[_unavailable(loads)]
    taken = sum(load.taken for load in loads)
    capacity = sum(load.capacity for load in loads)
    occupied = taken + sum(load.offered for load in loads)
    share = min(occupied / capacity, 1.0) if capacity else 1.0
    excess = sum(max(load.taken - load.capacity, 0) for load in loads)
    if mark is Mark.CLOSED:
        return Cell(f"{taken}!", share, Mark.TO_MOVE) if taken else Cell("×", share, mark)
    if excess:
        return Cell(f"−{excess}", share, Mark.OVERBOOKED)
    return Cell(str(sum(load.free for load in loads if load.unavailable not in _UNBOOKABLE)), share, mark)


def _unavailable(loads: list[SlotLoad]) -> UnavailableReason | None:
    """The first reason that makes all of the slots unavailable; None if one of them is available."""
    unavailable = [load.unavailable for load in loads]
    return (
        next((reason for reason in UnavailableReason if reason in unavailable), None)
        if None not in unavailable
        else None
    )

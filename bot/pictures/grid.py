"""Days across, hours down: what each cell of the heat map says. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum

from bot.pictures.fullness import Fullness
from core import timetable
from core.capacity import SlotLoad, UnavailableReason
from core.site import Site

# Rows that a picture on a phone has room for; beyond, neighbouring slots share one.
MAX_ROWS = 36


class Mark(Enum):
    """What a cell bears besides its figure and its shade."""

    PLAIN = "plain"
    CLOSED = "closed"
    TO_MOVE = "to_move"  # closed, with parties booked
    OVERBOOKED = "overbooked"  # more parties than can be received
    CAPPED = "capped"  # the day or the week has enough, room or not
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
# Not even staff can have what is free here.
_UNBOOKABLE = {UnavailableReason.CLOSED, UnavailableReason.DAY_CAP, UnavailableReason.WEEK_CAP}


@dataclass(frozen=True)
class Cell:
    """``figure`` is what is free, or, by its mark, how many are too many or are to be moved; ``share`` is what of
    the capacity is gone, from 0 to 1."""

    figure: str
    share: float
    mark: Mark


@dataclass(frozen=True)
class Grid:
    """``hours`` holds the moment each row begins, on its first day."""

    days: tuple[date, ...]
    hours: tuple[datetime, ...]
    cells: dict[tuple[int, int], Cell]

    @property
    def marks(self) -> set[Mark]:
        return {cell.mark for cell in self.cells.values()}


def grid(site: Site, fullness: Fullness) -> Grid:
    """The cells by row and column; there is none for an hour that a day does not have."""
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
    """Why all of the slots are shut, the gravest reason first; None while one of them is not."""
    unavailable = [load.unavailable for load in loads]
    return (
        next((reason for reason in UnavailableReason if reason in unavailable), None)
        if None not in unavailable
        else None
    )

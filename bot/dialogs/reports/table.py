"""Figures in columns that line up on a phone, and their sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from bot.language.words import Words
from core.capacity import SlotLoad, UnavailableReason

HANDLE = "capacity"
# Only staff can book the room of these slots.
_TO_BE_HAD = {None, UnavailableReason.NOTICE, UnavailableReason.TOO_FAR}

# Nobody decided these reasons, so they are shown in small print.
QUIET = {UnavailableReason.PAST, UnavailableReason.NOTICE, UnavailableReason.TOO_FAR}


@dataclass(frozen=True)
class Sums:
    """The sums of some slots, in parties. ``free`` seats can still be booked by a guest or staff; ``lost`` seats are
    past or beyond a cap. Closed hours have no capacity."""

    taken: int
    capacity: int
    free: int
    held: int
    withheld: int
    lost: int

    @classmethod
    def of(cls, loads: Sequence[SlotLoad]) -> Self:
        receiving = [load for load in loads if load.unavailable is not UnavailableReason.CLOSED]
        return cls(
            taken=sum(load.taken for load in loads),
            capacity=sum(load.capacity for load in receiving),
            free=sum(load.free for load in receiving if load.unavailable in _TO_BE_HAD),
            held=sum(load.offered for load in loads),
            withheld=sum(load.on_duty - load.capacity for load in loads),
            lost=sum(load.free for load in receiving if load.unavailable not in _TO_BE_HAD),
        )

    def lines(self, words: Words) -> list[str]:
        """The sums in HTML; held and withheld seats only if there are any."""
        lines = [
            words.say(
                "Taken {taken} of {capacity} · free {free}",
                taken=self.taken,
                capacity=self.capacity,
                free=self.free,
            )
        ]
        if self.held or self.withheld:
            lines.append(
                words.say("Held {held} · withheld {withheld}", held=self.held, withheld=self.withheld)
            )
        if self.lost:
            lines.append(words.say("Past or over a cap: {lost}", lost=self.lost))
        return lines


@dataclass(frozen=True)
class Row:
    """``lead`` is as wide as any other's of its table. Only ``tail`` may hold words: those of Chinese are of no
    whole number of columns."""

    lead: str
    taken: int
    capacity: int
    figures: tuple[str, ...]
    tail: str = ""


@dataclass(frozen=True)
class Further:
    """Columns that a table has only if they have figures."""

    held: bool
    withheld: bool

    @classmethod
    def of(cls, sums: Sums) -> Self:
        return cls(bool(sums.held), bool(sums.withheld))

    def figures(self, sums: Sums) -> tuple[str, ...]:
        held = (str(sums.held),) if self.held else ()
        return (*held, str(sums.withheld)) if self.withheld else held

    def names(self, words: Words) -> list[str]:
        held = [words.label("held")] if self.held else []
        return [*held, words.label("withheld")] if self.withheld else held


def aligned(rows: list[Row]) -> str:
    """The rows, each figure under the one above it."""
    taken = max(len(str(row.taken)) for row in rows)
    capacity = max(len(str(row.capacity)) for row in rows)
    widths = [max(map(len, column)) for column in zip(*(row.figures for row in rows), strict=True)]
    lines = []
    for row in rows:
        figures = [figure.rjust(width) for figure, width in zip(row.figures, widths, strict=True)]
        pair = f"{row.taken:>{taken}}/{row.capacity:<{capacity}}"
        lines.append(" ".join([row.lead, pair, *figures, row.tail]).rstrip())
    return "\n".join(lines)

"""The heat map: some days across, their hours down, as a PNG for a phone.

A cell says by its figure what it says by its shade, and what shuts it has a mark: nothing rests on colour.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Any
from unicodedata import east_asian_width

from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon, Rectangle

from bot.language.words import Words
from bot.pictures import fonts
from bot.pictures.fullness import Fullness
from bot.pictures.grid import Cell, Grid, Mark, grid
from bot.wording import phrases
from core.site import SATURDAY

# Everything is measured in points; at this density the picture is 1080 pixels wide, as a phone is, and 360 points.
DPI = 216
WIDTH = 360.0
EDGE = 8.0
TEXT = 11.0
# The figures of a house with hundreds of consultants are smaller.
FIGURES = {1: 12.0, 2: 12.0, 3: 10.0, 4: 8.0}
HOURS = 42.0
DAYS = 36.0
HEADING = 48.0
LINE = 21.0
ROWS_HIGH = 320.0
BLACK, WHITE, PALE = "#000000", "#ffffff", "#e4e7ec"
GRID = "#8b97a6"
# What is darker is written on in white: to the eye it stands out from blue before it does by the figures.
DARK = 0.21
SWATCHES = 5
CORNER = 5.0
# Of a heading: letters, of which a Chinese one has the room of two.
LONGEST_NAME = 38


def shade(share: float) -> tuple[float, float, float]:
    """From nearly white, for an empty slot, to dark blue, for one that is full."""
    red, green, blue, _ = colormaps["Blues"](0.04 + 0.88 * share)
    return red, green, blue


def luminance(share: float) -> float:
    """How light a shade is to the eye, from 0 to 1: what is left of it in grey."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shade(share)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@dataclass(frozen=True)
class Lettering:
    """Everything the picture says in words, and the fonts that can write it."""

    house: str
    days: str
    weekdays: tuple[str, ...]
    hours: tuple[str, ...]
    taken: str
    legend: tuple[tuple[Cell, str], ...]
    today: str
    fonts: list[str]

    def can_be_written(self) -> bool:
        texts = (self.days, *self.weekdays, *self.hours, self.taken, self.today)
        said = "".join((*texts, *(line for _, line in self.legend)))
        return fonts.can_render(self.fonts, said)


def draw(words: Words, fullness: Fullness) -> Figure:
    """The sheet of some days, of which there is at least one."""
    shown = grid(words.site, fullness)
    lettering = _lettering(words, shown)
    row_high = min(max(ROWS_HIGH / len(shown.hours), 15.0), 30.0)
    bottom = HEADING + DAYS + row_high * len(shown.hours)
    figure, pen = _sheet(bottom + EDGE + LINE * (2 + len(lettering.legend)) + EDGE, lettering.fonts)
    pen.write(EDGE, 16, lettering.house, size=15.0, weight="bold", ha="left")
    pen.write(EDGE, 35, lettering.days, size=12.0, ha="left")
    wide = (WIDTH - HOURS - EDGE) / len(shown.days)
    _days(pen, shown, lettering, wide)
    for n, hour in enumerate(lettering.hours):
        pen.write(HOURS - 4, HEADING + DAYS + row_high * (n + 0.5), hour, ha="right")
    for (row, column), cell in shown.cells.items():
        pen.cell(cell, HOURS + column * wide, HEADING + DAYS + row * row_high, wide, row_high)
    if fullness.today in shown.days:
        pen.frame(HOURS + shown.days.index(fullness.today) * wide, HEADING, wide, bottom - HEADING)
    _key(pen, lettering, bottom + EDGE)
    return figure


def heat_map(words: Words, fullness: Fullness) -> bytes:
    """The sheet as a PNG."""
    png = BytesIO()
    draw(words, fullness).savefig(png, format="png")
    return png.getvalue()


def _lettering(words: Words, shown: Grid) -> Lettering:
    """In the reader's language where this machine can write it, or else in English."""
    lettering = _worded(words, shown)
    if not lettering.can_be_written():
        lettering = _worded(Words("en", words.site), shown)
    return lettering


def _worded(words: Words, shown: Grid) -> Lettering:
    house = phrases.house(words)
    families = fonts.families(words.language)
    return Lettering(
        house=_cut(house) if fonts.can_render(families, house) else words.site.code,
        days=words.label("{first} – {last}", first=words.day(shown.days[0]), last=words.day(shown.days[-1])),
        weekdays=tuple(words.weekday(day) for day in shown.days),
        hours=tuple(words.hour(moment) for moment in shown.hours),
        taken=words.label("% taken"),
        legend=_legend(words, shown.marks),
        today=words.label("today"),
        fonts=families,
    )


def _cut(name: str) -> str:
    """As much of a long name as a line holds."""
    room = LONGEST_NAME
    for n, char in enumerate(name):
        room -= 2 if east_asian_width(char) in "WF" else 1
        if room < 0:
            return f"{name[:n]}…"
    return name


def _legend(words: Words, marks: set[Mark]) -> tuple[tuple[Cell, str], ...]:
    """What the cells mean; of the marks, those that are there."""
    lines = {
        Mark.OVERBOOKED: (Cell("−2", 1.0, Mark.OVERBOOKED), words.label("parties too many")),
        Mark.TO_MOVE: (Cell("3!", 0.3, Mark.TO_MOVE), words.label("closed; parties to be moved")),
        Mark.CLOSED: (Cell("×", 0.0, Mark.CLOSED), words.label("closed")),
        Mark.CAPPED: (Cell("0", 0.3, Mark.CAPPED), words.label("the day or the week has enough")),
        Mark.NOT_FOR_GUESTS: (
            Cell("5", 0.3, Mark.NOT_FOR_GUESTS),
            words.label("not for guests: past, too soon, too far"),
        ),
    }
    free = (Cell("5", 0.3, Mark.PLAIN), words.label("places free; 0 is full"))
    return (free, *(line for mark, line in lines.items() if mark in marks))


def _sheet(high: float, families: list[str]) -> tuple[Figure, "Pen"]:
    figure = Figure(figsize=(WIDTH / 72, high / 72), dpi=DPI, facecolor=WHITE)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(high, 0)
    return figure, Pen(axes, families)


def _days(pen: "Pen", shown: Grid, lettering: Lettering, wide: float) -> None:
    for n, (day, weekday) in enumerate(zip(shown.days, lettering.weekdays, strict=True)):
        left, middle = HOURS + n * wide, HOURS + (n + 0.5) * wide
        weekend = day.weekday() >= SATURDAY
        if weekend:
            pen.box(left, HEADING, wide, DAYS, facecolor=PALE, edgecolor="none")
        weight = "bold" if weekend else "normal"
        pen.write(middle, HEADING + 10, weekday, weight=weight)
        pen.write(middle, HEADING + 26, str(day.day), weight=weight)


def _key(pen: "Pen", lettering: Lettering, top: float) -> None:
    """The shades, the frame of today, and what the cells mean."""
    wide, high = 26.0, LINE - 4
    middle = top + LINE / 2
    for n in range(SWATCHES):
        share = n / (SWATCHES - 1)
        swatch = Cell(f"{round(100 * share)}", share, Mark.PLAIN)
        pen.cell(swatch, EDGE + n * wide, middle - high / 2, wide, high)
    pen.write(EDGE + SWATCHES * wide + 8, middle, lettering.taken, ha="left")
    for n, (cell, line) in enumerate(lettering.legend, start=1):
        pen.cell(cell, EDGE, middle + n * LINE - high / 2, wide, high)
        pen.write(EDGE + wide + 8, middle + n * LINE, line, ha="left")
    last = middle + LINE * (1 + len(lettering.legend))
    pen.frame(EDGE, last - high / 2, wide, high)
    pen.write(EDGE + wide + 8, last, lettering.today, ha="left")


class Pen:
    """Draws on one sheet, in points from its upper left corner."""

    def __init__(self, axes: Axes, families: list[str]) -> None:
        self._axes = axes
        self._families = families

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = TEXT,
        weight: str = "normal",
        ha: str = "center",
        color: str = BLACK,
    ) -> None:
        self._axes.text(
            x, y, text, size=size, weight=weight, ha=ha, va="center_baseline", color=color,
            family=self._families, parse_math=False,
        )  # fmt: skip

    def box(self, x: float, y: float, wide: float, high: float, **how: Any) -> None:
        self._axes.add_patch(Rectangle((x, y), wide, high, **how))

    def frame(self, x: float, y: float, wide: float, high: float) -> None:
        self.box(x, y, wide, high, fill=False, edgecolor=BLACK, linewidth=2.0)

    def cell(self, cell: Cell, x: float, y: float, wide: float, high: float) -> None:
        self.box(x, y, wide, high, edgecolor=GRID, linewidth=0.6, facecolor=_ground(cell))
        if cell.mark in _HATCHES:
            self.box(x, y, wide, high, fill=False, edgecolor=GRID, linewidth=0.0, hatch=_HATCHES[cell.mark])
        if cell.mark is Mark.OVERBOOKED:
            self.box(x + 1.5, y + 1.5, wide - 3, high - 3, fill=False, edgecolor=WHITE, linewidth=1.4)
        if cell.mark is Mark.NOT_FOR_GUESTS:
            corner = [(x + wide, y), (x + wide - CORNER, y), (x + wide, y + CORNER)]
            self._axes.add_patch(Polygon(corner, facecolor=_ink(cell)))
        bold = cell.mark in {Mark.OVERBOOKED, Mark.TO_MOVE}
        self.write(
            x + wide / 2,
            y + high / 2,
            cell.figure,
            size=FIGURES.get(len(cell.figure), 7.0),
            weight="bold" if bold else "normal",
            color=_ink(cell),
        )


_HATCHES = {Mark.CLOSED: "////", Mark.TO_MOVE: "////", Mark.CAPPED: ".."}


def _ground(cell: Cell) -> Any:
    return PALE if cell.mark in {Mark.CLOSED, Mark.TO_MOVE} else shade(cell.share)


def _ink(cell: Cell) -> str:
    dark = cell.mark not in {Mark.CLOSED, Mark.TO_MOVE} and luminance(cell.share) < DARK
    return WHITE if dark else BLACK

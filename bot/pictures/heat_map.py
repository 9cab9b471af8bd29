"""The heat map: days across, hours down, as a PNG for a phone.

Nothing depends on colour alone: a cell's figure says the same as its shade, and unavailable slots have a mark.
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
from bot.wording.shorten import shorten
from core.site import SATURDAY

# Lengths are in points. At this density 360 points are 1080 pixels, the width of a phone.
DPI = 216
WIDTH = 360.0
MARGIN = 8.0
TEXT_SIZE = 11.0
# Font sizes by the number of characters of a figure.
FIGURE_SIZES = {1: 12.0, 2: 12.0, 3: 10.0, 4: 8.0}
HOURS_WIDTH = 42.0
DAYS_HEIGHT = 36.0
HEADING_HEIGHT = 48.0
LINE_HEIGHT = 21.0
ROWS_HEIGHT = 320.0
BLACK, WHITE, PALE = "#000000", "#ffffff", "#e4e7ec"
GRID = "#8b97a6"
# Cells with less luminance have white text: on blue it is readable earlier than the contrast ratio says.
DARK_LUMINANCE = 0.21
SWATCHES = 5
CORNER_SIZE = 5.0
# In characters of a heading; a Chinese one counts as two.
MAX_NAME_WIDTH = 38


def shade(share: float) -> tuple[float, float, float]:
    """The colour of a cell, from nearly white for an empty slot to dark blue for a full one."""
    red, green, blue, _ = colormaps["Blues"](0.04 + 0.88 * share)
    return red, green, blue


def luminance(share: float) -> float:
    """The relative luminance of a shade, from 0 to 1."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shade(share)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@dataclass(frozen=True)
class PictureText:
    """All text of the picture, and its fonts."""

    house: str
    days: str
    weekdays: tuple[str, ...]
    hours: tuple[str, ...]
    taken: str
    legend: tuple[tuple[Cell, str], ...]
    today: str
    fonts: list[str]

    def can_be_rendered(self) -> bool:
        texts = (self.days, *self.weekdays, *self.hours, self.taken, self.today)
        characters = "".join((*texts, *(line for _, line in self.legend)))
        return fonts.can_render(self.fonts, characters)


def draw(words: Words, fullness: Fullness) -> Figure:
    """Draw the heat map of one or more days."""
    heat_grid = grid(words.site, fullness)
    text = _text_of(words, heat_grid)
    row_height = min(max(ROWS_HEIGHT / len(heat_grid.hours), 15.0), 30.0)
    bottom = HEADING_HEIGHT + DAYS_HEIGHT + row_height * len(heat_grid.hours)
    figure, canvas = _new_figure(bottom + MARGIN + LINE_HEIGHT * (2 + len(text.legend)) + MARGIN, text.fonts)
    canvas.write(MARGIN, 16, text.house, size=15.0, weight="bold", ha="left")
    canvas.write(MARGIN, 35, text.days, size=12.0, ha="left")
    width = (WIDTH - HOURS_WIDTH - MARGIN) / len(heat_grid.days)
    _draw_days(canvas, heat_grid, text, width)
    for n, hour in enumerate(text.hours):
        canvas.write(HOURS_WIDTH - 4, HEADING_HEIGHT + DAYS_HEIGHT + row_height * (n + 0.5), hour, ha="right")
    for (row, column), cell in heat_grid.cells.items():
        canvas.cell(
            cell,
            HOURS_WIDTH + column * width,
            HEADING_HEIGHT + DAYS_HEIGHT + row * row_height,
            width,
            row_height,
        )
    if fullness.today in heat_grid.days:
        canvas.frame(
            HOURS_WIDTH + heat_grid.days.index(fullness.today) * width,
            HEADING_HEIGHT,
            width,
            bottom - HEADING_HEIGHT,
        )
    _draw_legend(canvas, text, bottom + MARGIN)
    return figure


def heat_map(words: Words, fullness: Fullness) -> bytes:
    """The heat map as a PNG."""
    png = BytesIO()
    draw(words, fullness).savefig(png, format="png")
    return png.getvalue()


def _text_of(words: Words, heat_grid: Grid) -> PictureText:
    """The text in the reader's language if the fonts can render it, otherwise in English."""
    text = _text_in(words, heat_grid)
    if not text.can_be_rendered():
        text = _text_in(Words("en", words.site), heat_grid)
    return text


def _text_in(words: Words, heat_grid: Grid) -> PictureText:
    house = phrases.house(words)
    families = fonts.families(words.language)
    return PictureText(
        house=shorten(house, MAX_NAME_WIDTH, _columns)
        if fonts.can_render(families, house)
        else words.site.code,
        days=words.label(
            "{first} – {last}", first=words.day(heat_grid.days[0]), last=words.day(heat_grid.days[-1])
        ),
        weekdays=tuple(words.weekday(day) for day in heat_grid.days),
        hours=tuple(words.hour(moment) for moment in heat_grid.hours),
        taken=words.label("% taken"),
        legend=_legend(words, heat_grid.marks),
        today=words.label("today"),
        fonts=families,
    )


def _columns(char: str) -> int:
    return 2 if east_asian_width(char) in "WF" else 1


def _legend(words: Words, marks: set[Mark]) -> tuple[tuple[Cell, str], ...]:
    """What the cells mean, for the marks that occur."""
    lines = {
        Mark.OVERBOOKED: (Cell("−2", 1.0, Mark.OVERBOOKED), words.label("parties over capacity")),
        Mark.TO_MOVE: (Cell("3!", 0.3, Mark.TO_MOVE), words.label("closed, with parties to move")),
        Mark.CLOSED: (Cell("×", 0.0, Mark.CLOSED), words.label("closed")),
        Mark.CAPPED: (Cell("0", 0.3, Mark.CAPPED), words.label("daily or weekly cap reached")),
        Mark.NOT_FOR_GUESTS: (
            Cell("5", 0.3, Mark.NOT_FOR_GUESTS),
            words.label("not open to guests: past, too soon, too far"),
        ),
    }
    free = (Cell("5", 0.3, Mark.PLAIN), words.label("free seats; 0 is full"))
    return (free, *(line for mark, line in lines.items() if mark in marks))


def _new_figure(height: float, families: list[str]) -> tuple[Figure, "Canvas"]:
    figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=DPI, facecolor=WHITE)
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    return figure, Canvas(axes, families)


def _draw_days(canvas: "Canvas", heat_grid: Grid, text: PictureText, width: float) -> None:
    for n, (day, weekday) in enumerate(zip(heat_grid.days, text.weekdays, strict=True)):
        left, middle = HOURS_WIDTH + n * width, HOURS_WIDTH + (n + 0.5) * width
        weekend = day.weekday() >= SATURDAY
        if weekend:
            canvas.box(left, HEADING_HEIGHT, width, DAYS_HEIGHT, facecolor=PALE, edgecolor="none")
        weight = "bold" if weekend else "normal"
        canvas.write(middle, HEADING_HEIGHT + 10, weekday, weight=weight)
        canvas.write(middle, HEADING_HEIGHT + 26, str(day.day), weight=weight)


def _draw_legend(canvas: "Canvas", text: PictureText, top: float) -> None:
    """Draw the legend: the shades, the marks, and the frame of today."""
    width, height = 26.0, LINE_HEIGHT - 4
    middle = top + LINE_HEIGHT / 2
    for n in range(SWATCHES):
        share = n / (SWATCHES - 1)
        swatch = Cell(f"{round(100 * share)}", share, Mark.PLAIN)
        canvas.cell(swatch, MARGIN + n * width, middle - height / 2, width, height)
    canvas.write(MARGIN + SWATCHES * width + 8, middle, text.taken, ha="left")
    for n, (cell, line) in enumerate(text.legend, start=1):
        canvas.cell(cell, MARGIN, middle + n * LINE_HEIGHT - height / 2, width, height)
        canvas.write(MARGIN + width + 8, middle + n * LINE_HEIGHT, line, ha="left")
    last = middle + LINE_HEIGHT * (1 + len(text.legend))
    canvas.frame(MARGIN, last - height / 2, width, height)
    canvas.write(MARGIN + width + 8, last, text.today, ha="left")


class Canvas:
    """Draws on one picture; coordinates are in points from its upper left corner."""

    def __init__(self, axes: Axes, families: list[str]) -> None:
        self._axes = axes
        self._families = families

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = TEXT_SIZE,
        weight: str = "normal",
        ha: str = "center",
        color: str = BLACK,
    ) -> None:
        self._axes.text(
            x, y, text, size=size, weight=weight, ha=ha, va="center_baseline", color=color,
            family=self._families, parse_math=False,
        )  # fmt: skip

    def box(self, x: float, y: float, width: float, height: float, **how: Any) -> None:
        self._axes.add_patch(Rectangle((x, y), width, height, **how))

    def frame(self, x: float, y: float, width: float, height: float) -> None:
        self.box(x, y, width, height, fill=False, edgecolor=BLACK, linewidth=2.0)

    def cell(self, cell: Cell, x: float, y: float, width: float, height: float) -> None:
        self.box(x, y, width, height, edgecolor=GRID, linewidth=0.6, facecolor=_background(cell))
        if cell.mark in _HATCHES:
            self.box(
                x, y, width, height, fill=False, edgecolor=GRID, linewidth=0.0, hatch=_HATCHES[cell.mark]
            )
        if cell.mark is Mark.OVERBOOKED:
            self.box(x + 1.5, y + 1.5, width - 3, height - 3, fill=False, edgecolor=WHITE, linewidth=1.4)
        if cell.mark is Mark.NOT_FOR_GUESTS:
            corner = [(x + width, y), (x + width - CORNER_SIZE, y), (x + width, y + CORNER_SIZE)]
            self._axes.add_patch(Polygon(corner, facecolor=_foreground(cell)))
        bold = cell.mark in {Mark.OVERBOOKED, Mark.TO_MOVE}
        self.write(
            x + width / 2,
            y + height / 2,
            cell.figure,
            size=FIGURE_SIZES.get(len(cell.figure), 7.0),
            weight="bold" if bold else "normal",
            color=_foreground(cell),
        )


_HATCHES = {Mark.CLOSED: "////", Mark.TO_MOVE: "////", Mark.CAPPED: ".."}


def _background(cell: Cell) -> Any:
    return PALE if cell.mark in {Mark.CLOSED, Mark.TO_MOVE} else shade(cell.share)


def _foreground(cell: Cell) -> str:
    dark = cell.mark not in {Mark.CLOSED, Mark.TO_MOVE} and luminance(cell.share) < DARK_LUMINANCE
    return WHITE if dark else BLACK

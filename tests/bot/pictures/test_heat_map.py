"""The heat map: its cells, its legibility without colour, and its text where fonts are missing."""

import os
import struct
from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from matplotlib.font_manager import fontManager

from bot.language.catalogues import NAMES
from bot.language.words import Words
from bot.pictures import fonts, heat_map
from bot.pictures.fullness import Fullness
from bot.pictures.grid import MAX_ROWS, Cell, Mark, grid
from core import timetable
from core.capacity import SlotLoad, UnavailableReason
from core.site import Hours, LocalText, Site

TODAY = date(2026, 11, 19)
# CI has a Chinese font and a browser; where the variable is set, these tests are not skipped.
CHINESE = pytest.mark.skipif(
    fonts.chinese() is None and not os.environ.get("YINGBIN_REQUIRE_BROWSER"),
    reason="no Chinese font on this machine",
)


def day(site: Site, *loads: dict[str, Any], on: date = TODAY) -> Fullness:
    """One day whose first slots have these facts; the others are empty."""
    slots = timetable.slots_of(site, on)
    facts_by_slot = [*loads, *({} for _ in slots[len(loads) :])]
    facts: dict[str, Any] = {"on_duty": 12, "withheld": 0, "taken": 0}
    return Fullness(
        on,
        tuple(
            SlotLoad(**(facts | load), starts_at=slot)
            for slot, load in zip(slots, facts_by_slot, strict=True)
        ),
    )


def days(site: Site, count: int, **facts: int) -> Fullness:
    loads = [load for n in range(count) for load in day(site, on=TODAY + timedelta(days=n)).loads]
    return Fullness(TODAY, tuple(loads))


def texts(words: Words, fullness: Fullness) -> list[str]:
    """The texts in the picture."""
    return [text.get_text() for text in heat_map.draw(words, fullness).axes[0].texts]


def size(png: bytes) -> tuple[int, ...]:
    assert png.startswith(b"\x89PNG")
    return struct.unpack(">II", png[16:24])


@pytest.mark.parametrize(
    ("load", "figure", "mark"),
    [
        ({}, "12", Mark.PLAIN),
        ({"taken": 12}, "0", Mark.PLAIN),
        ({"taken": 3, "offered": 2, "withheld": 1}, "6", Mark.PLAIN),
        ({"taken": 14, "unavailable": UnavailableReason.OVERBOOKED}, "−2", Mark.OVERBOOKED),
        ({"taken": 14}, "−2", Mark.OVERBOOKED),
        ({"unavailable": UnavailableReason.CLOSED}, "×", Mark.CLOSED),
        ({"taken": 3, "unavailable": UnavailableReason.CLOSED}, "3!", Mark.TO_MOVE),
        ({"taken": 3, "unavailable": UnavailableReason.DAY_CAP}, "0", Mark.CAPPED),
        ({"taken": 3, "unavailable": UnavailableReason.WEEK_CAP}, "0", Mark.CAPPED),
        ({"taken": 3, "unavailable": UnavailableReason.PAST}, "9", Mark.NOT_FOR_GUESTS),
        ({"taken": 3, "unavailable": UnavailableReason.NOTICE}, "9", Mark.NOT_FOR_GUESTS),
        ({"taken": 3, "unavailable": UnavailableReason.TOO_FAR}, "9", Mark.NOT_FOR_GUESTS),
    ],
)
def test_a_cell_is_readable_without_colour(site: Site, load: dict[str, Any], figure: str, mark: Mark) -> None:
    cell = grid(site, day(site, load)).cells[0, 0]
    assert (cell.figure, cell.mark) == (figure, mark)


def test_a_fuller_slot_has_a_darker_colour() -> None:
    light = [heat_map.luminance(n / 100) for n in range(101)]
    assert all(fuller < emptier - 0.001 for emptier, fuller in pairwise(light))


def test_figures_contrast_with_every_colour() -> None:
    for n in range(101):
        ink = {heat_map.BLACK: 0.0, heat_map.WHITE: 1.0}[heat_map._foreground(Cell("5", n / 100, Mark.PLAIN))]
        darker, lighter = sorted((ink, heat_map.luminance(n / 100)))
        assert (lighter + 0.05) / (darker + 0.05) >= 4, n


@pytest.mark.parametrize(("minutes", "rows"), [(240, 2), (60, 9), (15, 36)])
def test_every_slot_has_a_row_if_the_rows_fit(site: Site, minutes: int, rows: int) -> None:
    closes = time(17) if minutes == 240 else time(18)
    finer = site.model_copy(update={"hours": Hours(closes=closes, slot_minutes=minutes)})
    assert len(grid(finer, day(finer)).hours) == rows


def test_slots_share_rows_if_there_are_too_many(site: Site) -> None:
    long = site.model_copy(update={"hours": Hours(opens=time(6), closes=time(22), slot_minutes=15)})
    shared = grid(
        long, day(long, {"taken": 3}, {"taken": 14}, {"unavailable": UnavailableReason.CLOSED}, {"taken": 2})
    )
    assert len(shared.hours) == 32 <= MAX_ROWS
    # A slot with nine free seats and an overbooked one; then a closed slot and an open one.
    assert [shared.cells[n, 0].figure for n in range(3)] == ["−2", "10", "24"]


def test_an_hour_skipped_by_daylight_saving_has_no_cell(site: Site) -> None:
    berlin = site.model_copy(
        update={"timezone": "Europe/Berlin", "hours": Hours(opens=time(1), closes=time(5))}
    )
    spring = date(2026, 3, 28)
    loads = [*day(berlin, on=spring).loads, *day(berlin, on=spring + timedelta(days=1)).loads]
    cells = grid(berlin, Fullness(spring, tuple(loads))).cells
    assert (1, 0) in cells
    assert (1, 1) not in cells


@pytest.mark.parametrize(("minutes", "most"), [(60, 1500), (15, 2600)])
def test_the_heat_map_is_as_wide_as_a_phone_and_upright(site: Site, minutes: int, most: int) -> None:
    finer = site.model_copy(update={"hours": Hours(slot_minutes=minutes)})
    wide, high = size(heat_map.heat_map(Words("en", finer), days(finer, 14)))
    assert wide == 1080
    assert 1080 < high <= most


def test_all_text_of_the_heat_map_is_large_enough(site: Site) -> None:
    drawn = heat_map.draw(Words("en", site), days(site, 14))
    assert min(float(text.get_fontsize()) for text in drawn.axes[0].texts if text.get_text() != "100") >= 11


def test_the_key_explains_the_marks_in_use(site: Site) -> None:
    words = Words("en", site)
    plain = texts(words, day(site, {"taken": 3}))
    assert "free seats; 0 is full" in plain
    assert "closed" not in plain
    marked = texts(
        words,
        day(
            site,
            {"unavailable": UnavailableReason.CLOSED},
            {"taken": 3, "unavailable": UnavailableReason.CLOSED},
        ),
    )
    assert {"closed", "closed, with parties to move"} <= set(marked)


@CHINESE
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh_Hans", ["天悦湾", "四", "11月19日周四至11月20日周五"]),
        ("zh_Hant", ["天悅灣", "五", "11月19日週四至11月20日週五"]),
    ],
)
def test_the_heat_map_is_in_the_readers_language(site: Site, language: str, said: list[str]) -> None:
    assert set(said) <= set(texts(Words(language, site), days(site, 2)))


@pytest.fixture
def without_chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without a Chinese font."""
    monkeypatch.setattr(fonts, "CHINESE", {"zh_Hans": (), "zh_Hant": ()})
    fonts._chinese.cache_clear()
    yield
    fonts._chinese.cache_clear()


@pytest.mark.usefixtures("without_chinese")
@pytest.mark.parametrize("language", list(NAMES))
def test_without_a_chinese_font_the_heat_map_is_in_english(site: Site, language: str) -> None:
    words = Words(language, site)
    said = texts(words, days(site, 2))
    assert {"Tianyue Bay", "Th", "Thu, Nov 19 – Fri, Nov 20", "12", "today"} <= set(said)
    assert "".join(said).isascii() or set("".join(said)) - set(map(chr, range(128))) <= {"–", "×", "−"}
    # A character without a font raises a warning, which is an error here.
    assert size(heat_map.heat_map(words, days(site, 2)))[0] == 1080


@pytest.mark.usefixtures("without_chinese")
def test_a_name_that_no_font_can_render_is_replaced_by_the_site_code(site: Site) -> None:
    chinese = site.model_copy(update={"name": LocalText(en="天悦湾")})
    assert texts(Words("en", chinese), day(chinese))[0] == site.code


@pytest.mark.usefixtures("without_chinese")
def test_without_the_guard_characters_are_missing(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "can_render", lambda families, text: True)
    with pytest.raises(UserWarning, match="Glyph"):
        heat_map.heat_map(Words("zh_Hans", site), day(site))


@CHINESE
def test_a_newly_installed_font_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    found = fonts._chinese("zh_Hans")
    older = [font for font in fontManager.ttflist if "DejaVu" in font.name]
    monkeypatch.setattr(fontManager, "ttflist", older)
    fonts._chinese.cache_clear()
    assert fonts._chinese("zh_Hans") == found


def test_a_long_name_is_shortened_to_one_line(site: Site) -> None:
    long = site.model_copy(update={"name": LocalText(en="The Residences " * 8)})
    title = texts(Words("en", long), day(long))[0]
    assert title.startswith("The Residences The")
    assert title.endswith("…")
    assert len(title) <= heat_map.MAX_NAME_WIDTH + 1


def test_the_facts_survive_storing_as_json(site: Site) -> None:
    fullness = day(site, {"taken": 3, "offered": 1, "unavailable": UnavailableReason.DAY_CAP, "peers": True})
    assert Fullness.from_json(fullness.to_json()) == fullness

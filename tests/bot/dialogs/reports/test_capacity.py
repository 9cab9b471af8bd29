"""/capacity: the load of a day, slot by slot."""

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import Connection

from bot.dialogs.reports import capacity
from bot.dialogs.reports.table import Sums
from bot.engine.dialog import Context
from bot.engine.inputs import Person
from bot.engine.replies import Show
from bot.language.catalogues import NAMES
from bot.language.words import Words
from core import timetable
from core.bots import STAFF
from core.capacity import SlotLoad, UnavailableReason
from core.desk import Desk, queries
from core.site import Hours, Site
from core.staff import Member, Role
from demo.cast import MANAGER
from demo.stage import STAFF_BOT
from tests.bot.dialogs.reports.slots import hours
from tests.conftest import MORNING
from tests.support.gestures import Chat, Play

DAY = date(2026, 11, 21)


def day_of(site: Site, *loads: Mapping[str, Any]) -> list[SlotLoad]:
    """A Saturday whose first slots have these facts; the others are empty."""
    slots = timetable.slots_of(site, DAY)
    facts_by_slot = [*loads, *({} for _ in slots[len(loads) :])]
    facts: dict[str, Any] = {"on_duty": 16, "withheld": 0, "taken": 0}
    return [
        SlotLoad(**{**facts, **load}, starts_at=slot) for slot, load in zip(slots, facts_by_slot, strict=True)
    ]


def shown(site: Site, loads: list[SlotLoad], language: str = "en", asked: str = "11-21") -> str:
    """The report that a manager sees for these slots."""
    context = Context(
        desk=Desk(cast("Connection", None), site, MORNING),
        words=Words(language, site),
        bot=STAFF,
        bot_username=STAFF_BOT.username,
        person=Person(user_id=MANAGER.id, chat_id=MANAGER.id, first_name="Lin"),
        member=Member(user_id=MANAGER.id, name="Lin", role=Role.SITE_MANAGER),
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(queries, "loads", lambda *_: loads)
        reply = capacity.report(context, asked)
    assert isinstance(reply, Show)
    return reply.screen.text


def table(html: str) -> list[str]:
    found = re.search(r"<pre>(.*)</pre>", html, re.DOTALL)
    assert found is not None
    return found[1].split("\n")


@pytest.mark.parametrize("day", ["11-21", "2026-11-21", "21", "11月21日", "Sat", "周六", "两天后"])
async def test_a_day_can_be_written_in_several_ways(play: Play, manager: Chat, day: str) -> None:
    await manager.send(f"/capacity {day}")
    assert manager.last.startswith("Sat, Nov 21\nTaken 0 of 144 · free 144")


async def test_a_text_that_names_no_day_is_asked_about(play: Play, manager: Chat) -> None:
    await manager.send("/capacity soon")
    assert "Which day, please? For example: /capacity tomorrow" in manager.last


async def test_a_day_has_figures_and_buttons_to_the_next_days(play: Play, manager: Chat) -> None:
    ten, eleven = hours(10, 11)
    await play.fill(ten)
    await play.fill(eleven, 3)
    await manager.send("/capacity 11-21")
    assert "Taken 19 of 144 · free 125" in manager.last
    assert "10:00 ██████ 16/16  0" in manager.last
    assert "11:00 █·····  3/16 13" in manager.last
    assert "12:00 ······  0/16 16" in manager.last
    assert manager.buttons == ["‹ Fri, Nov 20", "Sun, Nov 22 ›", "Fortnight"]
    await manager.tap("‹ Fri, Nov 20")
    assert "Taken 0 of 108 · free 108" in manager.last
    assert sum(text.startswith(("Fri", "Sat")) for text in manager.said) == 1


async def test_a_past_hour_is_marked_and_not_counted_as_free(play: Play, manager: Chat) -> None:
    await play.until(MORNING + timedelta(hours=1))
    await manager.send("/capacity")
    assert "Taken 0 of 108 · free 84" in manager.last
    rows = [line.split()[2:] for line in manager.last.splitlines()[4:13]]
    assert ["past" in row for row in rows] == [True] * 2 + [False] * 7
    # It is a Thursday, so peers are received in the morning; guests cannot book for the same day.
    assert [("peers" in row, "soon" in row) for row in rows] == [(n < 3, n > 1) for n in range(9)]


@pytest.mark.parametrize("language", list(NAMES))
@pytest.mark.parametrize("reason", UnavailableReason)
def test_every_unavailable_reason_has_a_word_beside_the_slot(
    site: Site, language: str, reason: UnavailableReason
) -> None:
    html = shown(site, day_of(site, {"taken": 3, "unavailable": reason}), language)
    first, second, *_ = table(html)
    free = {
        UnavailableReason.CLOSED: "–",
        UnavailableReason.DAY_CAP: "0",
        UnavailableReason.WEEK_CAP: "0",
    }.get(reason, "13")
    assert re.fullmatch(rf"09:00 █····· 3/16 +{free} \S.*", first), first
    assert second == "10:00 ······ 0/16 16"


def test_a_reason_that_holds_all_day_is_shown_once(site: Site) -> None:
    unavailable = [{"unavailable": UnavailableReason.CLOSED}] * 9
    html = shown(site, day_of(site, *unavailable))
    assert "\nAll day: closed\n" in html
    assert html.count("closed") == 1
    assert "Taken 0 of 0 · free 0" in html


@pytest.mark.parametrize(
    ("reason", "free"),
    [
        (UnavailableReason.NOTICE, 144),
        (UnavailableReason.TOO_FAR, 144),
        (UnavailableReason.PAST, 0),
        (UnavailableReason.DAY_CAP, 0),
        (UnavailableReason.WEEK_CAP, 0),
    ],
)
def test_slots_that_only_staff_can_book_count_as_free(
    site: Site, reason: UnavailableReason, free: int
) -> None:
    assert Sums.of(day_of(site, *[{"unavailable": reason}] * 9)).free == free


def test_unavailable_seats_are_shown_so_that_the_sums_add_up(site: Site) -> None:
    unavailable: list[dict[str, Any]] = [
        {"unavailable": UnavailableReason.CLOSED},
        {"unavailable": UnavailableReason.PAST, "taken": 2},
        {"unavailable": UnavailableReason.DAY_CAP},
        {"offered": 3},
    ]
    sums = Sums.of(day_of(site, *unavailable))
    assert sums.capacity == 8 * 16 == sums.taken + sums.free + sums.held + sums.lost
    html = shown(site, day_of(site, *unavailable))
    assert "Taken 2 of 128 · free 93\nHeld 3 · withheld 0\nPast or over a cap: 30" in html


def test_held_and_withheld_seats_have_columns_only_if_there_are_any(site: Site) -> None:
    plain = shown(site, day_of(site, {"taken": 3}))
    assert plain.endswith("hour · taken/capacity · free")
    html = shown(
        site, day_of(site, {"taken": 6, "offered": 4, "withheld": 2}, {"withheld": 2, "peers": True})
    )
    assert "Taken 6 of 140 · free 130\nHeld 4 · withheld 4" in html
    assert table(html)[:3] == [
        "09:00 ███▒·· 6/14  4 4 2",
        "10:00 ······ 0/14 14 0 2 peers",
        "11:00 ······ 0/16 16 0 0",
    ]
    assert html.endswith("hour · taken/capacity · free · held · withheld")


@pytest.mark.parametrize("language", list(NAMES))
def test_columns_line_up_with_wide_chinese_characters(site: Site, language: str) -> None:
    loads = day_of(
        site,
        {"taken": 120, "on_duty": 130},
        {"taken": 3, "offered": 12},
        {"unavailable": UnavailableReason.CLOSED, "withheld": 16},
    )
    for row in table(shown(site, loads, language)):
        assert re.fullmatch(r"\d\d:\d\d [█▒·]{6} [ \d]{3}/[ \d]{2,3} [ \d–]{2} [ \d]{2} [ \d]{2}.*", row), row
    later = [SlotLoad(load.starts_at + timedelta(days=11), 16, 0, 1) for load in loads]
    rows = table(shown(site, [*loads, *later], language, asked="week"))
    assert len(rows) == 2
    assert len({len(row) for row in rows}) == 1
    # Each row has the same number of Chinese characters, in the same places.
    assert len({tuple(n for n, char in enumerate(row) if ord(char) > 0x2E80) for row in rows}) == 1


def test_a_day_with_the_most_slots_fits_in_a_message(site: Site) -> None:
    round_the_clock = site.model_copy(
        update={"hours": Hours(opens=time(), closes=time(23, 45), slot_minutes=15)}
    )
    facts = {"on_duty": 999, "withheld": 100, "taken": 500, "offered": 99, "peers": True}
    loads = day_of(
        round_the_clock, *[facts | {"unavailable": list(UnavailableReason)[n % 7]} for n in range(95)]
    )
    assert len(shown(round_the_clock, loads)) <= 4096

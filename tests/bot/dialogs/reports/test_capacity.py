"""/capacity: the load of a day; the fortnight, as a picture and in figures."""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

import pytest
from sqlalchemy import Connection, select

from bot.dialogs.reports import capacity
from bot.dialogs.reports.table import Sums
from bot.engine.dialog import Context
from bot.engine.inputs import Person
from bot.engine.replies import Show
from bot.language.catalogues import NAMES
from bot.language.words import Words
from bot.pictures import painter
from bot.understanding.days import names_a_fortnight
from core import timetable
from core.bots import STAFF
from core.capacity import SlotLoad, UnavailableReason
from core.desk import Desk, queries
from core.site import Hours, Site
from core.staff import Member, Role
from core.store import staff
from core.store.tables import bookings, outbox
from demo.cast import GATE, MANAGER, OPERATOR
from demo.stage import STAFF_BOT
from tests.bot.handlers.refusals import refusal
from tests.conftest import MORNING
from tests.support.gestures import Chat, Play
from tests.support.gestures import book as books

SATURDAY = datetime(2026, 11, 20, 16, tzinfo=UTC)  # midnight in Shanghai
DAY = date(2026, 11, 21)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000008000000060802000000"
)  # the sandbox reads only its size


@pytest.fixture
def unpainted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the drawing of pictures, which is slow, where a test does not look at them."""
    monkeypatch.setattr(painter, "_heat_map", lambda words, fullness: PNG)


def hours(*numbers: int) -> list[datetime]:
    return [SATURDAY + timedelta(hours=number) for number in numbers]


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


# A day.


@pytest.mark.parametrize("day", ["11-21", "2026-11-21", "21", "11月21日"])
async def test_a_day_can_be_written_in_several_ways(play: Play, manager: Chat, day: str) -> None:
    await manager.send(f"/capacity {day}")
    assert manager.last.startswith("Sat, Nov 21\nTaken 0 of 144 · free 144")


async def test_a_text_that_names_no_day_is_asked_about(play: Play, manager: Chat) -> None:
    await manager.send("/capacity Sat")
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


async def test_a_closed_day_adds_nothing_to_the_fortnight(play: Play, manager: Chat, unpainted: None) -> None:
    await manager.send("/capacity week")
    before = re.search(r"Taken 0 of (\d+)", manager.last)
    await manager.send("/close 11-21")
    await manager.send("yes")
    await manager.send("/capacity week")
    after = re.search(r"Taken 0 of (\d+)", manager.last)
    assert before is not None
    assert after is not None
    assert int(before[1]) - int(after[1]) == 144


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


# The fortnight.


@pytest.mark.parametrize(
    "said",
    [
        "week",
        "Week",
        " fortnight ",
        "two weeks",
        "周",
        "週",
        "两周",
        "兩週",
        "一周",
        "２周",
        "未来两周",
        "14 天",
    ],
)
def test_the_fortnight_has_several_names(said: str) -> None:
    assert names_a_fortnight(said)


@pytest.mark.parametrize("said", ["21", "", "weekday", "周六", "下周六"])
def test_the_name_of_a_day_is_not_the_fortnight(said: str) -> None:
    assert not names_a_fortnight(said)


async def pictures(play: Play) -> list[dict[str, Any]]:
    """The facts of every picture in the outbox, read in a second transaction."""
    rows = await play.look(
        lambda desk: desk.conn.execute(
            select(outbox.c.body).filter_by(kind="picture").order_by(outbox.c.id)
        ).all()
    )
    return [row.body["facts"] for row in rows]


def booked(desk: Desk) -> Counter[str]:
    """The number of bookings of each slot, counted here and not by the house."""
    rows = desk.conn.execute(select(bookings.c.starts_at).filter_by(status="booked")).scalars()
    return Counter(starts_at.isoformat() for starts_at in rows)


async def test_the_picture_the_figures_and_the_database_agree(play: Play, manager: Chat) -> None:
    for slot, parties in zip(hours(9, 10, 34, 40, 250), (3, 16, 2, 1, 5), strict=True):
        await play.fill(slot, parties)
    await books(play.buyer())
    await manager.send("/capacity week")
    picture, page = manager.shown[-2:]
    assert (picture.media.kind, picture.text) == (
        "photo", "Tianyue Bay: availability, Thu, Nov 19 – Wed, Dec 2"
    )  # fmt: skip
    counted = await play.look(booked)
    assert sum(counted.values()) == 28
    [facts] = await pictures(play)
    assert len(facts["loads"]) == 14 * 9
    assert {load["starts_at"]: load["taken"] for load in facts["loads"] if load["taken"]} == counted
    lines = page.text.splitlines()
    assert lines[:2] == ["Thu, Nov 19 – Wed, Dec 2", "Taken 28 of 1656 · free 1616"]
    assert lines[4:8] == [
        "19 Th  0/108  96     –",
        "20 Fr  0/108 108     –",
        "21 Sa 20/144 124 10:00",
        "22 Su  3/144 141 10:00",
    ]
    by_day = Counter[str]()
    for begins, parties in counted.items():
        local = timetable.local(play.stage.house.site, datetime.fromisoformat(begins))
        by_day[f"{local.day:>2}"] += parties
    assert {line[:2]: int(line[5:].split("/")[0]) for line in lines[4:18]} == {
        line[:2]: by_day[line[:2]] for line in lines[4:18]
    }
    assert lines[-1] == "Thu, Nov 19: 1 past, 8 too soon"


@pytest.mark.usefixtures("unpainted")
async def test_one_tap_leads_from_the_fortnight_to_a_day_and_back(play: Play, manager: Chat) -> None:
    await manager.send("/capacity 两周")
    page = manager.shown[-1].message_id
    assert manager.buttons[:2] + manager.buttons[-2:] == ["19 Th", "20 Fr", "1 Tu", "2 We"]
    await manager.tap("21 Sa")
    assert manager.last.startswith("Sat, Nov 21\nTaken 0 of 144")
    assert manager.shown[-1].message_id == page
    await manager.tap("Fortnight")
    day, picture, fortnight_page = manager.shown[-3:]
    assert (day.message_id, day.buttons) == (page, [])
    assert picture.media.kind == "photo"
    assert fortnight_page.text.startswith("Thu, Nov 19 – Wed, Dec 2")
    assert len(fortnight_page.buttons) == 4


@pytest.mark.usefixtures("unpainted")
async def test_the_group_sees_the_fortnight_in_the_sites_language(play: Play) -> None:
    await play.in_group(MANAGER).send("/capacity 周")
    picture, page = play.group.shown[-2:]
    assert picture.media.kind == "photo"
    assert "天悦湾" in picture.text
    assert page.text.startswith("11月19日周四至12月2日周三")
    await play.in_group(MANAGER).tap("21 六")
    assert play.group.last.startswith("11月21日周六")


@pytest.mark.usefixtures("unpainted")
async def test_only_managers_can_open_the_fortnight(play: Play, manager: Chat) -> None:
    await play.in_group(MANAGER).send("/capacity")
    newest = play.group.shown[-1]
    message, data = newest.message_id, newest.buttons[-1][0]["callback_data"]
    for person in (GATE, OPERATOR):
        await play.in_group(person).tap_data(message, data)
        assert await pictures(play) == []
    await play.join_group().tap_data(message, data)
    await play.join_group().send("/capacity week")
    assert await pictures(play) == []
    await play.stage.house.run(lambda desk: staff.revoke(desk.conn, MANAGER.id, desk.now))
    await play.in_group(MANAGER).tap_data(message, data)
    assert await pictures(play) == []


@pytest.mark.usefixtures("unpainted")
async def test_asking_twice_while_telegram_is_slow_sends_one_picture(play: Play, manager: Chat) -> None:
    before = len(manager.said)
    wait = refusal(429, "Too Many Requests: retry after 30", retry_after=30)
    play.stage.telegram.fail_next("yingbin_staff_bot", "sendPhoto", wait)
    await manager.send("/capacity week")
    await manager.send("/capacity week")
    await play.until(MORNING + timedelta(seconds=30))
    assert [bool(message.media) for message in manager.shown if message.sender.is_bot][before:] == [
        True,
        False,
    ]


async def test_a_refused_picture_does_not_prevent_the_figures(play: Play, manager: Chat) -> None:
    refused = refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    play.stage.telegram.fail_next("yingbin_staff_bot", "sendPhoto", refused)
    await manager.send("/capacity week")
    assert manager.last.startswith("Thu, Nov 19 – Wed, Dec 2\nTaken 0 of 1656")
    assert len(manager.buttons) == 14


@pytest.mark.usefixtures("unpainted")
async def test_the_fortnight_counts_the_unavailable_slots_by_reason(
    play: Play, manager: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[..., list[SlotLoad]] = queries.loads

    def unavailable(desk: Desk, first: date, last: date) -> list[SlotLoad]:
        changed = []
        for load in real(desk, first, last):
            day, hour = load.starts_at.day, load.starts_at.hour
            reason = {
                20: UnavailableReason.NOTICE,
                21: UnavailableReason.OVERBOOKED
                if hour == 1
                else UnavailableReason.CLOSED
                if hour < 4
                else None,
            }
            changed.append(SlotLoad(load.starts_at, load.on_duty, 1, load.taken, unavailable=reason.get(day)))
        return changed

    monkeypatch.setattr(queries, "loads", unavailable)
    await manager.send("/capacity week")
    lines = manager.last.splitlines()
    assert lines[1:3] == ["Taken 0 of 1500 · free 1485", "Held 0 · withheld 126"]
    assert lines[7:9] == ["21 Sa 0/105  90 – 9", "22 Su 0/135 135 – 9"]
    assert lines[-2:] == ["Fri, Nov 20: too soon, all day", "Sat, Nov 21: 2 closed, 1 overbooked"]

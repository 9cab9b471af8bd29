"""/capacity week: the fortnight, as a picture and in figures."""

import re
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.understanding.days import names_a_fortnight
from core import timetable
from core.capacity import SlotLoad, UnavailableReason
from core.desk import Desk, queries
from core.store import staff
from core.store.tables import bookings, outbox
from demo.cast import GATE, MANAGER, OPERATOR
from tests.bot.dialogs.reports.slots import hours
from tests.bot.handlers.refusals import refusal
from tests.conftest import MORNING
from tests.support.gestures import Chat, Play
from tests.support.gestures import book as books


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

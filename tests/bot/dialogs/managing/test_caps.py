"""Managers withhold seats and cap days and weeks; the preview names the bookings that exceed them."""

import pytest

from core.desk import planning
from tests.bot.dialogs.managing.arrangements import DAY, ELEVEN, MIDNIGHT, TEN, existing, facts
from tests.support.gestures import Chat, Play


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("/cap off 11-24", "No weekly cap: Mon, Nov 23"),
        ("/cap 30 11-24", "At most 30 parties a week: Mon"),
    ],
)
async def test_only_the_kind_of_cap_is_asked_for_when_it_is_missing(
    play: Play, manager: Chat, said: str, asked: str
) -> None:
    await manager.send(said)
    assert "Is it a daily or a weekly cap?" in manager.last
    await manager.tap("Weekly cap")
    assert asked in manager.last


async def test_withholding_names_the_overbooked_slots(play: Play, manager: Chat) -> None:
    await play.fill(ELEVEN, 14)
    await manager.send("/withhold 5 11-21 vips")
    over = "Sat, Nov 21 11:00: 14 booked, room for 11"
    assert over in manager.last
    await manager.tap("✓ Yes, withhold")
    assert over in manager.last
    await manager.send("/arranged")
    assert over in manager.last
    await manager.tap("5 seats withheld: Sat, Nov 21, the whole day")
    assert "Arranged by 陈经理" in manager.last
    await manager.tap("✓ Yes, lift it")
    assert over not in manager.last
    assert await existing(play) == []


@pytest.mark.parametrize(
    ("said", "what", "days"),
    [("/cap day 10 11-21", "day_cap", (0, 1)), ("/cap week 10 11-21", "week_cap", (-5, 2))],
)
async def test_a_cap_below_the_bookings_names_them_and_makes_the_day_unavailable(
    play: Play, manager: Chat, said: str, what: str, days: tuple[int, int]
) -> None:
    await play.fill(ELEVEN, 11)
    await manager.send(said)
    assert "11 parties" in manager.last
    await manager.tap("✓ Yes, set the cap")
    (cap,) = await existing(play)
    begins, ends = (MIDNIGHT + n * DAY for n in days)
    assert facts(cap) == (what, begins, ends, 10, "")
    plan = await play.look(lambda desk: planning.read(desk, MIDNIGHT.date() + DAY, MIDNIGHT.date() + DAY))
    assert plan.load(TEN).unavailable == what


async def test_a_cap_for_two_weeks_can_be_removed_by_taps(play: Play, manager: Chat) -> None:
    await manager.send("/cap")
    for label in ("Weekly cap", "No cap", "Mon, Nov 16", "Mon, Nov 23", "Skip"):
        await manager.tap(label)
    assert "No weekly cap: Mon, Nov 16 – Sun, Nov 29" in manager.last
    await manager.tap("✓ Yes, no cap")
    (cap,) = await existing(play)
    assert facts(cap) == ("week_cap", MIDNIGHT - 5 * DAY, MIDNIGHT + 9 * DAY, None, "")


async def test_removing_a_cap_asks_only_for_a_yes(play: Play, manager: Chat) -> None:
    await manager.send("/cap day 1 11-21")
    assert "At most 1 party a day: Sat, Nov 21" in manager.last
    await manager.tap("✓ Yes, set the cap")
    await manager.send("/cap day off 11-21")
    assert "No cap for Sat, Nov 21: is that right?" in manager.last
    await manager.tap("✓ Yes, no cap")
    assert [each.number for each in await existing(play)] == [1, None]


async def test_a_replaced_cap_is_not_listed(play: Play, manager: Chat) -> None:
    for said in (
        "/cap day 10 11-21",
        "/withhold 2 11-21 10-12",
        "/cap day 20 11-20..11-22",
        "/withhold 0 11-21",
    ):
        await manager.send(said)
        await manager.send("yes")
    await manager.send("/arranged")
    assert [label for label in manager.buttons if "Nov 2" in label] == [
        "At most 20 parties a day: Fri, Nov 20 – Sun, Nov 22",
        "No seats withheld: Sat, Nov 21, the whole day",
    ]
    await manager.tap("At most 20 parties a day: Fri, Nov 20 – Sun, Nov 22")
    await manager.tap("✓ Yes, lift it")
    assert "At most 10 parties a day: Sat, Nov 21" in manager.buttons


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("/withhold 16 11-21", "so every hour becomes full"),
        ("/withhold 15 11-21", "There is room for every booking made so far."),
        ("/withhold 12 11-20..11-21 10:00", "1 of these hours has no more consultants on duty"),
        ("/withhold 0 11-21", "No seats withheld: Sat, Nov 21, the whole day"),
    ],
)
async def test_withholding_says_how_many_hours_become_full(
    play: Play, manager: Chat, said: str, expected: str
) -> None:
    await manager.send(said)
    assert expected in manager.last

"""Moves that are counted from the booked visit, which is on Saturday, November 21, at 11:00."""

from datetime import UTC, datetime

import pytest

from tests.support.gestures import Play, book

SATURDAY_NINE = datetime(2026, 11, 21, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("said", "moved_to"),
    [
        ("推迟一天", "Sun, Nov 22 11:00–12:00"),
        ("遲一個鐘", "Sat, Nov 21 12:00–13:00"),
        ("往后推一周", "Sat, Nov 28 11:00–12:00"),
        ("下星期同一時間", "Sat, Nov 28 11:00–12:00"),
        ("换到第二天,时间不变", "Sun, Nov 22 11:00–12:00"),
        ("推迟一天,下午三点", "Sun, Nov 22 15:00–16:00"),
        ("一个钟头后行吗", "Sat, Nov 21 12:00–13:00"),
        ("same time next day", "Sun, Nov 22 11:00–12:00"),
        ("same time next week", "Sat, Nov 28 11:00–12:00"),
        ("push it back an hour", "Sat, Nov 21 12:00–13:00"),
        ("move it a day earlier", "Fri, Nov 20 11:00–12:00"),
        ("could we do an hour later?", "Sat, Nov 21 12:00–13:00"),
    ],
)
async def test_a_move_is_counted_from_the_visit_and_asked_for_a_yes(
    play: Play, said: str, moved_to: str
) -> None:
    buyer = play.buyer()
    await book(buyer)
    await buyer.send(said)
    assert buyer.last == f"From Sat, Nov 21 11:00–12:00\nto {moved_to}: is that right?"


@pytest.mark.parametrize(
    ("said", "slot"),
    [("提前半小时", "10:00"), ("an hour and a half later", "13:00")],
)
async def test_a_move_to_between_two_slots_offers_the_one_beyond(play: Play, said: str, slot: str) -> None:
    buyer = play.buyer()
    await book(buyer)
    await buyer.send(said)
    assert f"The nearest hour at which a visit begins is Sat, Nov 21 {slot}." in buyer.last
    assert f"to Sat, Nov 21 {slot}" in buyer.last


async def test_a_move_beyond_the_opening_hours_offers_others(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    await buyer.send("推迟八个小时")
    assert "We receive guests at set hours from 09:00 to 18:00" in buyer.last


@pytest.mark.parametrize("said", ["迟一个钟到", "I'll be there an hour later", "晚10分钟"])
async def test_a_delay_is_no_move(play: Play, said: str) -> None:
    buyer = play.buyer()
    await book(buyer)
    await play.until(SATURDAY_NINE)
    await buyer.send(said)
    assert "is that right?" not in buyer.last


async def test_on_the_day_an_hour_later_is_a_move_only_as_a_question(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    await play.until(SATURDAY_NINE)
    await buyer.send("遲一個鐘")
    assert "is that right?" not in buyer.last
    await buyer.send("遲一個鐘得唔得")
    assert "to Sat, Nov 21 12:00–13:00: is that right?" in buyer.last


async def test_a_question_about_booking_ahead_is_no_move(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    await buyer.send("要提前一天预约吗")
    assert "is that right?" not in buyer.last

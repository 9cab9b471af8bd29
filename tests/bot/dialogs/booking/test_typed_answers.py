"""Answers that a buyer types as people say them."""

import pytest

from tests.support.gestures import Play


@pytest.mark.parametrize(
    ("day", "hour", "booked"),
    [
        ("周六", "下午两点", "Sat, Nov 21 14:00"),
        ("下个星期二", "十点整", "Tue, Nov 24 10:00"),
        ("next Thursday", "about 3", "Thu, Nov 26 15:00"),
        # Today is a Thursday, and a visit needs a day's notice.
        ("thursday", "ten in the morning", "Thu, Nov 26 10:00"),
    ],
)
async def test_a_day_and_an_hour_are_read_as_people_say_them(
    play: Play, day: str, hour: str, booked: str
) -> None:
    buyer = play.buyer()
    await buyer.open()
    for said in ("Yes, please", "Ms Tan", "1", day, hour, "no"):
        await buyer.send(said)
    assert booked in buyer.last


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en", "Sat, Nov 21 ✦ · in 2 days"),
        ("en", "Sat, Nov 21"),
        ("zh-hans", "后天 11月21日 周六 ✦"),
        ("zh-hans", "后天 11月21日 周六"),
        ("zh-hans", "11月21日周六"),
        ("zh-hant", "後天 11月21日 週六"),
    ],
)
async def test_a_day_can_be_written_as_its_button_shows_it(play: Play, language: str, day: str) -> None:
    buyer = play.buyer(language=language)
    await buyer.open()
    for said in ("好" if language != "en" else "Yes, please", "Ms Tan", "1", day):
        await buyer.send(said)
    assert "10:00" in buyer.buttons


NEITHER = ("No elders or children",)


@pytest.mark.parametrize(
    ("said", "then", "party"),
    [
        ("三大一小", (), "4 guests (1 child)"),
        ("my wife and I", NEITHER, "2 guests"),
        ("just me", (), "1 guest"),
    ],
)
async def test_a_party_is_read_as_people_say_it(
    play: Play, said: str, then: tuple[str, ...], party: str
) -> None:
    buyer = play.buyer()
    await buyer.open()
    for each in ("Yes, please", "Ms Tan", said, *then, "11-21", "10", "no"):
        await buyer.send(each)
    assert f"👥 {party}\n" in buyer.last

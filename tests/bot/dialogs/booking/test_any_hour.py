"""An hour that is not named: the earliest, the later one, any of them, or one at which no visit begins."""

import pytest

from tests.support.gestures import Play


@pytest.mark.parametrize("text", ["最早的", "越早越好", "the earliest", "第一个"])
async def test_the_earliest_hour_of_the_day_is_taken(play: Play, text: str) -> None:
    buyer = play.buyer()
    await buyer.send("Mr Wang, 2 people, Saturday afternoon")
    await play.later()
    await buyer.send(text)
    assert "Then we take Sat, Nov 21 13:00." in buyer.last
    assert "Which number may we reach you on" in buyer.last


@pytest.mark.parametrize("text", ["随便", "都可以", "你话啦", "求其", "whichever", "any is fine"])
async def test_the_nearest_are_offered_and_then_the_first_is_taken(play: Play, text: str) -> None:
    buyer = play.buyer()
    await buyer.send("Mr Wang, 2 people")
    await play.later()
    await buyer.send(text)
    assert buyer.buttons[:2] == ["Fri, Nov 20 09:00", "Fri, Nov 20 10:00"]
    await play.later()
    await buyer.send(text)
    assert "Then we take Fri, Nov 20 09:00." in buyer.last


async def test_of_the_two_around_a_half_hour_the_first_is_taken(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("Mr Wang, 2 people, Saturday at 2:30pm")
    await play.later()
    await buyer.send("either is fine")
    assert "Then we take Sat, Nov 21 14:00." in buyer.last


async def test_the_later_one_of_those_offered_is_taken(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("Mr Wang, 2 people")
    await play.later()
    await buyer.send("随便")
    await play.later()
    await buyer.send("the later one")
    assert "Then we take Fri, Nov 20 11:00." in buyer.last


@pytest.mark.parametrize("text", ["两点半", "2:30pm"])
async def test_between_two_hours_both_are_offered(play: Play, text: str) -> None:
    buyer = play.buyer()
    await buyer.send("Mr Wang, 2 people, Saturday")
    await play.later()
    await buyer.send(text)
    assert buyer.last == "Sat, Nov 21: would 14:00 or 15:00 suit you?"
    assert buyer.buttons[:2] == ["14:00", "15:00"]

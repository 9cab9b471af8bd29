"""What is asked beside the script leaves the form as it was."""

import pytest

from tests.support.gestures import Play


@pytest.mark.parametrize("side", ["Not now", "A question first"])
async def test_a_side_question_alone_does_not_make_a_form_worth_resuming(play: Play, side: str) -> None:
    buyer = play.buyer()
    await buyer.open()
    await buyer.tap(side)
    await buyer.send("/start")
    assert "Shall I reserve an hour for you?" in buyer.last


async def test_elders_and_children_are_asked_for_where_they_are_likely(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in ("Yes, please", "Grace Tan", "Ms", "2"):
        await buyer.tap(label)
    assert "Which day would suit you?" in buyer.last
    await buyer.tap("‹ Back")
    assert "how many guests" in buyer.last
    await buyer.tap("3")
    assert "any elders or children" in buyer.last
    await buyer.tap("2 elders")
    assert "Which day would suit you?" in buyer.last
    await buyer.tap("‹ Back")
    assert "any elders or children" in buyer.last


@pytest.mark.parametrize("phone", ["13802138000", "8613802138000", "+8613802138000"])
async def test_the_number_on_another_persons_card_is_read_as_it_was_saved(play: Play, phone: str) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in ("Yes, please", "Grace Tan", "Ms", "1", "Sat, Nov 21", "11:00"):
        await buyer.tap(label)
    await buyer.share(owner=101, phone=phone)
    assert "+86 138 0213 8000" in buyer.last

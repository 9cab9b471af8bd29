"""A question that a guest has just read is repeated in short; what surrounds it is said once."""

import pytest

from tests.support.gestures import Play

WELCOME = "Shall I reserve an hour for you?"


@pytest.mark.parametrize("text", ["How much is it?", "thanks", "blah blah blah", "why do I have to book?"])
async def test_the_greeting_is_said_once(play: Play, text: str) -> None:
    buyer = play.buyer()
    await buyer.open()
    await buyer.send(text)
    assert "Welcome to" not in buyer.last
    assert buyer.last.endswith(WELCOME)
    assert "Yes, please" in buyer.buttons


async def test_the_whole_is_shown_once_at_the_confirmation_unless_it_changes(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("Mr Wang, 2 people, Saturday 10am, 13900139000")
    await play.later()
    await buyer.send("Is there parking?")
    assert "Mr Wang" not in buyer.last
    assert buyer.last.endswith("Is everything as you wish?")
    await play.later()
    await buyer.send("three people, no children")
    assert "3 guests" in buyer.last
    assert "Mr Wang" in buyer.last


async def test_the_first_answer_of_the_house_greets_whatever_was_asked(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("How much is it?")
    assert "Welcome to" in buyer.last


async def test_what_is_typed_in_pieces_keeps_the_whole_question(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("hello")
    await buyer.send("how much is it?")
    assert "Welcome to" in buyer.last

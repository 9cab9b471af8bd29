"""Answers given by buttons stay in the chat: the question, its answer, and the next question below them."""

from datetime import timedelta

import pytest

from bot.engine.screen import Page
from demo.cast import MANAGER
from demo.stage import BUYERS_BOT
from tests.bot.handlers.refusals import refusal
from tests.support.gestures import BOOKING, Chat, Play


@pytest.fixture
async def buyer(play: Play) -> Chat:
    """A buyer who has been greeted."""
    buyer = play.buyer()
    await buyer.open()
    return buyer


async def tap_all(chat: Chat, *labels: str) -> None:
    for label in labels:
        await chat.tap(label)


def answers(chat: Chat) -> list[str]:
    """The last line of everything shown here."""
    return [text.splitlines()[-1] for text in chat.said]


async def test_a_booking_made_by_buttons_can_be_read_afterwards(buyer: Chat) -> None:
    await tap_all(buyer, *BOOKING, "✓ Confirm", "Online", "No more questions")
    told = [text for text in buyer.said if text != "Very well."]
    noted = [line for line in answers(buyer) if line.startswith("✓")]
    assert noted == [
        "✓ Yes, please", "✓ Grace Tan", "✓ Ms", "✓ 3", "✓ 1 elder, 1 child", "✓ 11:00", "✓ Confirm",
        "✓ Online", "✓ No more questions",
    ]  # fmt: skip
    assert told[1] == "How may we address you?\nPlease write your name, such as “Mr Wang”.\n✓ Grace Tan"
    assert told[5] == "Sat, Nov 21: which hour would suit you?\n✓ 11:00"
    assert told[7].startswith("Is everything as you wish?")
    assert "Your hour is reserved" in told[8]
    shown = [message for message in buyer.shown if message.text.splitlines()[-1].startswith("✓")]
    assert not any(message.buttons for message in shown)


async def test_the_same_questions_next_choice_is_shown_in_place(buyer: Chat) -> None:
    await tap_all(buyer, "Yes, please", "Grace Tan", "Ms", "1")
    before = len(buyer.said)
    for label, text in (
        ("Sat, Nov 21", "Sat, Nov 21: which hour would suit you?"),
        ("Another day", "Which day would suit you?"),
        ("Sun, Nov 22", "Sun, Nov 22: which hour would suit you?"),
    ):
        await buyer.tap(label)
        assert (len(buyer.said), buyer.last) == (before, text)


async def test_a_way_back_is_no_answer(buyer: Chat) -> None:
    await tap_all(buyer, "Yes, please", "Grace Tan", "Ms", "3")
    before = buyer.said
    await buyer.tap("‹ Back")
    assert buyer.said[:-1] == before[:-1]
    assert "how many guests will come" in buyer.last
    await buyer.tap("2")
    assert buyer.said[-2].endswith("\n✓ 2")


async def test_changing_and_starting_over_at_the_confirmation_are_no_answers(buyer: Chat) -> None:
    await tap_all(buyer, *BOOKING)
    before = len(buyer.said)
    await buyer.tap("Change guests")
    assert (len(buyer.said), "how many guests" in buyer.last) == (before, True)
    await tap_all(buyer, "4", "No elders or children")
    assert answers(buyer)[-3:-1] == ["✓ 4", "✓ No elders or children"]
    before = len(buyer.said)
    await buyer.tap("Start over")
    assert (len(buyer.said), "How may we address you?" in buyer.last) == (before, True)


async def test_a_change_that_shows_the_keyboard_is_no_answer_either(buyer: Chat) -> None:
    await tap_all(buyer, *BOOKING, "Change phone")
    left = buyer.said[-2]
    assert left.startswith("Is everything as you wish?")
    assert "✓" not in left


async def test_a_closed_form_keeps_its_question_and_the_no(play: Play) -> None:
    (manager,) = await play.in_english(MANAGER)
    await manager.send("/close 11-21 10:00 a fair")
    asked = manager.last
    await manager.tap("Leave unchanged")
    assert manager.said[-2:] == [f"{asked}\n✓ Leave unchanged", "Very well, everything stays as it is."]


async def test_a_managers_form_keeps_its_answers(play: Play) -> None:
    (manager,) = await play.in_english(MANAGER)
    await manager.send("/close")
    begun = len(manager.said) - 1
    await tap_all(manager, "Sat, Nov 21", "10:00", "✓ This hour", "Skip", "✓ Yes, close")
    noted = [line for line in answers(manager)[begun:] if line.startswith("✓")]
    assert noted[:4] == ["✓ Sat, Nov 21", "✓ This hour", "✓ Skip", "✓ Yes, close"]


@pytest.mark.parametrize("late", [False, True])
async def test_a_tap_that_is_doubled_asks_the_next_question_once(play: Play, buyer: Chat, late: bool) -> None:
    message, data = buyer.find("Yes, please")
    play.stage.telegram.tap(buyer.user_id, message, data, **buyer.where)
    if late:
        await play.stage.settle()
    await play.forge(buyer, message, data)
    assert [text.splitlines()[0] for text in buyer.said[1:]] == ["How may we address you?"]
    assert answers(buyer)[0] == "✓ Yes, please"
    assert buyer.buttons[0] == "Grace Tan"


async def test_a_screen_that_could_not_be_shown_in_place_is_shown_at_the_next_tap(
    play: Play, buyer: Chat
) -> None:
    await tap_all(buyer, "Yes, please", "Grace Tan", "Ms", "1")
    play.stage.telegram.fail_next(BUYERS_BOT.username, "editMessageText", refusal(400, "Bad Request: no"))
    await buyer.tap("Sat, Nov 21")
    assert "Which day" in buyer.last
    await buyer.tap("Sat, Nov 21")
    assert "which hour" in buyer.last


@pytest.mark.parametrize("method", ["editMessageText", "sendMessage"])
async def test_a_429_delays_the_answer_and_the_question_and_repeats_neither(
    play: Play, buyer: Chat, method: str
) -> None:
    before = play.stage.clock.now()
    wait = refusal(429, "Too Many Requests: retry after 30", retry_after=30)
    play.stage.telegram.fail_next(BUYERS_BOT.username, method, wait)
    await buyer.tap("Yes, please")
    assert len(buyer.said) == 1
    await play.until(before + timedelta(seconds=30))
    assert answers(buyer)[0] == "✓ Yes, please"
    assert len(buyer.said) == 2


async def test_each_question_arrives_within_telegrams_strictest_limits(play: Play, buyer: Chat) -> None:
    """One request a second: the second one, for the next question, is made again when the wait is over."""
    play.stage.telegram.enforce_limits()
    for label in ("Yes, please", "Grace Tan", "Ms"):
        await buyer.tap(label)
        await play.until(play.stage.clock.now() + timedelta(seconds=5))
    for said in ("3", "1 elder"):
        await buyer.send(said)
        await play.until(play.stage.clock.now() + timedelta(seconds=5))
    assert answers(buyer)[:3] == ["✓ Yes, please", "✓ Grace Tan", "✓ Ms"]
    assert [text.splitlines()[-1] for text in buyer.said[-2:]] == [
        "Are there any elders or children among you? We would like to be ready for them.",
        "Which day would suit you?",
    ]
    assert len(buyer.said) == 6


def test_a_page_of_an_earlier_version_can_be_read() -> None:
    stored = {**Page(text="Which day?", rows=[]).to_json(), "answered": "11:00"}
    assert Page.from_json(stored) == Page(text="Which day?", rows=[])

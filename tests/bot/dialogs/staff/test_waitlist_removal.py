"""Staff remove somebody from the waitlist: a guest with a chat is notified there, a caller is not."""

import pytest

from core.booking import Booking
from demo.cast import OPERATOR
from tests.bot.dialogs.guest.waiting_guests import (
    SATURDAY_TEN,
    add_waiting_caller,
    cancel_booking,
    places,
    to_the_day,
)
from tests.support.gestures import Chat, Play

GIVEN_UP = "Your place on our waiting list for Sat, Nov 21 10:00 has been given up"


async def on_the_phone(play: Play) -> tuple[Chat, Chat, list[Booking]]:
    """A guest who shared their number in the chat, and whom the operator put on the waitlist when they called."""
    taken = await play.fill(SATURDAY_TEN)
    buyer = play.buyer(phone="+8613800138000")
    await to_the_day(buyer)
    for label in ("Sat, Nov 21", "10:00 full"):
        await buyer.tap(label)
    await buyer.share()
    await buyer.tap("✓ Confirm")
    (operator,) = await play.in_english(OPERATOR)
    await add_waiting_caller(operator)
    assert [status for status, _, _ in await places(play)] == ["left", "waiting"]
    return buyer, operator, taken


@pytest.mark.parametrize(
    ("when", "answer"),
    [
        ("waiting", "You are on our waiting list for Sat, Nov 21 10:00"),
        ("offered", "there is no need to wait"),
    ],
)
async def test_a_guest_removed_from_the_waitlist_is_notified_and_can_wait_again(
    play: Play, when: str, answer: str
) -> None:
    buyer, operator, taken = await on_the_phone(play)
    assert not any(GIVEN_UP in text for text in buyer.said)
    if when == "offered":
        await cancel_booking(play, taken[0])
        assert "A seat is now free" in buyer.last
    await operator.tap("Leave the waiting list")
    if when == "offered":
        # The first tap shows the offer that the entry has become.
        await operator.tap("No, thank you")
    assert GIVEN_UP in buyer.last
    assert "please call" in buyer.last
    await buyer.tap("Keep waiting")
    assert answer in buyer.last


async def test_removing_a_caller_from_the_waitlist_notifies_nobody(play: Play) -> None:
    (operator,) = await play.in_english(OPERATOR)
    await play.fill(SATURDAY_TEN)
    await add_waiting_caller(operator)
    await operator.tap("Leave the waiting list")
    assert "is no longer on the waiting list" in operator.last
    assert not any("has been given up" in text for text in operator.said)

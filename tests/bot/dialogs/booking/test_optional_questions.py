"""The optional questions after the confirmation."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from core.store.tables import bookings, guests
from demo.cast import MANAGER
from tests.conftest import MORNING
from tests.support.gestures import BOOKING, Chat, Play


async def reserve(buyer: Chat) -> None:
    await buyer.open()
    for label in BOOKING:
        await buyer.tap(label)
    await buyer.tap("✓ Confirm")


async def test_answers_to_the_optional_questions_are_stored_and_shown_to_staff(play: Play) -> None:
    buyer = play.buyer()
    await reserve(buyer)
    assert "How did you hear about us?" in buyer.last
    await buyer.tap("Friend's recommendation")
    await buyer.send("Nanshan")
    await buyer.send("粤b 12·345")
    await buyer.send("My father uses a <wheelchair>")
    assert "Everything is noted" in buyer.last
    (guest,), (booking,) = await play.rows(guests), await play.rows(bookings)
    assert (guest.heard_through, guest.district) == ("referral", "Nanshan")
    assert (booking.plate, booking.remarks, booking.version) == (
        "粤B12345",
        "My father uses a <wheelchair>",
        1,
    )
    (manager,) = await play.in_english(MANAGER)
    await manager.send("/today 11-21")
    assert "\u3000🚗 粤B12345\n\u3000✎ My father uses a <wheelchair>" in manager.last
    await play.until(datetime(2026, 11, 21, 3, tzinfo=UTC))
    await play.group.send(f"/arrived {booking.code}")
    assert "🚗 粤B12345\n✎ My father uses a <wheelchair>" in play.group.last


async def test_one_tap_ends_all_questions_and_one_tap_skips_a_question(play: Play) -> None:
    one, other = play.buyer(), play.buyer()
    await reserve(one)
    await one.tap("No more questions")
    assert "Everything is noted" in one.last
    await reserve(other)
    for _ in range(4):
        await other.tap("Skip")
    assert "Everything is noted" in other.last
    for guest in await play.rows(guests):
        assert (guest.heard_through, guest.district) == (None, None)


async def test_an_optional_question_answered_before_is_not_asked_again(play: Play) -> None:
    buyer = play.buyer()
    await reserve(buyer)
    await buyer.tap("Online")
    await buyer.send("Nanshan")
    await buyer.tap("No more questions")
    await buyer.send("/my")
    await buyer.tap("Cancel")
    await buyer.tap("Yes, cancel it")
    await buyer.tap("Reserve an hour")
    for label in ("1", "Sat, Nov 21", "12:00", "✓ Confirm"):
        await buyer.tap(label)
    assert "Will you come by car?" in buyer.last


@pytest.mark.parametrize(
    ("skips", "said", "answer"),
    [
        (0, "from my aunt", "I did not quite follow"),
        (1, "x" * 81, "A few words are enough"),
        (2, "a red one", "does not look like a number plate"),
        (2, "?!", "does not look like a number plate"),
        (3, "x" * 501, "Up to 500 characters"),
        (3, "\u202e\u200f", "Please write it in words"),
    ],
)
async def test_an_invalid_answer_is_asked_again(play: Play, skips: int, said: str, answer: str) -> None:
    buyer = play.buyer()
    await reserve(buyer)
    for _ in range(skips):
        await buyer.tap("Skip")
    await buyer.send(said)
    assert answer in buyer.last
    (booking,) = await play.rows(bookings)
    assert (booking.plate, booking.remarks) == (None, None)


async def test_a_guest_who_returns_later_is_not_asked_the_optional_questions(play: Play) -> None:
    buyer = play.buyer()
    await reserve(buyer)
    await play.until(MORNING + timedelta(hours=2))
    await buyer.send("hello")
    assert "We are expecting you" in buyer.last
    await buyer.send("hello")
    assert "We are expecting you" in buyer.last


async def test_a_guest_who_returns_after_a_cancellation_is_told_of_it(play: Play) -> None:
    buyer = play.buyer()
    await reserve(buyer)
    await play.stage.house.run(
        lambda desk: desk.conn.execute(update(bookings).values(status="cancelled")).rowcount
    )
    await play.until(MORNING + timedelta(hours=2))
    await buyer.send("hello")
    assert "has been cancelled" in buyer.last
    assert "We are expecting you" not in buyer.last


async def test_a_no_to_one_question_is_not_a_no_to_the_next(play: Play) -> None:
    buyer = play.buyer()
    await reserve(buyer)
    await buyer.tap("Skip")
    await buyer.tap("Skip")
    assert "Will you come by car?" in buyer.last
    await buyer.send("no")
    assert "Is there anything we should prepare" in buyer.last


async def test_a_no_to_the_first_question_is_a_no_to_all(play: Play) -> None:
    buyer = play.buyer()
    await reserve(buyer)
    await buyer.send("no")
    assert "Everything is noted" in buyer.last


async def test_a_booking_cancelled_meanwhile_ends_the_questions(play: Play) -> None:
    buyer = play.buyer()
    await reserve(buyer)
    await buyer.tap("Skip")
    await buyer.tap("Skip")
    await play.stage.house.run(
        lambda desk: desk.conn.execute(update(bookings).values(status="cancelled")).rowcount
    )
    await buyer.send("粤B12345")
    assert "went wrong" not in buyer.last
    (booking,) = await play.rows(bookings)
    assert booking.plate is None

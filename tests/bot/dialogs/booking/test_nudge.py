"""A guest who falls silent half-way through the booking form is nudged, once and in the opening hours."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from core.store.tables import outbox
from demo.stage import BUYERS_BOT
from tests.conftest import MORNING
from tests.support.gestures import BOOKING, Chat, Play

MINUTE = timedelta(minutes=1)
HALF_WAY = ("Yes, please", "Mr Wang")
# Ten minutes before six in the evening, when the house closes.
LATE = datetime(2026, 11, 19, 9, 50, tzinfo=UTC)


async def goes_half_way(play: Play, chat: Chat | None = None) -> Chat:
    buyer = chat or play.buyer()
    await buyer.send("/start")
    for said in HALF_WAY:
        await buyer.send(said)
    assert "how many guests" in buyer.last
    return buyer


async def after(play: Play, wait: timedelta) -> None:
    await play.until(play.stage.clock.now() + wait)


def nudges(chat: Chat) -> int:
    return sum("Whenever you are ready" in text for text in chat.said)


async def jobs(play: Play) -> Sequence[str]:
    return [row.status for row in await play.rows(outbox) if row.kind == "job"]


async def test_a_guest_is_nudged_once_after_ten_minutes_of_silence(play: Play) -> None:
    buyer = await goes_half_way(play)
    await after(play, 10 * MINUTE - timedelta(seconds=1))
    assert nudges(buyer) == 0
    await after(play, timedelta(seconds=1))
    assert "Whenever you are ready" in buyer.last
    assert "is kept" in buyer.last
    await buyer.send("3")
    assert "elder" in buyer.last
    await after(play, timedelta(days=2))
    assert nudges(buyer) == 1
    assert await jobs(play) == ["sent"]


async def test_continue_asks_the_open_question_again_below_the_nudge(play: Play) -> None:
    buyer = await goes_half_way(play)
    await after(play, 10 * MINUTE)
    message, data = buyer.find("Continue")
    await buyer.tap("Continue")
    assert "how many guests" in buyer.last
    await buyer.tap("1")
    assert "Which day would suit you?" in buyer.last
    for label in ("Sat, Nov 21", "11:00", "I would rather not", "✓ Confirm"):
        await buyer.tap(label)
    await buyer.tap_data(message, data)
    assert buyer.toast == "This button is no longer in use."
    assert "How did you hear about us?" in buyer.last


async def test_a_guest_who_goes_on_is_nudged_ten_minutes_after_their_last_words(play: Play) -> None:
    buyer = await goes_half_way(play)
    for said in ("3", "none", "11-21", "10:00"):
        await after(play, 4 * MINUTE)
        await buyer.send(said)
    await after(play, 10 * MINUTE - timedelta(seconds=1))
    assert nudges(buyer) == 0
    await after(play, timedelta(seconds=1))
    assert nudges(buyer) == 1
    # One was planned with the first answer; it looked twice, and planned itself again.
    assert await jobs(play) == ["sent"] * 3


async def test_who_has_answered_nothing_is_not_nudged(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in ("A question first", "‹ Back", "Yes, please"):
        await buyer.tap(label)
    await after(play, timedelta(hours=2))
    assert nudges(buyer) == 0
    assert await jobs(play) == []


@pytest.mark.parametrize(
    "end",
    [
        ("3", "none", "11-21", "11:00", "I would rather not", "✓ Confirm"),
        ("/start", "Start over"),
    ],
    ids=["booked", "restarted"],
)
async def test_who_has_booked_or_begun_again_is_not_nudged(play: Play, end: tuple[str, ...]) -> None:
    buyer = await goes_half_way(play)
    for said in end:
        await buyer.send(said)
    await after(play, timedelta(hours=2))
    assert nudges(buyer) == 0


async def test_a_form_that_is_begun_again_is_nudged_once(play: Play) -> None:
    buyer = await goes_half_way(play)
    await buyer.send("/start")
    await buyer.tap("Start over")
    for said in HALF_WAY[1:]:
        await buyer.send(said)
    await after(play, timedelta(hours=2))
    assert nudges(buyer) == 1
    assert await jobs(play) == ["superseded", "sent"]
    await buyer.send("/start")
    await buyer.tap("Start over")
    await buyer.send(HALF_WAY[1])
    await after(play, timedelta(hours=2))
    assert nudges(buyer) == 2


@pytest.mark.parametrize(
    ("begun_at", "nudged"),
    [
        (MORNING - 11 * MINUTE, False),
        (MORNING - 10 * MINUTE, True),
        (LATE - MINUTE, True),
        (LATE, False),
        (LATE + timedelta(hours=3), False),
    ],
)
async def test_nobody_is_nudged_outside_the_opening_hours(
    play: Play, begun_at: datetime, nudged: bool
) -> None:
    await play.until(begun_at + timedelta(days=1))
    buyer = await goes_half_way(play)
    await after(play, timedelta(days=1))
    assert nudges(buyer) == nudged


async def test_a_restart_neither_loses_nor_repeats_a_nudge(play: Play) -> None:
    buyer = await goes_half_way(play)
    await after(play, 5 * MINUTE)
    await play.stage.restart()
    await after(play, 5 * MINUTE)
    assert nudges(buyer) == 1
    await play.stage.restart()
    await after(play, timedelta(hours=1))
    assert nudges(buyer) == 1


async def test_a_nudge_that_may_have_been_sent_is_not_sent_again(play: Play) -> None:
    buyer = await goes_half_way(play)
    play.stage.telegram.fail_next(BUYERS_BOT.username, "sendMessage", ConnectionError("cut"), after=True)
    await after(play, timedelta(hours=1))
    assert nudges(buyer) == 1


async def test_a_form_set_aside_is_nudged_only_when_it_is_open_again(play: Play) -> None:
    silent, back = await goes_half_way(play), await goes_half_way(play)
    for buyer in (silent, back):
        await after(play, MINUTE)
        await buyer.send("/word")
    await after(play, 5 * MINUTE)
    await back.send("It was cold.")
    assert "how many guests" in back.last
    await after(play, timedelta(hours=2))
    assert (nudges(silent), nudges(back)) == (0, 1)


async def test_staff_are_not_nudged(play: Play) -> None:
    operator = play.operator()
    await operator.send("/book")
    for said in HALF_WAY:
        await operator.send(said)
    await after(play, timedelta(hours=2))
    assert nudges(operator) == 0
    assert await jobs(play) == []


async def test_a_guest_whom_the_house_knows_is_nudged_only_for_what_they_answer(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in BOOKING:
        await buyer.tap(label)
    await buyer.tap("✓ Confirm")
    await buyer.tap("No more questions")
    await buyer.tap("Cancel")
    await buyer.tap("Yes, cancel it")
    await buyer.tap("Reserve an hour")
    await after(play, timedelta(hours=1))
    assert nudges(buyer) == 0
    await buyer.tap("2")
    await after(play, timedelta(hours=1))
    assert nudges(buyer) == 1

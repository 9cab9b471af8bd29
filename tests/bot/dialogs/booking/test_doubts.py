"""Every doubt has an answer that leads back to booking."""

from datetime import date

import pytest
from sqlalchemy import select

from bot.dialogs.booking import doubts
from bot.dialogs.booking.doubts import Doubt
from bot.understanding.sentences import understand
from core.store.tables import receipts
from demo.cast import OPERATOR
from tests.support.gestures import BOOKING, Play, book
from tests.understanding import corpus

FRIDAY_NINE = "Fri, Nov 20 09:00"


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ("Why is this so complicated?", Doubt.WHY),
        ("为什么要预约这么麻烦", Doubt.WHY),
        ("為什麼這麼複雜", Doubt.WHY),
        ("I'm from out of town and leave tomorrow", Doubt.LEAVING),
        ("我是外地的，明天就走", Doubt.LEAVING),
        ("is there nothing free?", Doubt.FREE),
        ("还有空位吗", Doubt.FREE),
        ("I am at the gate", Doubt.GATE),
        ("我在你们门口，没预约", Doubt.GATE),
        ("我要投诉", Doubt.COMPLAINT),
        ("I have a complaint", Doubt.COMPLAINT),
        ("Grace Tan", None),
        ("王欣女士", None),
        ("11-21", None),
        ("明天", None),
        ("下午2点", None),
        ("Gates", None),
        ("I am flying home tomorrow", Doubt.LEAVING),
        ("would 2pm be good tomorrow?", None),
        ("Hugo tomorrow", None),
        ("we could go tomorrow", None),
        ("please don't contact me", Doubt.STOP),
        ("I do not write English well. Is there parking?", None),
    ],
)
def test_a_clearly_worded_doubt_is_recognised(said: str, doubt: Doubt | None) -> None:
    assert doubts.heard_in(said, understand(said, corpus.setting(date(2026, 11, 20)))) is doubt


@pytest.mark.parametrize("way", ["tap", "type", "without start"])
async def test_why_so_complicated_is_answered_and_leads_back(play: Play, way: str) -> None:
    buyer = play.buyer()
    if way == "tap":
        await buyer.open()
        await buyer.tap("A question first")
        await buyer.tap("Why by appointment?")
    elif way == "type":
        await buyer.open()
        await buyer.send("why so complicated")
    else:
        await buyer.send("why so complicated")
    assert "It is only to make your visit a good one" in buyer.last
    await buyer.tap("Yes, please")
    assert "How may we address you?" in buyer.last


async def test_a_doubt_in_the_middle_of_the_form_keeps_the_answers_and_repeats_the_question(
    play: Play,
) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in BOOKING[:3]:
        await buyer.tap(label)
    await buyer.send("why so complicated?")
    assert "It is only to make" in buyer.last
    assert "Ms Tan, how many guests" in buyer.last


async def test_the_nearest_free_hours_can_be_booked_with_one_tap(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    await buyer.tap("A question first")
    await buyer.tap("Is anything still free?")
    assert buyer.buttons[:3] == [f"Fri, Nov 20 {hour}:00" for hour in ("09", "10", "11")]
    await buyer.tap(FRIDAY_NINE)
    for label in ("Grace Tan", "Ms", "1", "I would rather not", "✓ Confirm"):
        await buyer.tap(label)
    assert "Fri, Nov 20 09:00–10:00" in buyer.card


async def test_a_guest_who_leaves_soon_sees_the_nearest_hours_and_the_operator_is_notified_once(
    play: Play,
) -> None:
    (operator,) = await play.in_english(OPERATOR)
    buyer = play.buyer()
    await buyer.send("I am from out of town and leave tomorrow")
    assert "We have told our booking centre as well" in buyer.last
    assert buyer.buttons[0] == FRIDAY_NINE
    assert "Grace Tan</b>" not in operator.last
    assert "Grace Tan is from out of town, leaves soon" in operator.last
    before = len(operator.said)
    await buyer.send("I leave tomorrow!")
    assert len(operator.said) == before


async def test_a_guest_who_leaves_soon_gets_the_phone_number_if_no_operator_was_notified(play: Play) -> None:
    buyer = play.buyer()
    for _ in range(2):
        await buyer.send("I am from out of town and leave tomorrow")
        assert "We have told our booking centre" not in buyer.last
        assert "+86 755 8888 0000" in buyer.last


async def test_a_guest_at_the_gate_without_a_booking_is_offered_the_nearest_hours(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("I am at the gate, no appointment")
    assert "Thank you for coming all this way. We receive by appointment only" in buyer.last
    assert buyer.buttons[0] == FRIDAY_NINE
    await buyer.tap(FRIDAY_NINE)
    assert "How may we address you?" in buyer.last


async def test_a_known_guest_at_the_gate_books_with_two_taps(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    await buyer.tap("Cancel")
    await buyer.tap("Yes, cancel it")
    await buyer.send("I am at the gate")
    await buyer.tap(FRIDAY_NINE)
    assert "how many guests" in buyer.last


async def test_a_guest_at_the_gate_with_a_booking_sees_their_booking(play: Play) -> None:
    buyer = play.buyer()
    code = await book(buyer)
    await buyer.send("I'm at the gate")
    assert "We are expecting you" in buyer.last
    assert code in buyer.last


@pytest.mark.parametrize("place", range(6))
@pytest.mark.parametrize("language", ["en", "zh-hans"])
async def test_every_button_of_the_doubts_menu_has_an_answer(play: Play, place: int, language: str) -> None:
    buyer = play.buyer(language=language)
    await buyer.open()
    await buyer.tap(buyer.buttons[3])
    await buyer.tap(buyer.buttons[place])
    assert len(buyer.said) == 3
    assert buyer.shown[-1].buttons
    failed = await play.look(
        lambda desk: desk.conn.execute(select(receipts).filter_by(result="failed")).all()
    )
    assert failed == []


async def test_back_after_an_answered_doubt_leads_to_the_greeting(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    await buyer.tap("A question first")
    await buyer.tap("I am leaving town soon")
    await buyer.tap("‹ Back")
    assert "Which day would suit you?" in buyer.last
    await buyer.tap("‹ Back")
    assert "Shall I reserve an hour for you?" in buyer.last

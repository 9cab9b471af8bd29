"""Request mode: the guest asks for a day, the house answers with the hour."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from core.desk import queries
from core.site import Site
from core.store.tables import bookings, requests
from demo.cast import MANAGER, OPERATOR, add_people, prepare_house
from demo.stage import Stage
from tests.conftest import MORNING
from tests.support.gestures import Chat, Play

SATURDAY_TEN = datetime(2026, 11, 21, 2, tzinfo=UTC)
SATURDAY = date(2026, 11, 21)
ASKED = ("Yes, please", "Grace Tan", "Ms", "1", "Sat, Nov 21", "I would rather not", "✓ Confirm")


@pytest.fixture
async def play(database: Path, site: Site) -> AsyncIterator[Play]:
    """A house in request mode."""
    rules = site.booking.model_copy(update={"request_mode": True})
    most_exclusive = site.model_copy(update={"booking": rules})
    stage = await Stage.open(database, most_exclusive, MORNING, add_people, prepare_house)
    yield Play(stage)
    await stage.close()


async def asks(play: Play) -> Chat:
    buyer = play.buyer()
    await buyer.open()
    for label in ASKED:
        await buyer.tap(label)
    return buyer


async def answers(operator: Chat, *labels: str) -> None:
    for label in labels:
        await operator.tap(label)


async def test_the_form_asks_only_for_the_day_and_says_when_the_house_answers(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in ASKED[:-3]:
        await buyer.tap(label)
    assert "We choose the hour and let you know by today at 18:00" in buyer.last
    assert not any("Thu, Nov 19" in label for label in buyer.buttons)
    await buyer.tap("Sat, Nov 21")
    await buyer.tap("I would rather not")
    assert "🗓 Sat, Nov 21\n" in buyer.last
    assert "We confirm the hour by today at 18:00" in buyer.last
    await buyer.tap("✓ Confirm")
    assert "let you know by today at 18:00" in buyer.last
    (row,) = await play.rows(requests)
    assert (row.day, row.status) == (SATURDAY, "open")
    assert await play.rows(bookings) == []


@pytest.mark.parametrize(
    ("said", "answer"),
    [("11-19", "a little notice"), ("2027-06-01", "until Thu, Dec 3"), ("10:00", "Please tap a day")],
)
async def test_a_typed_day_is_checked(play: Play, said: str, answer: str) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in ASKED[:-3]:
        await buyer.tap(label)
    await buyer.send(said)
    assert answer in buyer.last
    await buyer.send("11-21")
    assert "Which number" in buyer.last


async def test_my_shows_the_request_and_can_withdraw_it(play: Play) -> None:
    buyer = await asks(play)
    for word in ("/my", "hello"):
        await buyer.send(word)
        assert "You have asked for Sat, Nov 21, 1 guest" in buyer.last
    await buyer.tap("Withdraw the request")
    assert "your request for Sat, Nov 21 is withdrawn" in buyer.last
    assert [row.status for row in await play.rows(requests)] == ["withdrawn"]
    await buyer.send("/my")
    assert "no visit booked" in buyer.last


async def test_an_operator_answers_with_an_hour_and_the_guest_is_notified(play: Play) -> None:
    (operator,) = await play.in_english(OPERATOR)
    buyer = await asks(play)
    assert "A guest asks for a day" in operator.last
    await answers(operator, "Choose the hour")
    assert "Ms Tan: which hour on Sat, Nov 21?" in operator.last
    await answers(operator, "10:00")
    assert "Shall I confirm Sat, Nov 21 10:00–11:00 for Ms Tan?" in operator.last
    await answers(operator, "Yes, confirm")
    assert "The guest has been told" in operator.last
    mine = await play.look(lambda desk: queries.open_booking(desk, buyer.user_id))
    assert mine is not None
    assert mine.starts_at == SATURDAY_TEN
    assert "We have reserved this hour for you" in buyer.last
    assert mine.code in buyer.last
    assert [row.status for row in await play.rows(requests)] == ["answered"]
    await buyer.tap("Cancel")
    await buyer.tap("Yes, cancel it")
    assert "is cancelled" in buyer.last


async def test_an_operator_can_answer_with_another_day_and_is_not_offered_full_hours(play: Play) -> None:
    (operator,) = await play.in_english(OPERATOR)
    await play.fill(SATURDAY_TEN + timedelta(days=1))
    await asks(play)
    await answers(operator, "Choose the hour", "Another day", "Sun, Nov 22")
    assert "09:00" in operator.buttons
    assert not any("10:00" in label for label in operator.buttons)
    await operator.send("10:00")
    assert "is fully booked" in operator.last
    assert not any("Wait" in label for label in operator.buttons)
    await answers(operator, "Sun, Nov 22 11:00", "Yes, confirm")
    assert [row.status for row in await play.rows(requests)] == ["answered"]


async def test_a_request_is_declined_after_a_confirmation(play: Play) -> None:
    (operator,) = await play.in_english(OPERATOR)
    buyer = await asks(play)
    await answers(operator, "No hour available", "No, not yet")
    assert "1 request is waiting for an answer" in operator.last
    await answers(operator, "Sat, Nov 21 · Ms Tan", "No hour available", "Yes, decline it")
    assert "Dear Ms Tan, we are very sorry" in buyer.last
    assert "+86 755 8888 0000" in buyer.last
    await buyer.tap("Reserve an hour")
    assert "how many guests" in buyer.last
    await operator.send("/requests")
    assert "No requests are waiting" in operator.last


async def test_a_withdrawn_request_cannot_be_answered(play: Play) -> None:
    (operator,) = await play.in_english(OPERATOR)
    buyer = await asks(play)
    message, choose = operator.find("Choose the hour")
    await answers(operator, "Choose the hour", "10:00")
    await buyer.tap("Withdraw the request")
    await operator.tap("Yes, confirm")
    assert "has already been handled" in operator.last
    await operator.tap_data(message, choose)
    assert "has already been handled" in operator.toast
    assert await play.rows(bookings) == []


async def test_an_unanswered_request_reaches_the_site_manager(play: Play) -> None:
    operator, manager = await play.in_english(OPERATOR, MANAGER)
    buyer = await asks(play)
    assert "asks for a day" in operator.last
    assert "asks for a day" not in manager.last
    await play.until(MORNING + timedelta(hours=9))
    assert "Not answered in time" in manager.last
    for word in ("", "/my"):
        await (buyer.send(word) if word else play.stage.settle())
        assert "We are sorry to keep you waiting, Ms Tan: your hour on Sat, Nov 21" in buyer.last
        assert "please call us on +86 755 8888 0000" in buyer.last
        assert "Thu, Nov 19 18:00" not in buyer.last
        assert buyer.buttons == ["Withdraw the request"]
    await answers(manager, "Choose the hour", "10:00", "Yes, confirm")
    assert len(await play.rows(bookings)) == 1


async def test_in_request_mode_a_guest_can_move_only_within_the_day(play: Play) -> None:
    (operator,) = await play.in_english(OPERATOR)
    buyer = await asks(play)
    await answers(operator, "Choose the hour", "10:00", "Yes, confirm")
    await buyer.tap("Move")
    assert buyer.buttons == ["Sat, Nov 21 ✦ · in 2 days", "‹ Back"]
    assert "I can offer you another hour on Sat, Nov 21 here" in buyer.last
    assert "or cancel this visit and request the new day" in buyer.last
    await buyer.send("11-25")
    assert buyer.last.count("For another day, please call us on +86 755 8888 0000") == 1
    await buyer.tap("Another day")
    for label in ("Sat, Nov 21", "11:00", "Yes, move it"):
        await buyer.tap(label)
    assert "Sat, Nov 21 11:00–12:00" in buyer.last


async def test_in_request_mode_doubts_offer_days_and_no_hours(play: Play) -> None:
    buyer = play.buyer()
    for doubt in ("is anything free?", "I leave tomorrow", "I am at the gate"):
        await buyer.send(doubt)
        assert "Which day would you like to come?" in buyer.last
        assert "nearest hours" not in buyer.last
        assert "These are the next free hours" not in buyer.last


async def test_in_request_mode_an_operator_books_an_hour_for_a_caller_at_once(play: Play) -> None:
    operator = play.operator()
    await operator.send("/book")
    for said in ("Yes, please", "Mr Wang", "1", "11-21", "10:00", "138 0013 8000", "✓ Confirm"):
        await operator.send(said)
    assert [row.starts_at for row in await play.rows(bookings)] == [SATURDAY_TEN]


async def test_an_hour_chosen_before_request_mode_was_turned_on_is_asked_again(
    database: Path, site: Site, play: Play
) -> None:
    await play.stage.close()
    before = Play(await Stage.open(database, site, MORNING, add_people, lambda desk: None))
    buyer = before.buyer()
    await buyer.open()
    for label in ("Yes, please", "Grace Tan", "Ms", "1", "Sat, Nov 21", "10:00"):
        await buyer.tap(label)
    rules = site.booking.model_copy(update={"request_mode": True})
    object.__setattr__(before.stage.house, "site", site.model_copy(update={"booking": rules}))
    await buyer.tap("I would rather not")
    assert "can no longer be booked" in buyer.last
    assert "Which day would you like to come?" in buyer.last
    await before.stage.close()

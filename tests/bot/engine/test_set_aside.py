"""The engine sets an open dialog aside when another is opened, and resumes it afterwards.

The tests also read the session through a second house, opened on the same database.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from structlog.testing import capture_logs

from bot import opening
from bot.engine import reply_writer
from bot.engine.form_dialog import FormDialog
from core.booking import Party
from core.desk import booking
from core.desk.booking import BookingDetails
from core.guests import Name, Phone, PhoneKind
from core.site import Site
from core.store.tables import bookings, complaints, requests, sessions
from demo.cast import OPERATOR, add_people, prepare_house
from demo.stage import Stage
from tests.conftest import MORNING
from tests.support.gestures import BOOKING, Chat, Play
from tests.support.gestures import OPERATOR as BY_PHONE

ASKED = ("Yes, please", "Grace Tan", "Ms", "1", "Sat, Nov 21", "I would rather not", "✓ Confirm")
SATURDAY_TEN = datetime(2026, 11, 21, 2, tzinfo=UTC)
HALF_WAY = ("Yes, please", "Mr Wang", "3")


@pytest.fixture
async def asked_for_days(database: Path, site: Site) -> AsyncIterator[Play]:
    """A house in request mode."""
    rules = site.booking.model_copy(update={"request_mode": True})
    stage = await Stage.open(
        database, site.model_copy(update={"booking": rules}), MORNING, add_people, prepare_house
    )
    yield Play(stage)
    await stage.close()


async def seen_from_outside(play: Play, chat: Chat) -> tuple[str | None, list[str]]:
    """The open dialog of a chat and those set aside, oldest first, read through a second house."""
    outside = opening.open_house(play.stage._url, play.stage.house.site, play.stage.clock)
    try:
        row = await outside.read(
            lambda desk: desk.conn.execute(select(sessions).filter_by(user_id=chat.user_id)).one()
        )
    finally:
        await outside.close()
    return row.dialog, [each["dialog"] for each in row.aside or []]


async def answers(chat: Chat, *said: str) -> None:
    for each in said:
        await chat.send(each)


async def a_guest_asks_for_a_day(play: Play) -> None:
    guest = play.buyer()
    await guest.open()
    for label in ASKED:
        await guest.tap(label)


@pytest.mark.parametrize("restarts", [False, True], ids=["running", "restarted"])
async def test_a_booking_form_resumes_after_the_operator_answers_a_request(
    asked_for_days: Play, restarts: bool
) -> None:
    play = asked_for_days
    (operator,) = await play.in_english(OPERATOR)
    await operator.send("/book")
    await answers(operator, *HALF_WAY)
    assert "any elders or children among you" in operator.last
    await a_guest_asks_for_a_day(play)
    await operator.tap("Choose the hour")
    assert await seen_from_outside(play, operator) == ("answer", ["booking"])
    if restarts:
        await play.stage.restart()
    await operator.tap("10:00")
    await operator.tap("Yes, confirm")
    # The closing screen has buttons, so it stays and the form is shown below it.
    assert "Confirmed: Ms Tan" in operator.said[-2]
    assert "any elders or children among you" in operator.last
    assert await seen_from_outside(play, operator) == ("booking", [])
    await answers(operator, "No elders or children", "11-21", "11:00", "13800138000")
    await operator.tap("✓ Confirm")
    assert "Mr Wang" in operator.card
    rows = await play.rows(bookings)
    assert sorted(row.starts_at for row in rows) == [SATURDAY_TEN, SATURDAY_TEN.replace(hour=3)]
    assert [row.status for row in await play.rows(requests)] == ["answered"]


async def test_without_setting_aside_the_operators_form_is_lost(
    asked_for_days: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above."""
    play = asked_for_days
    (operator,) = await play.in_english(OPERATOR)
    await operator.send("/book")
    await answers(operator, *HALF_WAY)
    await a_guest_asks_for_a_day(play)
    monkeypatch.setattr(FormDialog, "worth_keeping", lambda dialog, context, state: False)
    await operator.tap("Choose the hour")
    assert await seen_from_outside(play, operator) == ("answer", [])
    await operator.tap("10:00")
    await operator.tap("Yes, confirm")
    assert "Confirmed: Ms Tan" in operator.last
    assert await seen_from_outside(play, operator) == (None, [])


async def a_guest_half_way(play: Play) -> Chat:
    """A known guest in the middle of the booking form, for whom the operator books a visit meanwhile."""
    guest = play.buyer()
    await guest.open()
    for label in BOOKING[:-1]:
        await guest.tap(label)
    await guest.share()
    for label in ("✓ Confirm", "No more questions", "Cancel", "Yes, cancel it", "Reserve an hour", "3"):
        await guest.tap(label)
    phone = Phone(number="+8613800138000", kind=PhoneKind.TAKEN)
    details = BookingDetails(
        name=Name(surname="Tan", given="Grace"), phone=phone, party=Party(adults=1), starts_at=SATURDAY_TEN
    )
    await play.stage.house.run(lambda desk: booking.book(desk, details, BY_PHONE))
    await play.stage.settle()
    return guest


async def move_to_sunday(guest: Chat) -> None:
    for label in ("Sun, Nov 22", "09:00", "Yes, move it"):
        await guest.tap(label)


async def test_a_booking_form_resumes_after_the_guest_moves_another_booking(play: Play) -> None:
    guest = await a_guest_half_way(play)
    await guest.tap("Move")
    assert await seen_from_outside(play, guest) == ("mine", ["booking"])
    await move_to_sunday(guest)
    assert "welcoming you at the new hour" in guest.said[-2]
    assert "any elders or children among you" in guest.last
    assert await seen_from_outside(play, guest) == ("booking", [])


async def test_dialogs_set_aside_are_resumed_in_reverse_order(play: Play) -> None:
    guest = await a_guest_half_way(play)
    await guest.tap("Move")
    await guest.tap("Sun, Nov 22")
    await guest.send("/word")
    assert await seen_from_outside(play, guest) == ("complaint", ["booking", "mine"])
    await play.stage.restart()
    await guest.send("It rains.")
    # A closing screen without buttons becomes a note above the resumed screen.
    assert "Your message goes to the site manager" in guest.last
    assert "Sun, Nov 22: which hour" in guest.last
    assert await seen_from_outside(play, guest) == ("mine", ["booking"])
    await guest.send("09:00")
    await guest.tap("Yes, move it")
    assert await seen_from_outside(play, guest) == ("booking", [])
    assert "any elders or children among you" in guest.last
    (kept,) = await play.rows(complaints)
    assert (kept.words, kept.surname, kept.given) == ("It rains.", "Tan", "Grace")


async def test_a_dialog_opened_again_is_not_set_aside_twice(play: Play) -> None:
    guest = await a_guest_half_way(play)
    await guest.tap("Move")
    await guest.tap("Cancel")
    assert await seen_from_outside(play, guest) == ("mine", ["booking"])
    await guest.send("/start")
    assert await seen_from_outside(play, guest) == ("booking", ["mine"])
    assert "Welcome back, Ms Tan" in guest.last


async def test_an_empty_form_is_not_set_aside(play: Play) -> None:
    guest = play.buyer()
    await guest.open()
    await guest.send("/word")
    assert await seen_from_outside(play, guest) == ("complaint", [])
    await guest.send("It rains.")
    assert await seen_from_outside(play, guest) == (None, [])


async def test_a_move_of_a_cancelled_booking_is_not_resumed(play: Play) -> None:
    """Staff cancel the booking while its move is set aside."""
    guest = await a_guest_half_way(play)
    await guest.tap("Move")
    await guest.send("/word")
    (mine,) = [row for row in await play.rows(bookings) if row.status == "booked"]
    await play.stage.house.run(lambda desk: booking.cancel(desk, mine.id, mine.version, BY_PHONE))
    await guest.send("It rains.")
    assert await seen_from_outside(play, guest) == ("booking", [])


@pytest.mark.parametrize("state", [{"at": "gone"}, {"guests": "many"}])
async def test_a_set_aside_state_that_cannot_be_read_is_dropped_with_a_log_line(
    play: Play, state: dict[str, Any]
) -> None:
    guest = play.buyer()
    await guest.open()
    await guest.tap("Yes, please")
    await guest.send("Ms Tan")
    await guest.send("/word")
    spoiled = [{"dialog": "booking", "state": state}, {"dialog": "unknown", "state": {}}]
    await play.stage.house.run(
        lambda desk: (
            desk.conn.execute(update(sessions).filter_by(bot="buyers").values(aside=spoiled)).rowcount
        )
    )
    with capture_logs() as logs:
        await guest.send("It rains.")
    dropped = [line["dialog"] for line in logs if "set aside could not be read" in line["event"]]
    assert dropped == ["booking", "unknown"]
    assert "Your message goes to the site manager" in guest.last
    assert await seen_from_outside(play, guest) == (None, [])


async def test_the_oldest_dialogs_are_dropped_when_too_many_are_set_aside(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reply_writer, "MOST_SET_ASIDE", 1)
    guest = await a_guest_half_way(play)
    await guest.tap("Move")
    await guest.send("/word")
    assert await seen_from_outside(play, guest) == ("complaint", ["mine"])


async def test_reserving_an_hour_with_an_open_form_asks_whether_to_continue(play: Play) -> None:
    guest = await a_guest_half_way(play)
    await guest.tap("Reserve an hour")
    assert "Shall we continue where we stopped?" in guest.last
    await guest.tap("Continue")
    assert "any elders or children among you" in guest.last

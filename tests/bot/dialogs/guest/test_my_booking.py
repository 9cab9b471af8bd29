"""/my: the guest's booking, its move and its cancellation."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from core.desk import booking as desk_booking
from core.store.tables import booking_changes, bookings, guests
from tests.conftest import MORNING
from tests.support.gestures import OPERATOR, Play, book, code_of

ELEVEN = datetime(2026, 11, 21, 3, tzinfo=UTC)
SATURDAY_NINE = datetime(2026, 11, 21, 1, tzinfo=UTC)


async def test_my_shows_the_booking_or_a_button_to_make_one(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("/my")
    assert "no visit booked" in buyer.last
    await buyer.tap("Reserve an hour")
    assert "How may we address you?" in buyer.last
    await buyer.send("Ms Tan")
    await buyer.send("/my")
    assert (
        buyer.last
        == "You have no visit booked yet.\n\nMs Tan, how many guests will come, including yourself?"
    )
    await buyer.tap("1")
    assert "Which day would suit you?" in buyer.last


async def test_a_move_is_confirmed_recorded_and_announced_to_the_group(play: Play) -> None:
    buyer = play.buyer()
    code = await book(buyer)
    await buyer.send("/my")
    assert code in buyer.last
    for label in ("Move", "Sun, Nov 22", "09:00"):
        await buyer.tap(label)
    assert "From Sat, Nov 21 11:00–12:00" in buyer.last
    assert "to Sun, Nov 22 09:00–10:00" in buyer.last
    await buyer.tap("Yes, move it")
    assert "we look forward to welcoming you at the new hour" in buyer.last
    row = await play.look(lambda desk: desk.conn.execute(select(bookings)).one())
    assert (row.starts_at, row.version, row.code) == (datetime(2026, 11, 22, 1, tzinfo=UTC), 2, code)
    assert "预约更改" in play.group.last
    assert "11月22日周日09:00" in play.group.last
    assert "11月21日周六11:00" in play.group.last


async def test_on_the_day_of_the_visit_a_move_offers_its_other_hours_and_days_with_enough_notice(
    play: Play,
) -> None:
    buyer = play.buyer()
    await book(buyer)
    await play.until(SATURDAY_NINE)
    await buyer.send("/my")
    await buyer.tap("Move")
    assert buyer.buttons[:2] == ["Sat, Nov 21 ✦ · today", "Sun, Nov 22 ✦ · tomorrow"]
    await buyer.tap("Sat, Nov 21")
    assert buyer.buttons[0] == "10:00"
    assert "11:00" not in buyer.buttons


async def test_a_cancellation_is_confirmed_recorded_and_announced_to_the_group(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    await buyer.tap("Cancel")
    await buyer.tap("No, keep it")
    assert "We are expecting you" in buyer.last
    await buyer.tap("Cancel")
    assert "Shall I cancel your visit on Sat, Nov 21 11:00–12:00?" in buyer.last
    await buyer.tap("Yes, cancel it")
    assert "is cancelled" in buyer.last
    what = await play.look(
        lambda desk: (
            desk.conn.execute(select(booking_changes.c.what).order_by(booking_changes.c.id)).scalars().all()
        )
    )
    assert what == ["made", "cancelled"]
    assert "取消" in play.group.last
    await buyer.send("/my")
    assert "no visit booked" in buyer.last


async def test_an_old_button_of_a_changed_booking_shows_its_current_state(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    message, move = buyer.find("Move")
    await buyer.send("/my")
    for label in ("Move", "Sun, Nov 22", "09:00", "Yes, move it"):
        await buyer.tap(label)
    await buyer.tap_data(message, move)
    assert "has been changed in the meantime" in buyer.last
    for label in ("Mon, Nov 23", "10:00", "Yes, move it"):
        await buyer.tap(label)
    assert "Mon, Nov 23 10:00–11:00" in buyer.last


async def test_an_old_button_of_a_cancelled_booking_says_that_it_is_cancelled(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    message, move = buyer.find("Move")
    await buyer.tap("Cancel")
    await buyer.tap("Yes, cancel it")
    await buyer.tap_data(message, move)
    assert "has been cancelled" in buyer.toast


async def test_a_cancellation_by_staff_ends_the_guests_move(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    for label in ("Move", "Sun, Nov 22", "09:00"):
        await buyer.tap(label)
    found = await play.look(lambda desk: desk.conn.execute(select(bookings)).one())
    await play.stage.house.run(lambda desk: desk_booking.cancel(desk, found.id, found.version, OPERATOR))
    await buyer.tap("Yes, move it")
    assert "is cancelled. We would be glad" in "".join(buyer.said)
    rows = await play.look(lambda desk: desk.conn.execute(select(bookings.c.status)).scalars().all())
    assert rows == ["cancelled"]


async def test_moving_to_the_same_hour_says_that_the_guest_already_has_it(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    for label in ("Move", "Sat, Nov 21"):
        await buyer.tap(label)
    await buyer.send("11:00")
    assert "You already have this hour" in buyer.last


async def test_a_guest_cannot_change_a_visit_after_its_hour_has_begun(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    message, move = buyer.find("Move")
    _, cancel = buyer.find("Cancel")
    await buyer.tap("Cancel")
    await play.until(ELEVEN - timedelta(minutes=1))
    await buyer.send("/my")
    assert buyer.buttons == ["Move", "Cancel"]
    await play.until(ELEVEN)
    await buyer.send("/my")
    assert "We are expecting you" in buyer.last
    assert "has already begun; to change it, please call us on +86 755 8888 0000" in buyer.last
    assert not buyer.shown[-1].buttons
    for data in (move, cancel):
        await buyer.tap_data(message, data)
        assert "has already begun" in buyer.toast
    (row,) = await play.rows(bookings)
    assert (row.status, row.version) == ("booked", 1)


async def test_a_cancellation_confirmed_after_the_hour_has_begun_changes_nothing(
    play: Play,
) -> None:
    buyer = play.buyer()
    await book(buyer)
    await play.until(ELEVEN - timedelta(minutes=1))
    await buyer.tap("Cancel")
    await play.until(ELEVEN)
    await buyer.tap("Yes, cancel it")
    assert "has already begun; to change it, please call us" in buyer.last
    assert [row.status for row in await play.rows(bookings)] == ["booked"]


async def test_a_guest_cannot_open_another_guests_booking(play: Play) -> None:
    mine, other = play.buyer(), play.buyer()
    await book(mine)
    booking = await play.look(lambda desk: desk.conn.execute(select(bookings.c.id)).scalar_one())
    await book(other, "Yes, please", "Grace Tan", "Ms", "1", "Sat, Nov 21", "12:00", "I would rather not")
    message, move = other.find("Move")
    forged = move.rpartition("|")[0] + f"|{booking}"
    assert forged != move
    await play.forge(other, message, forged)
    assert "cannot find this booking" in other.toast


async def test_a_move_to_a_full_hour_offers_the_nearest_hours(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    for label in ("Move", "Sun, Nov 22", "09:00"):
        await buyer.tap(label)
    await play.fill(datetime(2026, 11, 22, 1, tzinfo=UTC))
    await buyer.tap("Yes, move it")
    assert "is fully booked" in buyer.last
    await buyer.tap("Sun, Nov 22 10:00")
    await buyer.tap("Yes, move it")
    assert "Sun, Nov 22 10:00" in buyer.last


async def test_back_leaves_a_move_without_a_change(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    for label in ("Move", "Sun, Nov 22", "‹ Back", "‹ Back"):
        await buyer.tap(label)
    assert "We are expecting you" in buyer.last
    assert "Sat, Nov 21 11:00" in buyer.last


async def test_my_does_not_show_a_missed_visit(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    await play.until(MORNING + timedelta(days=3))
    await buyer.send("/my")
    assert "no visit booked" in buyer.last


async def test_a_guest_whose_number_has_a_booking_is_offered_to_move_it(play: Play) -> None:
    """The operator has booked for this number; the guest shares it at the end of the form."""
    operator = play.operator()
    await operator.send("/book")
    for said in ("Yes, please", "Mr Wang", "1", "11-21", "9:00", "13800138000", "✓ Confirm"):
        await operator.send(said)
    buyer = play.buyer()
    await buyer.open()
    for label in ("Yes, please", "Grace Tan", "Ms", "1", "Sun, Nov 22", "10:00"):
        await buyer.tap(label)
    await buyer.share()
    await buyer.tap("✓ Confirm")
    assert "We already expect Ms Tan on Sat, Nov 21 09:00–10:00" in buyer.last
    await buyer.tap("Yes, move it")
    assert "we look forward to welcoming you at the new hour" in buyer.last
    row = await play.look(lambda desk: desk.conn.execute(select(bookings)).one())
    assert row.starts_at == datetime(2026, 11, 22, 2, tzinfo=UTC)
    await buyer.send("/my")
    assert "Sun, Nov 22 10:00" in buyer.last


async def test_a_booking_found_and_then_cancelled_is_not_in_the_way(play: Play) -> None:
    operator = play.operator()
    await operator.send("/book")
    for said in ("Yes, please", "Mr Wang", "1", "11-21", "9:00", "13800138000", "✓ Confirm", "no"):
        await operator.send(said)
    await operator.send("/book")
    for said in ("Yes, please", "Mr Wang", "1", "11-22", "10:00", "13800138000", "✓ Confirm"):
        await operator.send(said)
    assert "We already expect Mr Wang" in operator.last
    await play.stage.house.run(
        lambda desk: desk.conn.execute(update(bookings).values(status="cancelled")).rowcount
    )
    await operator.tap("Yes, move it")
    assert "Is everything as you wish?" in operator.last
    await operator.tap("✓ Confirm")
    assert "Your hour is reserved" in operator.card
    assert [row.status for row in await play.rows(bookings)] == ["cancelled", "booked"]


async def test_an_operator_sees_whose_booking_a_number_has_and_renames_nobody(play: Play) -> None:
    operator = play.operator()
    await operator.send("/book")
    for said in ("Yes, please", "Ms Tan", "1", "11-21", "9:00", "13800138000", "✓ Confirm", "no"):
        await operator.send(said)
    await operator.send("/book")
    for said in ("Yes, please", "Mr Wang", "1", "11-22", "10:00", "13800138000", "✓ Confirm"):
        await operator.send(said)
    assert "We already expect Ms Tan" in operator.last
    await operator.tap("Keep it as it is")
    (guest,) = await play.rows(guests)
    assert (guest.surname, guest.title) == ("Tan", "ms")


@pytest.mark.parametrize(
    ("meanwhile", "answer"),
    [("/start", "welcoming you on Sat"), ("/my", "welcoming you on Sat"), ("a day", "We are expecting you")],
)
async def test_a_yes_after_leaving_the_question_cancels_nothing(
    play: Play, meanwhile: str, answer: str
) -> None:
    buyer = play.buyer()
    await book(buyer)
    await buyer.tap("Cancel")
    assert "Shall I cancel" in buyer.last
    if meanwhile == "a day":
        await play.until(MORNING + timedelta(days=1))
    else:
        await buyer.send(meanwhile)
    await buyer.send("OK")
    assert [row.status for row in await play.rows(bookings)] == ["booked"]
    assert answer in buyer.last


@pytest.mark.parametrize(
    ("number", "expected"),
    [("13800138000", "please call them: +86 138 0013 8000"), ("no", "neither a chat nor a phone number")],
)
async def test_questions_to_staff_name_the_guest_and_the_code(play: Play, number: str, expected: str) -> None:
    operator = play.operator()
    await operator.send("/book")
    for said in ("Yes, please", "Mr Wang", "1", "11-21", "9:00", number, "✓ Confirm"):
        await operator.send(said)
    code = code_of(operator.card)
    await operator.tap("No more questions")
    await operator.tap("Move")
    assert f"Mr Wang ({code}): which day?" in operator.last
    await operator.tap("Sat, Nov 21")
    await operator.send("9:00")
    assert "The guest already has this hour" in operator.last
    await operator.tap("Another day")
    await operator.tap("Sun, Nov 22")
    assert f"Mr Wang ({code}): which hour on Sun, Nov 22?" in operator.last
    await operator.tap("10:00")
    assert f"Mr Wang ({code})\nFrom Sat, Nov 21 09:00–10:00\nto Sun, Nov 22 10:00–11:00" in operator.last
    await operator.tap("Yes, move it")
    assert "Mr Wang's visit is now on Sun, Nov 22 10:00–11:00" in operator.last
    assert expected in operator.last
    await operator.tap("Cancel")
    assert f"Cancel the visit of Mr Wang ({code}) on Sun, Nov 22 10:00?" in operator.last
    await operator.tap("No, keep it")
    assert "We are expecting Mr Wang:" in operator.last
    await operator.tap("Cancel")
    await operator.tap("Yes, cancel it")
    assert f"The visit of Mr Wang ({code}) on Sun, Nov 22 10:00 is cancelled" in operator.last
    assert expected in operator.last


async def test_staff_see_that_a_guest_with_a_chat_was_notified(play: Play) -> None:
    operator, buyer = play.operator(), play.buyer()
    await operator.open()
    await book(buyer)
    _, move = buyer.find("Move")
    shown = operator.shown[-1].message_id
    await play.forge(operator, shown, move)
    for label in ("Sun, Nov 22", "10:00", "Yes, move it"):
        await operator.tap(label)
    assert "Ms Tan's visit is now on" in operator.last
    assert "The guest has been told in their own chat" in operator.last
    assert "Your visit is now as follows" in buyer.last

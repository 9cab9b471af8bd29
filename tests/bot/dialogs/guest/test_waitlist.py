"""The waitlist as guests see it: full hours, their place, and other hours."""

import pytest

from core.arrangements import ArrangementKind, ArrangementSpec
from core.desk import arrangements, queries
from core.staff import Member, Role
from demo.cast import MANAGER
from tests.bot.dialogs.guest.waiting_guests import (
    HOUR,
    SATURDAY_TEN,
    SUNDAY_NINE,
    cancel_booking,
    fill_sunday,
    places,
    to_the_day,
    wait_for_ten,
)
from tests.support.gestures import Play, book


async def test_a_full_hour_is_listed_and_one_tap_joins_its_waitlist(play: Play) -> None:
    buyer, _ = await wait_for_ten(play)
    assert "You are on our waiting list for Sat, Nov 21 10:00" in buyer.last
    assert "As soon as it is your turn" in buyer.last
    assert "please answer within that time" in buyer.last
    assert "Nothing more is needed" not in buyer.last
    assert await places(play) == [("waiting", SATURDAY_TEN, None)]
    assert not any("10:00" in text and "Tan" in text for text in play.group.said)


async def test_the_confirmation_says_that_it_is_for_the_waitlist(play: Play) -> None:
    await play.fill(SATURDAY_TEN)
    buyer = play.buyer()
    await to_the_day(buyer)
    for label in ("Sat, Nov 21", "10:00 full", "I would rather not"):
        await buyer.tap(label)
    assert "🗓 Waiting list: Sat, Nov 21 10:00" in buyer.last
    await buyer.tap("Change time")
    for label in ("Sat, Nov 21", "11:00"):
        await buyer.tap(label)
    assert "🗓 Sat, Nov 21 11:00–12:00" in buyer.last
    assert "Waiting list" not in buyer.last
    assert await places(play) == []


async def test_a_full_day_is_marked_and_has_a_waitlist_for_any_hour(play: Play) -> None:
    await fill_sunday(play)
    buyer = play.buyer()
    await to_the_day(buyer)
    assert "Sun, Nov 22 · full" in buyer.buttons
    await buyer.tap("Sun, Nov 22")
    assert "Sun, Nov 22 is fully booked" in buyer.last
    assert buyer.buttons[0].startswith("Sat, Nov 21")
    assert "09:00 full" in buyer.buttons
    for label in ("Wait for any hour", "I would rather not"):
        await buyer.tap(label)
    assert "Waiting list: Sun, Nov 22, any hour" in buyer.last
    await buyer.tap("✓ Confirm")
    assert await places(play) == [("waiting", None, None)]


async def test_typing_a_full_hour_offers_the_nearest_hours_and_the_waitlist(play: Play) -> None:
    await play.fill(SATURDAY_TEN)
    buyer = play.buyer()
    await to_the_day(buyer)
    await buyer.send("11-21")
    await buyer.send("10:00")
    assert "Sat, Nov 21 10:00 is fully booked" in buyer.last
    assert buyer.buttons[0] == "Sat, Nov 21 09:00"
    assert "Wait for Sat, Nov 21 10:00" in buyer.buttons


@pytest.mark.parametrize("word", ["候补", "等位", "Waiting list", "yes", "好的", "确认"])
@pytest.mark.parametrize("full", ["an hour", "a day"])
async def test_a_typed_word_joins_the_waitlist_when_it_is_offered(play: Play, word: str, full: str) -> None:
    await (fill_sunday(play) if full == "a day" else play.fill(SATURDAY_TEN))
    buyer = play.buyer()
    await to_the_day(buyer)
    for said in ("11-22",) if full == "a day" else ("11-21", "10:00"):
        await buyer.send(said)
    assert "shall I put you on the waiting list" in buyer.last
    await buyer.send(word)
    await buyer.tap("I would rather not")
    awaited = "Sun, Nov 22, any hour" if full == "a day" else "Sat, Nov 21 10:00"
    assert f"Waiting list: {awaited}" in buyer.last


async def test_a_guest_refused_at_the_confirmation_can_join_the_waitlist(play: Play) -> None:
    buyer = play.buyer()
    await to_the_day(buyer)
    for label in ("Sat, Nov 21", "10:00", "I would rather not"):
        await buyer.tap(label)
    await play.fill(SATURDAY_TEN)
    await buyer.tap("✓ Confirm")
    assert "is fully booked" in buyer.last
    for label in ("Wait for Sat, Nov 21 10:00", "✓ Confirm"):
        await buyer.tap(label)
    assert await places(play) == [("waiting", SATURDAY_TEN, None)]


async def test_a_seat_that_became_free_is_offered_instead_of_the_waitlist(play: Play) -> None:
    taken = await play.fill(SATURDAY_TEN)
    buyer = play.buyer()
    await to_the_day(buyer)
    for label in ("Sat, Nov 21", "10:00 full", "I would rather not"):
        await buyer.tap(label)
    await cancel_booking(play, taken[0])
    await buyer.tap("✓ Confirm")
    assert "there is room" in buyer.last
    for label in ("Sat, Nov 21 10:00", "✓ Confirm"):
        await buyer.tap(label)
    assert "Your hour is reserved" in buyer.card
    assert await places(play) == []


async def test_a_waiting_guest_who_writes_sees_their_place_and_can_leave_it(play: Play) -> None:
    buyer, taken = await wait_for_ten(play)
    for word in ("/my", "hello", "/start"):
        await buyer.send(word)
        assert "On our waiting list: Sat, Nov 21 10:00" in buyer.last
    await buyer.tap("Leave the waiting list")
    assert "you are no longer on the waiting list" in buyer.last
    await cancel_booking(play, taken[0])
    assert await places(play) == [("left", SATURDAY_TEN, None)]


async def test_a_guest_with_a_booking_can_wait_for_another_hour_and_keeps_the_booking(play: Play) -> None:
    taken = await play.fill(SATURDAY_TEN)
    buyer = play.buyer()
    code = await book(buyer)
    for label in ("Move", "Sat, Nov 21", "10:00 full"):
        await buyer.tap(label)
    assert "Your visit on Sat, Nov 21 11:00–12:00 stays booked until then" in buyer.last
    await buyer.tap("Yes, I will wait")
    await buyer.send("/my")
    assert "We are expecting you" in buyer.last
    assert "On our waiting list: Sat, Nov 21 10:00" in buyer.last
    await cancel_booking(play, taken[0])
    await buyer.tap("Yes, please")
    mine = await play.look(lambda desk: queries.open_booking(desk, buyer.user_id))
    assert mine is not None
    assert (mine.starts_at, mine.code, mine.version) == (SATURDAY_TEN, code, 2)


@pytest.mark.parametrize(("hours", "closed"), [(9, True), (1, False)])
async def test_my_says_when_the_awaited_day_was_closed_and_offers_another(
    play: Play, hours: int, closed: bool
) -> None:
    await fill_sunday(play)
    buyer = play.buyer()
    await to_the_day(buyer)
    for label in ("Sun, Nov 22", "Wait for any hour", "I would rather not", "✓ Confirm"):
        await buyer.tap(label)
    manager = Member(user_id=MANAGER.id, name="陈经理", role=Role.SITE_MANAGER)
    closing = ArrangementSpec(
        what=ArrangementKind.CLOSED, starts_at=SUNDAY_NINE, ends_at=SUNDAY_NINE + hours * HOUR
    )
    await play.stage.house.run(lambda desk: arrangements.arrange(desk, [closing], manager))
    await buyer.send("/my")
    assert ("we are now closed at that time" in buyer.last) is closed
    assert ("As soon as it is your turn" in buyer.last) is not closed
    for label in ("Reserve an hour", "2"):
        await buyer.tap(label)
    assert any(label.startswith("Sun, Nov 22") for label in buyer.buttons) is not closed


async def test_booking_another_hour_replaces_the_place_on_the_waitlist_and_says_so(play: Play) -> None:
    buyer, _ = await wait_for_ten(play)
    await buyer.send("/my")
    for label in ("Reserve an hour", "2", "Sat, Nov 21", "11:00"):
        await buyer.tap(label)
    assert "This replaces your place on the waiting list for Sat, Nov 21 10:00" in buyer.last
    await buyer.tap("✓ Confirm")
    assert [status for status, _, _ in await places(play)] == ["left"]

"""Waitlist offers as a guest sees them: accepted, declined, lapsed and recalled."""

import pytest
from sqlalchemy import select

from core.arrangements import ArrangementKind, ArrangementSpec
from core.desk import arrangements, queries
from core.desk import staff as staff_desk
from core.staff import Member, Role
from core.store.tables import bookings, waitlist
from demo.cast import MANAGER, OPERATOR
from tests.bot.dialogs.guest.waiting_guests import (
    HALF_PAST,
    HOUR,
    SATURDAY_TEN,
    SUNDAY_NINE,
    add_waiting_caller,
    cancel_booking,
    fill_sunday,
    places,
    to_the_day,
    wait_for_ten,
)
from tests.support.gestures import Play


async def test_an_accepted_offer_becomes_a_booking_in_the_same_message(play: Play) -> None:
    buyer, taken = await wait_for_ten(play)
    await cancel_booking(play, taken[0])
    assert "A seat is now free, Ms Tan: Sat, Nov 21 10:00–11:00" in buyer.last
    assert "until today at 09:30" in buyer.last
    said = len(buyer.said)
    await buyer.tap("Yes, please")
    assert len(buyer.said) == said
    assert "Thank you, Ms Tan. Your hour is reserved." in buyer.last
    mine = await play.look(lambda desk: queries.open_booking(desk, buyer.user_id))
    assert mine is not None
    assert (mine.starts_at, mine.party.size) == (SATURDAY_TEN, 2)
    assert mine.code in buyer.last
    assert mine.code in play.group.last
    assert await places(play) == [("accepted", SATURDAY_TEN, SATURDAY_TEN)]


async def test_a_declined_offer_goes_to_the_next_guest_and_the_first_can_wait_again(play: Play) -> None:
    buyer, taken = await wait_for_ten(play)
    other = play.buyer()
    await to_the_day(other)
    for label in ("Sat, Nov 21", "10:00 full", "I would rather not", "✓ Confirm"):
        await other.tap(label)
    await cancel_booking(play, taken[0])
    await buyer.tap("No, thank you")
    assert "the seat passes to the next guest" in buyer.last
    assert "A seat is now free" in other.last
    await buyer.tap("Keep waiting")
    assert "You are on our waiting list for Sat, Nov 21 10:00" in buyer.last
    assert [status for status, _, _ in await places(play)] == ["left", "offered", "waiting"]


async def test_an_unanswered_offer_lapses_and_the_guest_is_notified(play: Play) -> None:
    buyer, taken = await wait_for_ten(play)
    await cancel_booking(play, taken[0])
    message, yes = buyer.find("Yes, please")
    await play.until(HALF_PAST)
    assert "until today at 09:30, and it has now passed to the next guest" in buyer.last
    assert await places(play) == [("lapsed", SATURDAY_TEN, SATURDAY_TEN)]
    offer = next(each for each in buyer.shown if each.message_id == message)
    assert not offer.buttons
    await play.forge(buyer, message, yes)
    assert "I am sorry" not in buyer.last
    assert "The offer for Sat, Nov 21 10:00 was open until today at 09:30" in buyer.last
    assert "Free that day: 09:00, 10:00" in buyer.last
    assert await play.look(lambda desk: queries.open_booking(desk, buyer.user_id)) is None


async def test_a_lapsed_offer_has_a_button_to_the_free_hours(play: Play) -> None:
    buyer, taken = await wait_for_ten(play)
    await cancel_booking(play, taken[0])
    await play.until(HALF_PAST)
    for label in ("See free hours", "Sat, Nov 21 10:00", "✓ Confirm"):
        await buyer.tap(label)
    assert "Sat, Nov 21 10:00" in buyer.card


@pytest.mark.parametrize("label", ["Yes, please", "No, thank you"])
async def test_a_tap_on_a_declined_offer_says_that_the_guest_is_not_waiting(play: Play, label: str) -> None:
    buyer, taken = await wait_for_ten(play)
    await cancel_booking(play, taken[0])
    message, old = buyer.find(label)
    await buyer.tap("No, thank you")
    await play.until(HALF_PAST)
    await play.forge(buyer, message, old)
    assert "you are not on a waiting list now" in buyer.last
    assert "has now passed to the next guest" not in buyer.last
    await play.fill(SATURDAY_TEN)
    await buyer.tap("Keep waiting")
    await play.forge(buyer, message, old)
    assert "On our waiting list: Sat, Nov 21 10:00" in buyer.last
    assert [status for status, _, _ in await places(play)] == ["left", "waiting"]


@pytest.mark.parametrize("label", ["Yes, please", "No, thank you"])
async def test_a_tap_on_a_declined_offer_shows_the_booking_made_since(play: Play, label: str) -> None:
    buyer, taken = await wait_for_ten(play)
    await cancel_booking(play, taken[0])
    message, old = buyer.find(label)
    for said in ("No, thank you", "See free hours", "Sat, Nov 21 10:00", "✓ Confirm"):
        await buyer.tap(said)
    await play.forge(buyer, message, old)
    text = next(each.text for each in buyer.shown if each.message_id == message)
    assert "The place on the waiting list for Sat, Nov 21 10:00 has been given up" in text
    assert "We are expecting you" in text


async def test_leaving_the_waitlist_after_the_offer_lapsed_says_that_the_guest_is_not_waiting(
    play: Play,
) -> None:
    buyer, taken = await wait_for_ten(play)
    message, leave = buyer.find("Leave the waiting list")
    await cancel_booking(play, taken[0])
    await play.until(HALF_PAST)
    await play.forge(buyer, message, leave)
    assert "you are not on a waiting list now" in buyer.last
    assert "has now passed to the next guest" not in buyer.last


async def test_a_recalled_offer_keeps_the_place_on_the_waitlist(play: Play) -> None:
    buyer, taken = await wait_for_ten(play)
    await cancel_booking(play, taken[0])
    message, yes = buyer.find("Yes, please")
    manager = Member(user_id=MANAGER.id, name="陈经理", role=Role.SITE_MANAGER)
    closing = ArrangementSpec(
        what=ArrangementKind.CLOSED, starts_at=SATURDAY_TEN, ends_at=SATURDAY_TEN + HOUR
    )
    await play.stage.house.run(lambda desk: arrangements.arrange(desk, [closing], manager))
    await play.stage.settle()
    assert "we cannot receive you on Sat, Nov 21 10:00 after all" in buyer.last
    await play.forge(buyer, message, yes)
    assert "On our waiting list" in buyer.last
    assert await places(play) == [("waiting", SATURDAY_TEN, None)]


async def test_a_guest_cannot_answer_another_guests_offer(play: Play) -> None:
    buyer, taken = await wait_for_ten(play)
    await cancel_booking(play, taken[0])
    entry = (await play.rows(waitlist))[0]
    other = play.buyer()
    await other.open()
    for action in ("accept", "leave", "wait_again", "free_hours"):
        await play.forge(other, other.shown[-1].message_id, f"a|{action}|{entry.version}|{entry.id}")
        assert "no longer open" in other.toast
    assert [status for status, _, _ in await places(play)] == ["offered"]
    assert "A seat is now free" in buyer.last


async def test_an_operator_joins_the_waitlist_and_accepts_for_a_caller(play: Play) -> None:
    (operator,) = await play.in_english(OPERATOR)
    taken = await fill_sunday(play)
    await operator.send("/book")
    for said in ("Yes, please", "Mr Wang", "1", "11-22"):
        await operator.send(said)
    await operator.tap("Wait for any hour")
    await operator.send("138 0013 8000")
    await operator.tap("✓ Confirm")
    assert "Mr Wang is on the waiting list for Sun, Nov 22, any hour" in operator.last
    await cancel_booking(play, taken[0])
    assert "A seat is free for Mr Wang" in operator.last
    assert "+86 138 0013 8000" in operator.last
    await operator.tap("Yes, please")
    assert "Your hour is reserved" in operator.last
    row = await play.look(
        lambda desk: desk.conn.execute(select(bookings).order_by(bookings.c.id.desc())).first()
    )
    assert row is not None
    assert (row.starts_at, row.code in operator.last) == (SUNDAY_NINE, True)
    assert "周静" in play.group.last


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "有空位了"), ("zh-hant", "有空位了")])
async def test_the_offer_comes_in_the_readers_language(play: Play, language: str, words: str) -> None:
    taken = await play.fill(SATURDAY_TEN)
    buyer = play.buyer(language=language)
    await buyer.open()
    await buyer.tap(buyer.buttons[0])
    for said in ("王欣女士", "1", "11-21", "10:00"):
        await buyer.send(said)
    wait = next(label for label in buyer.buttons if "10:00" in label)
    await buyer.tap(wait)
    await buyer.send("138 0013 8000")
    await buyer.tap(buyer.buttons[0])
    await cancel_booking(play, taken[0])
    assert f"王女士，{words}" in buyer.last
    assert "10:00–11:00" in buyer.last


@pytest.mark.parametrize("when", ["before the offer", "after it"])
async def test_waiting_callers_of_a_revoked_operator_go_to_another_member_of_staff(
    play: Play, when: str
) -> None:
    operator, manager = await play.in_english(OPERATOR, MANAGER)
    taken = await play.fill(SATURDAY_TEN)
    await add_waiting_caller(operator)
    if when == "after it":
        await cancel_booking(play, taken[0])
    await play.stage.house.run(lambda desk: staff_desk.revoke(desk, OPERATOR.id))
    sent_before = len(operator.said)
    if when == "before the offer":
        await cancel_booking(play, taken[0])
    await play.stage.settle()
    assert "A seat is free for Mr Wang" in manager.last
    await play.until(HALF_PAST)
    assert "has passed to the next guest" in manager.last
    assert len(operator.said) == sent_before


async def test_a_revoked_operator_is_not_notified_even_if_nobody_else_can_be(play: Play) -> None:
    (operator,) = await play.in_english(OPERATOR)
    taken = await play.fill(SATURDAY_TEN)
    await add_waiting_caller(operator)
    await play.stage.house.run(lambda desk: staff_desk.revoke(desk, OPERATOR.id))
    sent_before = len(operator.said)
    await cancel_booking(play, taken[0])
    await play.until(HALF_PAST)
    assert len(operator.said) == sent_before
    assert [status for status, _, _ in await places(play)] == ["lapsed"]

"""The waiting list as guests and operators meet it: what is full, the place, the offer, and what is too late."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot import demo
from core.arrangements import Order, What
from core.booking import Booking
from core.desk import arrange, booking, house_staff, look
from core.staff import Member, Role
from core.store.tables import bookings, waiting
from tests.conftest import MORNING
from tests.gestures import OPERATOR, Chat, Play, book

HOUR = timedelta(hours=1)
SATURDAY_NINE = datetime(2026, 11, 21, 1, tzinfo=UTC)
SATURDAY_TEN = SATURDAY_NINE + HOUR
SUNDAY_NINE = SATURDAY_NINE + timedelta(days=1)
HALF_PAST = MORNING + timedelta(minutes=30)
FORM = ("Yes, please", "Grace Tan", "Ms", "2", "Neither elders nor children")


async def to_the_day(chat: Chat) -> None:
    await chat.open()
    for label in FORM:
        await chat.tap(label)


async def waits_for_ten(play: Play) -> tuple[Chat, list[Booking]]:
    """A buyer on the list for Saturday at ten, which is full."""
    taken = await play.fill(SATURDAY_TEN)
    buyer = play.buyer()
    await to_the_day(buyer)
    for label in ("Sat, Nov 21", "10:00 full", "I would rather not", "✓ Confirm"):
        await buyer.tap(label)
    return buyer, taken


async def frees(play: Play, one: Booking) -> None:
    await play.stage.house.run(lambda desk: booking.cancel(desk, one.id, one.version, OPERATOR))
    await play.stage.settle()


async def places(play: Play) -> list[tuple[str, datetime | None, datetime | None]]:
    return [(row.status, row.wanted, row.offered) for row in await play.rows(waiting)]


async def fill_sunday(play: Play) -> list[Booking]:
    return [one for hour in range(9) for one in await play.fill(SUNDAY_NINE + hour * HOUR)]


async def test_a_full_hour_stands_among_the_hours_and_one_tap_waits_for_it(play: Play) -> None:
    buyer, _ = await waits_for_ten(play)
    assert "You are on our waiting list: Sat, Nov 21 10:00" in buyer.last
    assert "As soon as it is your turn" in buyer.last
    assert "please answer within 30 minutes" in buyer.last
    assert "Nothing more is needed" not in buyer.last
    assert await places(play) == [("waiting", SATURDAY_TEN, None)]
    assert not any("10:00" in text and "Tan" in text for text in play.group.said)


async def test_the_confirmation_says_that_it_is_the_list(play: Play) -> None:
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


async def test_a_full_day_is_shown_as_such_and_may_be_waited_for_as_a_whole(play: Play) -> None:
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


async def test_an_hour_typed_that_is_full_is_met_with_its_neighbours_and_the_list(play: Play) -> None:
    await play.fill(SATURDAY_TEN)
    buyer = play.buyer()
    await to_the_day(buyer)
    await buyer.send("11-21")
    await buyer.send("10:00")
    assert "Sat, Nov 21 10:00 is fully taken" in buyer.last
    assert buyer.buttons[0] == "Sat, Nov 21 09:00"
    assert "Wait for Sat, Nov 21 10:00" in buyer.buttons


@pytest.mark.parametrize("word", ["候补", "等位", "Waiting list", "yes", "好的", "确认"])
@pytest.mark.parametrize("full", ["an hour", "a day"])
async def test_at_the_question_a_word_is_enough_to_wait(play: Play, word: str, full: str) -> None:
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


async def test_refused_at_the_confirmation_one_may_wait(play: Play) -> None:
    buyer = play.buyer()
    await to_the_day(buyer)
    for label in ("Sat, Nov 21", "10:00", "I would rather not"):
        await buyer.tap(label)
    await play.fill(SATURDAY_TEN)
    await buyer.tap("✓ Confirm")
    assert "is fully taken" in buyer.last
    for label in ("Wait for Sat, Nov 21 10:00", "✓ Confirm"):
        await buyer.tap(label)
    assert await places(play) == [("waiting", SATURDAY_TEN, None)]


async def test_room_that_came_meanwhile_is_offered_instead(play: Play) -> None:
    taken = await play.fill(SATURDAY_TEN)
    buyer = play.buyer()
    await to_the_day(buyer)
    for label in ("Sat, Nov 21", "10:00 full", "I would rather not"):
        await buyer.tap(label)
    await frees(play, taken[0])
    await buyer.tap("✓ Confirm")
    assert "there is room" in buyer.last
    for label in ("Sat, Nov 21 10:00", "✓ Confirm"):
        await buyer.tap(label)
    assert "Your hour is reserved" in buyer.card
    assert await places(play) == []


async def test_an_offer_is_accepted_where_it_stands(play: Play) -> None:
    buyer, taken = await waits_for_ten(play)
    await frees(play, taken[0])
    assert "A seat has come free, Ms Tan: Sat, Nov 21 10:00–11:00" in buyer.last
    assert "until Thu, Nov 19 09:30" in buyer.last
    said = len(buyer.said)
    await buyer.tap("Yes, please")
    assert len(buyer.said) == said
    assert "Thank you, Ms Tan. Your hour is reserved." in buyer.last
    mine = await play.look(lambda desk: look.open_booking(desk, buyer.user_id))
    assert mine is not None
    assert (mine.starts_at, mine.party.size) == (SATURDAY_TEN, 2)
    assert mine.code in buyer.last
    assert mine.code in play.group.last
    assert await places(play) == [("accepted", SATURDAY_TEN, SATURDAY_TEN)]


async def test_an_offer_refused_goes_on_and_leaves_a_way(play: Play) -> None:
    buyer, taken = await waits_for_ten(play)
    other = play.buyer()
    await to_the_day(other)
    for label in ("Sat, Nov 21", "10:00 full", "I would rather not", "✓ Confirm"):
        await other.tap(label)
    await frees(play, taken[0])
    await buyer.tap("No, thank you")
    assert "the seat goes to the next guest" in buyer.last
    assert "A seat has come free" in other.last
    await buyer.tap("Wait on")
    assert "You are on our waiting list: Sat, Nov 21 10:00" in buyer.last
    assert [status for status, _, _ in await places(play)] == ["left", "offered", "waiting"]


async def test_an_offer_nobody_answers_lapses_and_says_so(play: Play) -> None:
    buyer, taken = await waits_for_ten(play)
    await frees(play, taken[0])
    message, yes = buyer.find("Yes, please")
    await play.until(HALF_PAST)
    assert "only until Thu, Nov 19 09:30, and it has gone on" in buyer.last
    assert await places(play) == [("lapsed", SATURDAY_TEN, SATURDAY_TEN)]
    offer = next(each for each in buyer.shown if each.message_id == message)
    assert not offer.buttons
    await play.forge(buyer, message, yes)
    assert "I am sorry" not in buyer.last
    assert "The offer of Sat, Nov 21 10:00 ended at Thu, Nov 19 09:30" in buyer.last
    assert "Free that day: 09:00, 10:00" in buyer.last
    assert await play.look(lambda desk: look.open_booking(desk, buyer.user_id)) is None


async def test_from_a_lapsed_offer_two_taps_lead_to_what_is_free(play: Play) -> None:
    buyer, taken = await waits_for_ten(play)
    await frees(play, taken[0])
    await play.until(HALF_PAST)
    for label in ("See free hours", "Sat, Nov 21 10:00", "✓ Confirm"):
        await buyer.tap(label)
    assert "Sat, Nov 21 10:00" in buyer.card


@pytest.mark.parametrize("label", ["Yes, please", "No, thank you"])
async def test_a_tap_on_a_seat_that_was_declined_says_so(play: Play, label: str) -> None:
    buyer, taken = await waits_for_ten(play)
    await frees(play, taken[0])
    message, old = buyer.find(label)
    await buyer.tap("No, thank you")
    await play.until(HALF_PAST)
    await play.forge(buyer, message, old)
    assert "you are on no waiting list now" in buyer.last
    assert "gone on" not in buyer.last
    await play.fill(SATURDAY_TEN)
    await buyer.tap("Wait on")
    await play.forge(buyer, message, old)
    assert "On our waiting list: Sat, Nov 21 10:00" in buyer.last
    assert [status for status, _, _ in await places(play)] == ["left", "waiting"]


@pytest.mark.parametrize("label", ["Yes, please", "No, thank you"])
async def test_a_tap_on_a_seat_that_was_declined_shows_the_visit_booked_since(play: Play, label: str) -> None:
    buyer, taken = await waits_for_ten(play)
    await frees(play, taken[0])
    message, old = buyer.find(label)
    for said in ("No, thank you", "See free hours", "Sat, Nov 21 10:00", "✓ Confirm"):
        await buyer.tap(said)
    await play.forge(buyer, message, old)
    text = next(each.text for each in buyer.shown if each.message_id == message)
    assert "The place on the list for Sat, Nov 21 10:00 was given up" in text
    assert "We are expecting you" in text


async def test_leaving_a_list_after_the_offer_is_over_is_answered_as_such(play: Play) -> None:
    buyer, taken = await waits_for_ten(play)
    message, leave = buyer.find("Leave the waiting list")
    await frees(play, taken[0])
    await play.until(HALF_PAST)
    await play.forge(buyer, message, leave)
    assert "you are on no waiting list now" in buyer.last
    assert "gone on" not in buyer.last


async def test_whoever_writes_again_sees_the_place_and_may_leave_it(play: Play) -> None:
    buyer, taken = await waits_for_ten(play)
    for word in ("/my", "hello", "/start"):
        await buyer.send(word)
        assert "On our waiting list: Sat, Nov 21 10:00" in buyer.last
    await buyer.tap("Leave the waiting list")
    assert "you are off the waiting list" in buyer.last
    await frees(play, taken[0])
    assert await places(play) == [("left", SATURDAY_TEN, None)]


async def test_a_better_hour_is_waited_for_beside_the_visit_that_stands(play: Play) -> None:
    taken = await play.fill(SATURDAY_TEN)
    buyer = play.buyer()
    code = await book(buyer)
    for label in ("Move", "Sat, Nov 21", "10:00 full"):
        await buyer.tap(label)
    assert "Your visit on Sat, Nov 21 11:00–12:00 stands until then" in buyer.last
    await buyer.tap("Yes, I will wait")
    await buyer.send("/my")
    assert "We are expecting you" in buyer.last
    assert "On our waiting list: Sat, Nov 21 10:00" in buyer.last
    await frees(play, taken[0])
    await buyer.tap("Yes, please")
    mine = await play.look(lambda desk: look.open_booking(desk, buyer.user_id))
    assert mine is not None
    assert (mine.starts_at, mine.code, mine.version) == (SATURDAY_TEN, code, 2)


async def test_an_offer_taken_back_leaves_the_place(play: Play) -> None:
    buyer, taken = await waits_for_ten(play)
    await frees(play, taken[0])
    message, yes = buyer.find("Yes, please")
    manager = Member(user_id=demo.MANAGER.id, name="陈经理", role=Role.SITE_MANAGER)
    closing = Order(what=What.CLOSED, starts_at=SATURDAY_TEN, ends_at=SATURDAY_TEN + HOUR)
    await play.stage.house.run(lambda desk: arrange.arrange(desk, [closing], manager))
    await play.stage.settle()
    assert "we can not receive you at Sat, Nov 21 10:00 after all" in buyer.last
    await play.forge(buyer, message, yes)
    assert "On our waiting list" in buyer.last
    assert await places(play) == [("waiting", SATURDAY_TEN, None)]


@pytest.mark.parametrize(("hours", "closed"), [(9, True), (1, False)])
async def test_my_tells_of_a_day_that_has_been_closed_and_leads_to_another(
    play: Play, hours: int, closed: bool
) -> None:
    await fill_sunday(play)
    buyer = play.buyer()
    await to_the_day(buyer)
    for label in ("Sun, Nov 22", "Wait for any hour", "I would rather not", "✓ Confirm"):
        await buyer.tap(label)
    manager = Member(user_id=demo.MANAGER.id, name="陈经理", role=Role.SITE_MANAGER)
    closing = Order(what=What.CLOSED, starts_at=SUNDAY_NINE, ends_at=SUNDAY_NINE + hours * HOUR)
    await play.stage.house.run(lambda desk: arrange.arrange(desk, [closing], manager))
    await buyer.send("/my")
    assert ("The house is closed at that time now" in buyer.last) is closed
    assert ("As soon as it is your turn" in buyer.last) is not closed
    for label in ("Reserve an hour", "2", "Neither elders nor children"):
        await buyer.tap(label)
    assert any(label.startswith("Sun, Nov 22") for label in buyer.buttons) is not closed


async def test_anothers_offer_is_nobody_elses(play: Play) -> None:
    buyer, taken = await waits_for_ten(play)
    await frees(play, taken[0])
    entry = (await play.rows(waiting))[0]
    other = play.buyer()
    await other.open()
    for action in ("accept", "leave", "wait_again", "free_hours"):
        await play.forge(other, other.shown[-1].message_id, f"a|{action}|{entry.version}|{entry.id}")
        assert "no longer open" in other.toast
    assert [status for status, _, _ in await places(play)] == ["offered"]
    assert "A seat has come free" in buyer.last


async def test_an_operator_waits_for_a_caller_and_answers_for_them(play: Play) -> None:
    (operator,) = await play.in_english(demo.OPERATOR)
    taken = await fill_sunday(play)
    await operator.send("/book")
    for said in ("Yes, please", "Mr Wang", "1", "11-22"):
        await operator.send(said)
    await operator.tap("Wait for any hour")
    await operator.send("138 0013 8000")
    await operator.tap("✓ Confirm")
    assert "Mr Wang is on the waiting list: Sun, Nov 22, any hour" in operator.last
    await frees(play, taken[0])
    assert "A seat has come free for Mr Wang" in operator.last
    assert "+86 138 0013 8000" in operator.last
    await operator.tap("Yes, please")
    assert "Your hour is reserved" in operator.last
    row = await play.look(
        lambda desk: desk.conn.execute(select(bookings).order_by(bookings.c.id.desc())).first()
    )
    assert row is not None
    assert (row.starts_at, row.code in operator.last) == (SUNDAY_NINE, True)
    assert "周静" in play.group.last


async def test_with_every_hour_taken_the_days_may_still_be_waited_for(play: Play) -> None:
    for day in range(1, 15):
        for hour in range(9):
            await play.fill(MORNING + timedelta(days=day) + hour * HOUR)
    buyer = play.buyer()
    await to_the_day(buyer)
    assert "every hour we have open is taken" in buyer.last
    assert "Leave a number" in buyer.buttons
    for label in ("Sat, Nov 21 · full", "10:00 full", "I would rather not", "✓ Confirm"):
        await buyer.tap(label)
    assert await places(play) == [("waiting", SATURDAY_TEN, None)]


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
    await frees(play, taken[0])
    assert f"王女士，{words}" in buyer.last
    assert "10:00–11:00" in buyer.last


async def test_another_hour_takes_the_place_of_what_was_waited_for_and_says_so(play: Play) -> None:
    buyer, _ = await waits_for_ten(play)
    await buyer.send("/my")
    for label in ("Reserve an hour", "2", "Neither elders nor children", "Sat, Nov 21", "11:00"):
        await buyer.tap(label)
    assert "It takes the place of what you wait for: Sat, Nov 21 10:00" in buyer.last
    await buyer.tap("✓ Confirm")
    assert [status for status, _, _ in await places(play)] == ["left"]


async def a_caller_waits(operator: Chat) -> None:
    await operator.send("/book")
    for said in ("Yes, please", "Mr Wang", "1", "11-21", "10:00"):
        await operator.send(said)
    await operator.tap("Wait for Sat, Nov 21 10:00")
    for said in ("138 0013 8000", "✓ Confirm"):
        await operator.send(said)


@pytest.mark.parametrize("when", ["before the offer", "after it"])
async def test_the_callers_of_a_member_who_leaves_go_to_another(play: Play, when: str) -> None:
    operator, manager = await play.in_english(demo.OPERATOR, demo.MANAGER)
    taken = await play.fill(SATURDAY_TEN)
    await a_caller_waits(operator)
    if when == "after it":
        await frees(play, taken[0])
    await play.stage.house.run(lambda desk: house_staff.revoke(desk, demo.OPERATOR.id))
    heard = len(operator.said)
    if when == "before the offer":
        await frees(play, taken[0])
    await play.stage.settle()
    assert "A seat has come free for Mr Wang" in manager.last
    await play.until(HALF_PAST)
    assert "has gone on" in manager.last
    assert len(operator.said) == heard


async def test_with_nobody_else_a_member_who_has_left_hears_of_no_caller(play: Play) -> None:
    (operator,) = await play.in_english(demo.OPERATOR)
    taken = await play.fill(SATURDAY_TEN)
    await a_caller_waits(operator)
    await play.stage.house.run(lambda desk: house_staff.revoke(desk, demo.OPERATOR.id))
    heard = len(operator.said)
    await frees(play, taken[0])
    await play.until(HALF_PAST)
    assert len(operator.said) == heard
    assert [status for status, _, _ in await places(play)] == ["lapsed"]

"""What surrounds the booking: doubts, detours, leads, a word to the manager, and the questions after it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot import demo
from bot.dialogs import doubts
from bot.dialogs.doubts import Doubt
from core.desk import house_staff
from core.staff import Member, Role
from core.store.tables import bookings, complaints, guests, leads
from tests.conftest import MORNING
from tests.gestures import BOOKING, Chat, Play, book

FRIDAY_NINE = "Fri, Nov 20 09:00"


async def rows(play: Play, table: object) -> list[object]:
    return list(await play.look(lambda desk: desk.conn.execute(select(table)).all()))


async def in_english(play: Play, *people: demo.Person) -> list[Chat]:
    """Members of staff who have written to their bot, and read English."""
    chats = []
    for person in people:
        play.stage.telegram.set_language(person.id, "en")
        chat = play.inside(person)
        await chat.open()
        chats.append(chat)
    return chats


# Doubts


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
    ],
)
def test_doubts_are_heard_where_they_are_plain(said: str, doubt: Doubt | None) -> None:
    assert doubts.heard_in(said) is doubt


@pytest.mark.parametrize("way", ["tap", "type", "out of the blue"])
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
    assert "Only so that your visit is a good one" in buyer.last
    await buyer.tap("Yes, please")
    assert "How may we address you?" in buyer.last


async def test_a_doubt_in_the_middle_keeps_what_was_said_and_asks_on(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in BOOKING[:3]:
        await buyer.tap(label)
    await buyer.send("why so complicated?")
    assert "Only so that" in buyer.last
    assert "Ms Tan, how many guests" in buyer.last


async def test_the_nearest_hours_are_one_tap_away(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    await buyer.tap("A question first")
    await buyer.tap("Is anything still free?")
    assert buyer.buttons[:3] == [f"Fri, Nov 20 {hour}:00" for hour in ("09", "10", "11")]
    await buyer.tap(FRIDAY_NINE)
    for label in ("Grace Tan", "Ms", "1", "I would rather not", "✓ Confirm"):
        await buyer.tap(label)
    assert "Fri, Nov 20 09:00–10:00" in buyer.card


async def test_who_leaves_soon_sees_the_nearest_hours_and_the_operator_is_told_once(play: Play) -> None:
    (operator,) = await in_english(play, demo.OPERATOR)
    buyer = play.buyer()
    await buyer.send("I am from out of town and leave tomorrow")
    assert "has been told as well" in buyer.last
    assert buyer.buttons[0] == FRIDAY_NINE
    assert "Grace Tan</b>" not in operator.last
    assert "Grace Tan is from out of town, leaves soon" in operator.last
    before = len(operator.said)
    await buyer.send("I leave tomorrow!")
    assert len(operator.said) == before


async def test_nobody_is_said_to_have_been_told_who_was_not(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("I am from out of town and leave tomorrow")
    assert "has been told" not in buyer.last
    assert "+86 755 8888 0000" in buyer.last


async def test_at_the_gate_without_an_appointment(play: Play) -> None:
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


async def test_who_is_expected_and_stands_at_the_gate_is_shown_their_booking(play: Play) -> None:
    buyer = play.buyer()
    code = await book(buyer)
    await buyer.send("I'm at the gate")
    assert "We are expecting you" in buyer.last
    assert code in buyer.last


async def test_with_every_hour_taken_a_number_may_be_left(play: Play) -> None:
    day = datetime(2026, 11, 19, tzinfo=UTC)
    for days in range(1, 15):
        for hour in range(1, 10):
            await play.fill(day + timedelta(days=days, hours=hour))
    buyer = play.buyer()
    await buyer.send("is anything still free?")
    assert "every hour we have open is taken" in buyer.last
    await buyer.tap("Leave a number")
    await buyer.send("138 0013 8000")
    assert "we have noted +86 138 0013 8000" in buyer.last
    assert len(await rows(play, leads)) == 1


# No thanks, and the lead


async def decline(buyer: Chat) -> None:
    await buyer.open()
    await buyer.tap("Not now")


async def test_no_thanks_is_taken_as_it_is(play: Play) -> None:
    buyer = play.buyer()
    await decline(buyer)
    for fact in ("one or two days ahead", "+86 755 8888 0000", "May we keep a number"):
        assert fact in buyer.last
    await buyer.tap("No, thank you")
    assert "Until another time" in buyer.last
    assert await rows(play, leads) == []


async def test_a_number_left_has_an_owner_and_a_day_and_the_owner_is_told(play: Play) -> None:
    (operator,) = await in_english(play, demo.OPERATOR)
    buyer = play.buyer()
    await decline(buyer)
    await buyer.tap("Leave a number")
    await buyer.share()
    assert "we have noted +86 138 0013 8000" in buyer.last
    (lead,) = await rows(play, leads)
    assert (lead.telegram_id, lead.owner) == (buyer.user_id, demo.OPERATOR.id)
    assert (lead.phone, lead.phone_kind) == ("+8613800138000", "shared")
    assert lead.invite_on == date(2026, 11, 20)
    assert "Grace Tan would be glad of news and left a number: +86 138 0013 8000" in operator.last
    assert not any("13800138000" in text.replace(" ", "") for text in play.group.said)


async def test_operators_take_turns_with_leads(play: Play) -> None:
    second = play.stranger()
    other = Member(user_id=second.user_id, name="Second", role=Role.OPERATOR)
    await play.stage.house.run(lambda desk: house_staff.enrol(desk, other))
    await in_english(play, demo.OPERATOR)
    await second.open()
    for _ in range(4):
        buyer = play.buyer()
        await decline(buyer)
        await buyer.tap("Leave a number")
        await buyer.send("138 0013 8000")
    owners = [lead.owner for lead in await rows(play, leads)]
    assert sorted(owners) == sorted([demo.OPERATOR.id, second.user_id] * 2)


async def test_a_number_that_can_not_be_dialled_is_asked_again_and_back_leads_back(play: Play) -> None:
    buyer = play.buyer()
    await decline(buyer)
    await buyer.tap("Leave a number")
    await buyer.send("123")
    assert "does not seem complete" in buyer.last
    await buyer.tap("‹ Back")
    assert "May we keep a number" in buyer.last
    assert await rows(play, leads) == []


async def test_a_lead_is_invited_and_closed_from_the_list(play: Play) -> None:
    operator, manager = await in_english(play, demo.OPERATOR, demo.MANAGER)
    buyer = play.buyer()
    await decline(buyer)
    await buyer.tap("Leave a number")
    await buyer.share()
    await manager.send("/leads")
    assert manager.buttons == ["Fri, Nov 20 · Grace Tan · +86138****8000"]
    await operator.send("/leads")
    await operator.tap("Fri, Nov 20 · Grace Tan")
    assert "+86 138 0013 8000" in operator.last
    assert "Owner: 周静" in operator.last
    await play.until(MORNING + timedelta(days=1))
    await operator.tap("✓ Invited")
    assert "again from Sat, Nov 21 on" in operator.toast
    await operator.tap("Sat, Nov 21 · Grace Tan")
    await operator.tap("Nothing more to do")
    assert "Nobody is waiting to be invited" in operator.last
    (lead,) = await rows(play, leads)
    assert lead.closed_at is not None


async def test_who_books_is_a_lead_no_longer(play: Play) -> None:
    (operator,) = await in_english(play, demo.OPERATOR)
    buyer = play.buyer()
    await decline(buyer)
    await buyer.tap("Leave a number")
    await buyer.share()
    await buyer.open()
    for label in BOOKING:
        await buyer.tap(label)
    await buyer.tap("✓ Confirm")
    await operator.send("/leads")
    assert "Nobody is waiting to be invited" in operator.last


async def test_the_operator_notes_a_callers_number_as_their_own_lead(play: Play) -> None:
    operator = play.operator()
    await operator.send("/book")
    await operator.tap("Not now")
    await operator.tap("Leave a number")
    assert "would the caller like" in operator.last
    await operator.send("138 0013 8000")
    (lead,) = await rows(play, leads)
    assert (lead.telegram_id, lead.owner, lead.phone_kind) == (None, demo.OPERATOR.id, "taken")


# A word to the site manager


async def test_a_word_reaches_the_site_manager_and_the_booking_goes_on_where_it_was(play: Play) -> None:
    (manager,) = await in_english(play, demo.MANAGER)
    buyer = play.buyer()
    await buyer.open()
    for label in BOOKING[:3]:
        await buyer.tap(label)
    await buyer.send("/word")
    assert "It goes to the site manager" in buyer.last
    await buyer.send("The <b>tea</b> was cold & the lift slow.")
    assert "Your words are kept for the site manager" in buyer.last
    assert "Ms Tan, how many guests" in buyer.last
    assert "A word from Grace Tan" in manager.last
    assert "The <b>tea</b> was cold & the lift slow." in manager.last
    (kept,) = await rows(play, complaints)
    assert kept.words == "The <b>tea</b> was cold & the lift slow."
    for label in BOOKING[3:]:
        await buyer.tap(label)
    await buyer.tap("✓ Confirm")
    assert "Your hour is reserved" in buyer.card


async def test_without_a_site_manager_to_tell_the_administrator_is_told(play: Play) -> None:
    owner = Member(user_id=demo.OWNER.id, name="何总", role=Role.ADMINISTRATOR)
    await play.stage.house.run(lambda desk: house_staff.enrol(desk, owner))
    (chat,) = await in_english(play, demo.OWNER)
    buyer = play.buyer()
    await buyer.send("I have a complaint")
    await buyer.send("It rains.")
    assert "It rains." in chat.last


async def test_a_word_nobody_could_be_told_of_waits_on_the_list_until_it_is_seen_to(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("/word")
    await buyer.send("It rains.")
    (manager,) = await in_english(play, demo.MANAGER)
    await manager.send("/words")
    assert "1 word is still to be seen to." in manager.last
    await manager.tap("Thu, Nov 19 · Grace Tan")
    assert "It rains." in manager.last
    await manager.tap("✓ Seen to")
    assert "Every word of our guests has been seen to" in manager.last
    (kept,) = await rows(play, complaints)
    assert (kept.settled_by, kept.settled_at) == (demo.MANAGER.id, MORNING)


@pytest.mark.parametrize(
    ("said", "answer"), [("x" * 3501, "Up to 3500 characters"), ("\u200b\u2060", "Please write it in words")]
)
async def test_a_word_too_long_or_empty_is_asked_for_again(play: Play, said: str, answer: str) -> None:
    buyer = play.buyer()
    await buyer.send("/word")
    await buyer.send(said)
    assert answer in buyer.last
    assert await rows(play, complaints) == []
    await buyer.tap("‹ Never mind")
    assert "at any time: /word" in buyer.last


async def test_the_longest_word_of_nothing_but_marks_reaches_the_manager_whole(play: Play) -> None:
    (manager,) = await in_english(play, demo.MANAGER)
    buyer = play.buyer()
    await buyer.send("/word")
    await buyer.send("<&>" * 1166)
    assert "<&>" * 1166 in manager.last


# After the confirmation


async def reserve(buyer: Chat) -> None:
    await buyer.open()
    for label in BOOKING:
        await buyer.tap(label)
    await buyer.tap("✓ Confirm")


async def test_what_is_told_after_the_confirmation_is_kept_and_shown_to_the_house(play: Play) -> None:
    buyer = play.buyer()
    await reserve(buyer)
    assert "How did you hear of us?" in buyer.last
    await buyer.tap("A friend's word")
    await buyer.send("Nanshan")
    await buyer.send("粤b 12·345")
    await buyer.send("My father uses a <wheelchair>")
    assert "All is noted" in buyer.last
    (guest,), (booking,) = await rows(play, guests), await rows(play, bookings)
    assert (guest.heard_through, guest.district) == ("referral", "Nanshan")
    assert (booking.plate, booking.remarks, booking.version) == (
        "粤B12345",
        "My father uses a <wheelchair>",
        1,
    )
    (manager,) = await in_english(play, demo.MANAGER)
    await manager.send("/today 11-21")
    assert "🚗 粤B12345\n✎ My father uses a <wheelchair>" in manager.last
    await play.until(datetime(2026, 11, 21, 3, tzinfo=UTC))
    await play.group.send(f"/arrived {booking.code}")
    assert "🚗 粤B12345\n✎ My father uses a <wheelchair>" in play.group.last


async def test_one_tap_ends_the_questions_and_one_skips_each(play: Play) -> None:
    one, other = play.buyer(), play.buyer()
    await reserve(one)
    await one.tap("No more questions")
    assert "All is noted" in one.last
    await reserve(other)
    for _ in range(4):
        await other.tap("Skip")
    assert "All is noted" in other.last
    for guest in await rows(play, guests):
        assert (guest.heard_through, guest.district) == (None, None)


async def test_what_a_guest_told_before_is_not_asked_again(play: Play) -> None:
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
        (0, "from my aunt", "Please tap one of the buttons"),
        (1, "x" * 81, "A few words are enough"),
        (2, "a red one", "does not look like a plate"),
        (2, "😀", "does not look like a plate"),
        (3, "x" * 501, "Up to 500 characters"),
        (3, "\u202e\u200f", "Up to 500 characters"),
    ],
)
async def test_an_answer_that_is_none_is_asked_again(play: Play, skips: int, said: str, answer: str) -> None:
    buyer = play.buyer()
    await reserve(buyer)
    for _ in range(skips):
        await buyer.tap("Skip")
    await buyer.send(said)
    assert answer in buyer.last
    (booking,) = await rows(play, bookings)
    assert (booking.plate, booking.remarks) == (None, None)


async def test_the_questions_are_not_pressed_on_who_comes_back_later(play: Play) -> None:
    buyer = play.buyer()
    await reserve(buyer)
    await play.until(MORNING + timedelta(hours=2))
    await buyer.send("hello")
    assert "We are expecting you" in buyer.last
    await buyer.send("hello")
    assert "We are expecting you" in buyer.last


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
    (booking,) = await rows(play, bookings)
    assert booking.plate is None

"""The standard script, played by a buyer in English."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core.store.tables import bookings, guests, receipts
from tests.conftest import MORNING
from tests.support.gestures import BOOKING, Chat, Play, book

HOUR = timedelta(hours=1)
ELEVEN = datetime(2026, 11, 21, 3, tzinfo=UTC)


async def answer(chat: Chat, *answers: str) -> None:
    """Send /start and answer the questions by tapping these buttons."""
    await chat.open()
    for label in answers:
        await chat.tap(label)


async def test_a_booking_by_buttons_is_confirmed_with_a_code_and_announced_to_the_group(play: Play) -> None:
    buyer = play.buyer()
    code = await book(buyer)
    row = await play.look(lambda desk: desk.conn.execute(select(bookings)).one())
    assert row.code == code
    assert (row.adults, row.elders, row.children) == (1, 1, 1)
    assert row.starts_at == ELEVEN
    for line in (
        "Thank you, Ms Tan",
        "Sat, Nov 21 11:00–12:00",
        "3 guests (1 elder, 1 child)",
        "8 Haiyue Road",
    ):
        assert line in buyer.card
    guest = await play.look(lambda desk: desk.conn.execute(select(guests)).one())
    assert (guest.number, guest.phone, guest.phone_kind) == ("TY-TG001", None, "declined")
    ping = play.group.last
    for fact in ("Tan女士", "11:00", code, "A级接待"):
        assert fact in ping


async def test_a_booking_can_be_made_by_typed_answers(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    answers = []
    for said in ("Yes, please", "Mr Wang", "a few", "3", "one elder", "11-21", "2pm", "138 0013 8000"):
        await play.later()
        await buyer.send(said)
        answers.append(buyer.last)
    assert "Is everything as you wish?" in buyer.last
    for line in ("Mr Wang", "3 guests (1 elder)", "Sat, Nov 21 14:00–15:00", "+86 138 0013 8000"):
        assert line in buyer.last
    assert any(text.startswith("A rough number is quite enough") for text in answers)
    await buyer.send("✓ Confirm")
    assert "Your hour is reserved" in buyer.card
    guest = await play.look(lambda desk: desk.conn.execute(select(guests)).one())
    assert (guest.phone, guest.phone_kind) == ("+8613800138000", "typed")
    assert "+86138****8000" in play.group.last
    assert "+8613800138000" not in "".join(play.group.said)


async def test_a_number_counts_as_shared_only_if_the_contact_is_the_buyers_own(play: Play) -> None:
    for number, (whose, kind) in enumerate(
        [({}, "shared"), ({"owner": 101, "phone": "+8613900139000"}, "typed")]
    ):
        buyer = play.buyer(first=f"Buyer{number}", last="")
        await answer(buyer, "Yes, please", f"Buyer{number}", "Mr", "1", "Sat, Nov 21", "11:00")
        await buyer.share(**whose)
        await buyer.tap("✓ Confirm")
        found = await play.look(
            lambda desk, who=buyer.user_id: desk.conn.execute(
                select(guests.c.phone_kind).where(guests.c.telegram_id == who)
            ).scalar_one()
        )
        assert found == kind


async def test_the_greeting_names_the_house_and_says_that_visits_are_by_appointment(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    assert "Tianyue Bay" in buyer.last
    assert "by appointment only" in buyer.last
    assert buyer.buttons == ["Yes, please", "Not now", "Yes, I am Grace Tan", "A question first"]


async def test_not_now_is_answered_with_the_phone_number_and_a_way_back(play: Play) -> None:
    buyer = play.buyer()
    await answer(buyer, "Not now")
    assert "one or two days ahead" in buyer.last
    assert "+86 755 8888 0000" in buyer.last
    await buyer.tap("Reserve an hour")
    assert "How may we address you?" in buyer.last


QUESTIONS_BACKWARDS = (
    "which hour would suit you",
    "Which day",
    "any elders or children",
    "how many guests",
    "How would you like us to address you",
    "How may we address you",
    "Shall I reserve",
)


async def test_back_leads_through_every_question_to_the_greeting(play: Play) -> None:
    buyer = play.buyer()
    await answer(buyer, *BOOKING[:-1])
    for question in QUESTIONS_BACKWARDS:
        await buyer.tap("‹ Back")
        assert question in buyer.last


@pytest.mark.parametrize(
    ("change", "answers", "line"),
    [
        ("Change name", ("Mr Wang",), "Mr Wang"),
        ("Change name", ("Wang Xin", "Miss"), "Miss Xin Wang"),
        ("Change guests", ("1",), "1 guest"),
        ("Change guests", ("5", "2 elders and 2 children"), "5 guests (2 elders, 2 children)"),
        ("Change guests", ("2"), "2 guests"),
        ("Change time", ("Sun, Nov 22", "09:00"), "Sun, Nov 22 09:00–10:00"),
        ("Change time", ("Sat, Nov 21", "11:00"), "Sat, Nov 21 11:00–12:00"),
        ("Change phone", ("+1 415 555 2671",), "+1 415-555-2671"),
        ("Change phone", ("I would rather not",), "no number given"),
    ],
)
async def test_each_answer_can_be_changed_at_the_confirmation(
    play: Play, change: str, answers: tuple[str, ...], line: str
) -> None:
    buyer = play.buyer()
    await answer(buyer, *BOOKING)
    await buyer.tap(change)
    for given in answers:
        await buyer.send(given)
    assert "Is everything as you wish?" in buyer.last
    assert line in buyer.last
    await buyer.tap("✓ Confirm")
    assert "Your hour is reserved" in buyer.card


@pytest.mark.parametrize("change", ["Change name", "Change guests", "Change time", "Change phone"])
async def test_back_from_a_change_keeps_the_former_answer(play: Play, change: str) -> None:
    buyer = play.buyer()
    await answer(buyer, *BOOKING)
    before = buyer.last
    await buyer.tap(change)
    assert buyer.last != before
    await buyer.tap("‹ Back")
    assert buyer.last == before


async def test_start_over_clears_the_form(play: Play) -> None:
    buyer = play.buyer()
    await answer(buyer, *BOOKING)
    await buyer.tap("Start over")
    assert "How may we address you?" in buyer.last
    await buyer.send("Mr Wang")
    assert "how many guests" in buyer.last


async def test_a_returning_buyer_is_greeted_and_continues_at_the_same_question(play: Play) -> None:
    buyer = play.buyer()
    await answer(buyer, *BOOKING[:4])
    here = buyer.last
    await play.until(MORNING + 2 * HOUR)
    await buyer.send("hello")
    assert "Welcome back, Ms Tan" in buyer.last
    await buyer.tap("Continue")
    assert buyer.last == here


async def test_start_in_the_middle_of_the_form_asks_whether_to_continue(play: Play) -> None:
    buyer = play.buyer()
    await answer(buyer, *BOOKING[:2])
    await buyer.open()
    assert "Welcome back" in buyer.last
    await buyer.open()
    assert "Welcome back" in buyer.last
    await buyer.tap("Start over")
    assert "How may we address you?" in buyer.last


async def test_a_button_still_works_an_hour_later(play: Play) -> None:
    buyer = play.buyer()
    await answer(buyer, *BOOKING[:4])
    await play.until(MORNING + 2 * HOUR)
    await buyer.tap("1 elder")
    # Meanwhile the guest was told that everything is kept.
    assert any("Which day" in text for text in buyer.said)


async def test_a_day_that_can_no_longer_be_booked_is_asked_again(play: Play) -> None:
    buyer = play.buyer()
    await answer(buyer, *BOOKING)
    await play.until(MORNING + timedelta(days=2))
    await buyer.send("hello")
    await buyer.tap("Continue")
    assert "can no longer be booked" in buyer.last
    assert "Which day" in buyer.last
    await buyer.tap("Mon, Nov 23")
    await buyer.tap("10:00")
    assert "Is everything as you wish?" in buyer.last
    assert "Mon, Nov 23 10:00" in buyer.last


async def test_a_late_tap_does_not_confirm_a_day_that_can_no_longer_be_booked(play: Play) -> None:
    buyer = play.buyer()
    await answer(buyer, *BOOKING)
    await play.until(MORNING + timedelta(days=2))
    await buyer.tap("✓ Confirm")
    assert any("May I offer you one of these?" in text for text in buyer.said)
    assert await play.look(lambda desk: desk.conn.execute(select(bookings)).first()) is None


async def test_confirming_an_hour_that_has_become_full_offers_the_nearest_hours(play: Play) -> None:
    buyer = play.buyer()
    await answer(buyer, *BOOKING)
    await play.fill(ELEVEN)
    await buyer.tap("✓ Confirm")
    assert "is fully booked" in buyer.last
    assert buyer.buttons[:3] == ["Sat, Nov 21 09:00", "Sat, Nov 21 10:00", "Sat, Nov 21 12:00"]
    await buyer.tap("Sat, Nov 21 12:00")
    await buyer.tap("✓ Confirm")
    assert "Sat, Nov 21 12:00–13:00" in buyer.card
    assert "reserved" in buyer.card


async def test_tapping_an_hour_that_has_become_full_says_that_it_is_full(play: Play) -> None:
    buyer = play.buyer()
    await answer(buyer, *BOOKING[:6])
    await play.fill(ELEVEN)
    await buyer.tap("11:00")
    assert "is fully booked" in buyer.last


async def test_a_name_is_kept_as_it_was_typed(play: Play) -> None:
    buyer = play.buyer()
    await answer(buyer, "Yes, please")
    await buyer.send("😀")
    assert "How may we address you?" in buyer.last
    await buyer.send("Mr <b>&")
    assert "<b>&, how many guests" in buyer.last


async def test_start_shows_an_existing_booking(play: Play) -> None:
    buyer = play.buyer()
    code = await book(buyer)
    await buyer.open()
    assert "We are expecting you" in buyer.last
    assert code in buyer.last


async def test_a_known_guest_is_not_asked_again_for_name_and_phone(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    await buyer.tap("Cancel")
    await buyer.tap("Yes, cancel it")
    await buyer.tap("Reserve an hour")
    assert "Ms Tan, how many guests" in buyer.last
    for label in ("1", "Sat, Nov 21", "12:00"):
        await buyer.tap(label)
    assert "Is everything as you wish?" in buyer.last
    assert "no number given" in buyer.last
    await buyer.tap("✓ Confirm")
    assert "Your hour is reserved" in buyer.card


async def test_a_typed_yes_or_no_answers_a_yes_or_no_question(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for said, asked in (
        ("no thanks", "one or two days ahead"),
        ("Reserve an hour", "How may we address you?"),
        ("hello", "Good day to you."),
        ("Ms Tan", "how many guests"),
        ("3", "any elders or children"),
        ("none", "Which day"),
        ("11-21", "which hour would suit you"),
        ("3", "Which number"),
        ("no", "Is everything as you wish?"),
    ):
        await buyer.send(said)
        assert asked in buyer.last
    await buyer.send("ok")
    assert "Sat, Nov 21 15:00" in buyer.card


async def test_an_hour_typed_instead_of_tapping_an_offer_is_on_the_same_day(play: Play) -> None:
    buyer = play.buyer()
    await answer(buyer, *BOOKING[:6])
    await buyer.send("20:00")
    assert "May I offer you one of these?" in buyer.last
    await buyer.send("3")
    assert "Which number" in buyer.last
    await buyer.send("no")
    assert "Sat, Nov 21 15:00" in buyer.last


async def test_a_delayed_confirmation_still_arrives_when_the_guest_writes_again(play: Play) -> None:
    buyer = play.buyer()
    await answer(buyer, *BOOKING)
    wait = {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests",
        "parameters": {"retry_after": 30},
    }
    for method in ("sendMessage", "editMessageText"):
        play.stage.telegram.fail_next("yingbin_bot", method, wait)
    await buyer.tap("✓ Confirm")
    await buyer.send("/my")
    await play.until(MORNING + timedelta(minutes=2))
    assert any("Your hour is reserved" in text for text in buyer.said)


async def test_a_tap_on_a_replaced_screen_shows_the_current_question_and_changes_nothing(
    play: Play,
) -> None:
    buyer = play.buyer()
    await answer(buyer, *BOOKING[:2])
    buyer.press("Ms")
    buyer.press("Mr")
    buyer.press("‹ Back")
    await play.stage.settle()
    assert "Ms Tan, how many guests" in buyer.last
    assert not any(buyer.toasts)


async def test_an_outdated_tap_is_answered_with_a_toast(play: Play) -> None:
    buyer = play.buyer()
    await answer(buyer, *BOOKING[:2])
    buyer.press("Ms")
    buyer.press("Ms")
    play.stage.telegram.send(buyer.user_id, "3", bot="yingbin_bot")
    buyer.press("Mrs")
    await play.stage.settle()
    assert "any elders or children" in buyer.last
    assert "This has changed in the meantime" in buyer.toast


async def test_two_taps_on_one_button_count_as_one_answer(play: Play) -> None:
    buyer = play.buyer()
    await answer(buyer, *BOOKING)
    buyer.press("✓ Confirm")
    buyer.press("✓ Confirm")
    await play.stage.settle()
    rows = await play.look(lambda desk: desk.conn.execute(select(bookings)).all())
    assert len(rows) == 1
    assert sum("Your hour is reserved" in text for text in buyer.said) == 1
    handled = await play.look(lambda desk: desk.conn.execute(select(receipts)).all())
    assert len({receipt.update_id for receipt in handled if receipt.bot == "buyers"}) == 1 + len(BOOKING) + 2

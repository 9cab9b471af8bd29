"""A guest can send a complaint at any time and then continues the open dialog."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from core.desk import staff as staff_desk
from core.staff import Member, Role
from core.store.tables import complaints, sessions
from demo.cast import MANAGER, OWNER
from tests.conftest import MORNING
from tests.support.gestures import BOOKING, Play, book


async def test_a_complaint_reaches_the_site_manager_and_the_booking_form_continues(play: Play) -> None:
    (manager,) = await play.in_english(MANAGER)
    buyer = play.buyer()
    await buyer.open()
    for label in BOOKING[:3]:
        await buyer.tap(label)
    await buyer.send("/word")
    assert "It goes straight to the site manager" in buyer.last
    await buyer.send("The <b>tea</b> was cold & the lift slow.")
    assert "Your message goes to the site manager" in buyer.last
    assert "Ms Tan, how many guests" in buyer.last
    assert "A message from Ms Tan" in manager.last
    assert "The <b>tea</b> was cold & the lift slow." in manager.last
    (kept,) = await play.rows(complaints)
    assert kept.words == "The <b>tea</b> was cold & the lift slow."
    for label in BOOKING[3:]:
        await buyer.tap(label)
    await buyer.tap("✓ Confirm")
    assert "Your hour is reserved" in buyer.card


async def test_without_a_reachable_site_manager_a_complaint_goes_to_the_administrator(play: Play) -> None:
    owner = Member(user_id=OWNER.id, name="何总", role=Role.ADMINISTRATOR)
    await play.stage.house.run(lambda desk: staff_desk.add_or_update(desk, owner))
    (chat,) = await play.in_english(OWNER)
    buyer = play.buyer()
    await buyer.send("I have a complaint")
    await buyer.send("It rains.")
    assert "It rains." in chat.last


async def test_a_complaint_without_a_reachable_recipient_stays_on_the_list_until_it_is_handled(
    play: Play,
) -> None:
    buyer = play.buyer()
    await buyer.send("/word")
    await buyer.send("It rains.")
    (manager,) = await play.in_english(MANAGER)
    await manager.send("/words")
    assert "1 message is still open." in manager.last
    await manager.tap("Thu, Nov 19 · Grace Tan")
    assert "It rains." in manager.last
    await manager.tap("✓ Handled")
    assert "Every guest message has been handled" in manager.last
    (kept,) = await play.rows(complaints)
    assert (kept.closed_by, kept.closed_at) == (MANAGER.id, MORNING)


@pytest.mark.parametrize(
    ("said", "answer"), [("x" * 3501, "Up to 3500 characters"), ("\u200b\u2060", "Please write it in words")]
)
async def test_a_complaint_that_is_too_long_or_empty_is_asked_for_again(
    play: Play, said: str, answer: str
) -> None:
    buyer = play.buyer()
    await buyer.send("/word")
    await buyer.send(said)
    assert answer in buyer.last
    assert await play.rows(complaints) == []
    await buyer.tap("‹ Never mind")
    assert "at any time: /word" in buyer.last


async def test_the_longest_complaint_of_html_characters_reaches_the_manager_complete(play: Play) -> None:
    (manager,) = await play.in_english(MANAGER)
    buyer = play.buyer()
    await buyer.send("/word")
    await buyer.send("<&>" * 1166)
    assert "<&>" * 1166 in manager.last


async def test_the_length_of_a_complaint_is_counted_in_utf16_units(play: Play) -> None:
    (manager,) = await play.in_english(MANAGER)
    buyer = play.buyer()
    await buyer.send("/word")
    await buyer.send("😠" * 1751)
    assert "Up to 3500" in buyer.last
    await buyer.send("😠" * 1750)
    assert "😠" * 1750 in manager.last
    await manager.send("/words")
    await manager.tap("Thu, Nov 19")
    assert "😠" * 1750 in manager.last


async def test_a_text_sent_days_later_is_not_a_complaint(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("/word")
    await play.until(MORNING + timedelta(days=3))
    await buyer.send("Hello, I would like to come on Sunday")
    assert "is not finished" in buyer.last
    assert await play.rows(complaints) == []


@pytest.mark.parametrize("command", ["/my", "/start"])
async def test_looking_at_the_booking_ends_the_complaint_dialog(play: Play, command: str) -> None:
    buyer = play.buyer()
    await book(buyer)
    await buyer.send("/word")
    await buyer.send(command)
    await buyer.send("thank you")
    assert await play.rows(complaints) == []


async def test_many_complaints_of_one_guest_cause_one_notice_an_hour_and_are_all_listed(play: Play) -> None:
    (manager,) = await play.in_english(MANAGER)
    buyer = play.buyer()
    for number in range(40):
        await buyer.send("/word")
        await buyer.send(f"word {number}")
    assert sum("A message from" in text for text in manager.said) == 1
    await manager.send("/words")
    assert "40 messages are still open." in manager.last
    assert len(manager.buttons) == 32
    await manager.tap("2")
    assert len(manager.buttons) == 12


async def test_an_unreadable_dialog_that_was_set_aside_is_dropped(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    await buyer.tap("Yes, please")
    await buyer.send("/word")
    spoiled = [{"dialog": "booking", "state": {"at": "gone"}}]
    await play.stage.house.run(
        lambda desk: (
            desk.conn.execute(update(sessions).filter_by(bot="buyers").values(aside=spoiled)).rowcount
        )
    )
    await buyer.send("It rains.")
    assert "Your message goes to the site manager" in buyer.last
    await buyer.open()
    assert "by appointment only" in buyer.last

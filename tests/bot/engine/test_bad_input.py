"""Any input at any question gets a courteous answer, loses nothing and raises nothing."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from core.store.receipts import Result
from core.store.tables import bookings, receipts
from demo.stage import BUYERS_BOT
from tests.support.gestures import BOOKING, Chat, Play

# The answers that lead to each question.
QUESTIONS = {
    "welcome": (),
    "name": BOOKING[:1],
    "title": BOOKING[:2],
    "guests": BOOKING[:3],
    "company": BOOKING[:4],
    "day": BOOKING[:5],
    "hour": BOOKING[:6],
    "phone": BOOKING[:7],
    "confirm": BOOKING,
}
ANYTHING = {
    "blank": "\u3164",
    "zero width": "\u200b\u2060\u200d",
    "long": "x" * 4096,
    "long chinese": "好" * 4096,
    "long emoji": "😀" * 2048,
    "emoji": "😀👍🎉",
    "rtl": "\u202eevil\u202c \u200fשלום",
    "control": "a\u0007b\u0000c\u001b[31m",
    "html": "<b>&</b><script>alert(1)</script>",
    "template": "{name} %s {0.__class__} ${x}",
    "sql": "'; DROP TABLE bookings; --",
    "numbers": "99999999999999999999",
    "minus": "-1",
    "fraction": "2.5",
    "newlines": "\n\n\nx\n\n",
}  # fmt: skip
# These texts answer the question, though they are odd answers: 2.5 can mean the second of May, which is a valid day.
ANSWERS = {
    "welcome": {"long chinese"},
    "name": {"html", "sql", "template", "control", "rtl", "newlines"},
    "title": {"html", "sql", "template", "control", "rtl", "newlines"},
    "guests": {"html"},
    "day": {"fraction"},
    "hour": {"fraction"},
    "confirm": {"long chinese"},
}
MEDIA = ("photo", "document", "voice", "video", "location", "sticker", "poll")
FACTS: dict[str, Any] = {
    "location": {"latitude": 22.5, "longitude": 113.9},
    "poll": {"question": "?", "options": ["a", "b"]},
}


async def at(play: Play, answers: Sequence[str]) -> Chat:
    buyer = play.buyer()
    await buyer.open()
    for label in answers:
        await buyer.tap(label)
    return buyer


async def nothing_failed(play: Play, buyer: Chat) -> None:
    failed = select(receipts).filter_by(result=Result.FAILED)
    assert await play.look(lambda desk: desk.conn.execute(failed).all()) == []
    for text in buyer.said:
        assert not any(word in text for word in ("went wrong", "Traceback", "Error", "None", "{"))


async def goes_on(play: Play, buyer: Chat, answered: int) -> None:
    """Check that all answers were kept: the remaining ones lead to the booking."""
    for label in (*BOOKING[answered:], "✓ Confirm"):
        await buyer.tap(label)
    row = await play.look(lambda desk: desk.conn.execute(select(bookings)).one())
    assert (row.adults, row.elders, row.children) == (1, 1, 1)


async def check_refusal(play: Play, question: str, said: str, answer: str, *, valid: str) -> None:
    """Check that an invalid text gets this answer, and that a valid one is accepted afterwards."""
    buyer = await at(play, QUESTIONS[question])
    await buyer.send(said)
    assert answer in buyer.last
    await buyer.send(valid)
    await goes_on(play, buyer, len(QUESTIONS[question]) + 1)


@pytest.mark.machine
@pytest.mark.parametrize("question", list(QUESTIONS))
async def test_any_text_at_any_question_gets_an_answer_and_loses_nothing(play: Play, question: str) -> None:
    answered = QUESTIONS[question]
    answers = ANSWERS.get(question, set())
    buyer = await at(play, answered)
    for kind, text in ANYTHING.items():
        if kind in answers:
            continue
        await play.later()
        before = len(buyer.said)
        await buyer.send(text)
        assert len(buyer.said) > before, kind
        if question == "title" and "how many guests" in buyer.last:
            # Nobody is pressed for a title: after two texts that give none, the form goes on without.
            await buyer.tap("‹ Back")
    await nothing_failed(play, buyer)
    await goes_on(play, buyer, len(answered))


@pytest.mark.machine
@pytest.mark.parametrize("question", ["welcome", "name", "guests", "day", "phone", "confirm"])
async def test_media_at_any_question_get_an_answer_and_lose_nothing(play: Play, question: str) -> None:
    answered = QUESTIONS[question]
    buyer = await at(play, answered)
    for kind in MEDIA:
        before = len(buyer.said)
        play.stage.telegram.send_media(buyer.user_id, kind, bot=BUYERS_BOT.username, **FACTS.get(kind, {}))
        await play.stage.settle()
        assert len(buyer.said) > before, kind
        assert "I can read only text and buttons" in buyer.last
    await nothing_failed(play, buyer)
    await goes_on(play, buyer, len(answered))


async def test_a_caption_counts_as_text(play: Play) -> None:
    buyer = await at(play, QUESTIONS["guests"])
    play.stage.telegram.send_media(buyer.user_id, "photo", bot=BUYERS_BOT.username, caption="3")
    await play.stage.settle()
    assert "any elders or children" in buyer.last


async def test_media_sent_first_get_the_greeting(play: Play) -> None:
    buyer = play.buyer()
    play.stage.telegram.send_media(buyer.user_id, "sticker", bot=BUYERS_BOT.username)
    await play.stage.settle()
    assert "by appointment only" in buyer.last


@pytest.mark.parametrize(("question", "answered"), [("guests", 3), ("confirm", 8)])
async def test_an_edited_message_is_ignored_with_a_note_and_the_question_is_asked_again(
    play: Play, question: str, answered: int
) -> None:
    buyer = play.buyer()
    await buyer.open()
    await buyer.tap("Yes, please")
    name = play.stage.telegram.send(buyer.user_id, "Ms Tan", bot=BUYERS_BOT.username)
    await play.stage.settle()
    for label in BOOKING[3:answered]:
        await buyer.tap(label)
    play.stage.telegram.edit(buyer.user_id, name, "Ms Tang", bot=BUYERS_BOT.username)
    await play.stage.settle()
    assert "You have edited a message; I follow the first version" in buyer.last
    assert "Ms Tan" in buyer.last
    assert "Tang" not in buyer.last
    await goes_on(play, buyer, answered)


async def test_an_edited_message_without_an_open_question_gets_the_note(play: Play) -> None:
    buyer = play.buyer()
    message = play.stage.telegram.send(buyer.user_id, "/help", bot=BUYERS_BOT.username)
    await play.stage.settle()
    play.stage.telegram.edit(buyer.user_id, message, "/start", bot=BUYERS_BOT.username)
    await play.stage.settle()
    assert "You have edited a message" in buyer.last
    assert "by appointment only" not in buyer.last


async def test_a_name_of_html_characters_is_shown_as_it_was_typed(play: Play) -> None:
    buyer = await at(play, BOOKING[:1])
    await buyer.send("<b>&")
    assert "Thank you, <b>&" in buyer.last
    for label in BOOKING[2:]:
        await buyer.tap(label)
    await buyer.tap("✓ Confirm")
    assert "<b>&" in buyer.card
    assert "<b>&" in play.group.last


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("0", "Please book for at least one guest"),
        ("-3", "Please book for at least one guest"),
        ("11", "For a party of more than 10, please call us"),
        ("1000", "For a party of more than 10, please call us"),
        ("abc", "A number is enough"),
        ("2.5", "A number is enough"),
        ("١٢", "For a party of more than 10"),
    ],
)
async def test_an_impossible_party_is_refused(play: Play, said: str, answer: str) -> None:
    buyer = await at(play, QUESTIONS["guests"])
    await buyer.send(said)
    assert answer in buyer.last
    assert "Ms Tan, how many guests" in buyer.last
    await goes_on(play, buyer, 3)


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("yesterday", "already passed"),
        ("2022-01-01", "already passed"),
        ("1999-01-01", "Please tap a day"),
        ("11-18", "already passed"),
        ("11/1", "already passed"),
        ("today", "a little notice"),
        ("11-19", "a little notice"),
        ("12-25", "open until Thu, Dec 3"),
        ("2027-11-21", "open until Thu, Dec 3"),
        ("13-45", "Please tap a day"),
        ("2026-02-30", "Please tap a day"),
        ("9999-99-99", "Please tap a day"),
    ],
)
async def test_a_day_that_cannot_be_booked_is_refused(play: Play, said: str, answer: str) -> None:
    await check_refusal(play, "day", said, answer, valid="2026-11-21")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("8:00", "set hours from 09:00 to 18:00"),
        ("18:00", "set hours from 09:00 to 18:00"),
        ("25:00", "Please tap an hour"),
    ],
)
async def test_an_hour_that_is_not_a_slot_is_refused(play: Play, said: str, answer: str) -> None:
    await check_refusal(play, "hour", said, answer, valid="11:00")


async def test_a_text_that_can_mean_two_hours_leaves_these_to_choose_from(play: Play) -> None:
    buyer = await at(play, QUESTIONS["hour"])
    await buyer.send("一两点")
    assert "would 13:00 or 14:00 suit you?" in buyer.last
    assert buyer.buttons[:3] == ["13:00", "14:00", "All hours"]
    await buyer.tap("All hours")
    await goes_on(play, buyer, len(QUESTIONS["hour"]))


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("123", "does not seem complete"),
        ("138001380001380013800", "does not seem complete"),
        ("+999 123 456", "does not seem complete"),
        ("phone", "you are welcome to leave it out"),
        ("1380013800", "This number is a little short"),
        ("8888 0000", "which country or area code does it have"),
        ("+86 000", "This number is a little short"),
        ("０１２", "does not seem complete"),
    ],
)
async def test_an_invalid_phone_number_is_refused(play: Play, said: str, answer: str) -> None:
    buyer = await at(play, QUESTIONS["phone"])
    await buyer.send(said)
    assert answer in buyer.last
    await goes_on(play, buyer, 7)


@pytest.mark.parametrize("said", ["+65 8123 4567", "+44 20 7946 0958", "0755-8888 0000", "+1 415 555 2671"])
async def test_foreign_and_fixed_line_numbers_are_accepted(play: Play, said: str) -> None:
    buyer = await at(play, QUESTIONS["phone"])
    await buyer.send(said)
    assert "Is everything as you wish?" in buyer.last
    await goes_on(play, buyer, 8)


async def test_another_persons_contact_counts_as_a_typed_number(play: Play) -> None:
    buyer, other = await at(play, QUESTIONS["phone"]), play.buyer()
    play.stage.telegram.share_contact(buyer.user_id, bot=BUYERS_BOT.username, owner=other.user_id)
    await play.stage.settle()
    assert "Is everything as you wish?" in buyer.last
    await goes_on(play, buyer, 8)


async def test_taps_on_earlier_questions_change_no_answer(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    seen = []
    for label in BOOKING[:5]:
        seen.append(buyer.find(label))
        await buyer.tap(label)
    for message, data in reversed(seen):
        play.stage.telegram.tap(buyer.user_id, message, data, forged=True, bot=BUYERS_BOT.username)
    await play.stage.settle()
    assert "Which day" in buyer.last
    await goes_on(play, buyer, 5)

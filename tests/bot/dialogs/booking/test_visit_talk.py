"""What a guest with a booked visit says, with an optional question open and with nothing open. The visit is on
Saturday, November 21, at 11:00."""

from datetime import UTC, datetime
from typing import Any

import pytest

from core.store.tables import bookings, guests
from tests.support.gestures import Chat, Play, book

SATURDAY_NINE = datetime(2026, 11, 21, 1, tzinfo=UTC)
LINE = "Mr Tan, 2 adults, Sat Nov 21 11am, no phone"
QUESTIONS = ("How did you hear", "Which district", "Will you come by car?", "we should prepare")


async def asked(play: Play, number: int) -> Chat:
    """A guest who has just booked, and has the optional question of this number before them."""
    buyer = play.buyer()
    await buyer.send(LINE)
    await play.later()
    await buyer.tap("✓ Confirm")
    for _ in range(number):
        await buyer.tap("Skip")
    await play.later()
    assert QUESTIONS[number] in buyer.last
    return buyer


async def stored(play: Play) -> list[Any]:
    """The answers that the optional questions have stored."""
    (guest,), (booking,) = await play.rows(guests), await play.rows(bookings)
    return [
        value
        for value in (guest.heard_through, guest.district, booking.plate, booking.remarks)
        if value is not None
    ]


@pytest.mark.parametrize("number", range(4))
@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("改到下午三点", "to Sat, Nov 21 15:00–16:00: is that right?"),
        ("can we make it 4pm instead", "to Sat, Nov 21 16:00–17:00: is that right?"),
        ("Sunday same time", "to Sun, Nov 22 11:00–12:00: is that right?"),
        ("早啲得唔得", "Sat, Nov 21: which hour"),
        ("临时有事去不成了", "Shall I cancel your visit on Sat, Nov 21 11:00–12:00?"),
        ("我到了", "Your visit is still ahead."),
        ("迟到十分钟", "Thank you for telling us so early."),
        ("停车场在哪", "all about parking"),
        ("要幾耐", "We keep 60 minutes for each visit"),
        ("几点来着", "Sat, Nov 21 11:00–12:00"),
        ("谢谢", "You are most welcome"),
        ("收到", "We look forward to welcoming you"),
        ("👍", "We look forward to welcoming you"),
        ("哈哈", "We look forward to welcoming you"),
    ],
)
async def test_an_optional_question_does_not_take_what_is_said_of_the_visit(
    play: Play, number: int, said: str, answer: str
) -> None:
    buyer = await asked(play, number)
    await buyer.send(said)
    assert answer in buyer.last
    assert await stored(play) == []


@pytest.mark.parametrize("number", range(4))
async def test_another_party_is_noted_and_the_question_stays(play: Play, number: int) -> None:
    buyer = await asked(play, number)
    await buyer.send("改成三位")
    assert "We have noted it with your visit" in buyer.last
    assert QUESTIONS[number] in buyer.last
    assert await stored(play) == ["改成三位"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (1, "福田"),
        (1, "Nanshan"),
        (1, "八一路"),
        (3, "下午三点请准备茶"),
        (3, "能准备轮椅吗"),
        (3, "我父亲75岁，走路慢"),
        (3, "two children, one in a pram"),
    ],
)
async def test_an_answer_is_still_taken(play: Play, number: int, said: str) -> None:
    buyer = await asked(play, number)
    await buyer.send(said)
    assert QUESTIONS[number] not in buyer.last
    assert await stored(play) == [said]


async def test_a_wish_is_added_to_what_was_noted_before(play: Play) -> None:
    buyer = await asked(play, 1)
    await buyer.send("我多带一个朋友")
    for _ in range(2):
        await buyer.tap("Skip")
    await buyer.send("wheelchair")
    assert await stored(play) == ["我多带一个朋友; wheelchair"]


async def test_a_plate_said_early_is_stored_and_not_asked_for(play: Play) -> None:
    buyer = await asked(play, 1)
    await buyer.send("我开车来,车牌粤B12345")
    assert "粤B12345" in await stored(play)
    await buyer.tap("Skip")
    assert "we should prepare" in buyer.last


@pytest.mark.parametrize(("number", "answer"), [(2, "number plate"), (3, "Please write it in words")])
async def test_a_bare_yes_is_asked_for_the_rest(play: Play, number: int, answer: str) -> None:
    buyer = await asked(play, number)
    await buyer.send("yes")
    assert answer in buyer.last
    assert await stored(play) == []


async def test_another_language_is_spoken_from_an_optional_question_on(play: Play) -> None:
    buyer = await asked(play, 1)
    await buyer.send("說繁體中文")
    assert "繁體中文" in buyer.last
    assert await stored(play) == []


@pytest.mark.parametrize("number", range(4))
async def test_after_a_farewell_nothing_more_is_asked(play: Play, number: int) -> None:
    buyer = await asked(play, number)
    assert not any("Goodbye" in said for said in buyer.said)
    await buyer.send("谢谢,再见")
    assert buyer.last == "Goodbye, and see you soon."
    await buyer.send("周六见")
    assert buyer.last == "Goodbye, and see you soon."


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("好的", "Very well. We look forward to welcoming you on Sat, Nov 21 11:00."),
        ("ok", "Very well. We look forward to welcoming you on Sat, Nov 21 11:00."),
        ("收到", "Very well. We look forward to welcoming you on Sat, Nov 21 11:00."),
        ("👍", "Very well. We look forward to welcoming you on Sat, Nov 21 11:00."),
        ("哈哈", "Very well. We look forward to welcoming you on Sat, Nov 21 11:00."),
        ("我们准时到", "Very well. We look forward to welcoming you on Sat, Nov 21 11:00."),
        ("on our way", "Very well. We look forward to welcoming you on Sat, Nov 21 11:00."),
        ("没事了", "Very well. We look forward to welcoming you on Sat, Nov 21 11:00."),
        ("不用了", "Very well. We look forward to welcoming you on Sat, Nov 21 11:00."),
        ("谢谢", "You are most welcome."),
        ("再见", "Goodbye, and see you soon."),
        ("好的,周六见", "Goodbye, and see you soon."),
        ("see you on Saturday", "Goodbye, and see you soon."),
    ],
)
async def test_a_short_word_with_nothing_open_has_a_short_answer(play: Play, said: str, answer: str) -> None:
    buyer = play.buyer()
    await book(buyer)
    await buyer.send(said)
    assert buyer.last == answer


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("几点来着", "We are expecting you:\n\n🗓 Sat, Nov 21 11:00–12:00"),
        ("我約咗幾點", "We are expecting you:\n\n🗓 Sat, Nov 21 11:00–12:00"),
        ("when was it again", "We are expecting you:\n\n🗓 Sat, Nov 21 11:00–12:00"),
        ("我的预约还在吗", "We are expecting you:\n\n🗓 Sat, Nov 21 11:00–12:00"),
        ("what's my booking code", "We are expecting you:\n\n🗓 Sat, Nov 21 11:00–12:00"),
        ("明天见", "We are expecting you:\n\n🗓 Sat, Nov 21 11:00–12:00"),
        ("我提早到了", "Your visit is still ahead."),
        ("找不到入口", "You will find us at"),
        ("能不能提前一点", "Sat, Nov 21: which hour would suit you?"),
        ("不看了", "Shall I cancel your visit"),
        ("地址发我一下", "You will find us at"),
        ("带什么证件", "You need not bring anything"),
        ("改天吧", "Which day would suit you?"),
        ("周日见行吗", "Sun, Nov 22"),
    ],
)
async def test_with_nothing_open_a_guest_is_told_of_the_visit(play: Play, said: str, answer: str) -> None:
    buyer = play.buyer()
    await book(buyer)
    await buyer.send(said)
    assert buyer.last.startswith(answer)


async def test_a_delay_and_an_arrival_are_answered_by_the_day(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    await buyer.send("我可能晚到")
    assert buyer.last.startswith("Thank you for telling us so early. If you are held up on the day")
    assert buyer.buttons == ["Move", "Cancel"]
    await play.until(SATURDAY_NINE)
    await buyer.send("我可能晚到")
    assert buyer.last.startswith("Thank you for letting us know; please take your time.")
    await buyer.send("我到了")
    assert buyer.last.startswith("Welcome. Please give your name or the code at the gate")


async def test_a_guest_whose_visit_is_cancelled_is_not_greeted_anew_for_a_short_word(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    await buyer.tap("Cancel")
    await buyer.tap("Yes, cancel it")
    await buyer.send("好的")
    assert buyer.last == "Until another time, then. Please write to us here whenever you wish."

"""Guests write as they speak: the form takes whatever a message says, and asks only for the rest."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from core.store.tables import bookings, guests
from demo.cast import GATE, MANAGER, OPERATOR
from tests.support.gestures import Play, book

CONFIRM = "Is everything as you wish?"


@pytest.mark.parametrize(
    ("language", "said", "confirm"),
    [
        ("zh-hans", "我姓王,两个人,明天十点,13900139000", "✓ 确认"),
        ("zh-hant", "我係陳生，聽日下晝三點，兩位，電話13900139000", "✓ 確認"),
        ("en", "Mr Smith, tomorrow at 10, two of us, 139 0013 9000", "✓ Confirm"),
    ],
)
async def test_who_says_everything_books_with_one_message_and_one_tap(
    play: Play, language: str, said: str, confirm: str
) -> None:
    guest = play.buyer(language=language)
    await guest.send(said)
    assert len(guest.said) == 1
    await guest.tap(confirm)
    (row,) = await play.rows(bookings)
    assert row.adults == 2
    (known,) = await play.rows(guests)
    assert known.phone == "+8613900139000"


async def test_taps_alone_book_in_seven(play: Play) -> None:
    guest = play.buyer()
    await guest.open()
    taps = ("Yes, I am Grace Tan", "2", "Sat, Nov 21", "11:00", "I would rather not", "✓ Confirm")
    for label in taps:
        await guest.tap(label)
    assert "Your hour is reserved" in guest.card
    assert len(("/start", *taps)) == 7


@pytest.mark.parametrize(
    "pieces",
    [
        ("Saturday morning", "Mr Wang", "there are two of us", "11", "no phone please, I'd rather not"),
        ("two of us", "call me Mr Wang", "11:00", "Sat, Nov 21", "I'd rather not"),
        ("Can we come on Sunday?", "sorry, I mean Saturday", "at 11", "Mr Wang", "me and my wife", "no"),
        (
            "hello",
            "I want to book a visit",
            "Mr Wang",
            "3",
            "no",
            "Saturday at 3",
            "11am",
            "actually two of us",
            "no",
        ),
    ],
    ids=lambda pieces: pieces[0],
)
async def test_answers_in_any_order_lead_to_the_same_booking(play: Play, pieces: Sequence[str]) -> None:
    guest = play.buyer()
    await play.say(guest, *pieces)
    assert CONFIRM in guest.last
    for line in ("👤 Mr Wang", "👥 2 guests", "🗓 Sat, Nov 21 11:00–12:00", "📱 no number given"):
        assert line in guest.last


async def test_what_was_taken_is_told_with_the_next_question(play: Play) -> None:
    guest = play.buyer(language="zh-hans")
    await guest.send("明天下午三点,两位")
    assert "✓ 明天 周五 15:00 · 2位" in guest.last
    assert "请问怎么称呼您" in guest.last


async def test_an_hour_waits_for_its_day(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, 2 people", "at three")
    assert "Which day would suit you at 15:00?" in guest.last
    await guest.tap("Sat, Nov 21")
    assert "Which number may we reach you on" in guest.last


async def test_a_part_of_the_day_narrows_the_hours_until_all_are_asked_for(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, 2 people, Saturday morning")
    assert guest.buttons[:4] == ["09:00", "10:00", "11:00", "All hours"]
    await guest.tap("All hours")
    assert "17:00" in guest.buttons


@pytest.mark.parametrize(
    ("said", "buttons"),
    [
        ("周六下午一两点", ["13:00", "14:00"]),
        ("Saturday from 10 to 12", ["10:00", "11:00"]),
        ("Saturday or Sunday", ["Sat, Nov 21 ✦ · in 2 days", "Sun, Nov 22 ✦"]),
    ],
)
async def test_what_can_mean_several_times_is_offered_and_not_chosen(
    play: Play, said: str, buttons: list[str]
) -> None:
    guest = play.buyer()
    await play.say(guest, f"Mr Wang, 2 people. {said}")
    assert guest.buttons[:2] == buttons
    assert await play.rows(bookings) == []


async def test_guesses_of_the_party_are_the_first_buttons(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang", "两三个人")
    assert guest.buttons[:2] == ["2", "3"]
    await guest.tap("3")
    assert "any elders or children" in guest.last


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ("改成三位", "👥 3 guests"),
        ("3 of us, two of them kids", "👥 3 guests (2 children)"),
        ("算了还是周日", "🗓 Sun, Nov 22 11:00–12:00"),
        ("make it 2pm", "🗓 Sat, Nov 21 14:00–15:00"),
        ("13800138000", "📱 +86 138 0013 8000"),
        ("叫我李女士", "👤 Ms 李"),
    ],
)
async def test_a_fact_said_at_the_confirmation_replaces_the_one_before(
    play: Play, said: str, line: str
) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, 2 people, Saturday 11am, 13900139000", said)
    if "Are there any elders" in guest.last:
        await guest.send("no")
    assert CONFIRM in guest.last
    assert line in guest.last


@pytest.mark.parametrize(
    ("said", "question"),
    [
        ("电话换一个", "Which number may we reach you on"),
        ("change my name", "How may we address you"),
        ("换个时间", "Which day would suit you"),
        ("start over", "How may we address you"),
    ],
)
async def test_an_answer_can_be_asked_for_again_in_words(play: Play, said: str, question: str) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, 2 people, Saturday 11am, 13900139000", said)
    assert question in guest.last


async def test_back_in_words_leads_to_the_question_before(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang", "2", "上一步")
    assert "how many guests" in guest.last


async def test_a_text_that_is_not_understood_is_never_answered_twice_the_same(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang", "la la", "lo lo", "li li")
    notes = [text.split("\n\n")[0] for text in guest.said[-3:]]
    assert len(set(notes)) == 3
    assert "colleague" in notes[-1]
    await play.say(guest, "2", "la la")
    assert "colleague" not in guest.last


async def test_questions_thanks_and_a_person_are_answered_and_the_question_stays(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang")
    for said, answer in (
        ("多少钱一平?", "go through prices"),
        ("thank you", "You are most welcome"),
        ("转人工", "A colleague will gladly help you"),
    ):
        await play.say(guest, said)
        assert answer in guest.last
        assert "how many guests will come" in guest.last


async def test_a_visit_is_moved_in_words_and_keeps_its_hour_where_that_is_said(play: Play) -> None:
    guest = play.buyer()
    await book(guest)
    await play.say(guest, "挪到周日,时间不变")
    assert "to Sun, Nov 22 11:00–12:00: is that right?" in guest.last
    await play.say(guest, "好的")
    assert "Sun, Nov 22 11:00–12:00" in guest.card
    await play.say(guest, "能改到下午三点吗")
    assert "to Sun, Nov 22 15:00–16:00: is that right?" in guest.last


async def test_a_visit_is_cancelled_in_words_only_after_a_yes(play: Play) -> None:
    guest = play.buyer()
    await book(guest)
    await play.say(guest, "临时有事去不成了")
    assert "Shall I cancel your visit" in guest.last
    assert [row.status for row in await play.rows(bookings)] == ["booked"]
    await play.say(guest, "yes")
    assert [row.status for row in await play.rows(bookings)] == ["cancelled"]


async def test_the_operator_books_in_one_line(play: Play) -> None:
    (operator,) = await play.in_english(OPERATOR)
    await play.say(operator, "/book 赵先生 2位 明天10点 13900139000")
    assert CONFIRM in operator.last
    await operator.tap("✓ Confirm")
    (row,) = await play.rows(bookings)
    assert row.adults == 2


async def test_plain_words_of_staff_are_read_by_the_same_reading(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, 2 people, tomorrow 10am, 13900139000")
    await guest.tap("✓ Confirm")
    manager, gate = await play.in_english(MANAGER, GATE)
    await play.say(manager, "明天有几组")
    assert "Fri, Nov 20" in manager.last
    assert "Wang" in manager.last
    await play.until(play.stage.clock.now() + timedelta(days=1))
    await play.say(gate, "Mr Wang is here")
    assert "tap the one at the gate" in gate.last
    await gate.tap("10:00 · Mr Wang")
    assert "arrived" in gate.toast


@pytest.mark.parametrize(
    "said", ["我想看18楼120平的三房，预算500万", "孩子明年上三年级，11号线近吗", "我35岁，90后"]
)
async def test_numbers_that_are_no_answer_are_not_taken(play: Play, said: str) -> None:
    guest = play.buyer()
    await play.say(guest, said)
    await play.say(guest, "Mr Wang")
    # The name is all that was taken.
    assert guest.last.removeprefix("✓ Mr Wang\n\n").startswith("Mr Wang, how many guests will come")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("请说中文", "用简体中文为您服务"),
        ("讲广东话得唔得", "以繁體中文為您服務"),
        ("in English please", "English"),
    ],
)
async def test_another_language_can_be_asked_for_in_words(play: Play, said: str, answer: str) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang", said)
    assert answer in guest.last


async def test_the_own_visit_is_shown_on_request_in_words(play: Play) -> None:
    guest = play.buyer()
    code = await book(guest)
    await play.say(guest, "我约的是几点")
    assert code in guest.last


async def test_an_hour_that_contradicts_its_part_of_the_day_is_not_chosen(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, 2 people. 周六上午13点")
    assert guest.buttons[:4] == ["09:00", "10:00", "11:00", "13:00"]


async def test_companions_named_later_do_not_make_the_party_smaller(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Bond, 5 people, no children, Saturday 2pm", "my mother is coming too")
    assert "✓ 6 guests (1 elder)" in guest.last


@pytest.mark.parametrize("said", ["不取消了", "算了，留着吧", "keep it"])
async def test_a_no_to_cancelling_in_words_keeps_the_visit(play: Play, said: str) -> None:
    guest = play.buyer()
    await book(guest)
    await play.say(guest, "取消吧", said)
    assert "We are expecting you" in guest.last
    assert [row.status for row in await play.rows(bookings)] == ["booked"]


async def test_what_is_said_of_a_booked_visit_is_noted_with_it(play: Play) -> None:
    guest = play.buyer()
    await book(guest)
    await play.say(guest, "我父亲也来，他坐轮椅")
    assert "We have noted it with your visit" in guest.last
    (row,) = await play.rows(bookings)
    assert row.remarks == "我父亲也来，他坐轮椅"


async def test_any_time_stays_on_the_day_that_was_chosen(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, 2 people, Monday", "随便")
    assert guest.buttons[0] == "Mon, Nov 23 09:00"


async def test_an_area_code_completes_the_number_given_before(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, 2 people, Saturday 2pm", "9123 4567", "香港")
    assert "📱 +852 9123 4567" in guest.last

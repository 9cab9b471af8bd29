"""What guests say before a booking is confirmed, besides the answers to the questions: wishes and doubts."""

from datetime import date, timedelta

import pytest

from core import timetable
from core.store.tables import bookings
from demo import cast
from tests.support.gestures import BOOKING, Play, book

CONFIRM = "Is everything as you wish?"
WHOLE = "Mr Wang, two of us, Saturday 2pm, 13900139000"


@pytest.mark.parametrize(
    ("before", "said", "noted", "question"),
    [
        ("two of us, Saturday 2pm", "想看三房", "想看三房", "How may we address you?"),
        ("Mr Wang", "轮椅", "轮椅", "how many guests"),
        ("Mr Wang, two of us", "老人腿脚不好,要轮椅", "老人腿脚不好，要轮椅", "Which day would suit you?"),
        ("Mr Wang, two of us, Saturday 2pm", "we'd like a sea-view flat", "sea-view flat", "Which number"),
        (WHOLE, "能准备轮椅吗", "能准备轮椅吗", CONFIRM),
        (WHOLE, "确认。想看三房", "想看三房", CONFIRM),
    ],
)
async def test_a_wish_is_noted_at_every_question_and_the_question_stays(
    play: Play, before: str, said: str, noted: str, question: str
) -> None:
    guest = play.buyer()
    await play.say(guest, before, said)
    assert guest.last.startswith("✎ Noted for your visit")
    assert noted in guest.last
    assert question in guest.last
    assert not await play.rows(bookings)


async def test_wishes_and_the_plate_go_to_the_house_with_the_booking(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, two of us, Saturday 2pm, looking for a three-bedroom. 13900139000")
    assert "✎ looking for a three-bedroom" in guest.last
    await play.say(guest, "会开车来,粤B12345", "my mother needs a wheelchair")
    assert "🚗 粤B12345" in guest.last
    assert "✎ looking for a three-bedroom; my mother needs a wheelchair" in guest.last
    await guest.tap("✓ Confirm")
    (row,) = await play.rows(bookings)
    assert row.plate == "粤B12345"
    assert row.remarks == "looking for a three-bedroom; my mother needs a wheelchair"
    assert "looking for a three-bedroom; my mother needs a wheelchair" in play.group.last
    assert "粤B12345" in play.group.last


async def test_what_was_noted_is_shown_at_the_optional_question_for_it(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, two of us, Saturday 2pm, 13900139000", "要轮椅,粤B12345")
    await guest.tap("✓ Confirm")
    await guest.tap("Online")
    await guest.tap("Skip")
    # The plate is not asked for again.
    assert guest.last.startswith("✎ 要轮椅\nIs there anything else we should prepare")


async def test_a_wish_beside_answers_is_noted_without_them(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "王先生,两位,周六下午三点,我妈坐轮椅,电话13900139000")
    assert "✎ 我妈坐轮椅" in guest.last
    await guest.tap("✓ Confirm")
    (row,) = await play.rows(bookings)
    assert row.remarks == "我妈坐轮椅"


async def test_a_wish_goes_to_the_visit_that_is_booked_already(play: Play) -> None:
    caller = play.operator()
    await caller.open()
    await play.say(caller, "/book Tan, 2 guests, Saturday 3pm, 13800138000")
    await caller.tap("✓ Confirm")
    await play.say(caller, "/book Tan, 2 guests, Sunday 3pm, 13800138000, wheelchair please")
    await caller.tap("✓ Confirm")
    await caller.tap("Yes, move it")
    (row,) = await play.rows(bookings)
    assert row.remarks == "wheelchair please"


async def test_a_wish_cannot_be_kept_with_a_place_on_the_waiting_list(play: Play) -> None:
    for slot in timetable.slots_of(play.stage.house.site, date(2026, 11, 21)):
        await play.fill(slot)
    guest = play.buyer()
    await play.say(guest, "Mr Wang, two of us, Saturday, 13900139000, I need a wheelchair", "wait")
    assert "please tell us here once more what we should prepare" in guest.last


@pytest.mark.parametrize(
    "asked", ["我要准备什么", "准备好了", "do you have three-bedroom flats?", "我想看房"]
)
async def test_what_is_no_wish_is_not_noted(play: Play, asked: str) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang", asked)
    assert "✎" not in guest.last


async def test_the_answers_beside_a_doubt_are_taken_before_it_is_answered(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "two of us", "为什么要预约啊,我们三个人明天三点来")
    assert guest.last.startswith(
        "✓ tomorrow, Fri at 15:00 · 3 guests\n\nIt is only to make your visit a good one"
    )
    assert "How may we address you?" in guest.last


async def test_the_first_message_may_hold_answers_and_a_doubt(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Why do I need an appointment? There are two of us, tomorrow at 3")
    assert "Welcome to" in guest.last
    assert "at 15:00 · 2 guests" in guest.last
    assert "It is only to make your visit a good one" in guest.last
    assert "How may we address you?" in guest.last


@pytest.mark.parametrize(
    ("before", "said", "echo"),
    [("two of us", "王先生到了", "✓ Mr 王"), ("Mr Wang", "两位客人已到大门", "✓ 2 guests")],
)
async def test_who_is_at_the_gate_is_told_the_next_hours_and_what_was_taken(
    play: Play, before: str, said: str, echo: str
) -> None:
    guest = play.buyer()
    await play.say(guest, before, said)
    assert guest.last.startswith(f"{echo}\n\nThank you for coming all this way.")
    assert guest.buttons[0] == "Fri, Nov 20 09:00"


async def test_a_chosen_hour_stays_where_a_guest_would_rather_not_book(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, two of us, Saturday 2pm", "直接过去行不行,不预约")
    assert "The hour you chose, Sat, Nov 21 14:00, is noted" in guest.last
    await play.say(guest, "13900139000")
    assert "Sat, Nov 21 14:00–15:00" in guest.last
    assert CONFIRM in guest.last


async def test_a_chosen_hour_stays_until_another_of_the_hours_shown_is_taken(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, two of us, Saturday 2pm", "I am from out of town and leave soon")
    assert guest.buttons[0] == "Fri, Nov 20 09:00"
    await play.say(guest, "13900139000")
    assert "Sat, Nov 21 14:00–15:00" in guest.last


async def test_taps_alone_note_nothing(play: Play) -> None:
    guest = play.buyer()
    await book(guest, *BOOKING)
    (row,) = await play.rows(bookings)
    assert row.remarks is None
    assert row.plate is None


@pytest.mark.parametrize(
    ("before", "said"),
    [
        ("Mr Wang", "call me on 13900139000"),
        ("Mr Wang", "请打电话给我 13900139000"),
        ("Mr Wang, two of us", "我想同真人傾,電話13900139000"),
        ("Mr Wang, two of us, Saturday 2pm", "转人工,我的电话13900139000"),
        (WHOLE, "我想同真人傾"),
    ],
)
async def test_the_number_of_a_guest_who_wants_a_person_reaches_those_on_call(
    play: Play, before: str, said: str
) -> None:
    (operator,) = await play.in_english(cast.OPERATOR)
    guest = play.buyer()
    await play.say(guest, before, said)
    assert "We have asked a colleague to call you on +86 139 0013 9000" in guest.last
    assert (
        "Mr Wang would like to speak with a person, and asks for a call: +86 139 0013 9000" in operator.last
    )
    told = len(operator.said)
    await play.say(guest, "转人工")
    assert "will call you as soon as they can" in guest.last
    assert len(operator.said) == told


async def test_the_first_message_may_ask_for_a_call(play: Play) -> None:
    (operator,) = await play.in_english(cast.OPERATOR)
    guest = play.buyer()
    await play.say(guest, "请打电话给我 13900139000")
    assert "We have asked a colleague to call you" in guest.last
    assert "Grace Tan would like to speak with a person" in operator.last
    await play.say(guest, "Mr Wang, two of us, Saturday 2pm")
    assert "📱 +86 139 0013 9000" in guest.last
    assert CONFIRM in guest.last


@pytest.mark.parametrize("said", ["you can call me on 13900139000", "call me on 13900139000"])
async def test_a_number_in_answer_to_the_question_for_it_is_no_request(play: Play, said: str) -> None:
    (operator,) = await play.in_english(cast.OPERATOR)
    before = len(operator.said)
    guest = play.buyer()
    await play.say(guest, "Mr Wang, two of us, Saturday 2pm", said)
    assert CONFIRM in guest.last
    assert len(operator.said) == before


async def test_without_anybody_on_call_the_number_is_kept_and_ours_is_given(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang", "请打电话给我 13900139000")
    assert guest.last.startswith("✓ +86 139 0013 9000\n\nA colleague will gladly help you in person")


@pytest.mark.parametrize(
    ("before", "question"),
    [
        ("two of us, Saturday 2pm", "How may we address you?"),
        ("Mr Wang, two of us, Saturday 2pm", "Which number may we reach you on"),
    ],
)
@pytest.mark.parametrize(
    "shrugs",
    [
        ("哈哈", "呵呵", "随便吧", "😂"),
        ("whatever", "hmm", "lol", "hahaha"),
        ("...", "隨便啦", "嘻嘻", "🤷‍♀️"),
    ],
)
async def test_laughter_is_nudged_a_little_and_then_left_in_peace(
    play: Play, before: str, question: str, shrugs: tuple[str, ...]
) -> None:
    guest = play.buyer()
    await play.say(guest, before)
    asked = len(guest.said)
    await play.say(guest, *shrugs)
    # «Very well.» takes the button away that shares a number.
    answers = [answer for answer in guest.said[asked:] if answer != "Very well."]
    assert len(set(answers)) == len(answers) == len(shrugs)
    assert answers[0].startswith("Whenever you are ready; there is no hurry.")
    assert all(question in answer for answer in answers[:3])
    assert "please look around at your leisure" in answers[3]
    await play.say(guest, "Mr Chen")
    assert "✓ Mr Chen" in guest.last


async def test_laughter_after_an_answer_is_counted_anew(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "/start", "Reserve an hour", "哈哈", "lol", "whatever", "Mr Wang", "haha")
    assert guest.last.startswith("Whenever you are ready; there is no hurry.")


@pytest.mark.parametrize("before", ["/start", "Mr Wang", "Mr Wang, two of us", WHOLE])
async def test_laughter_is_met_in_the_same_way_at_every_question(play: Play, before: str) -> None:
    guest = play.buyer()
    await play.say(guest, before, "哈哈")
    assert guest.last.startswith("Whenever you are ready; there is no hurry.")


async def test_any_day_is_still_an_answer(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, two of us", "随便")
    assert guest.buttons[0] == "Fri, Nov 20 09:00"


@pytest.mark.parametrize("said", ["我就随便看看,别烦我", "just looking, leave me alone", "唔好煩我"])
async def test_who_wants_to_be_left_alone_is_asked_nothing_and_can_go_on(play: Play, said: str) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang", said)
    assert guest.last == (
        "Of course; please look around at your leisure. Whenever you would like to come, a word here is enough."
    )
    heard = len(guest.said)
    await play.until(play.stage.clock.now() + timedelta(minutes=30))
    # No nudge either.
    assert len(guest.said) == heard
    await play.say(guest, "ok let's book")
    assert "Mr Wang, how many guests" in guest.last


async def test_the_way_back_is_a_button_too(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "随便看看")
    assert "Welcome to" in guest.last
    await play.say(guest, "嗯")
    assert guest.last == "We are here whenever you like."
    await guest.tap("Reserve an hour")
    assert "How may we address you?" in guest.last


@pytest.mark.parametrize("said", ["随便看看三房", "just looking at Saturday 2pm", "别问我电话"])
async def test_other_wishes_are_no_retreat(play: Play, said: str) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang", said)
    assert "at your leisure" not in guest.last


@pytest.mark.parametrize(
    ("before", "said", "taken", "noted"),
    [
        ("two of us", "王,我行动不便,需要轮椅", "✓ 王", "我行动不便，需要轮椅"),
        ("Mr Wang", "2, and we're looking for a penthouse", "✓ 2 guests", "we're looking for a penthouse"),
        ("Mr Wang", "三位,备注:老人怕冷", "✓ 3 guests", "备注:老人怕冷"),
    ],
)
async def test_a_short_answer_beside_a_wish_is_taken(
    play: Play, before: str, said: str, taken: str, noted: str
) -> None:
    guest = play.buyer()
    await play.say(guest, before, said)
    assert guest.last.startswith(taken)
    assert f"✎ Noted for your visit: {noted}" in guest.last


@pytest.mark.parametrize("said", ["別打電話給我", "please don't call me", "不用给我打电话"])
async def test_who_wants_no_call_is_not_called(play: Play, said: str) -> None:
    (operator,) = await play.in_english(cast.OPERATOR)
    told = len(operator.said)
    guest = play.buyer()
    await play.say(guest, WHOLE, said)
    assert "Then we stay in touch with you here." in guest.last
    assert "📱 no number given" in guest.last
    assert len(operator.said) == told

"""Answers that are none: the question is made lighter, nothing that was said is lost, and nothing is guessed."""

import pytest

from core.store.tables import bookings
from tests.support.gestures import Play

WHOLE = "Mr Wang, two of us, Saturday 2pm, 13900139000"
PHONE_ASKED = "Mr Wang, two of us, Saturday 2pm"


@pytest.mark.parametrize(
    ("before", "said", "note"),
    [
        ("two of us", "匿名可以吗", "Any name you like is quite enough"),
        ("two of us", "唔話你知", "Any name you like is quite enough"),
        ("two of us", "I'd rather not say", "Any name you like is quite enough"),
        ("two of us", "我替我老板约的", "the name of the guest who visits is enough"),
        ("two of us", "it's for my boss", "the name of the guest who visits is enough"),
        ("Mr Wang", "还不确定几个人", "A rough number is quite enough"),
        ("Mr Wang", "a few", "A rough number is quite enough"),
        ("Mr Wang, two of us", "还没定", "There is no hurry"),
    ],
)
async def test_who_cannot_answer_yet_is_told_how_little_is_asked(
    play: Play, before: str, said: str, note: str
) -> None:
    guest = play.buyer()
    await play.say(guest, before, said)
    assert note in guest.last
    once = guest.last
    await play.say(guest, said)
    assert guest.last != once


@pytest.mark.parametrize("said", ["我没有手机号", "不太想留,怕骚扰", "I don't have a phone"])
async def test_who_has_or_gives_no_number_is_not_asked_again(play: Play, said: str) -> None:
    guest = play.buyer()
    await play.say(guest, PHONE_ASKED, said)
    assert "📱 no number given" in guest.last


async def test_a_number_with_its_place_is_completed_though_it_is_put_as_a_question(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, PHONE_ASKED, "香港電話得唔得 91234567")
    assert "📱 +852 9123 4567" in guest.last


async def test_another_party_beside_the_no_to_the_number_is_taken(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, PHONE_ASKED, "改成三个人,电话不留")
    assert "✓ 3 guests · no number given" in guest.last


async def test_the_person_to_call_does_not_become_the_guest(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, PHONE_ASKED, "打这个就行139 0013 9000 找我秘书小李")
    assert "👤 Mr Wang" in guest.last
    assert "📱 +86 139 0013 9000" in guest.last
    assert "找我秘书小李" in guest.last


async def test_a_busy_guest_is_given_no_hour(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, two of us", "最近都很忙")
    assert "Then we take" not in guest.last
    assert "Which day would suit you?" in guest.last


async def test_who_is_free_in_the_evening_is_told_until_when_we_receive(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, two of us", "晚上八点以后才有空")
    assert "the last visit begins at 17:00" in guest.last


@pytest.mark.parametrize(
    ("said", "hour"), [("时间能不能晚一个小时", "15:00–16:00"), ("an hour earlier please", "13:00–14:00")]
)
async def test_the_chosen_hour_is_moved_by_so_much(play: Play, said: str, hour: str) -> None:
    guest = play.buyer()
    await play.say(guest, WHOLE, said)
    assert f"Sat, Nov 21 {hour}" in guest.last
    assert not await play.rows(bookings)


async def test_a_question_is_not_asked_twice_in_one_message(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "/start", "blah blah")
    assert guest.last.count("?") == 1
    await play.say(guest, "Mr Wang", "blah blah")
    assert guest.last.count("?") == 1


@pytest.mark.parametrize(
    ("greeting", "answer"),
    [
        ("你好", "Good day to you."),
        ("Hello!", "Good day to you."),
        ("good morning", "Good day to you."),
        ("您好，在吗", "Yes, I am here."),
        ("有人吗？", "Yes, I am here."),
        ("are you there?", "Yes, I am here."),
    ],
)
async def test_a_greeting_is_returned_at_any_question(play: Play, greeting: str, answer: str) -> None:
    guest = play.buyer()
    await guest.open()
    for label in ("Yes, please", "Grace Tan"):
        await guest.send(greeting)
        assert guest.last.startswith(answer)
        await guest.tap(label)


@pytest.mark.parametrize("besides", ["还有我婆婆", "我妈也要来", "my brother is coming too"])
async def test_who_is_named_besides_comes_on_top_of_the_party(play: Play, besides: str) -> None:
    guest = play.buyer()
    await play.say(guest, "two of us", besides)
    assert "3 guests" in guest.last


@pytest.mark.parametrize(("said", "title"), [("男的", "Mr"), ("我是女生", "Ms")])
async def test_how_to_be_addressed_is_told_in_plain_words(play: Play, said: str, title: str) -> None:
    guest = play.buyer()
    await play.say(guest, "my name is Grace Tan", said, "two of us, Saturday 2pm, 13900139000")
    assert f"{title} Grace Tan" in guest.last


@pytest.mark.parametrize("said", ["looks good thanks", "yes corect"])
async def test_a_friendly_word_at_the_confirmation_books(play: Play, said: str) -> None:
    guest = play.buyer()
    await play.say(guest, WHOLE, said)
    assert len(await play.look(lambda desk: desk.conn.execute(bookings.select()).all())) == 1

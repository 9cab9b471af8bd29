"""What a guest has said before decides how the next words are read, and nothing of it is lost."""

import pytest

from tests.support.gestures import Play


@pytest.mark.parametrize(
    ("week", "day"), [("下個禮拜啦", "星期六得唔得"), ("next week please", "Saturday?"), ("下周吧", "周六")]
)
async def test_a_weekday_is_in_the_week_that_was_named_before(play: Play, week: str, day: str) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, two of us", week)
    assert "Sat, Nov 28 ✦" in guest.buttons
    assert "Fri, Nov 20 · tomorrow" not in guest.buttons
    await play.say(guest, day)
    assert guest.last == "Sat, Nov 28: which hour would suit you?"


async def test_an_hour_between_two_slots_is_noted_with_both(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang", "half past two would suit")
    assert guest.last.startswith("✓ around 14:30")
    await play.say(guest, "two")
    assert guest.last == "Which day would suit you at 14:00 or 15:00?"


async def test_the_question_for_the_day_names_the_part_of_the_day(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, two of us, in the afternoon")
    assert guest.last.endswith("Which day would suit you between 13:00 and 17:00?")


@pytest.mark.parametrize("before", ["hello", "yes please", "I'm Tom"])
async def test_a_mere_number_is_that_of_the_guests_where_no_other_is_asked_for(
    play: Play, before: str
) -> None:
    guest = play.buyer()
    await play.say(guest, before, "two")
    assert guest.last.startswith("✓ 2 guests")


async def test_the_area_code_of_a_number_beside_other_answers_is_asked_for(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "my number is 5123 4567, Lee, two of us, Saturday 3pm")
    assert guest.last.endswith(
        "You gave us the number 51234567: which country or area code does it have, such as +852 or 0755?"
    )
    await play.say(guest, "Hong Kong")
    assert "📱 +852 5123 4567" in guest.last


async def test_a_budget_beside_other_answers_is_no_number_to_complete(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Lee, two of us, Saturday 3pm, budget 15000000")
    assert "Which number may we reach you on" in guest.last


@pytest.mark.parametrize("said", ["no wait", "等等", "actually wait"])
async def test_a_no_can_be_taken_back_at_once(play: Play, said: str) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang", "cancel please")
    assert "May we keep your number" in guest.last
    await play.say(guest, said)
    assert "how many guests" in guest.last


@pytest.mark.parametrize("said", ["phone later", "Rather not give my number"])
async def test_the_number_can_be_declined_before_it_is_asked_for(play: Play, said: str) -> None:
    guest = play.buyer()
    await play.say(guest, "hello", said)
    assert guest.last.startswith("✓ no number given")


async def test_a_guest_who_may_bring_one_more_is_asked_which(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang", "just me, and maybe my mother")
    assert guest.last == "Mr Wang, will you be 1 or 2?"
    assert guest.buttons[:2] == ["1", "2"]


async def test_the_number_for_news_can_be_declined_in_words(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "hello", "not now", "I'd rather not give my number")
    assert guest.last.startswith("Until another time, then.")


@pytest.mark.parametrize(
    ("said", "name"), [("姓李，女的", "Ms 李"), ("my name is Smith, I'm a man", "Mr Smith")]
)
async def test_who_says_that_they_are_a_man_or_a_woman_is_not_asked_for_a_title(
    play: Play, said: str, name: str
) -> None:
    guest = play.buyer()
    await play.say(guest, "yes please", said)
    assert f"{name}, how many guests" in guest.last


@pytest.mark.parametrize(
    ("weekend", "day"),
    [("I'm only free next weekend", "Saturday at 3pm"), ("下周末才回深圳", "周六下午三点")],
)
async def test_a_day_of_the_weekend_that_was_named_is_in_that_weekend(
    play: Play, weekend: str, day: str
) -> None:
    guest = play.buyer()
    await play.say(guest, weekend, day, "Mr Wang, two of us, no phone")
    assert "🗓 Sat, Nov 28 15:00–16:00" in guest.last


async def test_an_hour_at_the_question_for_the_guests_is_no_number_of_guests(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, Saturday", "2 o'clock")
    assert guest.last.startswith("✓ the day after tomorrow, Sat at 14:00")
    assert "how many guests" in guest.last


async def test_the_title_beside_another_answer_is_taken(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "my name is Smith, two of us, Saturday 3pm", "女的，电话13900139000")
    assert "👤 Ms Smith" in guest.last

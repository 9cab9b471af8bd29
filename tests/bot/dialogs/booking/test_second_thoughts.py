"""What guests change at the review, while they choose, and after the visit is booked."""

import pytest

from tests.support.gestures import Play, book

WHOLE = "Mr Wang, two of us, Saturday 3pm, 13900139000"


@pytest.mark.parametrize(
    ("said", "party"),
    [
        ("actually make it three, my mum's coming too", "3 guests (1 elder)"),
        ("我婆婆也想來，可以嗎", "3 guests (1 elder)"),
        ("add one more guest", "3 guests"),
        ("帶多個人得唔得", "3 guests"),
    ],
)
async def test_the_party_is_changed_at_the_review(play: Play, said: str, party: str) -> None:
    guest = play.buyer()
    await play.say(guest, WHOLE, said)
    if "any elders or children" in guest.last:
        await guest.tap("No elders or children")
    assert f"👥 {party}" in guest.last
    assert "15:00–16:00" in guest.last


async def test_those_who_were_counted_before_stay_counted(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, three of us, one a child, Saturday 3pm, 13900139000")
    await play.say(guest, "我爸妈也来，一共五个人")
    assert "👥 5 guests (2 elders, 1 child)" in guest.last


async def test_nothing_is_booked_with_a_number_that_was_taken_back(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, WHOLE, "my number is actually +44 7911 654321")
    assert guest.last.startswith("This number does not seem complete")
    await play.say(guest, "9876543210")
    assert guest.last.startswith("You gave us the number 9876543210: which country")
    await play.say(guest, "it's an Indian number")
    assert "📱 +91 98765 43210" in guest.last


async def test_a_corrected_name_is_taken_at_once(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, WHOLE, "名字写错了，周闵")
    assert "👤 周闵" in guest.last or "👤 Mr 周" in guest.last


async def test_an_hour_is_on_a_day_that_is_offered(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "我想约12月15号")
    assert "up to Thu, Dec 3" in guest.last or "Dec 3" in guest.last
    await play.say(guest, "9点", "Mr Wang, two of us", "skip")
    assert "🗓 Thu, Dec 3 09:00–10:00" in guest.last


async def test_part_of_the_day_is_no_greeting_where_the_hour_is_asked_for(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Ms Lee, 2 people", "Wednesday", "morning")
    assert guest.buttons[:3] == ["09:00", "10:00", "11:00"]
    await play.say(guest, "I'd rather not give a telephone number")
    assert guest.last.startswith("✓ no number given")
    assert guest.buttons[:3] == ["09:00", "10:00", "11:00"]


async def test_whether_a_day_is_full_is_answered(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, 2 people", "周日满了吗")
    assert guest.last.startswith("There is still room on Sun, Nov 22.")


async def test_a_party_after_the_booking_is_no_hour(play: Play) -> None:
    guest = play.buyer()
    await book(guest)
    await play.say(guest, "change the number of guests to 2")
    assert guest.last.startswith("We have noted it with your visit")
    assert "✎ change the number of guests to 2" in guest.last


async def test_a_wish_put_as_a_question_is_noted_and_shown(play: Play) -> None:
    guest = play.buyer()
    await book(guest)
    await play.say(guest, "my wheelchair-bound father is coming, is there a lift?")
    assert guest.last.startswith("We have noted it with your visit")
    assert "✎ my wheelchair-bound father is coming, is there a lift?" in guest.last


@pytest.mark.parametrize("said", ["thanks!", "再加一个小孩", "我會晚到10分鐘", "what did I book"])
async def test_a_change_under_way_stays_whatever_is_said_beside_it(play: Play, said: str) -> None:
    guest = play.buyer()
    await book(guest)
    await play.say(guest, "can we do 4 instead")
    proposal = "to Sat, Nov 21 16:00–17:00: is that right?"
    assert guest.last.endswith(proposal)
    await play.say(guest, said)
    assert guest.last.endswith(proposal)
    assert not guest.last.startswith("From")


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("帮我取消一下", "You have no visit booked at the moment"),
        ("什么破楼盘", "I am sorry for the trouble"),
        ("不约", "Until another time, then"),
        ("怎么约", "Welcome to"),
    ],
)
async def test_first_words_are_answered_by_what_they_want(play: Play, said: str, answer: str) -> None:
    guest = play.buyer()
    await play.say(guest, said)
    assert guest.last.startswith(answer)
    assert "consultant will gladly tell you" not in guest.last


async def test_an_optional_question_that_comes_back_is_asked_in_short(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, WHOLE, "yes", "how long does it take?")
    assert guest.last.endswith("\n\nHow did you hear about us?")
    await play.say(guest, "my sister-in-law told me about it")
    assert "Which district do you live in?" in guest.last


async def test_what_is_no_district_is_not_taken_for_one(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, WHOLE, "yes", "online", "around 2 million")
    assert "Will you come by car?" not in guest.last


async def test_a_guest_who_gave_no_number_is_not_asked_for_one_for_news(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "Mr Wang, two of us, no phone", "never mind, forget it")
    assert guest.last.startswith("Of course. Whenever you would like to come")
    assert guest.buttons == ["Reserve an hour"]
    await guest.tap("Reserve an hour")
    assert "Which day would suit you?" in guest.last


async def test_a_guest_who_has_not_made_up_their_mind_is_not_pressed(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, "hello", "我还没想好")
    assert guest.last.startswith("There is no hurry")


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("名字改成李婷", "李婷"),
        ("個名改做李嘉欣", "李嘉欣"),
        ("And the name should be Robert Ng please", "Robert Ng"),
    ],
)
async def test_another_name_is_shown_in_full_at_the_review(play: Play, said: str, name: str) -> None:
    guest = play.buyer()
    await play.say(guest, WHOLE, said)
    assert name in guest.last.split("👥")[0]


async def test_when_the_house_is_open_moves_nothing(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, WHOLE, "你们周一休息吗")
    assert guest.last.startswith("We receive from 09:00 to 18:00")
    await play.say(guest, "All correct")
    assert "🗓 Sat, Nov 21 15:00–16:00" in guest.card


@pytest.mark.parametrize("said", ["All correct", "没问题，帮我约上吧", "对的，请帮我预约"])
async def test_a_yes_in_other_words_books(play: Play, said: str) -> None:
    guest = play.buyer()
    await play.say(guest, WHOLE, said)
    assert "Your hour is reserved" in "".join(guest.said)


async def test_before_the_yes_a_guest_is_told_which_hour_is_noted(play: Play) -> None:
    guest = play.buyer()
    await play.say(guest, WHOLE, "请问我约的是什么时候")
    assert guest.last.startswith("The hour you chose, Sat, Nov 21 15:00, is noted")

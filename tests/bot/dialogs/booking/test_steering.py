"""What a guest wants of the form itself, at whatever question."""

import pytest

from tests.support.gestures import Chat, Play

ALL = "Mr Wang, 3 people, one of them a child, no elders, Saturday 10am, 13900139000"


@pytest.fixture
async def buyer(play: Play) -> Chat:
    """A guest at the confirmation."""
    buyer = play.buyer()
    await buyer.send(ALL)
    assert "3 guests (1 child)" in buyer.last
    await play.later()
    return buyer


@pytest.mark.parametrize("text", ["no", "that's wrong", "不对", "唔啱"])
async def test_a_no_to_the_whole_asks_what_to_change(play: Play, buyer: Chat, text: str) -> None:
    await buyer.send(text)
    assert buyer.last == "Of course. What would you like to change?"
    await play.later()
    await buyer.send("the time")
    assert "Which day would suit you?" in buyer.last


async def test_a_no_to_any_change_leads_back_to_the_whole(play: Play, buyer: Chat) -> None:
    await buyer.send("no")
    await play.later()
    await buyer.send("no")
    assert "Is everything as you wish?" in buyer.last


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("the time is wrong", "Which day"),
        ("时间不对", "Which day"),
        ("人数不对", "how many guests"),
        ("人數唔啱", "how many guests"),
        ("the number of guests is wrong", "how many guests"),
        ("名字错了", "How may we address you?"),
        ("the name is not right", "How may we address you?"),
        ("电话号码错了", "Which number"),
    ],
)
async def test_what_is_named_as_wrong_is_asked_again(buyer: Chat, text: str, asked: str) -> None:
    await buyer.send(text)
    assert asked in buyer.last


@pytest.mark.parametrize(
    "text", ["hold on", "let me think", "等我问问", "我考虑一下", "晚点再说", "等我問下老婆"]
)
async def test_a_guest_who_wants_time_has_it(play: Play, buyer: Chat, text: str) -> None:
    await buyer.send(text)
    assert buyer.last.startswith("Please take your time")
    await play.later()
    await buyer.send("yes")
    assert "Your hour is reserved" in "".join(buyer.said)


@pytest.mark.parametrize("text", ["never mind", "算了", "那算了", "不约了", "唔睇喇", "先不用了"])
async def test_a_guest_who_gives_up_is_let_go_and_may_come_back(play: Play, buyer: Chat, text: str) -> None:
    await buyer.send(text)
    assert "May we keep your number" in buyer.last
    await play.later()
    await buyer.send("还是约吧")
    assert "Is everything as you wish?" in buyer.last


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("孩子不来了", "2 guests"),
        ("the kids are not coming", "2 guests"),
        ("老婆来不了", "2 guests (1 child)"),
        ("my wife can't come", "2 guests (1 child)"),
        ("少一个人", "2 guests (1 child)"),
        ("就我一个人来", "1 guest"),
    ],
)
async def test_people_who_stay_away_are_taken_off_the_party(buyer: Chat, text: str, party: str) -> None:
    await buyer.send(text)
    assert f"👥 {party}\n" in buyer.last


@pytest.mark.parametrize("text", ["用Telegram联系", "加微信吧", "message me here"])
async def test_a_chat_is_a_line_too(play: Play, text: str) -> None:
    buyer = play.buyer()
    await buyer.send("Mr Wang, 2 people, Saturday 10am")
    await play.later()
    await buyer.send(text)
    assert "we stay in touch with you here" in buyer.last
    assert "no number given" in buyer.last


@pytest.mark.parametrize("text", ["不给", "不留电话", "不用电话了", "先不留电话", "no phone number"])
async def test_a_number_that_is_not_given_while_hours_are_offered_leaves_them_there(
    play: Play, text: str
) -> None:
    buyer = play.buyer()
    await buyer.send("Mr Wang, 2 people, Saturday")
    await play.later()
    await buyer.send(text)
    assert "Sat, Nov 21: which hour would suit you?" in buyer.last
    await play.later()
    await buyer.send("10:00")
    assert "no number given" in buyer.last


async def test_a_no_where_no_day_is_on_offer_is_asked_about(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("Mr Wang, 2 people")
    await play.later()
    asked = buyer.last
    await buyer.send("no")
    assert buyer.last != asked
    assert buyer.last.endswith("Which day would suit you?")


@pytest.mark.parametrize(
    ("text", "name"), [("我是女的", "Ms Wang"), ("我係男嘅", "Mr Wang"), ("I'm a woman", "Ms Wang")]
)
async def test_a_guest_who_says_so_is_addressed_as_a_woman_or_a_man(play: Play, text: str, name: str) -> None:
    buyer = play.buyer()
    await buyer.open()
    await buyer.tap("Yes, please")
    await buyer.send("Wang")
    await play.later()
    await buyer.send(text)
    assert f"{name}, how many guests" in buyer.last


async def test_a_goodbye_in_the_middle_keeps_the_form(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("Mr Wang, 2 people")
    await play.later()
    await buyer.send("bye")
    assert buyer.last.startswith("Goodbye")
    await play.later()
    await buyer.send("Saturday 10am")
    assert "Which number may we reach you on" in buyer.last


@pytest.mark.parametrize("text", ["改期", "I want to move my booking"])
async def test_a_move_of_nothing_is_told_and_the_form_goes_on(play: Play, text: str) -> None:
    buyer = play.buyer()
    await buyer.send("Mr Wang, 2 people")
    await play.later()
    await buyer.send(text)
    assert (
        buyer.last
        == "Nothing is booked for you yet; let us find your hour first.\n\nWhich day would suit you?"
    )


@pytest.mark.parametrize(
    "text", ["我姓王,两个人,明天十点,不留电话", "Mr Wang, 2 people, tomorrow at ten, no phone please"]
)
async def test_a_number_declined_in_the_first_sentence_is_not_asked_for(play: Play, text: str) -> None:
    buyer = play.buyer()
    await buyer.send(text)
    assert "Is everything as you wish?" in buyer.last
    assert "no number given" in buyer.last


@pytest.mark.parametrize("text", ["让你们经理打13900139000给我", "转人工，我的电话13900139000"])
async def test_a_number_beside_the_wish_for_a_person_is_kept(play: Play, text: str) -> None:
    buyer = play.buyer()
    await buyer.send("Mr Wang, 2 people")
    await play.later()
    await buyer.send(text)
    assert "A colleague will gladly help you in person" in buyer.last
    assert "✓ +86 139 0013 9000" in buyer.last


async def test_a_goodbye_after_a_no_ends_the_conversation(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    await buyer.tap("Not now")
    await buyer.send("再见")
    assert "Until another time, then." in buyer.last


@pytest.mark.parametrize("text", ["两个人，有停车吗", "兩個人，有冇得泊車", "2 people, is there parking?"])
async def test_a_question_beside_an_answer_is_answered(play: Play, text: str) -> None:
    buyer = play.buyer()
    await buyer.send("Mr Wang")
    await play.later()
    await buyer.send(text)
    assert "all about parking" in buyer.last
    assert "Which day would suit you?" in buyer.last

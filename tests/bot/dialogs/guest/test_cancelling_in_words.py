"""What a guest writes at the question whether to cancel their visit, on Saturday, November 21, at 11:00."""

import pytest

from core.store.tables import bookings
from tests.support.gestures import Chat, Play, book

QUESTION = "Shall I cancel your visit on Sat, Nov 21 11:00–12:00?"


async def asked(play: Play) -> Chat:
    """A guest who is asked whether to cancel."""
    buyer = play.buyer()
    await book(buyer)
    await buyer.send("临时有事去不成了")
    await play.later()
    assert buyer.last == QUESTION
    return buyer


async def statuses(play: Play) -> list[str]:
    return [row.status for row in await play.rows(bookings)]


@pytest.mark.parametrize(
    "said",
    ["不取消了", "唔取消喇", "keep it", "算了还是去", "都係嚟啦", "照旧", "I'm still coming", "as planned"],
)
async def test_a_guest_who_comes_after_all_keeps_the_visit(play: Play, said: str) -> None:
    buyer = await asked(play)
    await buyer.send(said)
    assert buyer.last.startswith("We are expecting you")
    assert await statuses(play) == ["booked"]


@pytest.mark.parametrize("said", ["对,取消", "係,取消", "取消吧", "yes please", "yes, cancel", "嗯"])
async def test_a_yes_in_words_cancels(play: Play, said: str) -> None:
    buyer = await asked(play)
    await buyer.send(said)
    assert "is cancelled" in buyer.last
    assert await statuses(play) == ["cancelled"]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("cancel 要收费吗", "A visit is free of charge"),
        ("取消要收費㗎", "A visit is free of charge"),
        ("可以取消吗", "A visit is free of charge"),
        ("取消了以后还能再约吗", "you are welcome to book again"),
        ("is there a fee for cancelling?", "A visit is free of charge"),
        ("停车场在哪", "all about parking"),
        ("do you speak French?", "Your consultant will gladly tell you"),
    ],
)
async def test_a_question_beside_is_answered_and_the_question_stays(
    play: Play, said: str, answer: str
) -> None:
    buyer = await asked(play)
    await buyer.send(said)
    assert answer in buyer.last
    assert buyer.last.endswith(QUESTION)
    await play.later()
    await buyer.send("yes")
    assert await statuses(play) == ["cancelled"]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("can I move instead?", "Which day would suit you?"),
        ("可唔可以改期", "Which day would suit you?"),
        ("改到周日行吗", "Sun, Nov 22: which hour would suit you?"),
        ("推迟一天", "to Sun, Nov 22 11:00–12:00: is that right?"),
        ("how about 3pm", "to Sat, Nov 21 15:00–16:00: is that right?"),
    ],
)
async def test_another_hour_is_a_move_instead(play: Play, said: str, answer: str) -> None:
    buyer = await asked(play)
    await buyer.send(said)
    assert answer in buyer.last
    assert await statuses(play) == ["booked"]


async def test_a_guest_who_wants_time_has_it(play: Play) -> None:
    buyer = await asked(play)
    await buyer.send("等等")
    assert buyer.last == "Please take your time; we continue here whenever you like."
    await buyer.send("取消吧")
    assert await statuses(play) == ["cancelled"]


async def test_what_is_not_understood_is_never_answered_the_same(play: Play) -> None:
    buyer = await asked(play)
    for said in ("banana", "blue", "green"):
        await buyer.send(said)
        await play.later()
    answers = [text for text in buyer.said if text.endswith(QUESTION) and text != QUESTION]
    assert len(set(answers)) == len(answers) == 3
    assert "A colleague will gladly help you in person" in answers[-1]


@pytest.mark.parametrize("said", ["cancel 要收费吗", "is there a fee for cancelling?"])
async def test_a_question_about_cancelling_asks_for_no_cancellation(play: Play, said: str) -> None:
    buyer = play.buyer()
    await book(buyer)
    await buyer.send(said)
    assert buyer.last.startswith("A visit is free of charge")
    assert "Shall I cancel" not in buyer.last


async def test_a_question_beside_a_move_is_answered(play: Play) -> None:
    buyer = play.buyer()
    await book(buyer)
    await buyer.send("推迟一天")
    await buyer.send("停车场在哪")
    assert "all about parking" in buyer.last
    assert buyer.last.endswith("is that right?")

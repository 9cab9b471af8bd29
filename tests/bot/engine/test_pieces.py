"""What a person types in pieces has one answer in the chat: the last one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.store.outbox import OutboxStatus
from core.store.tables import outbox
from demo.stage import BUYERS_BOT, STAFF_BOT
from tests.bot.handlers.refusals import refusal
from tests.support.gestures import Chat, Play

# The number of guests, the elders and children among them, and the day.
PIECES = ("3", "none", "11-21")
BOTS = {"buyers": BUYERS_BOT.username, "staff": STAFF_BOT.username}


@pytest.fixture(params=list(BOTS))
def bot(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return BOTS[name]


@pytest.fixture
async def chat(play: Play, bot: str) -> Chat:
    """Somebody who is asked how many guests will come, and has read the question."""
    chat = play.buyer() if bot == BUYERS_BOT.username else play.operator()
    await chat.send("/start" if bot == BUYERS_BOT.username else "/book")
    for label in ("Yes, please", "Grace Tan", "Ms"):
        await (chat.send(label) if label == "Grace Tan" else chat.tap(label))
    assert "how many guests" in chat.last
    await after(play, 60)
    return chat


async def after(play: Play, seconds: float) -> None:
    await play.until(play.stage.clock.now() + timedelta(seconds=seconds))


async def test_only_the_last_answer_to_pieces_stays_below_all_of_them(play: Play, chat: Chat) -> None:
    before = [message.text for message in chat.shown]
    await chat.send(PIECES[0])
    # Each answer comes at once, and goes with the next.
    assert "elders or children" in chat.last
    await after(play, 1.5)
    await chat.send(PIECES[1])
    assert "Which day would suit you?" in chat.last
    await after(play, 3)
    await chat.send(PIECES[2])
    *earlier, answer = [message.text for message in chat.shown]
    assert earlier == [*before, *PIECES]
    assert "which hour would suit you?" in answer


async def test_answers_stay_after_a_longer_pause(play: Play, chat: Chat) -> None:
    before = len(chat.said)
    await chat.send(PIECES[0])
    await after(play, 3.1)
    await chat.send(PIECES[1])
    await after(play, 3.1)
    await chat.send(PIECES[2])
    assert len(chat.said) == before + 3


async def test_an_answer_that_is_not_sent_yet_is_superseded(play: Play, chat: Chat, bot: str) -> None:
    before = len(chat.said)
    await chat.send(PIECES[0])
    wait = refusal(429, "Too Many Requests: retry after 2", retry_after=2)
    play.stage.telegram.fail_next(bot, "sendMessage", wait)
    await after(play, 2.5)
    await chat.send(PIECES[1])
    assert len(chat.said) == before + 1
    await after(play, 1.5)
    await chat.send(PIECES[2])
    await after(play, 2)
    # The first answer, too, is of these pieces, though the one after it was never sent.
    assert len(chat.said) == before + 1
    assert "which hour would suit you?" in chat.last
    statuses = select(outbox.c.status).filter_by(handle="form").order_by(outbox.c.id.desc()).limit(2)
    found = await play.look(lambda desk: desk.conn.execute(statuses).scalars().all())
    assert found == [OutboxStatus.SENT, OutboxStatus.SUPERSEDED]


async def test_a_refused_deletion_does_no_harm(play: Play, chat: Chat, bot: str) -> None:
    before = len(chat.said)
    await chat.send(PIECES[0])
    old = refusal(400, "Bad Request: message can't be deleted for everyone")
    play.stage.telegram.fail_next(bot, "deleteMessage", old)
    await chat.send(PIECES[1])
    assert len(chat.said) == before + 2
    await chat.send(PIECES[2])
    assert len(chat.said) == before + 2
    await after(play, 60)
    assert "which hour would suit you?" in chat.last
    assert len(chat.said) == before + 2


async def test_an_answer_of_unknown_fate_is_sent_again_and_the_earlier_one_deleted(
    play: Play, chat: Chat, bot: str
) -> None:
    before = len(chat.said)
    await chat.send(PIECES[0])
    play.stage.telegram.fail_next(bot, "sendMessage", ConnectionError("cut"))
    await chat.send(PIECES[1])
    assert len(chat.said) == before + 1
    await play.stage.restart()
    await after(play, 60)
    assert len(chat.said) == before + 1
    assert "Which day would suit you?" in chat.last


async def test_what_is_tapped_or_asked_for_by_a_command_is_no_piece(play: Play, chat: Chat) -> None:
    before = len(chat.said)
    await chat.send(PIECES[0])
    await chat.tap("1 elder")
    assert len(chat.said) == before + 2
    await chat.send(PIECES[2])
    assert len(chat.said) == before + 3
    await chat.send("/help")
    assert len(chat.said) == before + 4


async def test_old_answers_stay_whatever_was_done_meanwhile(play: Play, chat: Chat) -> None:
    before = len(chat.said)
    await chat.send(PIECES[0])
    await after(play, 60)
    await chat.send("/help")
    await chat.send(PIECES[1])
    assert len(chat.said) == before + 3


async def test_a_question_answered_by_the_reply_keyboard_stays(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in ("Yes, please", "Grace Tan", "Ms", "1", "Sat, Nov 21"):
        await buyer.tap(label)
    await after(play, 60)
    await buyer.send("11:00")
    assert "Which number" in buyer.last
    await buyer.tap("I would rather not")
    assert any("Which number" in text for text in buyer.said)
    assert "Is everything as you wish?" in buyer.last


async def test_a_typed_number_leaves_neither_the_question_for_it_nor_its_keyboard(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in ("Yes, please", "Grace Tan", "Ms", "1", "Sat, Nov 21"):
        await buyer.tap(label)
    await after(play, 60)
    await buyer.send("11:00")
    await buyer.send("139 0013 9000")
    assert not any("Which number" in text for text in buyer.said)
    assert play.stage.telegram.reply_keyboard(BUYERS_BOT.username, buyer.user_id) is None
    assert "Is everything as you wish?" in buyer.last

"""Deliveries of both bots, with each of Telegram's answers."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core.staff import Member, Role
from core.store import staff
from core.store.tables import outbox
from demo.cast import OWNER
from demo.stage import BUYERS_BOT, STAFF_BOT
from tests.bot.handlers.refusals import refusal
from tests.conftest import MORNING
from tests.support.gestures import Chat, Play

BOTS = {"buyers": BUYERS_BOT.username, "staff": STAFF_BOT.username}


@pytest.fixture(params=list(BOTS))
def bot(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def chat(play: Play, bot: str) -> Chat:
    return play.buyer() if bot == "buyers" else play.operator()


async def statuses(play: Play, bot: str) -> list[str]:
    return list(
        await play.look(
            lambda desk: desk.conn.execute(
                select(outbox.c.status).filter_by(bot=bot).order_by(outbox.c.id)
            ).scalars().all()
        )
    )  # fmt: skip


async def test_after_a_429_the_message_is_sent_when_the_wait_is_over(
    play: Play, bot: str, chat: Chat
) -> None:
    wait = refusal(429, "Too Many Requests: retry after 30", retry_after=30)
    play.stage.telegram.fail_next(BOTS[bot], "sendMessage", wait)
    await chat.send("/help")
    assert not chat.said
    await play.until(MORNING + timedelta(seconds=29))
    assert not chat.said
    await play.until(MORNING + timedelta(seconds=30))
    assert len(chat.said) == 1


async def test_a_blocked_message_fails_and_does_not_delay_others(play: Play, bot: str, chat: Chat) -> None:
    await chat.send("/help")
    play.stage.telegram.fail_next(
        BOTS[bot], "sendMessage", refusal(403, "Forbidden: bot was blocked by the user")
    )
    await chat.send("/help")
    await chat.send("/language")
    assert await statuses(play, bot) == ["sent", "failed", "sent"]


async def test_a_connection_lost_after_sending_sends_the_message_again(
    play: Play, bot: str, chat: Chat
) -> None:
    play.stage.telegram.fail_next(BOTS[bot], "sendMessage", ConnectionError("cut"), after=True)
    await chat.send("/help")
    await play.until(MORNING + timedelta(minutes=1))
    assert len(chat.said) == 2
    assert await statuses(play, bot) == ["sent"]


async def test_a_message_that_telegram_cannot_parse_is_sent_as_plain_text(
    play: Play, bot: str, chat: Chat
) -> None:
    broken = refusal(400, "Bad Request: can't parse entities: Unsupported start tag")
    play.stage.telegram.fail_next(BOTS[bot], "sendMessage", broken)
    await chat.send("/language")
    assert chat.last.startswith("Which language")
    words = await play.look(lambda desk: desk.conn.execute(select(outbox.c.words)).scalar_one())
    assert "<" not in words


async def test_a_message_that_can_no_longer_be_edited_is_sent_as_a_new_one(
    play: Play, bot: str, chat: Chat
) -> None:
    await chat.send("/language")
    play.stage.telegram.fail_next(
        BOTS[bot], "editMessageText", refusal(400, "Bad Request: message can't be edited")
    )
    await chat.tap("English")
    assert [text.split()[0] for text in chat.said] == ["Which", "Very"]


async def test_an_edit_that_changes_nothing_counts_as_sent(play: Play, bot: str, chat: Chat) -> None:
    await chat.send("/language")
    same = refusal(400, "Bad Request: message is not modified: specified new message content is the same")
    play.stage.telegram.fail_next(BOTS[bot], "editMessageText", same)
    await chat.tap("English")
    assert await statuses(play, bot) == ["sent", "sent"]


async def test_a_tap_takes_effect_even_if_its_answer_fails(play: Play, bot: str, chat: Chat) -> None:
    await chat.send("/language")
    old = refusal(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
    play.stage.telegram.fail_next(BOTS[bot], "answerCallbackQuery", old)
    await chat.tap("简体中文")
    assert "中文" in chat.last


async def test_messages_follow_a_group_that_became_a_supergroup(play: Play) -> None:
    telegram = play.stage.telegram
    owner = Member(user_id=OWNER.id, name="何总", role=Role.ADMINISTRATOR)
    await play.stage.house.run(lambda desk: staff.upsert_member(desk.conn, owner, desk.now))
    telegram.add_group(-1009, "Supergroup", [OWNER.id], [STAFF_BOT.username])
    await play.stage.settle()
    moved = refusal(
        400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1009
    )
    telegram.fail_next(STAFF_BOT.username, "sendMessage", moved)
    await play.fill(datetime(2026, 11, 21, 2, tzinfo=UTC), 2)
    texts = [message.text for message in telegram.history(chat_id=-1009) if message.sender.is_bot]
    assert sum("新预约" in text for text in texts) == 2
    assert not play.group.said


async def test_a_replaced_page_loses_its_buttons_and_shows_the_answer(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in ("Yes, please", "Grace Tan", "Ms", "1", "Sat, Nov 21", "11:00"):
        await buyer.tap(label)
    left, phone = [message for message in buyer.shown if message.sender.is_bot][-2:]
    assert left.text == "Sat, Nov 21: which hour would suit you?\n✓ 11:00"
    assert not left.buttons
    assert "Which number" in phone.text
    await buyer.tap("I would rather not")
    assert play.stage.telegram.reply_keyboard(BUYERS_BOT.username, buyer.user_id) is None
    assert buyer.buttons[0] == "✓ Confirm"


async def test_the_text_sent_is_stored(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    kept = await play.look(lambda desk: desk.conn.execute(select(outbox.c.words)).scalar_one())
    assert "Tianyue Bay" in kept

"""The updates of a person who sends far too many are shed with one warning; other people are not affected."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.engine import conversation
from bot.engine.conversation import FLOOD, FLOOD_WINDOW
from core.store.receipts import Result
from core.store.tables import bookings, receipts
from demo.stage import BUYERS_BOT
from tests.support.gestures import BOOKING, Chat, Play, book

NOTICE = "more messages than I can follow"


async def results(play: Play, chat: Chat) -> dict[str, int]:
    counted = select(receipts.c.result, func.count()).filter_by(user_id=chat.user_id)
    found = await play.look(lambda desk: desk.conn.execute(counted.group_by(receipts.c.result)).all())
    return {row[0]: row[1] for row in found}


async def flood(play: Play, chat: Chat, times: int) -> None:
    for _ in range(times):
        play.stage.telegram.send(chat.user_id, "/help", **chat.where)
    await play.stage.settle()


async def test_a_flood_is_shed_with_one_warning(play: Play) -> None:
    flooder = play.buyer()
    await flood(play, flooder, FLOOD + 30)
    assert await results(play, flooder) == {Result.HANDLED: FLOOD, Result.SHED: 30}
    assert sum(NOTICE in text for text in flooder.said) == 1
    assert len(flooder.said) == FLOOD + 1


async def test_without_the_guard_every_update_is_handled(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(conversation, "FLOOD", 10_000)
    flooder = play.buyer()
    await flood(play, flooder, FLOOD + 30)
    assert await results(play, flooder) == {Result.HANDLED: FLOOD + 30}


async def test_other_people_are_served_during_a_flood(play: Play) -> None:
    flooder, buyer = play.buyer(), play.buyer()
    await flood(play, flooder, FLOOD + 5)
    assert await book(buyer)
    assert await results(play, flooder) == {Result.HANDLED: FLOOD, Result.SHED: 5}


async def test_ten_seconds_after_a_flood_the_conversation_continues(play: Play) -> None:
    flooder = play.buyer()
    await flooder.open()
    await flooder.tap("Yes, please")
    await flood(play, flooder, FLOOD)
    await play.until(play.stage.clock.now() + FLOOD_WINDOW)
    play.stage.telegram.send(flooder.user_id, "Ms Tan", **flooder.where)
    await play.stage.settle()
    assert "Ms Tan, how many guests" in flooder.last


async def test_a_long_flood_gets_one_warning(play: Play) -> None:
    flooder = play.buyer()
    for _ in range(40):
        await flood(play, flooder, 10)
        await play.until(play.stage.clock.now() + timedelta(seconds=1))
    assert sum(NOTICE in text for text in flooder.said) == 1
    kept = await play.look(
        lambda desk: desk.conn.execute(select(receipts.c.input).filter_by(result=Result.SHED)).scalars().all()
    )
    assert len(kept) > 200
    assert all(said == {} for said in kept)


async def test_a_flood_of_taps_is_shed_and_every_tap_is_answered(play: Play) -> None:
    flooder = play.buyer()
    await flooder.open()
    message, data = flooder.find("Not now")
    for _ in range(FLOOD + 10):
        play.stage.telegram.tap(flooder.user_id, message, data, **flooder.where)
    await play.stage.settle()
    assert (await results(play, flooder))[Result.SHED] == 11
    requests = play.stage.telegram.requests
    answered = [request for request in requests if request.method == "answerCallbackQuery"]
    assert len(answered) == FLOOD + 10


async def test_an_update_delivered_ten_times_is_handled_once(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in BOOKING:
        await buyer.tap(label)
    message, data = buyer.find("✓ Confirm")
    who = {"id": buyer.user_id, "is_bot": False, "first_name": "Grace"}
    chat = {"id": buyer.user_id, "type": "private", "first_name": "Grace"}
    shown = {"message_id": message, "date": 1_763_000_000, "chat": chat, "text": "?"}
    tap = {"id": "1", "from": who, "chat_instance": "1", "data": data, "message": shown}
    batch = [{"update_id": 437_009_000, "callback_query": tap}] * 2
    telegram = play.stage.telegram
    telegram.fail_next(BUYERS_BOT.username, "getUpdates", {"ok": True, "result": batch}, 5)
    telegram.release()

    def taken() -> int:
        answers = [request for request in telegram.requests if request.method == "answerCallbackQuery"]
        return sum(request.params.get("callback_query_id") == "1" for request in answers)

    async with asyncio.timeout(60):
        while taken() < 10:
            await play.look(lambda desk: None)
    assert taken() == 10
    await play.stage.settle()
    assert sum("Your hour is reserved" in text for text in buyer.said) == 1
    made = await play.look(lambda desk: desk.conn.execute(select(bookings)).all())
    assert len(made) == 1

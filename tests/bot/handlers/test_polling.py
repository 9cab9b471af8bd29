"""The poll loop: each update in one commit, the offset after it, and updates that fail."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.handlers.polling import UnreachableError
from core.clock import PlayedClock
from core.runtime.house import DatabaseUnavailableError
from core.store.tables import receipts
from tests.bot.handlers.scripted_bot import ScriptedBot, poll
from tests.conftest import MORNING
from tests.support.gestures import Play


async def test_the_offset_follows_the_last_update_handled(clock: PlayedClock) -> None:
    log = await poll(ScriptedBot([7, 8], [9]), clock)
    assert log == [
        ("fetch", 0), ("handled", 7), ("handled", 8), ("fetch", 9), ("handled", 9), ("fetch", 10), ("fetch", 10),
    ]  # fmt: skip


async def test_an_update_that_fails_once_is_retried(clock: PlayedClock) -> None:
    log = await poll(ScriptedBot([7], raises={7: [ValueError()]}), clock)
    assert ("handled", 7) in log
    assert ("failed", 7) not in log


async def test_an_update_that_always_fails_is_recorded_and_the_next_one_is_handled(
    clock: PlayedClock,
) -> None:
    log = await poll(ScriptedBot([7, 8], raises={7: [ValueError(), ValueError()]}), clock)
    assert log[1:3] == [("failed", 7), ("handled", 8)]


async def test_an_update_waits_while_the_database_is_unavailable(clock: PlayedClock) -> None:
    away: list[Exception] = [DatabaseUnavailableError("locked") for _ in range(5)]
    bot = ScriptedBot([7], raises={7: away})
    running = asyncio.ensure_future(poll(bot, clock))

    async def settle() -> None:
        # Let woken tasks finish, without waiting for time.
        for _ in range(100):
            await asyncio.sleep(0)

    await clock.play(MORNING + timedelta(seconds=4), settle)
    assert ("handled", 7) not in bot.log
    await clock.play(MORNING + timedelta(seconds=6), settle)
    assert ("handled", 7) in await running
    assert ("failed", 7) not in bot.log


async def test_an_unreachable_telegram_is_polled_again_after_a_pause(clock: PlayedClock) -> None:
    bot = ScriptedBot(UnreachableError("down"), UnreachableError("down"), [7])
    running = asyncio.ensure_future(poll(bot, clock))
    asked = []

    async def settle() -> None:
        # Let woken tasks finish, without waiting for time.
        for _ in range(100):
            await asyncio.sleep(0)
        asked.append((clock.now() - MORNING, sum(entry[0] == "fetch" for entry in bot.log)))

    await clock.play(MORNING + timedelta(seconds=10), settle)
    assert ("handled", 7) in await running
    assert asked[:2] == [(timedelta(0), 1), (timedelta(seconds=2), 2)]
    assert asked[2][0] == timedelta(seconds=6)


@pytest.mark.parametrize("bot", ["buyers", "staff"])
async def test_a_failed_update_gets_an_apology_and_the_conversation_continues(
    play: Play, bot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = play.buyer() if bot == "buyers" else play.operator()
    await chat.send("/help")

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("bot.engine.turn.Turn._reply", broken)
        await chat.send("/language")
    assert "something went wrong on our side" in chat.last
    results = await play.look(
        lambda desk: (
            desk.conn.execute(select(receipts.c.result).filter_by(bot=bot, user_id=chat.user_id))
            .scalars()
            .all()
        )
    )
    assert results == ["handled", "failed"]
    await chat.send("/help")
    assert "/language" in chat.last


@pytest.mark.parametrize("receipts_kept", [True, False], ids=["with receipts", "control: without"])
async def test_an_update_delivered_again_changes_nothing(
    play: Play, monkeypatch: pytest.MonkeyPatch, receipts_kept: bool
) -> None:
    if not receipts_kept:
        monkeypatch.setattr("core.store.receipts.insert_receipt", lambda *_: True)
    buyer = play.buyer()
    play.stage.telegram.send(buyer.user_id, "/language", bot="yingbin_bot")
    person = {"id": buyer.user_id, "is_bot": False, "first_name": "Grace"}
    # The answer has no handle, so each is a separate message.
    again = {
        "update_id": 437_001_900,
        "message": {
            "message_id": 900,
            "date": 1,
            "chat": {"id": buyer.user_id, "type": "private"},
            "from": person,
            "text": "/help",
        },
    }
    await play.stage.settle()
    play.stage.telegram.fail_next("yingbin_bot", "getUpdates", {"ok": True, "result": [again, again]})
    play.stage.telegram.release()
    await buyer.send("/language")
    assert sum("This is what I can do" in text for text in buyer.said) == (1 if receipts_kept else 2)


@pytest.mark.parametrize("bot", ["buyers", "staff"])
async def test_a_tap_that_cannot_be_handled_is_answered(
    play: Play, bot: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat = play.buyer() if bot == "buyers" else play.operator()
    await chat.send("/language")

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr("bot.engine.turn.Turn._reply", broken)
        await chat.tap("English")
    assert "something went wrong on our side" in chat.last
    answered = [each for each in play.stage.telegram.requests if each.method == "answerCallbackQuery"]
    assert len(answered) == 1

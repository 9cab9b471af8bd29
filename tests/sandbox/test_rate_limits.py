"""Telegram's rate limits: sliding windows on the sandbox's clock, with exact waits."""

from typing import Any

import aiogram
import pytest
from aiogram.exceptions import TelegramRetryAfter
from telegram.error import RetryAfter
from telegram.ext import ExtBot

from sandbox.telegram import Person, Telegram
from tests.sandbox.conftest import Api, Clock


@pytest.fixture
def rate_limited(started: Telegram) -> Telegram:
    started.enforce_limits()
    return started


@pytest.fixture
def crowd(telegram: Telegram, buyers: Api) -> range:
    """Forty people who have started the buyers' bot."""
    people = range(100, 140)
    for user_id in people:
        telegram.add_person(Person(user_id, f"Guest {user_id}"))
        telegram.open_link(user_id, "house_bot")
    telegram.enforce_limits()
    return people


async def retry_after(api: Api, method: str = "sendMessage", **params: Any) -> float:
    """The retry_after of a request in seconds; 0 if it succeeds."""
    reply = await api.telegram.call(api.account.token, method, {"text": "x"} | params)
    if reply["ok"]:
        return 0
    seconds = reply["parameters"]["retry_after"]
    assert reply["error_code"] == 429
    assert reply["description"] == f"Too Many Requests: retry after {seconds}"
    return seconds


async def test_rate_limits_are_off_by_default(started: Telegram, buyers: Api) -> None:
    for _ in range(100):
        await buyers("sendMessage", chat_id=7, text="x")


async def test_a_person_gets_one_message_a_second(rate_limited: Telegram, buyers: Api, clock: Clock) -> None:
    assert await retry_after(buyers, chat_id=7) == 0
    clock.forward(0.3)
    assert await retry_after(buyers, chat_id=7) == 1
    clock.forward(0.69)
    assert await retry_after(buyers, chat_id="7") == 1
    clock.forward(0.01)
    assert await retry_after(buyers, chat_id=7) == 0


async def test_other_people_and_bots_have_their_own_limits(
    rate_limited: Telegram, buyers: Api, staff: Api
) -> None:
    rate_limited.open_link(8, "house_bot")
    rate_limited.open_link(7, "desk_bot")
    assert await retry_after(buyers, chat_id=7) == 0
    assert await retry_after(buyers, chat_id=8) == 0
    assert await retry_after(staff, chat_id=7) == 0


async def test_a_group_gets_twenty_messages_in_any_minute(
    telegram: Telegram, group: int, staff: Api, clock: Clock
) -> None:
    telegram.enforce_limits()
    for _ in range(19):
        assert await retry_after(staff, chat_id=group) == 0
    clock.forward(50)
    assert await retry_after(staff, chat_id=group) == 0
    assert await retry_after(staff, chat_id=group) == 10
    clock.forward(9.5)
    assert await retry_after(staff, chat_id=group) == 1
    clock.forward(0.5)
    for _ in range(19):
        assert await retry_after(staff, chat_id=group) == 0
    assert await retry_after(staff, chat_id=group) == 50


async def test_a_bot_sends_thirty_messages_a_second_overall(crowd: range, buyers: Api, clock: Clock) -> None:
    waits = [await retry_after(buyers, chat_id=user_id) for user_id in crowd[:31]]
    assert waits == [0] * 30 + [1]
    clock.forward(1)
    assert await retry_after(buyers, chat_id=crowd[35]) == 0


async def test_edits_and_pins_count(
    rate_limited: Telegram, group: int, buyers: Api, staff: Api, clock: Clock
) -> None:
    sent = await buyers("sendMessage", chat_id=7, text="x")
    which = {"chat_id": 7, "message_id": sent["message_id"]}
    edit = await retry_after(buyers, "editMessageText", **which, text="y")
    assert edit == 1
    clock.forward(1)
    assert await buyers("editMessageText", **which, text="y")
    markup = await rate_limited.call(buyers.account.token, "editMessageReplyMarkup", which)
    assert markup["error_code"] == 429
    pin = await rate_limited.call(buyers.account.token, "pinChatMessage", which)
    assert pin["error_code"] == 429


async def test_other_methods_do_not_count(rate_limited: Telegram, buyers: Api) -> None:
    inline = {"inline_keyboard": [[{"text": "x", "callback_data": "y"}]]}
    sent = await buyers("sendMessage", chat_id=7, text="x", reply_markup=inline)
    for _ in range(40):
        query = rate_limited.tap(7, sent["message_id"], "y", bot="house_bot")
        await buyers("answerCallbackQuery", callback_query_id=query)
        await buyers("getUpdates")
        await buyers("sendChatAction", chat_id=7, action="typing")
    await buyers("deleteMessage", chat_id=7, message_id=sent["message_id"])


async def test_a_request_passes_after_retry_after(rate_limited: Telegram, buyers: Api, clock: Clock) -> None:
    assert await retry_after(buyers, chat_id=7) == 0
    clock.forward(0.2)
    for _ in range(5):
        assert await retry_after(buyers, chat_id=7) == 1
    clock.forward(await retry_after(buyers, chat_id=7))
    assert await retry_after(buyers, chat_id=7) == 0


async def test_a_message_refused_for_another_reason_counts(rate_limited: Telegram, buyers: Api) -> None:
    assert await buyers.refused("sendMessage", chat_id=7, text=" ") == "Bad Request: message text is empty"
    assert await retry_after(buyers, chat_id=7) == 1


async def test_enforce_limits_resets_counts_and_turns_off(rate_limited: Telegram, buyers: Api) -> None:
    assert await retry_after(buyers, chat_id=7) == 0
    assert await retry_after(buyers, chat_id=7) == 1
    rate_limited.enforce_limits()
    assert await retry_after(buyers, chat_id=7) == 0
    rate_limited.enforce_limits(on=False)
    assert await retry_after(buyers, chat_id=7) == 0


async def test_both_frameworks_raise_the_error(
    telegram: Telegram, aiogram_client: aiogram.Bot, ptb_client: ExtBot[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    telegram.open_link(7, "house_bot")
    telegram.open_link(7, "desk_bot")
    telegram.enforce_limits()
    await aiogram_client.send_message(7, "x")
    with pytest.raises(TelegramRetryAfter) as flood:
        await aiogram_client.send_message(7, "x")
    assert flood.value.retry_after == 1
    await ptb_client.send_message(7, "x")
    with pytest.raises(RetryAfter) as flooded:
        await ptb_client.send_message(7, "x")
    assert flooded.value.retry_after.total_seconds() == 1

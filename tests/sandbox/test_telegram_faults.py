"""Injected faults, the log of requests, and the version that counts changes."""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from sandbox.telegram import BotAccount, Person, Telegram
from tests.sandbox.conftest import Api

FLOOD = {
    "ok": False,
    "error_code": 429,
    "description": "Too Many Requests: retry after 7",
    "parameters": {"retry_after": 7},
}


async def test_the_next_matching_request_fails(started: Telegram, buyers: Api, staff: Api) -> None:
    started.fail_next("house_bot", "sendMessage", FLOOD)
    assert await staff("getMe")
    assert await buyers("getMe")
    reply = await started.call(buyers.account.token, "sendMessage", {"chat_id": 7, "text": "x"})
    assert reply == FLOOD
    assert len(started.history(bot="house_bot", user_id=7)) == 1
    assert await buyers("sendMessage", chat_id=7, text="x")


async def test_faults_apply_in_order_and_as_often_as_given(started: Telegram, buyers: Api) -> None:
    started.fail_next("House_Bot", "sendmessage", FLOOD, times=2)
    started.fail_next(
        "house_bot", "sendMessage", {"ok": False, "error_code": 502, "description": "Bad Gateway"}
    )
    codes = []
    for _ in range(4):
        reply = await started.call(buyers.account.token, "sendMessage", {"chat_id": 7, "text": "x"})
        codes.append(reply.get("error_code", 200))
    assert codes == [429, 429, 502, 200]


async def test_an_exception_can_come_before_the_request_takes_effect(started: Telegram, buyers: Api) -> None:
    started.fail_next("house_bot", "sendMessage", ConnectionError("cut"))
    with pytest.raises(ConnectionError):
        await buyers("sendMessage", chat_id=7, text="x")
    assert len(started.history(bot="house_bot", user_id=7)) == 1


async def test_an_exception_can_come_after_the_request_takes_effect(started: Telegram, buyers: Api) -> None:
    started.fail_next("house_bot", "sendMessage", ConnectionError("cut"), after=True)
    with pytest.raises(ConnectionError):
        await buyers("sendMessage", chat_id=7, text="x")
    assert [shown.text for shown in started.history(bot="house_bot", user_id=7)] == ["/start", "x"]


async def test_fail_next_refuses_unknown_methods(started: Telegram) -> None:
    with pytest.raises(ValueError, match="sendMesage"):
        started.fail_next("house_bot", "sendMesage", FLOOD)


async def test_requests_are_logged(started: Telegram, buyers: Api) -> None:
    await buyers("sendMessage", chat_id=7, text="x")
    await buyers.refused("sendMessage", chat_id=8, text="x")
    await started.call("1:none", "getMe", {})
    started.fail_next("house_bot", "getMe", ConnectionError())
    with pytest.raises(ConnectionError):
        await buyers("getMe")
    sent, refused, unknown, broken = started.requests
    assert (sent.bot, sent.method, sent.params) == ("house_bot", "sendMessage", {"chat_id": 7, "text": "x"})
    assert sent.reply["result"]["message_id"] == 2
    assert refused.reply["error_code"] == 403
    assert (unknown.bot, unknown.reply["error_code"]) == ("", 401)
    assert broken.reply is None


async def test_every_visible_change_raises_the_version(telegram: Telegram, buyers: Api) -> None:
    seen = [telegram.version()]

    def counted() -> bool:
        seen.append(telegram.version())
        return seen[-1] > seen[-2]

    telegram.open_link(7, "house_bot")
    assert counted()
    await buyers("sendMessage", chat_id=7, text="x", reply_markup=button("a"))
    assert counted()
    query = telegram.tap(7, 2, "a", bot="house_bot")
    assert not counted()
    await buyers("answerCallbackQuery", callback_query_id=query)
    assert counted()
    await buyers("editMessageReplyMarkup", chat_id=7, message_id=2, reply_markup=button("b"))
    assert counted()
    await buyers("deleteMessage", chat_id=7, message_id=2)
    assert counted()
    await buyers("setMyCommands", commands=[])
    assert counted()
    telegram.set_language(7, "de")
    assert counted()
    telegram.block(7, "house_bot")
    assert counted()
    telegram.add_person(Person(10, "Chen"))
    assert counted()
    await buyers.updates()
    await buyers.refused("sendMessage", chat_id=7, text="y")
    telegram.history(bot="house_bot", user_id=7)
    assert not counted()


async def test_changed_waits_for_a_change(telegram: Telegram) -> None:
    before = telegram.version()
    waiting = [asyncio.ensure_future(telegram.changed(before)) for _ in range(2)]
    await asyncio.sleep(0)
    assert not any(task.done() for task in waiting)
    telegram.send(7, "x", bot="house_bot")
    async with asyncio.timeout(1):
        assert await asyncio.gather(*waiting) == [telegram.version()] * 2
        assert await telegram.changed(before) == telegram.version()


def test_a_naive_clock_is_refused() -> None:
    naive = datetime(2026, 5, 2)  # noqa: DTZ001 the naive time is the point
    telegram = Telegram(lambda: naive, [BotAccount("1:t", 1, "a_bot", "A")])
    telegram.add_person(Person(7, "Lin"))
    with pytest.raises(ValueError, match="aware"):
        telegram.send(7, "x", bot="a_bot")


def button(data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "x", "callback_data": data}]]}

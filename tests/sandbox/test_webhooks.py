"""Webhooks: which updates are posted, in which order, and how failures are retried."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiogram
import pytest
from aiogram import Dispatcher, types
from aiogram.methods import TelegramMethod
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web
from telegram.ext import ExtBot

from sandbox.server import serve
from sandbox.telegram import BotAccount, Person, Telegram
from tests.sandbox.conftest import Api, Clock, StartPoll

HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Receiver:
    """A bot's webhook: records updates, returns prepared responses, and blocks while `open` is clear."""

    def __init__(self) -> None:
        self.posted: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []
        self.open = asyncio.Event()
        self.open.set()
        self.at_once = self.most = 0
        self.came = asyncio.Event()

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.posted]

    async def handle(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get(HEADER))
        self.posted.append(await request.json())
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        self.came.set()
        await self.open.wait()
        self.at_once -= 1
        return self.answers.pop(0) if self.answers else web.Response()

    async def received(self, number: int) -> None:
        async with asyncio.timeout(5):
            while len(self.posted) < number:
                self.came.clear()
                await self.came.wait()


class Pauses:
    """Pauses between attempts: each is recorded and lasts until `over` is set."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.begun = asyncio.Event()
        self.over = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        self.begun.set()
        await self.over.wait()


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
def telegram(clock: Clock, pauses: Pauses) -> Telegram:
    bots = [
        BotAccount("1001:buyers-token", 1001, "house_bot", "The House"),
        BotAccount("1002:staff-token", 1002, "desk_bot", "The Desk"),
    ]
    telegram = Telegram(clock, bots, pause=pauses)
    for person in (Person(7, "Lin"), Person(8, "Wang"), Person(9, "Zhao")):
        telegram.add_person(person)
    return telegram


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
async def url(receiver: Receiver) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    runner = await serve(app, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await runner.cleanup()


async def drained(telegram: Telegram) -> None:
    async with asyncio.timeout(5):
        await telegram.drained()


async def test_updates_are_posted_with_the_secret(
    telegram: Telegram, buyers: Api, receiver: Receiver, url: str
) -> None:
    telegram.send(7, "before", bot="house_bot")
    assert await buyers("setWebhook", url=url, secret_token="a-Secret_1") is True
    await drained(telegram)
    telegram.send(7, "after", bot="house_bot")
    await drained(telegram)
    assert receiver.texts == ["before", "after"]
    assert receiver.secrets == ["a-Secret_1"] * 2
    first, second = receiver.posted
    assert second["update_id"] == first["update_id"] + 1
    assert telegram.pending() == 0


async def test_without_a_secret_no_header_is_sent(
    telegram: Telegram, buyers: Api, receiver: Receiver, url: str
) -> None:
    await buyers("setWebhook", url=url)
    telegram.send(7, "x", bot="house_bot")
    await drained(telegram)
    assert receiver.secrets == [None]


async def test_polls_are_refused_while_a_webhook_is_set(telegram: Telegram, buyers: Api, url: str) -> None:
    await buyers("setWebhook", url=url)
    refused = await buyers.refused("getUpdates")
    assert refused == (
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first"
    )
    assert await buyers("deleteWebhook") is True
    assert await buyers("getUpdates") == []


async def test_setting_a_webhook_ends_a_waiting_poll(
    telegram: Telegram, buyers: Api, url: str, start_poll: StartPoll
) -> None:
    poll = await start_poll(telegram.call(buyers.account.token, "getUpdates", {"timeout": 50}))
    await buyers("setWebhook", url=url)
    assert await poll == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by setWebhook request",
    }


async def test_a_webhook_counts_as_polling(telegram: Telegram, buyers: Api, staff: Api, url: str) -> None:
    await buyers("setWebhook", url=url)
    assert telegram.polling("house_bot")
    assert not telegram.polling("desk_bot")
    await staff("setWebhook", url=url)
    async with asyncio.timeout(1):
        await telegram.polled()


async def test_only_allowed_updates_are_posted_and_the_setting_stays(
    telegram: Telegram, buyers: Api, receiver: Receiver, url: str
) -> None:
    await buyers("setWebhook", url=url, allowed_updates=["my_chat_member"])
    await buyers("setWebhook", url=url)
    telegram.send(7, "unheard", bot="house_bot")
    telegram.block(7, "house_bot")
    await drained(telegram)
    assert [list(update)[1] for update in receiver.posted] == ["my_chat_member"]
    assert (await buyers("getWebhookInfo"))["allowed_updates"] == ["my_chat_member"]


@pytest.mark.parametrize("method", ["setWebhook", "deleteWebhook"])
async def test_pending_updates_can_be_dropped(
    telegram: Telegram, buyers: Api, receiver: Receiver, url: str, method: str
) -> None:
    telegram.send(7, "unheard", bot="house_bot")
    await buyers(method, drop_pending_updates=True, **({"url": url} if method == "setWebhook" else {}))
    telegram.send(7, "heard", bot="house_bot")
    if method == "setWebhook":
        await drained(telegram)
        assert receiver.texts == ["heard"]
    assert telegram.pending() == (method == "deleteWebhook")


async def test_updates_are_sent_in_order_per_chat_and_in_parallel(
    telegram: Telegram, buyers: Api, receiver: Receiver, url: str
) -> None:
    receiver.open.clear()
    await buyers("setWebhook", url=url, max_connections=2)
    for text in ("one", "two"):
        telegram.send(7, text, bot="house_bot")
    for person in (8, 9):
        telegram.send(person, str(person), bot="house_bot")
    await receiver.received(2)
    assert sorted(receiver.texts) == ["8", "one"]
    receiver.open.set()
    await drained(telegram)
    assert receiver.most == 2
    assert receiver.texts.index("one") < receiver.texts.index("two")
    assert len(receiver.posted) == 4


async def test_one_connection_sends_updates_one_by_one(
    telegram: Telegram, buyers: Api, receiver: Receiver, url: str
) -> None:
    for person, text in ((7, "1"), (8, "2"), (7, "3"), (9, "4")):
        telegram.send(person, text, bot="house_bot")
    await buyers("setWebhook", url=url, max_connections=1)
    await drained(telegram)
    assert (receiver.texts, receiver.most) == (["1", "2", "3", "4"], 1)


async def test_a_failed_update_is_retried_at_once_and_then_after_pauses(
    telegram: Telegram, buyers: Api, receiver: Receiver, url: str, pauses: Pauses, clock: Clock
) -> None:
    pauses.over.set()
    receiver.answers = [web.Response(status=status) for status in (500, 302, 404, 503)]
    await buyers("setWebhook", url=url)
    telegram.send(7, "one", bot="house_bot")
    telegram.send(7, "two", bot="house_bot")
    await drained(telegram)
    assert receiver.texts == ["one"] * 5 + ["two"]
    assert len({update["update_id"] for update in receiver.posted[:5]}) == 1
    assert pauses.asked == [2, 4, 8]
    info = await buyers("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 503 Service Unavailable"
    assert info["last_error_date"] == int(clock.moment.timestamp())


async def test_a_retry_after_header_sets_the_pause(
    telegram: Telegram, buyers: Api, receiver: Receiver, url: str, pauses: Pauses
) -> None:
    pauses.over.set()
    receiver.answers = [web.Response(status=429, headers={"Retry-After": "30"})]
    await buyers("setWebhook", url=url)
    telegram.send(7, "x", bot="house_bot")
    await drained(telegram)
    assert pauses.asked == [30]


async def test_other_chats_continue_while_one_pauses(
    telegram: Telegram, buyers: Api, receiver: Receiver, url: str, pauses: Pauses
) -> None:
    receiver.answers = [web.Response(status=500), web.Response(status=500)]
    await buyers("setWebhook", url=url, max_connections=1)
    telegram.send(7, "stuck", bot="house_bot")
    async with asyncio.timeout(5):
        await pauses.begun.wait()
    assert (await buyers("getWebhookInfo"))["pending_update_count"] == 1
    telegram.send(8, "through", bot="house_bot")
    await receiver.received(3)
    assert receiver.texts == ["stuck", "stuck", "through"]
    pauses.over.set()
    await drained(telegram)
    assert receiver.texts[3:] == ["stuck"]


async def test_an_unreachable_webhook_is_an_error(telegram: Telegram, buyers: Api, pauses: Pauses) -> None:
    await buyers("setWebhook", url="http://127.0.0.1:9/hook")
    telegram.send(7, "x", bot="house_bot")
    async with asyncio.timeout(5):
        await pauses.begun.wait()
    info = await buyers("getWebhookInfo")
    assert (info["last_error_message"], info["pending_update_count"]) == ("Connection refused", 1)


async def test_a_remote_webhook_is_never_contacted(telegram: Telegram, buyers: Api, pauses: Pauses) -> None:
    await buyers("setWebhook", url="https://house.example/hook")
    telegram.send(7, "x", bot="house_bot")
    async with asyncio.timeout(5):
        await pauses.begun.wait()
    assert (await buyers("getWebhookInfo"))["last_error_message"] == "Connection timed out"


async def test_deleting_a_webhook_keeps_unconfirmed_updates_for_polls(
    telegram: Telegram, buyers: Api, receiver: Receiver, url: str
) -> None:
    receiver.open.clear()
    await buyers("setWebhook", url=url)
    telegram.send(7, "x", bot="house_bot")
    await receiver.received(1)
    await buyers("deleteWebhook")
    receiver.open.set()
    assert [update["message"]["text"] for update in await buyers.updates()] == ["x"]
    assert await buyers("getWebhookInfo") == {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": 0,
    }


async def test_setting_the_same_webhook_again_sends_nothing_twice(
    telegram: Telegram, buyers: Api, receiver: Receiver, url: str
) -> None:
    receiver.open.clear()
    await buyers("setWebhook", url=url, secret_token="a")
    telegram.send(7, "x", bot="house_bot")
    await receiver.received(1)
    await buyers("setWebhook", url=url, secret_token="a")
    receiver.open.set()
    await drained(telegram)
    assert receiver.texts == ["x"]


async def test_a_new_secret_is_used_at_once(
    telegram: Telegram, buyers: Api, receiver: Receiver, url: str
) -> None:
    await buyers("setWebhook", url=url, secret_token="old")
    await buyers("setWebhook", url=url, secret_token="new")
    telegram.send(7, "x", bot="house_bot")
    await drained(telegram)
    assert receiver.secrets == ["new"]


async def test_both_frameworks_set_and_read_a_webhook(
    telegram: Telegram, aiogram_client: aiogram.Bot, ptb_client: ExtBot[None], receiver: Receiver, url: str
) -> None:
    more: dict[str, Any] = {
        "secret_token": "a-Secret_1",
        "allowed_updates": ["message"],
        "max_connections": 3,
        "drop_pending_updates": True,
    }
    for bot in (aiogram_client, ptb_client):
        assert await bot.set_webhook(url, **more)
        info = await bot.get_webhook_info()
        assert (info.url, info.max_connections, list(info.allowed_updates or ())) == (url, 3, ["message"])
    telegram.send(7, "to one", bot="house_bot")
    telegram.send(7, "to the other", bot="desk_bot")
    await drained(telegram)
    assert sorted(receiver.texts) == ["to one", "to the other"]
    for bot in (aiogram_client, ptb_client):
        assert await bot.delete_webhook(drop_pending_updates=False)
        assert (await bot.get_webhook_info()).url == ""


async def test_an_empty_url_deletes_the_webhook(telegram: Telegram, buyers: Api, url: str) -> None:
    await buyers("setWebhook", url=url)
    assert await buyers("setWebhook", url="") is True
    assert await buyers("getUpdates") == []


async def test_a_webhooks_response_can_call_a_method(
    telegram: Telegram, buyers: Api, receiver: Receiver, url: str
) -> None:
    receiver.answers = [
        web.json_response({"method": "sendMessage", "chat_id": 7, "text": "Welcome"}),
        web.json_response({"method": "deleteWebhook"}),
        web.json_response({"method": "getMe"}),
        web.json_response(["sendMessage"]),
    ]
    await buyers("setWebhook", url=url)
    for _ in range(4):
        telegram.send(7, "hello", bot="house_bot")
    await drained(telegram)
    said = [shown.text for shown in telegram.history(bot="house_bot", user_id=7) if shown.sender.is_bot]
    assert said == ["Welcome"]
    assert [request.method for request in telegram.requests] == ["setWebhook", "sendMessage"]


async def test_aiograms_webhook_handler_calls_methods_in_its_response(
    telegram: Telegram, buyers: Api, aiogram_client: aiogram.Bot
) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def welcome(message: types.Message) -> TelegramMethod[types.Message]:
        return message.answer(f"Welcome, {message.from_user.first_name}")

    app = web.Application()
    handler = SimpleRequestHandler(
        dispatcher, aiogram_client, handle_in_background=False, secret_token="a-Secret_1"
    )
    handler.register(app, "/hook")
    runner = await serve(app, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    await aiogram_client.set_webhook(url, secret_token="a-Secret_1")
    telegram.send(7, "hello", bot="house_bot")
    async with asyncio.timeout(5):
        while len(telegram.history(bot="house_bot", user_id=7)) < 2:
            await telegram.changed(telegram.version())
    assert telegram.history(bot="house_bot", user_id=7)[-1].text == "Welcome, Lin"
    await aiogram_client.delete_webhook()
    await runner.cleanup()


async def test_get_webhook_info_returns_the_settings(telegram: Telegram, buyers: Api, url: str) -> None:
    await buyers("setWebhook", url=url, max_connections=7)
    info = await buyers("getWebhookInfo")
    assert (info["url"], info["max_connections"], info["has_custom_certificate"]) == (url, 7, False)
    assert "last_error_message" not in info
    assert "allowed_updates" not in info

"""Fixtures: a Telegram with two bots and three people, a manual clock, and clients of the Bot API."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import aiogram
import pytest
from aiohttp.test_utils import TestClient, TestServer
from telegram.ext import ExtBot

from sandbox.page import page_app
from sandbox.server import bot_api, serve
from sandbox.telegram import BotAccount, Person, Telegram
from tests.sandbox.framework_bots import aiogram_bot, ptb_bot
from tests.sandbox.page_harness import FakeHouse, PageClient

GROUP = -1001234567890
StartPoll = Callable[[Awaitable[Any]], Awaitable[asyncio.Future[Any]]]


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 5, 2, 1, 0, 0, 250_000, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class Api:
    """Makes one bot's requests."""

    def __init__(self, telegram: Telegram, account: BotAccount) -> None:
        self.telegram = telegram
        self.account = account

    async def __call__(self, method: str, **params: Any) -> Any:
        """Return the result; fail the test if the request fails."""
        reply = await self.telegram.call(self.account.token, method, params)
        assert reply["ok"], reply
        return reply["result"]

    async def refused(self, method: str, **params: Any) -> str:
        """Return the error's description; fail the test if the request succeeds."""
        reply = await self.telegram.call(self.account.token, method, params)
        assert not reply["ok"], reply
        return str(reply["description"])

    async def updates(self) -> list[dict[str, Any]]:
        """Return all pending updates and confirm them."""
        found: list[dict[str, Any]] = await self("getUpdates")
        if found:
            await self("getUpdates", offset=found[-1]["update_id"] + 1)
        return found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def telegram(clock: Clock) -> Telegram:
    telegram = Telegram(
        clock,
        [
            BotAccount("1001:buyers-token", 1001, "house_bot", "The House"),
            BotAccount("1002:staff-token", 1002, "desk_bot", "The Desk"),
        ],
    )
    telegram.add_person(Person(7, "Lin", "Na", "linna", "zh-hans", "+8613800138000"))
    telegram.add_person(Person(8, "Wang"))
    telegram.add_person(Person(9, "Zhao", phone="+8613900139000"))
    return telegram


@pytest.fixture
def buyers(telegram: Telegram) -> Api:
    return Api(telegram, telegram.account("house_bot"))


@pytest.fixture
def staff(telegram: Telegram) -> Api:
    return Api(telegram, telegram.account("desk_bot"))


@pytest.fixture
def started(telegram: Telegram) -> Telegram:
    """The Telegram after Lin has started the buyers' bot."""
    telegram.open_link(7, "house_bot")
    return telegram


@pytest.fixture
def start_poll(telegram: Telegram) -> StartPoll:
    """A function that starts a getUpdates and returns its task once it waits in the sandbox or has ended."""

    async def start_poll(request: Awaitable[Any]) -> asyncio.Future[Any]:
        poll = asyncio.ensure_future(request)
        while not (telegram.polling() or poll.done()):  # noqa: ASYNC110 there is no event for it
            await asyncio.sleep(0)
        return poll

    return start_poll


@pytest.fixture
def group(telegram: Telegram) -> int:
    """A group of its creator Wang, Lin and the staff bot."""
    telegram.add_group(GROUP, "Reception", [8, 7], ["desk_bot"])
    return GROUP


@pytest.fixture(params=["process", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def base_url(telegram: Telegram, transport: str) -> AsyncIterator[str | None]:
    """The base URL of the sandbox's server; None in process."""
    if transport == "process":
        yield None
        return
    runner = await serve(bot_api(telegram), "127.0.0.1", 0)
    host, port = runner.addresses[0]
    yield f"http://{host}:{port}"
    await runner.cleanup()


@pytest.fixture
async def aiogram_client(telegram: Telegram, base_url: str | None) -> AsyncIterator[aiogram.Bot]:
    """The buyers' bot, using aiogram."""
    async with aiogram_bot(telegram, base_url, "1001:buyers-token") as bot:
        yield bot


@pytest.fixture
async def ptb_client(telegram: Telegram, base_url: str | None) -> AsyncIterator[ExtBot[None]]:
    """The staff bot, using python-telegram-bot."""
    async with ptb_bot(telegram, base_url, "1002:staff-token") as bot:
        yield bot


@pytest.fixture
def house() -> FakeHouse:
    """The page's controls, which record clock moves and resets."""
    return FakeHouse()


@pytest.fixture
async def page_client(house: FakeHouse) -> AsyncIterator[PageClient]:
    """An HTTP client of the page."""
    async with TestClient(TestServer(page_app(house))) as client:
        yield client

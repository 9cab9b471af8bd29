"""Each injected fault with both frameworks, in process and over HTTP."""

import asyncio
from collections.abc import Awaitable
from typing import Any

import aiogram
import pytest
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import ExtBot

from sandbox import faults
from sandbox.telegram import Telegram


class Side:
    """One framework's bot and the exceptions it raises."""

    def __init__(
        self, telegram: Telegram, bot: Any, username: str, flooded: Any, failed: Any, cut: Any
    ) -> None:
        self.telegram, self.bot, self.username = telegram, bot, username
        self.flooded, self.failed, self.cut = flooded, failed, cut

    def order(self, outcome: Any, **more: Any) -> None:
        self.telegram.fail_next(self.username, "sendMessage", outcome, **more)

    def send(self, text: str = "x") -> Awaitable[Any]:
        return self.bot.send_message(7, text)

    @property
    def said(self) -> list[str]:
        shown = self.telegram.history(bot=self.username, user_id=7)
        return [message.text for message in shown if message.sender.is_bot]


@pytest.fixture(params=["aiogram", "ptb"])
def side(
    request: pytest.FixtureRequest, telegram: Telegram, aiogram_client: aiogram.Bot, ptb_client: ExtBot[None]
) -> Side:
    telegram.open_link(7, "house_bot")
    telegram.open_link(7, "desk_bot")
    if request.param == "aiogram":
        return Side(
            telegram,
            aiogram_client,
            "house_bot",
            TelegramRetryAfter,
            TelegramServerError,
            TelegramNetworkError,
        )
    return Side(telegram, ptb_client, "desk_bot", RetryAfter, NetworkError, NetworkError)


async def hanging(telegram: Telegram, request: Awaitable[Any]) -> asyncio.Future[Any]:
    """The request's task, once it hangs in the sandbox."""
    task = asyncio.ensure_future(request)
    async with asyncio.timeout(5):
        await telegram.hung()
    return task


async def test_each_framework_raises_its_flood_error(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    side.order(faults.flood(7))
    with pytest.raises(side.flooded) as flood:
        await side.send()
    seconds = flood.value.retry_after
    assert getattr(seconds, "total_seconds", lambda: seconds)() == 7
    assert side.said == []
    assert await side.send("again")


async def test_each_framework_raises_on_a_500(side: Side) -> None:
    side.order(faults.broken())
    with pytest.raises(side.failed, match=r"(?i)internal server error"):
        await side.send()
    assert side.said == []
    assert await side.send("again")


async def test_a_connection_reset_before_the_request_takes_effect(side: Side) -> None:
    side.order(faults.reset())
    with pytest.raises(side.cut):
        await side.send()
    assert side.said == []
    assert await side.send("again")


async def test_a_connection_reset_after_the_request_takes_effect(side: Side) -> None:
    side.order(faults.reset(), after=True)
    with pytest.raises(side.cut):
        await side.send("once")
    assert side.said == ["once"]
    await side.send("once")
    assert side.said == ["once", "once"]


async def test_a_500_after_the_request_takes_effect(side: Side) -> None:
    side.order(faults.broken(), after=True)
    with pytest.raises((side.failed, TelegramError)):
        await side.send("once")
    assert side.said == ["once"]


async def test_a_hanging_request_fails_when_released(side: Side, telegram: Telegram) -> None:
    side.order(faults.HANG)
    request = await hanging(telegram, side.send("never"))
    assert not request.done()
    telegram.release()
    with pytest.raises(side.cut):
        await request
    assert side.said == []
    assert await side.send("again")


async def test_a_request_can_take_effect_and_then_hang(side: Side, telegram: Telegram) -> None:
    side.order(faults.HANG, after=True)
    request = await hanging(telegram, side.send("once"))
    assert side.said == ["once"]
    telegram.release()
    with pytest.raises(side.cut):
        await request


async def test_a_client_can_cancel_a_hanging_request(side: Side, telegram: Telegram) -> None:
    side.order(faults.HANG)
    request = await hanging(telegram, side.send("never"))
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    assert await side.send("again")
    assert side.said == ["again"]


async def test_a_hanging_request_times_out_in_the_client(
    telegram: Telegram, aiogram_client: aiogram.Bot, ptb_client: ExtBot[None]
) -> None:
    telegram.open_link(7, "house_bot")
    telegram.open_link(7, "desk_bot")
    telegram.fail_next("house_bot", "getMe", faults.HANG)
    telegram.fail_next("desk_bot", "getMe", faults.HANG)
    with pytest.raises(TelegramNetworkError, match="timeout"):
        await aiogram_client.get_me(request_timeout=0.05)  # type: ignore[arg-type]  # a fraction serves
    with pytest.raises(TimedOut):
        await ptb_client.get_me(read_timeout=0.05)


async def test_release_ends_every_hanging_request(
    telegram: Telegram, aiogram_client: aiogram.Bot, ptb_client: ExtBot[None]
) -> None:
    for bot in ("house_bot", "desk_bot"):
        telegram.fail_next(bot, "getMe", faults.HANG)
    first = await hanging(telegram, aiogram_client.get_me())
    second = asyncio.ensure_future(ptb_client.get_me())
    while len(telegram._faults._hanging) < 2:  # noqa: ASYNC110 there is no event for the second
        await asyncio.sleep(0)
    telegram.release()
    assert all(
        isinstance(each, (TelegramNetworkError, NetworkError))
        for each in await asyncio.gather(first, second, return_exceptions=True)
    )

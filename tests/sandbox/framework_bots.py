"""Both frameworks on the sandbox: their bots, in process or over HTTP, and their parsing of updates."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiogram
import telegram as ptb
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from sandbox.telegram import Telegram
from sandbox.transports import AiogramSession, TelegramRequest

TELEGRAM = "https://api.telegram.org"


@asynccontextmanager
async def aiogram_bot(
    telegram: Telegram, base_url: str | None, token: str, **defaults: Any
) -> AsyncIterator[aiogram.Bot]:
    session = (
        AiogramSession(telegram)
        if base_url is None
        else AiohttpSession(api=TelegramAPIServer.from_base(base_url))
    )
    async with session:
        yield aiogram.Bot(token, session=session, default=DefaultBotProperties(parse_mode="HTML", **defaults))


@asynccontextmanager
async def ptb_bot(
    telegram: Telegram, base_url: str | None, token: str, defaults: Any = None
) -> AsyncIterator[ExtBot[None]]:
    requests = [TelegramRequest(telegram) if base_url is None else _http_request() for _ in range(2)]
    async with AsyncExitStack() as stack:
        for request in requests:
            await stack.enter_async_context(request)
        yield ExtBot(
            token,
            base_url=f"{base_url or TELEGRAM}/bot",
            base_file_url=f"{base_url or TELEGRAM}/file/bot",
            request=requests[0],
            get_updates_request=requests[1],
            defaults=defaults,
        )


def _http_request() -> HTTPXRequest:
    """Skip loading certificates, which is slow and not needed for plain http."""
    return HTTPXRequest(httpx_kwargs={"verify": False})


def parse_both(update: dict[str, Any]) -> tuple[Any, Any]:
    """The update parsed by aiogram and by python-telegram-bot."""
    return aiogram.types.Update.model_validate(update), ptb.Update.de_json(update, None)

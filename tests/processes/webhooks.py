"""A bot in a separate process that gets raw updates, several at once, as a webhook does.

Its Telegram is empty, so the answers to taps are refused, as they are for old taps. No courier runs; the tests compare
the messages in the outbox.
"""

import asyncio
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
import telegram
from aiogram.types import Update

from bot import logs, opening, wiring
from bot.engine import conversation
from bot.handlers.buyers.app import BuyersBot
from core.bots import BUYERS
from core.clock import PlayedClock
from core.site import Site
from core.store import receipts
from demo.stage import BUYERS_BOT, STAFF_BOT
from sandbox.telegram import Telegram
from sandbox.transports import AiogramSession, TelegramRequest
from tests.conftest import MORNING
from tests.processes.crew import Post

Raw = Mapping[str, Any]
# Concurrent deliveries in one process; each uses a database connection.
AT_ONCE = 5


async def open_bot(post: Post, url: str, site: Site, name: str, receipted: bool = True) -> None:
    """Open the house and one of its bots. Without receipts every update counts as new."""
    logs.set_up_logs("WARNING")
    patch = pytest.MonkeyPatch()
    patch.setattr(conversation, "FLOOD", sys.maxsize)
    if not receipted:
        take = receipts.insert_receipt
        patch.setattr(receipts, "insert_receipt", lambda *args: take(*args) or True)
    sandbox = Telegram(lambda: MORNING, [BUYERS_BOT, STAFF_BOT])
    house = opening.open_house(url, site, PlayedClock(MORNING))
    bot: Any
    if name == BUYERS:
        bot = wiring.buyers_bot(BUYERS_BOT.token, house, AiogramSession(sandbox))
    else:
        request, polling = TelegramRequest(sandbox), TelegramRequest(sandbox)
        bot = wiring.staff_bot(STAFF_BOT.token, house, request=request, polling=polling)
    await bot.start({})
    post.kept |= {"house": house, "bot": bot, "patch": patch}


async def deliver(post: Post, updates: Sequence[Raw]) -> list[str]:
    """Handle updates, several at once; the exceptions, after which Telegram would deliver the updates again."""
    free = asyncio.Semaphore(AT_ONCE)

    async def handed(raw: Raw) -> None:
        async with free:
            await hand(post.kept["bot"], raw)

    handled = await asyncio.gather(*map(handed, updates), return_exceptions=True)
    return [repr(raised) for raised in handled if raised is not None]


async def hand(bot: Any, raw: Raw) -> None:
    if isinstance(bot, BuyersBot):
        await bot.handle(Update.model_validate(raw, context={"bot": bot._bot}))
        return
    update = telegram.Update.de_json(dict(raw), bot._bot)
    await bot.handle(update)


async def close_bot(post: Post) -> None:
    await post.kept["bot"].stop()
    await post.kept["house"].close()
    post.kept["patch"].undo()

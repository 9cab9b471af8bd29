"""A polled bot that serves scripted updates."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from bot.handlers import polling
from bot.handlers.polling import Poller
from core.clock import PlayedClock


@dataclass(frozen=True)
class Update:
    update_id: int


class ScriptedBot:
    """Serves batches of updates; ``raises`` lists, for an update, the exception of each try to handle it."""

    name = username = "scripted"

    def __init__(
        self, *batches: Sequence[int] | Exception, raises: dict[int, list[Exception]] | None = None
    ) -> None:
        self._batches = list(batches)
        self._raises = raises or {}
        self.log: list[Any] = []
        self.idle = asyncio.Event()

    async def fetch(self, offset: int, seconds: int) -> list[Update]:
        self.log.append(("fetch", offset))
        if not self._batches:
            self.idle.set()
            if seconds:
                await asyncio.Event().wait()
            return []
        batch = self._batches.pop(0)
        if isinstance(batch, Exception):
            raise batch
        return [Update(update_id) for update_id in batch]

    async def handle(self, update: Update) -> None:
        waiting = self._raises.get(update.update_id)
        if waiting:
            raise waiting.pop(0)
        self.log.append(("handled", update.update_id))

    async def fail(self, update: Update) -> None:
        self.log.append(("failed", update.update_id))


async def poll(bot: ScriptedBot, clock: PlayedClock) -> list[Any]:
    """Poll until the bot has no more updates; the log of its calls."""
    stopping = asyncio.Event()
    running = asyncio.ensure_future(Poller(cast("polling.PolledBot", bot), clock).run(stopping))
    await bot.idle.wait()
    stopping.set()
    await running
    return bot.log

"""The stage: a house with the real bots, the sandbox's Telegram, and a clock that is moved by hand.

The demo, the rehearsal, the tests and the benchmarks use it.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Self

from aiohttp.web import AppRunner

from bot import opening, wiring
from bot.handlers.polling import PolledBot
from core.clock import PlayedClock
from core.desk import Desk
from core.runtime.concurrency import first_completed
from core.runtime.courier import Courier
from core.site import Site
from core.store import outbox
from sandbox.server import bot_api, serve
from sandbox.telegram import BotAccount, Telegram
from sandbox.transports import AiogramSession, TelegramRequest

BUYERS_BOT = BotAccount("1000:buyers", 1000, "yingbin_bot", "迎宾 Yingbin")
STAFF_BOT = BotAccount("2000:staff", 2000, "yingbin_staff_bot", "迎宾 · 内部")

AddPeople = Callable[[Telegram], None]
PrepareHouse = Callable[[Desk], None]


class Stage:
    """One open house. ``settle`` waits until it is quiet: no update is pending and no message is due."""

    def __init__(
        self, telegram: Telegram, clock: PlayedClock, url: str, site: Site, *, over_http: bool
    ) -> None:
        self.telegram = telegram
        self.clock = clock
        self.house = opening.open_house(url, site, clock)
        self._url = url
        self._over_http = over_http
        self._stopping = asyncio.Event()
        self._couriers: tuple[Courier, ...] = ()
        self._api: AppRunner | None = None
        self._running: asyncio.Task[None] | None = None

    @classmethod
    async def open(
        cls,
        database: Path | str,
        site: Site,
        start: datetime,
        add_people: AddPeople,
        prepare: PrepareHouse,
        *,
        over_http: bool = False,
        runs: bool = False,
    ) -> Self:
        """Open a house: ``cast`` fills its Telegram with people, ``prepare`` its database.

        ``database`` is a file for SQLite, or a URL. ``start`` is the moment (UTC) it opens; with ``runs`` its
        clock keeps pace with real time between the moves.
        """
        clock = PlayedClock(start, runs=runs)
        telegram = Telegram(clock.now, [BUYERS_BOT, STAFF_BOT])
        add_people(telegram)
        url = f"sqlite+aiosqlite:///{database}" if isinstance(database, Path) else database
        stage = cls(telegram, clock, url, site, over_http=over_http)
        await stage._start(prepare)
        return stage

    async def restart(self) -> None:
        """Stop the house and open it again, with the same Telegram and clock."""
        await self.close()
        await self._reopen()

    async def switch_to_real_time(self) -> None:
        """Open the house again, with its bots over HTTP and its clock in real time."""
        await self.close()
        self._over_http = True
        self.clock.follow_real_time()
        await self._reopen()

    async def _reopen(self) -> None:
        self.house = opening.open_house(self._url, self.house.site, self.clock)
        await self._start(None)

    async def _start(self, prepare: PrepareHouse | None) -> None:
        self._stopping.clear()
        await self.house.upgrade()
        if prepare is not None:
            await self.house.run(prepare)
        bots = await self._bots_over_http() if self._over_http else self._bots()
        self._couriers = wiring.couriers_of(self.house, bots)
        serving = wiring.run(self.house, bots, self._stopping, couriers=self._couriers)
        self._running = asyncio.ensure_future(serving)
        await self._until_polled()

    async def settle(self) -> None:
        """Wait until the house is quiet. If the house ends meanwhile, raises what ended it."""
        if self._running is None:
            raise RuntimeError("the stage is closed")
        await first_completed(self._until_quiet(), self._until_stopped(self._running))

    async def play(self, until: datetime) -> None:
        """Move the clock to ``until`` (UTC), stopping at each due instant until the house is quiet."""
        await self.settle()
        # A courier may not wait for a delayed message on the clock yet, so ask the database.
        while (
            due := await self.house.read(lambda desk: outbox.next_due(desk.conn, desk.now))
        ) and due <= until:
            await self.clock.play(max(due, self.clock.now()), self.settle)
        await self.clock.play(until, self.settle)

    async def close(self) -> None:
        """Stop the house as ``yingbin run`` does on Ctrl-C."""
        self._stopping.set()
        if self._running is not None:
            await self._running
        await self.house.close()
        if self._api is not None:
            await self._api.cleanup()

    def _bots(self) -> tuple[PolledBot, ...]:
        return (
            wiring.buyers_bot(BUYERS_BOT.token, self.house, AiogramSession(self.telegram)),
            wiring.staff_bot(
                STAFF_BOT.token,
                self.house,
                request=TelegramRequest(self.telegram),
                polling=TelegramRequest(self.telegram),
            ),
        )

    async def _bots_over_http(self) -> tuple[PolledBot, ...]:
        self._api = await serve(bot_api(self.telegram), "127.0.0.1", 0)
        host, port = self._api.addresses[0][:2]
        return wiring.bots_at(f"http://{host}:{port}", BUYERS_BOT.token, STAFF_BOT.token, self.house)

    async def _until_quiet(self) -> None:
        # An update is confirmed after its commit, and the commit wakes the couriers.
        while self.telegram.pending() or not all(courier.is_idle for courier in self._couriers):
            await self.telegram.drained()
            for courier in self._couriers:
                await courier.wait_until_idle()

    async def _until_polled(self) -> None:
        """Wait until both bots poll."""
        if self._running is not None:
            await first_completed(self.telegram.polled(), self._until_stopped(self._running))

    async def _until_stopped(self, running: asyncio.Task[None]) -> None:
        await asyncio.wait([running])
        running.result()
        raise RuntimeError("the house has closed")

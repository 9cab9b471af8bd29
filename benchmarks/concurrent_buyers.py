"""Fifty buyers at once through the whole conversation, every step stored on disk, beside aiogram-dialog in memory.

It includes aiogram's parsing and routing, one commit for each update (receipt, session, effects, outbox) with SQLite's
``synchronous=FULL``, and the courier with its own commits.
"""

import asyncio
import gc
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import func, select

from benchmarks import ROUNDS, Figure, new_house, ratio_of
from benchmarks.dialog_bot import DialogBot
from benchmarks.transport import ANSWERS, CONFIRM, OPENING, Contender, Transport
from bot import wiring
from bot.language.words import Words
from core.bots import BUYERS
from core.runtime.courier import Courier
from core.runtime.house import House
from core.site import Site
from core.store import tables

BUYERS_AT_ONCE = 50
SATURDAY = date(2026, 11, 21)


class _DurableBot:
    """The buyers' bot of an open house."""

    def __init__(self, house: House) -> None:
        self.transport = Transport()
        self.bot = wiring.buyers_bot(self.transport.bot.token, house, self.transport)

    async def handle(self, update: str) -> None:
        await self.bot.handle(self.transport.parse(update))


async def measure(folder: Path, site: Site, done: Callable[[], None]) -> Figure:
    """In each round fifty new buyers use one bot and then the other."""
    house, _ = await new_house(f"sqlite+aiosqlite:///{folder / 'durable.db'}", site)
    durable_bot, dialog_bot = _DurableBot(house), DialogBot()
    words, durable_times, memory_times = Words("en", site), [0.0], [0.0]
    async with _courier(house, durable_bot):
        for turn in range(ROUNDS + 1):
            day = words.day(SATURDAY + timedelta(days=turn))
            for bot, times in ((durable_bot, durable_times), (dialog_bot, memory_times)):
                gc.collect()
                gc.freeze()
                times.append(await _run_round(bot, turn, day))
            if turn:  # the first round is a warm-up
                done()
    gc.unfreeze()
    count = await house.read(
        lambda desk: desk.conn.execute(select(func.count(tables.bookings.c.id))).scalar_one()
    )
    await house.close()
    if not count == len(dialog_bot.booked) == (ROUNDS + 1) * BUYERS_AT_ONCE:
        raise RuntimeError(f"{count} bookings here, {len(dialog_bot.booked)} there")
    timings = (
        f"house: {median(durable_times[2:]):.1f} ms",
        f"aiogram-dialog in memory: {median(memory_times[2:]):.1f} ms",
    )
    return Figure(
        [
            (
                "durable conversation, 50 buyers at once",
                *timings,
                ratio_of(durable_times[2:], memory_times[2:]),
                "≤ 1×",
            )
        ],
        "Durable: the ratio is of times per conversation, lower is better; eight updates from `/start` to the booking, "
        "each answered before the next, the house's with every commit and the courier's.",
    )


@asynccontextmanager
async def _courier(house: House, bot: _DurableBot) -> AsyncIterator[None]:
    stopping = asyncio.Event()
    running = asyncio.ensure_future(Courier(BUYERS, house, bot.bot.transport).run(stopping))
    yield
    stopping.set()
    await running


async def _run_round(bot: Contender, turn: int, day: str) -> float:
    """The milliseconds for each of fifty simultaneous conversations."""
    started = perf_counter()
    numbers = range(turn * BUYERS_AT_ONCE, (turn + 1) * BUYERS_AT_ONCE)
    await asyncio.gather(*(_converse(bot, number, day) for number in numbers))
    return 1000 * (perf_counter() - started) / BUYERS_AT_ONCE


async def _converse(bot: Contender, number: int, day: str) -> None:
    buyer = 10_000 + number
    for label in (OPENING, *ANSWERS, CONFIRM):
        update = bot.transport.press(buyer, label.format(day=day, hour=f"{9 + number % 9:02}:00"))
        await bot.handle(update)
        await bot.transport.answered(buyer)

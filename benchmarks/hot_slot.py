"""Fifty bookers at once who all want one slot with sixteen places."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from math import ceil
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import ROUNDS, Figure, books, new_house, postgres, ratio_of
from core.errors import SlotFull
from core.runtime.house import House
from core.site import Site
from core.store import seats

BOOKERS = 50
CAPACITY = 16
HOUR = timedelta(hours=1)
Rush = tuple[float, float, int, int]


async def measure(folder: Path, site: Site, done: Callable[[], None]) -> Figure:
    """One slot a round, in turns on both engines; what goes wrong in the warm-up counts, its times do not."""
    house, loads = await new_house(f"sqlite+aiosqlite:///{folder / 'hot.db'}", site)
    slots = [load.starts_at for load in loads if load.capacity == CAPACITY]
    here: list[Rush] = []
    there: list[Rush] = []
    async with postgres.database() as address:
        other = (await new_house(postgres.for_a_house(address), site))[0] if address else None
        for turn, slot in enumerate(slots[: ROUNDS + 1]):
            here.append(await _rush(house, turn, slot))
            if other:
                there.append(await _rush(other, turn, slot))
            if turn:
                done()
        if other:
            await other.close()
    await house.close()
    return Figure(
        [_row("SQLite", here, ", p99 ≤ 5 × p50"), _row("PostgreSQL", there, "")],
        f"Hot slot: the ratio is p99 to p50 of the wait since all {BOOKERS} asked, lower is better; p99 of {BOOKERS} "
        "is the slowest, 2× a queue served evenly, an error any answer but a booking or a full slot.",
    )


async def _rush(house: House, turn: int, slot: datetime) -> Rush:
    """p50 and p99 of the wait (ms), parties the record then holds, and errors."""
    began = perf_counter()

    async def wait(number: int) -> float:
        with suppress(SlotFull):
            await house.run(books(number, slot))
        return 1000 * (perf_counter() - began)

    numbers = range(turn * BOOKERS, (turn + 1) * BOOKERS)
    answers = await asyncio.gather(*map(wait, numbers), return_exceptions=True)
    waits = sorted(answer for answer in answers if isinstance(answer, float))
    sold = await house.read(lambda desk: seats.count_seats(desk.conn, slot, slot + HOUR)[slot].taken)
    return median(waits), waits[ceil(0.99 * len(waits)) - 1], sold, BOOKERS - len(waits)


def _row(engine: str, rushes: list[Rush], goal: str) -> tuple[str, ...]:
    figure, goal = f"{BOOKERS} bookers at once, {CAPACITY} places, {engine}", f"0 oversold, 0 errors{goal}"
    if not rushes:
        return figure, f"no {engine}", "", "", goal
    p50, p99 = [rush[0] for rush in rushes[1:]], [rush[1] for rush in rushes[1:]]
    over, under = (sum(max(sign * (rush[2] - CAPACITY), 0) for rush in rushes) for sign in (1, -1))
    wrong = f"{over} oversold, {under} unsold, {sum(rush[3] for rush in rushes)} errors"
    return figure, f"{wrong}; p99 {median(p99):.0f} ms", f"p50 {median(p50):.0f} ms", ratio_of(p99, p50), goal

"""Fifty bookers at once for one slot with sixteen places."""

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
Round = tuple[float, float, int, int]


async def measure(folder: Path, site: Site, done: Callable[[], None]) -> Figure:
    """One slot for each round and engine. Errors of the warm-up round count, its times do not."""
    house, loads = await new_house(f"sqlite+aiosqlite:///{folder / 'hot.db'}", site)
    slots = [load.starts_at for load in loads if load.capacity == CAPACITY]
    sqlite_rounds: list[Round] = []
    postgres_rounds: list[Round] = []
    async with postgres.database() as address:
        other = (await new_house(postgres.for_a_house(address), site))[0] if address else None
        for turn, slot in enumerate(slots[: ROUNDS + 1]):
            sqlite_rounds.append(await _run_round(house, turn, slot))
            if other:
                postgres_rounds.append(await _run_round(other, turn, slot))
            if turn:
                done()
        if other:
            await other.close()
    await house.close()
    return Figure(
        [_row("SQLite", sqlite_rounds, ", p99 ≤ 5 × p50"), _row("PostgreSQL", postgres_rounds, "")],
        f"Hot slot: the ratio is p99 to p50 of the wait since all {BOOKERS} asked, lower is better; p99 of {BOOKERS} "
        "is the slowest, 2× a queue served evenly, an error any answer but a booking or a full slot.",
    )


async def _run_round(house: House, turn: int, slot: datetime) -> Round:
    """The p50 and p99 of the wait (ms), the parties booked, and the number of errors."""
    started = perf_counter()

    async def wait(number: int) -> float:
        with suppress(SlotFull):
            await house.run(books(number, slot))
        return 1000 * (perf_counter() - started)

    numbers = range(turn * BOOKERS, (turn + 1) * BOOKERS)
    answers = await asyncio.gather(*map(wait, numbers), return_exceptions=True)
    waits = sorted(answer for answer in answers if isinstance(answer, float))
    sold = await house.read(lambda desk: seats.count_seats(desk.conn, slot, slot + HOUR)[slot].taken)
    return median(waits), waits[ceil(0.99 * len(waits)) - 1], sold, BOOKERS - len(waits)


def _row(engine: str, rounds: list[Round], goal: str) -> tuple[str, ...]:
    figure, goal = f"{BOOKERS} bookers at once, {CAPACITY} places, {engine}", f"0 oversold, 0 errors{goal}"
    if not rounds:
        return figure, f"no {engine}", "", "", goal
    p50, p99 = [each_round[0] for each_round in rounds[1:]], [each_round[1] for each_round in rounds[1:]]
    over, under = (
        sum(max(sign * (each_round[2] - CAPACITY), 0) for each_round in rounds) for sign in (1, -1)
    )
    wrong = f"{over} oversold, {under} unsold, {sum(each_round[3] for each_round in rounds)} errors"
    return figure, f"{wrong}; p99 {median(p99):.0f} ms", f"p50 {median(p50):.0f} ms", ratio_of(p99, p50), goal

"""Fifty bookers at once, each with a slot of their own, beside aiosqlite doing as much by hand, one after the other."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import ROUNDS, Figure, books, ratio_of
from benchmarks.raw_statements import Bench
from core.site import Site

BOOKERS = 50


async def measure(folder: Path, site: Site, done: Callable[[], None]) -> Figure:
    """Fifty through the house, then the same fifty by hand, in turns."""
    bench = Bench(folder, "many", site)
    ours, by_hand = [0.0], [0.0]
    async with bench.open(
        lambda slots: [books(n, slots[n % len(slots)].starts_at) for n in range((ROUNDS + 1) * BOOKERS)]
    ) as (house, raw, works):
        for turn in range(ROUNDS + 1):
            numbers = range(turn * BOOKERS, (turn + 1) * BOOKERS)
            began = perf_counter()
            await asyncio.gather(*(house.run(works[number]) for number in numbers))
            between = perf_counter()
            for number in numbers:
                await bench.replay(raw, number)
            ours.append(1000 * (between - began) / BOOKERS)
            by_hand.append(1000 * (perf_counter() - between) / BOOKERS)
            if turn:  # the first round is a warm-up
                done()
    took = f"house: {median(ours[2:]):.2f} ms a booking", f"raw aiosqlite: {median(by_hand[2:]):.2f} ms"
    return Figure(
        [(f"{BOOKERS} bookers on many slots, SQLite", *took, ratio_of(by_hand[2:], ours[2:]), "≥ 2×")],
        f"Many slots: the ratio is of speeds, higher is better; {BOOKERS} at once through the house, each with a "
        f"commit of its own, and the same {bench.statements} statements each by hand, one booking after the other.",
    )

"""Fifty bookers at once, each for another slot, beside the same statements replayed through aiosqlite in sequence."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import ROUNDS, Figure, books, ratio_of
from benchmarks.raw_statements import ReplayedBookings
from core.site import Site

BOOKERS = 50


async def measure(folder: Path, site: Site, done: Callable[[], None]) -> Figure:
    """Alternate between fifty bookings through the house and the replay of the same fifty."""
    replayed = ReplayedBookings(folder, "many", site)
    house_times, by_raw_sql = [0.0], [0.0]
    async with replayed.open(
        lambda slots: [books(n, slots[n % len(slots)].starts_at) for n in range((ROUNDS + 1) * BOOKERS)]
    ) as (house, raw, bookings):
        for turn in range(ROUNDS + 1):
            numbers = range(turn * BOOKERS, (turn + 1) * BOOKERS)
            started = perf_counter()
            await asyncio.gather(*(house.run(bookings[number]) for number in numbers))
            halfway = perf_counter()
            for number in numbers:
                await replayed.replay(raw, number)
            house_times.append(1000 * (halfway - started) / BOOKERS)
            by_raw_sql.append(1000 * (perf_counter() - halfway) / BOOKERS)
            if turn:  # the first round is a warm-up
                done()
    timings = (
        f"house: {median(house_times[2:]):.2f} ms a booking",
        f"raw aiosqlite: {median(by_raw_sql[2:]):.2f} ms",
    )
    return Figure(
        [
            (
                f"{BOOKERS} bookers on many slots, SQLite",
                *timings,
                ratio_of(by_raw_sql[2:], house_times[2:]),
                "≥ 2×",
            )
        ],
        f"Many slots: the ratio is of speeds, higher is better; {BOOKERS} at once through the house, each with a "
        f"commit of its own, and the same {replayed.statements} statements each by hand, one booking after the other.",
    )

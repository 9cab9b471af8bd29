"""Booking commits in sequence on SQLite, beside the same statements replayed through aiosqlite."""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import ROUNDS, Figure, books, ratio_of
from benchmarks.raw_statements import ReplayedBookings
from core.site import Site

BATCH = 60


async def measure(folder: Path, site: Site, done: Callable[[], None]) -> Figure:
    """Alternate between the house and the replay, one booking each."""
    replayed = ReplayedBookings(folder, "commit", site)
    house_times, by_raw_sql = [0.0] * (ROUNDS + 1), [0.0] * (ROUNDS + 1)
    async with replayed.open(
        lambda slots: [books(n, slots[n % len(slots)].starts_at) for n in range((ROUNDS + 1) * BATCH)]
    ) as (house, raw, bookings):
        for n, work in enumerate(bookings):
            started = perf_counter()
            await house.run(work)
            halfway = perf_counter()
            await replayed.replay(raw, n)
            house_times[n // BATCH] += 1000 * (halfway - started) / BATCH
            by_raw_sql[n // BATCH] += 1000 * (perf_counter() - halfway) / BATCH
            if n >= BATCH and n % BATCH == BATCH - 1:  # the first round is a warm-up
                done()
    timings = (
        f"house.run: {median(house_times[1:]):.2f} ms",
        f"raw aiosqlite: {median(by_raw_sql[1:]):.2f} ms",
    )
    return Figure(
        [
            (
                "booking commit, SQLite FULL, sequential",
                *timings,
                ratio_of(by_raw_sql[1:], house_times[1:]),
                "≥ 0.5×",
            )
        ],
        "Commit: the ratio is of speeds, higher is better; both write the same rows by the same "
        f"{replayed.statements} statements and a COMMIT, the yardstick with one `execute_fetchall` a statement, its "
        "leanest form.",
    )

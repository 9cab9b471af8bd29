"""One booking commit after another on SQLite, beside the same statements given to aiosqlite by hand."""

from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks import ROUNDS, Figure, books, ratio_of
from benchmarks.raw_statements import Bench
from core.site import Site

BATCH = 60


async def measure(folder: Path, site: Site, done: Callable[[], None]) -> Figure:
    """The house and the hand in turns, a booking each."""
    bench = Bench(folder, "commit", site)
    ours, by_hand = [0.0] * (ROUNDS + 1), [0.0] * (ROUNDS + 1)
    async with bench.open(
        lambda slots: [books(n, slots[n % len(slots)].starts_at) for n in range((ROUNDS + 1) * BATCH)]
    ) as (house, raw, works):
        for n, work in enumerate(works):
            began = perf_counter()
            await house.run(work)
            between = perf_counter()
            await bench.replay(raw, n)
            ours[n // BATCH] += 1000 * (between - began) / BATCH
            by_hand[n // BATCH] += 1000 * (perf_counter() - between) / BATCH
            if n >= BATCH and n % BATCH == BATCH - 1:  # the first round is a warm-up
                done()
    took = f"house.run: {median(ours[1:]):.2f} ms", f"raw aiosqlite: {median(by_hand[1:]):.2f} ms"
    return Figure(
        [("booking commit, SQLite FULL, sequential", *took, ratio_of(by_hand[1:], ours[1:]), "≥ 0.5×")],
        "Commit: the ratio is of speeds, higher is better; both write the same rows by the same "
        f"{bench.statements} statements and a COMMIT, the yardstick with one `execute_fetchall` a statement, its "
        "leanest form.",
    )

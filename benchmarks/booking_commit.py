"""One booking commit after another on SQLite, beside the same statements given to aiosqlite by hand."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import aiosqlite
from sqlalchemy import Engine, event

from benchmarks import ROUNDS, Figure, books, new_house, ratio_of
from core.site import Site

BATCH = 60


async def measure(folder: Path, site: Site, done: Callable[[], None]) -> Figure:
    """The same bookings thrice: recorded once, then by the house and by hand, in turns."""
    paths = [folder / f"{name}.db" for name in ("recorded", "booked", "replayed")]
    (recorder, slots), (house, _), (replayed, _) = [
        await new_house(f"sqlite+aiosqlite:///{path}", site) for path in paths
    ]
    await replayed.close()
    bookings = [books(n, slots[n % len(slots)].starts_at) for n in range((ROUNDS + 1) * BATCH)]
    transactions: list[list[tuple[str, Any]]] = []

    def note(_conn: object, _cursor: object, sql: str, parameters: Any, *_: object) -> None:
        transactions[-1].append((sql, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    for book in bookings:
        transactions.append([])
        await recorder.run(book)
    event.remove(Engine, "before_cursor_execute", note)
    await recorder.close()
    ours, by_hand = [0.0] * (ROUNDS + 1), [0.0] * (ROUNDS + 1)
    async with aiosqlite.connect(paths[2], isolation_level=None) as raw:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            await raw.execute_fetchall(f"PRAGMA {pragma}")
        for n, (book, statements) in enumerate(zip(bookings, transactions, strict=True)):
            began = perf_counter()
            await house.run(book)
            between = perf_counter()
            for sql, parameters in statements:
                await raw.execute_fetchall(sql, parameters)
            await raw.commit()
            ours[n // BATCH] += 1000 * (between - began) / BATCH
            by_hand[n // BATCH] += 1000 * (perf_counter() - between) / BATCH
            if n >= BATCH and n % BATCH == BATCH - 1:  # the first round is a warm-up
                done()
    await house.close()
    dumps = []
    for path in paths:
        with closing(sqlite3.connect(path)) as written:
            dumps.append(list(written.iterdump()))
    if dumps[0] != dumps[2] or len(dumps[0]) != len(dumps[1]):
        raise RuntimeError("subject and yardstick did not do the same work")
    sizes = " or ".join(str(size) for size in sorted({len(each) for each in transactions}))
    took = f"house.run: {median(ours[1:]):.2f} ms", f"raw aiosqlite: {median(by_hand[1:]):.2f} ms"
    return Figure(
        [("booking commit, SQLite FULL, sequential", *took, ratio_of(by_hand[1:], ours[1:]), "≥ 0.5×")],
        f"Commit: the ratio is of speeds, higher is better; both write the same rows by the same {sizes} "
        "statements and a COMMIT, the yardstick with one `execute_fetchall` a statement, its leanest form.",
    )

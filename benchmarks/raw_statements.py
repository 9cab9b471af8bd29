"""What the house says to SQLite, taken down, and said again by hand: a statement at a time to aiosqlite."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import Engine, event

from benchmarks import new_house
from core.booking import Booking
from core.capacity import SlotLoad
from core.desk import Desk
from core.runtime.house import House
from core.site import Site

Statements = list[tuple[str, Any]]
Works = Sequence[Callable[[Desk], Booking]]
Wishes = Callable[[list[SlotLoad]], Works]


class Bench:
    """The same bookings thrice, in three files that begin alike: taken down once, then for the house and by hand."""

    def __init__(self, folder: Path, name: str, site: Site) -> None:
        self._paths = [folder / f"{name}-{part}.db" for part in ("recorded", "booked", "replayed")]
        self._site = site

    @asynccontextmanager
    async def open(self, wishes: Wishes) -> AsyncIterator[tuple[House, aiosqlite.Connection, Works]]:
        """The house, the connection for the yardstick, and the bookings. Afterwards their work is compared."""
        (recorder, slots), (house, _), (replayed, _) = [
            await new_house(f"sqlite+aiosqlite:///{path}", self._site) for path in self._paths
        ]
        await replayed.close()
        works = wishes(slots)
        self.transactions = await _taken_down(recorder, works)
        await recorder.close()
        async with aiosqlite.connect(self._paths[2], isolation_level=None) as raw:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                await raw.execute_fetchall(f"PRAGMA {pragma}")
            yield house, raw, works
        await house.close()
        self._compare()

    async def replay(self, raw: aiosqlite.Connection, number: int) -> None:
        """One booking by hand, ``execute_fetchall`` a statement, its leanest form."""
        for sql, parameters in self.transactions[number]:
            await raw.execute_fetchall(sql, parameters)
        await raw.commit()

    @property
    def statements(self) -> str:
        """How many there are in a booking."""
        return " or ".join(str(size) for size in sorted({len(each) for each in self.transactions}))

    def _compare(self) -> None:
        dumps = []
        for path in self._paths:
            with closing(sqlite3.connect(path)) as written:
                dumps.append(list(written.iterdump()))
        if dumps[0] != dumps[2] or len(dumps[0]) != len(dumps[1]):
            raise RuntimeError("subject and yardstick did not do the same work")


async def _taken_down(house: House, works: Works) -> list[Statements]:
    transactions: list[Statements] = []

    def note(_conn: object, _cursor: object, sql: str, parameters: Any, *_: object) -> None:
        transactions[-1].append((sql, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    for work in works:
        transactions.append([])
        await house.run(work)
    event.remove(Engine, "before_cursor_execute", note)
    return transactions

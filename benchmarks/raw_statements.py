"""The statements the house sends to SQLite, recorded and replayed one by one through aiosqlite."""

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
Bookings = Sequence[Callable[[Desk], Booking]]
MakeBookings = Callable[[list[SlotLoad]], Bookings]


class ReplayedBookings:
    """The same bookings in three files that start alike: once to record the statements, once through the house, once
    replayed."""

    def __init__(self, folder: Path, name: str, site: Site) -> None:
        self._paths = [folder / f"{name}-{part}.db" for part in ("recorded", "booked", "replayed")]
        self._site = site

    @asynccontextmanager
    async def open(
        self, make_bookings: MakeBookings
    ) -> AsyncIterator[tuple[House, aiosqlite.Connection, Bookings]]:
        """The house, the raw connection, and the bookings. Afterwards the three files are compared."""
        (recording, slots), (house, _), (replayed, _) = [
            await new_house(f"sqlite+aiosqlite:///{path}", self._site) for path in self._paths
        ]
        await replayed.close()
        bookings = make_bookings(slots)
        self.transactions = await _record_statements(recording, bookings)
        await recording.close()
        async with aiosqlite.connect(self._paths[2], isolation_level=None) as raw_connection:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                await raw_connection.execute_fetchall(f"PRAGMA {pragma}")
            yield house, raw_connection, bookings
        await house.close()
        self._compare()

    async def replay(self, raw_connection: aiosqlite.Connection, number: int) -> None:
        """Replay one booking with one ``execute_fetchall`` for each statement, aiosqlite's fastest way."""
        for sql, parameters in self.transactions[number]:
            await raw_connection.execute_fetchall(sql, parameters)
        await raw_connection.commit()

    @property
    def statements(self) -> str:
        """The number of statements in a booking."""
        return " or ".join(str(size) for size in sorted({len(each) for each in self.transactions}))

    def _compare(self) -> None:
        dumps = []
        for path in self._paths:
            with closing(sqlite3.connect(path)) as written:
                dumps.append(list(written.iterdump()))
        if dumps[0] != dumps[2] or len(dumps[0]) != len(dumps[1]):
            raise RuntimeError("subject and yardstick did not do the same work")


async def _record_statements(house: House, bookings: Bookings) -> list[Statements]:
    transactions: list[Statements] = []

    def record(_conn: object, _cursor: object, sql: str, parameters: Any, *_: object) -> None:
        transactions[-1].append((sql, parameters))

    event.listen(Engine, "before_cursor_execute", record)
    for work in bookings:
        transactions.append([])
        await house.run(work)
    event.remove(Engine, "before_cursor_execute", record)
    return transactions

"""Works for the tests of ``House``."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import insert, select

from core.desk import Desk
from core.runtime.house import House
from core.store.tables import places
from tests.support.blocking import waiter


def marks(name: str) -> Callable[[Desk], None]:
    return lambda desk: mark(desk, name)


def mark(desk: Desk, name: str) -> None:
    desk.conn.execute(insert(places).values(name=name, chat_id=1))


async def marked(house: House) -> list[str]:
    names = await house.read(lambda desk: desk.conn.execute(select(places.c.name)).scalars().all())
    return sorted(names)


class UndoneError(Exception):
    """Raised to roll back a write."""


class PausedWork:
    """A work that writes and then pauses in its transaction until ``resume`` is set."""

    def __init__(self, name: str) -> None:
        self.begun = asyncio.Event()
        self.resume = asyncio.Event()
        self._name = name
        self._call_soon = asyncio.get_running_loop().call_soon_threadsafe
        self._wait = waiter()

    def __call__(self, desk: Desk) -> None:
        mark(desk, self._name)
        self._call_soon(self.begun.set)
        self._wait(self.resume.wait())


def can_write(database: Path) -> bool:
    """Whether the file's write lock is free."""
    connection = sqlite3.connect(database, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise
        return False
    finally:
        connection.close()
    return True

"""Two houses on one database, and a way to make their writes meet at a lock."""

import threading
from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from sqlalchemy import Connection, Engine, event

from bot import opening
from core.clock import PlayedClock
from core.runtime.house import House
from core.site import Site
from core.store import bookings, guests, plan_locks, sessions
from tests.support.blocking import writing_engine
from tests.support.racing import FaceToFace, meet_once


@pytest.fixture
async def houses(database_url: str, site: Site, clock: PlayedClock) -> AsyncIterator[tuple[House, House]]:
    """Two houses on one database, each with its own engine and its own queue of writes."""
    both = (opening.open_house(database_url, site, clock), opening.open_house(database_url, site, clock))
    yield both
    for house in both:
        await house.close()


def meet(engine: Engine, barrier: threading.Barrier) -> Callable[[], None]:
    """Have each write of a SQLite engine wait at the barrier before it begins; returns a function that undoes this."""

    def wait(conn: Connection, cursor: object, statement: str, *_: object) -> None:
        if statement == "BEGIN IMMEDIATE":
            barrier.wait()

    event.listen(engine, "before_cursor_execute", wait)
    return lambda: event.remove(engine, "before_cursor_execute", wait)


LOCKS = {
    "plan": ((plan_locks, "lock_plan_shared"), (plan_locks, "lock_plan")),
    "slot": ((plan_locks, "lock_slots"),),
    "guest": ((bookings, "lock_guest"),),
    "serial": ((guests, "next_serial"),),
    "session": ((sessions, "lock"),),
}


def waiting_first(wait: Callable[[], None], take: Callable[..., object]) -> Callable[..., object]:
    def waits_first(*args: object) -> object:
        wait()
        return take(*args)

    return waits_first


@pytest.fixture
def face_to_face(houses: tuple[House, House], monkeypatch: pytest.MonkeyPatch) -> Iterator[FaceToFace]:
    """Have all contenders wait before the lock until each of them has reached it.

    On PostgreSQL this is the named row lock, with every transaction open. On SQLite it is the beginning of the
    transaction, where one writer of each house can wait.
    """
    undo: list[Callable[[], None]] = []

    def arrange(contenders: int, lock: str) -> None:
        engines = [writing_engine(house) for house in houses]
        if engines[0].dialect.name == "sqlite":
            barrier = threading.Barrier(2)
            undo.extend(meet(engine, barrier) for engine in engines)
            return
        wait = meet_once(contenders)
        for module, name in LOCKS[lock]:
            monkeypatch.setattr(module, name, waiting_first(wait, getattr(module, name)))

    yield arrange
    for end in undo:
        end()

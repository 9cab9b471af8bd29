"""Helpers for races for a seat: bookings, results, and a house without the lock."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import nullcontext
from datetime import datetime
from itertools import count

import pytest
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.util import await_only

from core import timetable
from core.booking import Actor, Booking
from core.desk import Desk, queries
from core.guests import Name, Title
from core.runtime.house import House
from core.store import plan_locks
from core.store.locks import insert_or_ignore
from core.store.tables import slots
from tests.support.people import OPERATOR, books
from tests.support.people import TEN as SLOT

Work = Callable[[Desk], Booking]
FaceToFace = Callable[[int, str], None]


def books_as(by: Actor, surname: str, starts_at: datetime = SLOT, given: str = "") -> Work:
    return books(by, starts_at, name=Name(surname=surname, given=given, title=Title.MR))


def fill_but(seats: int, starts_at: datetime = SLOT) -> Callable[[Desk], None]:
    """Book the seats of a slot for callers, except for this number."""

    def fill(desk: Desk) -> None:
        for _ in range(free_in(desk, starts_at) - seats):
            books_as(OPERATOR, "Caller", starts_at)(desk)

    return fill


def free_in(desk: Desk, starts_at: datetime) -> int:
    """Free seats of a slot; negative if it is oversold."""
    day = timetable.day_of(desk.site, starts_at)
    load = next(load for load in queries.loads(desk, day, day) if load.starts_at == starts_at)
    return load.capacity - load.taken


async def oversold(house: House, starts_at: datetime = SLOT) -> int:
    """Parties beyond the capacity of a slot; negative if seats are free."""
    return -await house.read(lambda desk: free_in(desk, starts_at))


def won(results: list[Booking | BaseException]) -> list[Booking]:
    return [result for result in results if isinstance(result, Booking)]


def refusals(results: list[Booking | BaseException]) -> list[type]:
    return [type(result) for result in results if isinstance(result, BaseException)]


async def rush(houses: tuple[House, ...], works: list[Work]) -> list[Booking | BaseException]:
    """Run all works at once, distributed over the houses in turn."""
    return await asyncio.gather(
        *(houses[n % len(houses)].run(work) for n, work in enumerate(works)), return_exceptions=True
    )


def meet_once(contenders: int) -> Callable[[], None]:
    """A barrier for this number of contenders; a work that runs again later does not wait."""
    all_here, came = asyncio.Event(), count(1)

    def wait() -> None:
        if next(came) == contenders:
            all_here.set()
        await_only(all_here.wait())

    return wait


def remove_the_lock(patch: pytest.MonkeyPatch) -> None:
    """Replace the lock of a slot by the insertion of its row, which a booking refers to."""

    def make_slots(conn: Connection, starts: Iterable[datetime]) -> None:
        for starts_at in starts:
            insert_or_ignore(conn, slots, starts_at=starts_at)

    patch.setattr(plan_locks, "lock_slots", make_slots)


def without_transactions(house: House, patch: pytest.MonkeyPatch) -> House:
    """A house on the same SQLite file that begins no transaction, so that each statement commits by itself.

    A SQLite transaction that has written locks the whole file, and a booking writes before it counts. So the lock is
    off only without transactions.
    """
    patch.setattr(Desk, "savepoint", lambda _: nullcontext())
    bare = {"isolation_level": None, "timeout": 10}
    engine = create_async_engine(house._engine.url, connect_args=bare)
    other = House(engine, house.site, house.clock)
    other._writer = None
    return other

"""What races for a seat have in common: who books, what became of it, and the record with its lock off."""

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
    """Callers take the slot up to so many seats."""

    def fill(desk: Desk) -> None:
        for _ in range(free_in(desk, starts_at) - seats):
            books_as(OPERATOR, "Caller", starts_at)(desk)

    return fill


def free_in(desk: Desk, starts_at: datetime) -> int:
    """Seats the slot has left; less than none is what was sold and is not there."""
    day = timetable.day_of(desk.site, starts_at)
    load = next(load for load in queries.loads(desk, day, day) if load.starts_at == starts_at)
    return load.capacity - load.taken


async def oversold(house: House, starts_at: datetime = SLOT) -> int:
    """Parties beyond what the slot can take; less than none is what is left."""
    return -await house.read(lambda desk: free_in(desk, starts_at))


def won(results: list[Booking | BaseException]) -> list[Booking]:
    return [result for result in results if isinstance(result, Booking)]


def refusals(results: list[Booking | BaseException]) -> list[type]:
    return [type(result) for result in results if isinstance(result, BaseException)]


async def rush(houses: tuple[House, ...], works: list[Work]) -> list[Booking | BaseException]:
    """All at once, through each of the houses in turn."""
    return await asyncio.gather(
        *(houses[n % len(houses)].run(work) for n, work in enumerate(works)), return_exceptions=True
    )


def meet_once(contenders: int) -> Callable[[], None]:
    """A place where so many wait for each other; who is run again later goes straight on."""
    all_here, came = asyncio.Event(), count(1)

    def wait() -> None:
        if next(came) == contenders:
            all_here.set()
        await_only(all_here.wait())

    return wait


def take_off_the_lock(patch: pytest.MonkeyPatch) -> None:
    """Nobody locks a slot any more: it is only made, so that a booking can stand in it."""

    def make_slots(conn: Connection, starts: Iterable[datetime]) -> None:
        for starts_at in starts:
            insert_or_ignore(conn, slots, starts_at=starts_at)

    patch.setattr(plan_locks, "lock_slots", make_slots)


def without_transactions(house: House, patch: pytest.MonkeyPatch) -> House:
    """A house on the same SQLite file that begins none, as the driver does when it is left alone: each
    statement is kept by itself.

    Any transaction that has written holds the whole file, and booking writes before it counts; so there the
    lock is off only when no transaction is begun at all.
    """
    patch.setattr(Desk, "savepoint", lambda _: nullcontext())
    bare = {"isolation_level": None, "timeout": 10}
    engine = create_async_engine(house._engine.url, connect_args=bare)
    other = House(engine, house.site, house.clock)
    other._writer = None
    return other

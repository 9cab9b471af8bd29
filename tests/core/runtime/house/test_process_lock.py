"""The process lock: one process serves a database, even if the connection of the lock breaks."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from core.clock import PlayedClock
from core.runtime import process_lock
from core.runtime.house import House
from core.runtime.process_lock import HouseInUseError
from tests.support.engines import only_postgres

HOLDERS = text("SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted = :granted AND database = "
    "(SELECT oid FROM pg_database WHERE datname = current_database())")  # fmt: skip


async def test_one_house_at_a_time_has_the_process_lock(house: House, outside: House) -> None:
    assert not await outside.is_in_use()
    async with house.exclusive():
        assert await outside.is_in_use()
        with pytest.raises(HouseInUseError):
            async with outside.exclusive():
                pass
    assert not await house.is_in_use()
    async with outside.exclusive():
        assert await house.is_in_use()


async def pids(outside: House, *, granted: bool) -> list[int]:
    """The server's processes that have the lock of the database, or wait for it."""
    found = await outside.read(lambda desk: desk.conn.execute(HOLDERS, {"granted": granted}).scalars().all())
    return list(found)


async def end_connection(outside: House, pid: int) -> None:
    end = text("SELECT pg_terminate_backend(:pid, 5000)")
    assert await outside.read(lambda desk: desk.conn.execute(end, {"pid": pid}).scalar_one())


async def until(clock: PlayedClock, comes_true: Callable[[], Awaitable[bool]], looks: House) -> None:
    """Move the clock forward by a second at a time until the condition is true."""

    async def settle() -> None:
        await looks.is_in_use()

    for _ in range(500):
        if await comes_true():
            return
        await clock.play(clock.now() + timedelta(seconds=1), settle)
    raise AssertionError


@only_postgres
async def test_a_process_lock_whose_connection_breaks_is_taken_again(
    house: House, outside: House, clock: PlayedClock
) -> None:
    lost: list[str] = []
    async with house.exclusive(lambda: lost.append("lost")):
        (broken,) = await pids(outside, granted=True)
        await end_connection(outside, broken)

        async def taken_again() -> bool:
            return await pids(outside, granted=True) not in ([], [broken])

        await until(clock, taken_again, outside)
        with pytest.raises(HouseInUseError):
            async with outside.exclusive():
                pass
    assert lost == []
    assert not await outside.is_in_use()


@only_postgres
async def test_a_process_lock_that_another_process_takes_ends_the_house(
    house: House, outside: House, clock: PlayedClock
) -> None:
    lost = asyncio.Event()

    async def is_lost() -> bool:
        return lost.is_set()

    async def another_waits() -> bool:
        return bool(await pids(outside, granted=False))

    async def serve(other: AsyncConnection) -> None:
        async with house.exclusive(lost.set):
            (holder,) = await pids(outside, granted=True)
            waiting = asyncio.ensure_future(
                other.execute(text(f"SELECT pg_advisory_lock({process_lock._KEY})"))
            )
            await until(clock, another_waits, outside)
            await end_connection(outside, holder)
            await waiting
            await until(clock, is_lost, outside)

    async with outside._engine.connect() as other:
        with pytest.raises(HouseInUseError):
            await serve(other)
    assert lost.is_set()

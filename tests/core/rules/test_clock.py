"""The played clock."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from core.clock import PlayedClock
from core.runtime.concurrency import first_completed

NINE = datetime(2026, 11, 19, 1, tzinfo=UTC)


async def nothing() -> None:
    await asyncio.sleep(0)


async def test_a_played_clock_moves_only_when_played() -> None:
    clock = PlayedClock(NINE)
    await clock.play(NINE + timedelta(hours=1), nothing)
    assert clock.now() == NINE + timedelta(hours=1)


async def test_a_played_clock_stops_at_each_awaited_moment_and_settles() -> None:
    clock, seen = PlayedClock(NINE), []

    async def waits(minutes: int) -> None:
        await clock.wait_until(NINE + timedelta(minutes=minutes))
        seen.append((minutes, clock.now()))
        if minutes == 10:
            await waits(20)

    tasks = [asyncio.ensure_future(waits(minutes)) for minutes in (30, 10, 90)]

    async def settle() -> None:
        for _ in range(5):
            await asyncio.sleep(0)

    await clock.play(NINE + timedelta(hours=1), settle)
    assert seen == [(minutes, NINE + timedelta(minutes=minutes)) for minutes in (10, 20, 30)]
    tasks[2].cancel()


async def test_a_played_clock_refuses_to_go_back_and_naive_times() -> None:
    clock = PlayedClock(NINE)
    with pytest.raises(ValueError, match="forward"):
        await clock.play(NINE - timedelta(seconds=1), nothing)
    with pytest.raises(ValueError, match="aware"):
        PlayedClock(datetime(2026, 11, 19))  # noqa: DTZ001 - the naive time is the point


async def test_a_played_clock_does_not_stop_for_a_cancelled_wait() -> None:
    clock = PlayedClock(NINE)
    await first_completed(clock.wait_until(NINE + timedelta(minutes=5)), nothing())
    stops = []

    async def settle() -> None:
        stops.append(clock.now())

    await clock.play(NINE + timedelta(minutes=10), settle)
    assert NINE + timedelta(minutes=5) not in stops


async def test_a_running_clock_follows_real_time_and_wakes_waiters() -> None:
    clock = PlayedClock(NINE, runs=True)
    await asyncio.wait_for(clock.wait_until(NINE + timedelta(milliseconds=5)), 5)
    assert clock.now() >= NINE + timedelta(milliseconds=5)


async def test_a_played_clock_can_start_to_follow_real_time() -> None:
    clock = PlayedClock(NINE)
    assert clock.now() == clock.now() == NINE
    clock.follow_real_time()
    begun = clock.now()
    await asyncio.wait_for(clock.wait_until(begun + timedelta(milliseconds=20)), 5)
    assert timedelta(milliseconds=20) <= clock.now() - begun < timedelta(seconds=5)

"""The clock that is played."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from core.clock import PlayedClock
from core.runtime.concurrency import first_completed

NINE = datetime(2026, 11, 19, 1, tzinfo=UTC)


async def nothing() -> None:
    await asyncio.sleep(0)


async def test_it_stands_still_until_it_is_moved() -> None:
    clock = PlayedClock(NINE)
    await clock.play(NINE + timedelta(hours=1), nothing)
    assert clock.now() == NINE + timedelta(hours=1)


async def test_it_stops_at_each_awaited_instant_until_the_house_is_quiet() -> None:
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


async def test_it_never_goes_back() -> None:
    clock = PlayedClock(NINE)
    with pytest.raises(ValueError, match="forward"):
        await clock.play(NINE - timedelta(seconds=1), nothing)
    with pytest.raises(ValueError, match="aware"):
        PlayedClock(datetime(2026, 11, 19))  # noqa: DTZ001 - the naive time is the point


async def test_who_no_longer_waits_is_not_stopped_for() -> None:
    clock = PlayedClock(NINE)
    await first_completed(clock.wait_until(NINE + timedelta(minutes=5)), nothing())
    stops = []

    async def settle() -> None:
        stops.append(clock.now())

    await clock.play(NINE + timedelta(minutes=10), settle)
    assert NINE + timedelta(minutes=5) not in stops


async def test_a_running_clock_keeps_pace_and_wakes_by_itself() -> None:
    clock = PlayedClock(NINE, runs=True)
    await asyncio.wait_for(clock.wait_until(NINE + timedelta(milliseconds=5)), 5)
    assert clock.now() >= NINE + timedelta(milliseconds=5)


async def test_a_clock_that_stood_still_can_be_told_to_keep_pace() -> None:
    clock = PlayedClock(NINE)
    assert clock.now() == clock.now() == NINE
    clock.follow_real_time()
    begun = clock.now()
    await asyncio.wait_for(clock.wait_until(begun + timedelta(milliseconds=20)), 5)
    assert timedelta(milliseconds=20) <= clock.now() - begun < timedelta(seconds=5)

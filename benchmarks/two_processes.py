"""Fifty bookers in two processes for one slot on PostgreSQL, beside asyncpg that counts and writes in one statement."""

import asyncio
import json
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

from benchmarks import ROUNDS, Figure, books, new_house, postgres, ratio_of
from benchmarks.booker import CAPACITY
from bot.settings import ROOT
from core.runtime.house import House
from core.site import Site
from core.store import plan_locks, seats

BOOKERS, PROCESSES = 50, 2
HOUR = timedelta(hours=1)
CONTENDERS = ("house", "seat", "rows")
FIGURE = f"{BOOKERS} bookers in {PROCESSES} processes, {CAPACITY} places, PostgreSQL"
GOAL = "≥ 0.5×, 0 oversold, 0 errors"


class _Round(NamedTuple):
    """The milliseconds until all have their answer, the parties beyond the capacity, and the number of errors."""

    milliseconds: float
    oversold: int
    errors: int


async def measure(_folder: Path, site: Site, done: Callable[[], None]) -> Figure:
    """One slot for each contender and round. Errors of the warm-up round count, its times do not."""
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(postgres.database())
        if address is None:
            return Figure([(FIGURE, "no PostgreSQL", "", "", GOAL)], "Two processes: not measured.")
        house, loads = await new_house(postgres.for_a_house(address), site)
        stack.push_async_callback(house.close)
        slots = [load.starts_at for load in loads if load.capacity == CAPACITY]
        await house.run(books(675, loads[0].starts_at))  # the guest of the "seat" contender
        processes = await stack.enter_async_context(_bookers(address))
        rounds: dict[str, list[_Round]] = {contender: [] for contender in CONTENDERS}
        for turn in range(ROUNDS + 1):
            for contender in CONTENDERS:
                rounds[contender].append(await _run_round(house, processes, contender, slots.pop(), turn))
            if turn:
                done()
    return _figure(rounds)


async def _run_round(
    house: House, processes: list[Process], contender: str, slot: datetime, turn: int
) -> _Round:
    await house.run(lambda desk: plan_locks.lock_slots(desk.conn, [slot]))  # create the slot's row
    numbers = range(turn * BOOKERS, (turn + 1) * BOOKERS)
    started = perf_counter()
    answers = await asyncio.gather(
        *(_ask(process, contender, slot, numbers[n::PROCESSES]) for n, process in enumerate(processes))
    )
    milliseconds = 1000 * (perf_counter() - started)
    sold = await house.read(lambda desk: seats.count_seats(desk.conn, slot, slot + HOUR)[slot].taken)
    if sold != sum(answer["won"] for answer in answers):
        raise RuntimeError(f"{contender}: the answers do not match the bookings")
    return _Round(milliseconds, sold - CAPACITY, sum(answer["errors"] for answer in answers))


async def _ask(process: Process, contender: str, slot: datetime, numbers: Iterable[int]) -> dict[str, int]:
    requests, answers = _pipes(process)
    wanted = {"who": contender, "slot": slot.isoformat(), "numbers": [*numbers]}
    requests.write(json.dumps(wanted).encode() + b"\n")
    answer: dict[str, int] = json.loads(await answers.readline())
    return answer


def _pipes(process: Process) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a process without pipes")
    return process.stdin, process.stdout


@asynccontextmanager
async def _bookers(address: str) -> AsyncIterator[list[Process]]:
    """The booker processes, once all are ready. Closing their input ends them."""
    command = sys.executable, "-m", "benchmarks.booker", address
    processes = [
        await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, cwd=ROOT)
        for _ in range(PROCESSES)
    ]
    for process in processes:
        await _pipes(process)[1].readline()
    yield processes
    for process in processes:
        _pipes(process)[0].close()
        await process.wait()


def _figure(rounds: dict[str, list[_Round]]) -> Figure:
    times = {
        contender: [each_round.milliseconds for each_round in each[1:]] for contender, each in rounds.items()
    }
    house_rounds = rounds["house"]
    over, under = (sum(max(sign * each_round.oversold, 0) for each_round in house_rounds) for sign in (1, -1))
    wrong = f"{over} oversold, {under} unsold, {sum(each_round.errors for each_round in house_rounds)} errors"
    milliseconds = f"{wrong}; {median(times['house']):.0f} ms"
    rows: list[tuple[str, ...]] = [
        (
            FIGURE,
            milliseconds,
            f"asyncpg, {what}: {median(times[contender]):.0f} ms",
            ratio_of(times[contender], times["house"]),
            goal,
        )
        for contender, what, goal in (
            ("seat", "the seat alone", GOAL),
            ("rows", "the same rows", "none named"),
        )
    ]
    return Figure(
        rows,
        f"Two processes: the ratio is of speeds, higher is better, from the first asking until all {BOOKERS} have "
        "their answer, 25 in each process; the yardstick locks the slot's row, then counts and inserts in one "
        "statement: only the booking, or also the guest, the serial, the change and the message.",
    )

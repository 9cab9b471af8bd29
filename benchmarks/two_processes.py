"""Fifty bookers in two processes who all want one slot on PostgreSQL, beside asyncpg with a guard in one statement."""

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


class _Rush(NamedTuple):
    """Milliseconds until everyone had their answer; parties beyond the slot's places; errors."""

    took: float
    oversold: int
    errors: int


async def measure(_folder: Path, site: Site, done: Callable[[], None]) -> Figure:
    """A slot a contender and round, in turns; what goes wrong in the warm-up counts, its times do not."""
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(postgres.database())
        if address is None:
            return Figure([(FIGURE, "no PostgreSQL", "", "", GOAL)], "Two processes: not measured.")
        house, loads = await new_house(postgres.for_a_house(address), site)
        stack.push_async_callback(house.close)
        slots = [load.starts_at for load in loads if load.capacity == CAPACITY]
        await house.run(books(675, loads[0].starts_at))  # the guest of those who write just the seat
        processes = await stack.enter_async_context(_bookers(address))
        rushes: dict[str, list[_Rush]] = {who: [] for who in CONTENDERS}
        for turn in range(ROUNDS + 1):
            for who in CONTENDERS:
                rushes[who].append(await _rush(house, processes, who, slots.pop(), turn))
            if turn:
                done()
    return _figure(rushes)


async def _rush(house: House, processes: list[Process], who: str, slot: datetime, turn: int) -> _Rush:
    await house.run(lambda desk: plan_locks.lock_slots(desk.conn, [slot]))  # its row is there for everyone
    numbers = range(turn * BOOKERS, (turn + 1) * BOOKERS)
    began = perf_counter()
    answers = await asyncio.gather(
        *(_ask(process, who, slot, numbers[n::PROCESSES]) for n, process in enumerate(processes))
    )
    took = 1000 * (perf_counter() - began)
    sold = await house.read(lambda desk: seats.count_seats(desk.conn, slot, slot + HOUR)[slot].taken)
    if sold != sum(answer["won"] for answer in answers):
        raise RuntimeError(f"{who}: what was answered is not what was sold")
    return _Rush(took, sold - CAPACITY, sum(answer["errors"] for answer in answers))


async def _ask(process: Process, who: str, slot: datetime, numbers: Iterable[int]) -> dict[str, int]:
    told, answers = _pipes(process)
    wanted = {"who": who, "slot": slot.isoformat(), "numbers": [*numbers]}
    told.write(json.dumps(wanted).encode() + b"\n")
    answer: dict[str, int] = json.loads(await answers.readline())
    return answer


def _pipes(process: Process) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a process without pipes")
    return process.stdin, process.stdout


@asynccontextmanager
async def _bookers(address: str) -> AsyncIterator[list[Process]]:
    """The processes, once all are ready; they end with their input."""
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


def _figure(rushes: dict[str, list[_Rush]]) -> Figure:
    times = {who: [rush.took for rush in each[1:]] for who, each in rushes.items()}
    ours = rushes["house"]
    over, under = (sum(max(sign * rush.oversold, 0) for rush in ours) for sign in (1, -1))
    wrong = f"{over} oversold, {under} unsold, {sum(rush.errors for rush in ours)} errors"
    took = f"{wrong}; {median(times['house']):.0f} ms"
    rows: list[tuple[str, ...]] = [
        (
            FIGURE,
            took,
            f"asyncpg, {what}: {median(times[who]):.0f} ms",
            ratio_of(times[who], times["house"]),
            goal,
        )
        for who, what, goal in (("seat", "the seat alone", GOAL), ("rows", "the same rows", "none named"))
    ]
    return Figure(
        rows,
        f"Two processes: the ratio is of speeds, higher is better, from the first asking until all {BOOKERS} have "
        "their answer, 25 in each process; the yardstick locks the slot's row, then counts and inserts in one "
        "statement: just the booking, or the guest, the serial, the change and the letter with it.",
    )

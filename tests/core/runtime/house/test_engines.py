"""``House`` on each engine: SQLite's settings and write lock, and reruns of a transaction on PostgreSQL."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, select, text, update
from sqlalchemy.exc import DBAPIError

from core.desk import Desk
from core.runtime.house import House
from core.store import plan_locks
from core.store import staff as staff_store
from core.store.engine import make_engine
from core.store.tables import places
from tests.core.runtime.house.transactions import PausedWork, can_write, mark, marked, marks
from tests.support.blocking import waiter, writing_engine
from tests.support.engines import only_postgres, only_sqlite

EARLY = datetime(2026, 11, 21, 2, tzinfo=UTC)
LATE = EARLY + timedelta(hours=1)


# SQLite: its settings and its write lock.


async def test_every_sqlite_connection_has_its_settings(database: Path) -> None:
    engine = make_engine(f"sqlite+aiosqlite:///{database}")
    connections = [await engine.connect() for _ in range(3)]
    for connection in connections:
        found = [
            (await connection.exec_driver_sql(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
        assert found == ["wal", 2, 1, 10_000]
    for connection in connections:
        await connection.close()
    await engine.dispose()


@only_sqlite
async def test_a_write_takes_sqlites_lock_before_its_first_read(house: House, database: Path) -> None:
    assert await house.run(lambda _: can_write(database)) is False
    assert can_write(database)


@only_sqlite
async def test_a_read_does_not_take_sqlites_lock(house: House, outside: House, database: Path) -> None:
    wait = waiter()

    def work(desk: Desk) -> bool:
        desk.conn.execute(select(places)).all()
        wait(outside.run(marks("meanwhile")))
        return can_write(database)

    assert await house.read(work)
    assert await marked(house) == ["meanwhile"]


@only_sqlite
async def test_a_connection_that_has_written_reads_without_the_lock(house: House, database: Path) -> None:
    for _ in range(3):
        await house.run(marks_once)
        assert await house.read(lambda _: can_write(database))


def marks_once(desk: Desk) -> None:
    staff_store.set_place(desk.conn, "gate", 1)


@only_sqlite
async def test_writers_of_one_house_wait_in_its_queue_and_not_in_sqlite(
    house: House, paused_works: Callable[[str], PausedWork]
) -> None:
    begun: list[str] = []

    def note(conn: Connection, cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("BEGIN IMMEDIATE"):
            begun.append(statement)

    event.listen(writing_engine(house), "before_cursor_execute", note)
    paused = paused_works("gate")
    callers = [asyncio.ensure_future(house.run(work)) for work in (paused, marks("bar"))]
    await paused.begun.wait()
    for _ in range(5):
        await marked(house)
    assert len(begun) == 1
    paused.resume.set()
    await asyncio.gather(*callers)
    assert len(begun) == 2


# PostgreSQL: when the whole transaction runs again.


@only_postgres
async def test_every_postgres_connection_has_its_settings(house: House) -> None:
    def work(desk: Desk) -> list[str]:
        return [desk.conn.execute(text(f"SHOW {name}")).scalar_one() for name in ("lock_timeout", "timezone")]

    assert await house.run(work) == ["3s", "UTC"]


async def insert_slots(house: House) -> None:
    def work(desk: Desk) -> None:
        for slot in (EARLY, LATE):
            plan_locks.lock_slots(desk.conn, [slot])

    await house.run(work)


@only_postgres
async def test_a_deadlock_reruns_the_whole_transaction(house: House, outside: House) -> None:
    await insert_slots(house)
    face_to_face, wait = asyncio.Barrier(2), waiter()
    tries = Counter[str]()
    heard: list[str] = []

    def crossing(name: str, first: datetime, second: datetime) -> Callable[[Desk], str]:
        def work(desk: Desk) -> str:
            tries[name] += 1
            mark(desk, f"{name}, try {tries[name]}")
            plan_locks.lock_slots(desk.conn, [first])
            if tries[name] == 1:
                wait(face_to_face.wait())
            plan_locks.lock_slots(desk.conn, [second])
            return name

        return work

    for each in (house, outside):
        each.on_commit(lambda: heard.append("committed"))
    done = await asyncio.gather(
        house.run(crossing("here", EARLY, LATE)), outside.run(crossing("there", LATE, EARLY))
    )
    assert list(done) == ["here", "there"]
    # On a busy machine the second try may meet another deadlock.
    assert min(tries.values()) == 1 < max(tries.values())
    assert await marked(house) == sorted(f"{name}, try {count}" for name, count in tries.items())
    assert len(heard) == 2


class Holder:
    """Holds the lock of a slot in another transaction."""

    def __init__(self, house: House) -> None:
        self._held = PausedWork("holder")
        self._house = house
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Holder":
        def lock_and_pause(desk: Desk) -> None:
            plan_locks.lock_slots(desk.conn, [EARLY])
            self._held(desk)

        self._task = asyncio.ensure_future(self._house.run(lock_and_pause))
        await self._held.begun.wait()
        return self

    async def release(self) -> None:
        self._held.resume.set()
        assert self._task is not None
        await self._task

    async def __aexit__(self, *_: object) -> None:
        await self.release()


def lock_with_short_timeout(tries: Counter[str]) -> Callable[[Desk], None]:
    def work(desk: Desk) -> None:
        tries["work"] += 1
        mark(desk, f"try {tries['work']}")
        desk.conn.execute(text("SET LOCAL lock_timeout = '20ms'"))
        plan_locks.lock_slots(desk.conn, [EARLY])

    return work


@only_postgres
async def test_a_lock_timeout_reruns_the_whole_transaction(house: House, outside: House) -> None:
    await insert_slots(house)
    tries, wait = Counter[str](), waiter()

    async with Holder(outside) as holder:

        def work(desk: Desk) -> None:
            if tries["work"] == 1:
                wait(holder.release())
            lock_with_short_timeout(tries)(desk)

        await house.run(work)
    assert tries["work"] == 2
    assert await marked(outside) == ["holder", "try 2"]


@only_postgres
async def test_a_lock_that_is_never_released_raises_the_error(house: House, outside: House) -> None:
    await insert_slots(house)
    tries = Counter[str]()
    heard: list[str] = []
    house.on_commit(lambda: heard.append("committed"))
    async with Holder(outside):
        with pytest.raises(DBAPIError) as caught:
            await house.run(lock_with_short_timeout(tries))
    assert caught.value.orig.sqlstate == "55P03"
    assert tries["work"] == 4
    assert heard == []
    assert await marked(outside) == ["holder"]
    await house.run(lock_with_short_timeout(tries))
    assert await marked(outside) == ["holder", "try 5"]


@only_postgres
async def test_a_serialization_failure_reruns_the_whole_transaction(house: House, outside: House) -> None:
    await house.run(marks("gate"))
    tries, wait = Counter[str](), waiter()
    grow = update(places).where(places.c.name == "gate").values(chat_id=places.c.chat_id + 1)

    def work(desk: Desk) -> None:
        tries["work"] += 1
        desk.conn.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        desk.conn.execute(select(places)).all()
        if tries["work"] == 1:
            wait(outside.run(lambda other: other.conn.execute(grow).rowcount))
        desk.conn.execute(grow)

    await house.run(work)
    assert tries["work"] == 2
    assert await outside.read(lambda desk: staff_store.find_place(desk.conn, "gate")) == 3


@only_sqlite
async def test_all_writes_of_a_house_run_in_one_thread(house: House) -> None:
    threads = {await house.run(lambda _: threading.current_thread()) for _ in range(3)}
    at_once = await asyncio.gather(*(house.run(lambda _: threading.current_thread()) for _ in range(3)))
    assert threads == set(at_once)
    (writer,) = threads
    assert writer is not threading.current_thread()
    await house.close()
    writer.join()
    assert await house.run(lambda _: threading.current_thread()) is not writer


@only_sqlite
async def test_a_paused_write_does_not_block_the_event_loop(
    house: House, paused_works: Callable[[str], PausedWork]
) -> None:
    paused = paused_works("gate")
    caller = asyncio.ensure_future(house.run(paused))
    await paused.begun.wait()
    assert await marked(house) == []
    paused.resume.set()
    await caller
    assert await marked(house) == ["gate"]


async def test_a_write_sees_the_context_of_its_caller(house: House) -> None:
    who = ContextVar("who", default="nobody")
    who.set("the gate")
    assert await house.run(lambda _: who.get()) == "the gate"


async def test_a_stop_iteration_in_a_write_becomes_a_runtime_error(house: House) -> None:
    nothing = iter(())
    with pytest.raises(RuntimeError):
        await house.run(lambda _: next(nothing))
    await house.run(marks("gate"))
    assert await marked(house) == ["gate"]

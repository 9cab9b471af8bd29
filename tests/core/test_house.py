"""The seam: what ``house.run`` and ``house.read`` promise. What was written is seen through another house,
with connections of its own."""

import asyncio
import sqlite3
import threading
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, event, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot import wiring
from core.clock import PlayedClock
from core.desk import Desk
from core.guests import Name, Phone, PhoneKind
from core.house import House
from core.site import Site
from core.store import bookings, guests
from core.store import staff as staff_store
from core.store.engine import make_engine
from core.store.tables import changes, places
from core.store.tables import guests as guest_table
from tests.standstill import waiter, writing_engine

EARLY = datetime(2026, 11, 21, 2, tzinfo=UTC)
LATE = EARLY + timedelta(hours=1)
only_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
only_postgres = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
async def outside(database_url: str, site: Site, clock: PlayedClock) -> AsyncIterator[House]:
    """Another house on the same record."""
    house = wiring.open_house(database_url, site, clock)
    yield house
    await house.close()


def marks(name: str) -> Callable[[Desk], None]:
    return lambda desk: mark(desk, name)


def mark(desk: Desk, name: str) -> None:
    desk.conn.execute(insert(places).values(name=name, chat_id=1))


async def marked(house: House) -> list[str]:
    names = await house.read(lambda desk: desk.conn.execute(select(places.c.name)).scalars().all())
    return sorted(names)


class UndoneError(Exception):
    """Raised to have a write undone."""


class Held:
    """A work that writes, and then stands still in its transaction until it is let go."""

    def __init__(self, name: str) -> None:
        self.begun = asyncio.Event()
        self.goes_on = asyncio.Event()
        self._name = name
        self._tell = asyncio.get_running_loop().call_soon_threadsafe
        self._wait = waiter()

    def __call__(self, desk: Desk) -> None:
        mark(desk, self._name)
        self._tell(self.begun.set)
        self._wait(self.goes_on.wait())


@pytest.fixture
async def holds(house: House, outside: House) -> AsyncIterator[Callable[[str], Held]]:
    """Works that stand still; none is left standing when the test is over."""
    held: list[Held] = []

    def hold(name: str) -> Held:
        held.append(Held(name))
        return held[-1]

    yield hold
    for each in held:
        each.goes_on.set()


async def test_a_write_is_seen_once_it_has_returned_and_not_before(house: House, outside: House) -> None:
    wait = waiter()

    def work(desk: Desk) -> list[str]:
        mark(desk, "gate")
        seen: list[str] = wait(marked(outside))
        return seen

    assert await house.run(work) == []
    assert await marked(outside) == ["gate"]


async def test_a_write_that_raises_leaves_nothing(house: House, outside: House) -> None:
    def work(desk: Desk) -> None:
        mark(desk, "gate")
        raise UndoneError

    with pytest.raises(UndoneError):
        await house.run(work)
    assert await marked(outside) == []
    await house.run(marks("bar"))
    assert await marked(outside) == ["bar"]


async def test_a_read_changes_nothing_and_tells_nobody(house: House, outside: House) -> None:
    heard: list[str] = []
    house.listen(lambda: heard.append("committed"))
    with suppress(DBAPIError):
        await house.read(marks("gate"))
    assert await marked(outside) == []
    assert heard == []


async def test_a_read_sees_one_state_however_long_it_looks(house: House, outside: House) -> None:
    wait = waiter()

    def looks_twice(desk: Desk) -> tuple[int, int]:
        look = select(places.c.name)
        before = len(desk.conn.execute(look).all())
        wait(outside.run(marks("meanwhile")))
        return before, len(desk.conn.execute(look).all())

    assert await house.read(looks_twice) == (0, 0)


async def test_a_moment_is_the_one_the_write_begins_at(house: House, clock: PlayedClock) -> None:
    assert await house.run(lambda desk: desk.now) == clock.now()
    assert await house.read(lambda desk: (desk.now, desk.site)) == (clock.now(), house.site)


async def test_who_listens_hears_of_a_commit_after_it_and_of_nothing_else(house: House) -> None:
    order: list[str] = []
    event.listen(writing_engine(house), "commit", lambda _: order.append("commit"))
    house.listen(lambda: order.append("heard"))
    house.listen(lambda: order.append("heard too"))
    await house.run(marks("gate"))
    assert order == ["commit", "heard", "heard too"]
    with pytest.raises(IntegrityError):
        await house.run(marks("gate"))
    assert order == ["commit", "heard", "heard too"]


async def test_a_commit_that_fails_is_not_heard_of(house: House, outside: House) -> None:
    heard: list[str] = []
    house.listen(lambda: heard.append("committed"))

    def fails(conn: Connection) -> None:
        raise UndoneError

    event.listen(writing_engine(house), "commit", fails)
    with pytest.raises(UndoneError):
        await house.run(marks("gate"))
    event.remove(writing_engine(house), "commit", fails)
    assert heard == []
    assert await marked(outside) == []


async def test_a_cancelled_caller_does_not_abandon_the_write(
    house: House, outside: House, holds: Callable[[str], Held]
) -> None:
    def inserts_and_waits(desk: Desk) -> None:
        guests.insert_guest(
            desk.conn,
            number="TY-W001",
            name=Name(surname="Wang"),
            phone=Phone(number=None, kind=PhoneKind.DECLINED),
            telegram_id=1,
            now=desk.now,
        )
        held(desk)

    held = holds("gate")
    caller = asyncio.ensure_future(house.run(inserts_and_waits))
    await held.begun.wait()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    following = asyncio.ensure_future(house.run(marks("next")))
    held.goes_on.set()
    await following
    await house.close()
    assert await marked(outside) == ["gate", "next"]
    numbers = await outside.read(lambda desk: desk.conn.execute(select(guest_table.c.number)).scalars().all())
    assert numbers == ["TY-W001"]


async def test_whenever_its_caller_is_cancelled_a_write_ends_and_the_next_goes_through(
    house: House, outside: House
) -> None:
    moments = range(1, 31)
    for turns in moments:
        caller = asyncio.ensure_future(house.run(marks(f"cancelled {turns:02}")))
        for _ in range(turns):
            await asyncio.sleep(0)
        caller.cancel()
        await asyncio.wait([caller])
        await house.run(marks(f"next {turns:02}"))
    await house.close()
    written = await marked(outside)
    assert written == [f"{what} {turns:02}" for what in ("cancelled", "next") for turns in moments]


async def test_whenever_a_look_is_given_up_the_house_stays_open(house: House, outside: House) -> None:
    for turns in range(1, 31):
        caller = asyncio.ensure_future(marked(house))
        for _ in range(turns):
            await asyncio.sleep(0)
        caller.cancel()
        await asyncio.wait([caller])
        await house.run(marks(f"next {turns:02}"))
    assert len(await marked(outside)) == 30


async def test_closing_waits_for_writes_under_way(
    house: House, outside: House, holds: Callable[[str], Held]
) -> None:
    held = holds("gate")
    caller = asyncio.ensure_future(house.run(held))
    await held.begun.wait()
    queued = asyncio.ensure_future(house.run(marks("queued")))
    await asyncio.sleep(0)
    closing = asyncio.ensure_future(house.close())
    await marked(outside)
    assert not closing.done()
    held.goes_on.set()
    await closing
    assert caller.done()
    assert queued.done()
    assert await marked(outside) == ["gate", "queued"]


async def test_closing_waits_for_a_write_whose_caller_is_gone_and_minds_no_failure(
    house: House, outside: House, holds: Callable[[str], Held]
) -> None:
    held, fails = holds("gate"), holds("bar")

    def failing(desk: Desk) -> None:
        fails(desk)
        raise UndoneError

    callers = [asyncio.ensure_future(house.run(work)) for work in (held, failing)]
    await held.begun.wait()
    for caller in callers:
        caller.cancel()
    await asyncio.wait(callers)
    held.goes_on.set()
    fails.goes_on.set()
    await house.close()
    assert await marked(outside) == ["gate"]


async def test_closing_that_is_given_up_does_not_abandon_the_write_either(
    house: House, outside: House, holds: Callable[[str], Held]
) -> None:
    held = holds("gate")
    caller = asyncio.ensure_future(house.run(held))
    await held.begun.wait()
    closing = asyncio.ensure_future(house.close())
    await asyncio.sleep(0)
    closing.cancel()
    await asyncio.wait([closing])
    held.goes_on.set()
    await asyncio.wait([caller])
    assert await marked(outside) == ["gate"]


async def test_an_ordinary_failure_is_not_tried_again(house: House) -> None:
    tries = Counter[str]()

    def work(desk: Desk) -> None:
        tries["work"] += 1
        mark(desk, "gate")
        mark(desk, "gate")

    with pytest.raises(IntegrityError):
        await house.run(work)
    assert tries["work"] == 1


async def test_a_row_that_points_nowhere_is_refused(house: House) -> None:
    def work(desk: Desk) -> None:
        desk.conn.execute(
            insert(changes).values(
                booking_id=999,
                version=1,
                what="made",
                by_user=1,
                channel="chat",
                starts_at=desk.now,
                made_at=desk.now,
            )
        )

    with pytest.raises(IntegrityError):
        await house.run(work)


# SQLite: its settings, and who holds its write lock.


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


def can_write(database: Path) -> bool:
    """Whether the file's write lock is free just now."""
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


@only_sqlite
async def test_a_write_holds_sqlites_lock_from_before_its_first_read(house: House, database: Path) -> None:
    assert await house.run(lambda _: can_write(database)) is False
    assert can_write(database)


@only_sqlite
async def test_a_read_leaves_sqlites_lock_to_others(house: House, outside: House, database: Path) -> None:
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
async def test_writers_of_one_house_queue_before_sqlite(house: House, holds: Callable[[str], Held]) -> None:
    begun: list[str] = []

    def note(conn: Connection, cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("BEGIN IMMEDIATE"):
            begun.append(statement)

    event.listen(writing_engine(house), "before_cursor_execute", note)
    held = holds("gate")
    callers = [asyncio.ensure_future(house.run(work)) for work in (held, marks("bar"))]
    await held.begun.wait()
    for _ in range(5):
        await marked(house)
    assert len(begun) == 1
    held.goes_on.set()
    await asyncio.gather(*callers)
    assert len(begun) == 2


@only_sqlite
async def test_every_write_of_a_house_is_done_in_one_thread_of_its_own(house: House) -> None:
    threads = {await house.run(lambda _: threading.current_thread()) for _ in range(3)}
    at_once = await asyncio.gather(*(house.run(lambda _: threading.current_thread()) for _ in range(3)))
    assert threads == set(at_once)
    (writer,) = threads
    assert writer is not threading.current_thread()
    await house.close()
    writer.join()
    assert await house.run(lambda _: threading.current_thread()) is not writer


@only_sqlite
async def test_the_event_loop_goes_on_while_a_write_stands_still(
    house: House, holds: Callable[[str], Held]
) -> None:
    held = holds("gate")
    caller = asyncio.ensure_future(house.run(held))
    await held.begun.wait()
    assert await marked(house) == []
    held.goes_on.set()
    await caller
    assert await marked(house) == ["gate"]


async def test_a_write_sees_the_context_of_its_caller(house: House) -> None:
    who = ContextVar("who", default="nobody")
    who.set("the gate")
    assert await house.run(lambda _: who.get()) == "the gate"


async def test_a_write_that_ends_an_iteration_by_mistake_is_told_of(house: House) -> None:
    nothing = iter(())
    with pytest.raises(RuntimeError):
        await house.run(lambda _: next(nothing))
    await house.run(marks("gate"))
    assert await marked(house) == ["gate"]


# PostgreSQL: when it asks for the whole transaction again.


@only_postgres
async def test_every_postgres_connection_has_its_settings(house: House) -> None:
    def work(desk: Desk) -> list[str]:
        return [desk.conn.execute(text(f"SHOW {name}")).scalar_one() for name in ("lock_timeout", "timezone")]

    assert await house.run(work) == ["3s", "UTC"]


async def lay_slots(house: House) -> None:
    def work(desk: Desk) -> None:
        for slot in (EARLY, LATE):
            bookings.lock_slot(desk.conn, slot)

    await house.run(work)


@only_postgres
async def test_a_deadlock_reruns_the_whole_work(house: House, outside: House) -> None:
    await lay_slots(house)
    face_to_face, wait = asyncio.Barrier(2), waiter()
    tries = Counter[str]()
    heard: list[str] = []

    def crossing(name: str, first: datetime, second: datetime) -> Callable[[Desk], str]:
        def work(desk: Desk) -> str:
            tries[name] += 1
            mark(desk, f"{name}, try {tries[name]}")
            bookings.lock_slot(desk.conn, first)
            if tries[name] == 1:
                wait(face_to_face.wait())
            bookings.lock_slot(desk.conn, second)
            return name

        return work

    for each in (house, outside):
        each.listen(lambda: heard.append("committed"))
    done = await asyncio.gather(
        house.run(crossing("here", EARLY, LATE)), outside.run(crossing("there", LATE, EARLY))
    )
    assert done == ["here", "there"]
    assert sorted(tries.values()) == [1, 2]
    assert await marked(house) == sorted(f"{name}, try {count}" for name, count in tries.items())
    assert len(heard) == 2


class Holder:
    """Somebody who stands on a slot in a transaction of their own."""

    def __init__(self, house: House) -> None:
        self._held = Held("holder")
        self._house = house
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Holder":
        def stand(desk: Desk) -> None:
            bookings.lock_slot(desk.conn, EARLY)
            self._held(desk)

        self._task = asyncio.ensure_future(self._house.run(stand))
        await self._held.begun.wait()
        return self

    async def leave(self) -> None:
        self._held.goes_on.set()
        assert self._task is not None
        await self._task

    async def __aexit__(self, *_: object) -> None:
        await self.leave()


def impatient(tries: Counter[str]) -> Callable[[Desk], None]:
    def work(desk: Desk) -> None:
        tries["work"] += 1
        mark(desk, f"try {tries['work']}")
        desk.conn.execute(text("SET LOCAL lock_timeout = '20ms'"))
        bookings.lock_slot(desk.conn, EARLY)

    return work


@only_postgres
async def test_a_lock_timeout_reruns_the_whole_work(house: House, outside: House) -> None:
    await lay_slots(house)
    tries, wait = Counter[str](), waiter()

    async with Holder(outside) as holder:

        def work(desk: Desk) -> None:
            if tries["work"] == 1:
                wait(holder.leave())
            impatient(tries)(desk)

        await house.run(work)
    assert tries["work"] == 2
    assert await marked(outside) == ["holder", "try 2"]


@only_postgres
async def test_a_lock_that_is_never_let_go_is_given_up_with_the_error(house: House, outside: House) -> None:
    await lay_slots(house)
    tries = Counter[str]()
    heard: list[str] = []
    house.listen(lambda: heard.append("committed"))
    async with Holder(outside):
        with pytest.raises(DBAPIError) as caught:
            await house.run(impatient(tries))
    assert caught.value.orig.sqlstate == "55P03"
    assert tries["work"] == 4
    assert heard == []
    assert await marked(outside) == ["holder"]
    await house.run(impatient(tries))
    assert await marked(outside) == ["holder", "try 5"]


@only_postgres
async def test_a_refused_serialization_reruns_the_whole_work(house: House, outside: House) -> None:
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
    assert await outside.read(lambda desk: staff_store.place(desk.conn, "gate")) == 3

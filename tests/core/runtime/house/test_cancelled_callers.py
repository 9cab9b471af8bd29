"""Half of many concurrent callers are cancelled: before their write begins, during it, or as it commits.

``house.run`` shields the write, so every call is served. A caller that calls again finds its booking.
"""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextvars import ContextVar
from datetime import timedelta
from pathlib import Path
from random import Random, SystemRandom

import pytest
from sqlalchemy import Connection, event, select, text

from core.booking import Booking
from core.desk import Desk, queries
from core.errors import HasOpenBooking
from core.runtime import house as seam
from core.runtime.house import House
from core.site import Agency
from core.staff import STAFF_GROUP
from core.store import receipts, staff
from core.store.receipts import Receipt
from core.store.tables import booking_changes, bookings, guests, outbox
from tests.core.runtime.house.transactions import can_write
from tests.support.blocking import writing_engine
from tests.support.people import guest
from tests.support.progress import progress
from tests.support.racing import SLOT, Work, books_as

pytestmark = pytest.mark.race

CALLERS = 40
# More statements than a booking has, and more iterations of the loop than a write takes to begin.
STATEMENTS, TURNS = 20, 40
HOURS = 6
caller: ContextVar[int] = ContextVar("caller", default=-1)


class CallerBurst:
    """A burst of calls, half of which are cancelled: before they begin, some iterations of the loop later, at some
    statement of their write, or as it commits."""

    def __init__(self, house: House, rng: Random, first: int = 1) -> None:
        self.numbers = range(first, first + CALLERS)
        self.tasks: dict[int, asyncio.Task[Booking]] = {}
        self.called: set[int] = set()
        giving_up = rng.sample(self.numbers, CALLERS // 2)
        self._turns = {number: rng.randrange(TURNS) for number in giving_up[::4]}
        self._turns |= dict.fromkeys(giving_up[2::4], 0)
        self._statements = {number: rng.randrange(1, STATEMENTS) for number in giving_up[1::2]}
        self._made = Counter[int]()
        self._house = house
        self._loop = asyncio.get_running_loop()

    async def run(self) -> None:
        """Make all calls and wait for the callers; writes may still be running."""
        engine = writing_engine(self._house)
        heard = {"before_cursor_execute": self._on_statement, "commit": self._on_commit}
        for name, listener in heard.items():
            event.listen(engine, name, listener)
        for number in self.numbers:
            self.tasks[number] = asyncio.ensure_future(self._call(number))
            if self._turns.get(number) == 0:
                self.tasks[number].cancel()
        await asyncio.gather(*(self._give_up(number) for number in self._turns))
        await asyncio.wait(self.tasks.values())
        await self._house.close()
        for name, listener in heard.items():
            event.remove(engine, name, listener)

    @property
    def gave_up(self) -> list[int]:
        """The callers that had no answer. Every other caller has its booking."""
        return [number for number, task in self.tasks.items() if task.cancelled() or not task.result()]

    async def _call(self, number: int) -> Booking:
        caller.set(number)
        self.called.add(number)
        return await self._house.run(handles(number, update_id=number))

    async def _give_up(self, number: int) -> None:
        for _ in range(self._turns[number]):
            await asyncio.sleep(0)
        self.tasks[number].cancel()

    def _on_statement(self, conn: Connection, *_: object) -> None:
        number = caller.get()
        self._made[number] += 1
        if self._made[number] == self._statements.get(number):
            self._loop.call_soon_threadsafe(self.tasks[number].cancel)

    def _on_commit(self, conn: Connection) -> None:
        if caller.get() in self._statements:
            self._loop.call_soon_threadsafe(self.tasks[caller.get()].cancel)


def handles(number: int, update_id: int) -> Work:
    """An update that books a slot for a guest with initials of their own; delivered again, it finds the booking."""
    first, second = (chr(ord("A") + message) for message in divmod(number % 676, 26))
    books_it = books_as(guest(number), first, SLOT + timedelta(hours=number % HOURS), second)
    receipt = Receipt(bot="buyers", update_id=update_id, user_id=number, chat_id=number, input={})

    def work(desk: Desk) -> Booking:
        if receipts.insert_receipt(desk.conn, receipt, desk.now):
            return books_it(desk)
        existing = queries.open_booking(desk, number)
        assert existing is not None
        return existing

    return work


def existing(desk: Desk) -> dict[int, int]:
    """The id of each guest's booking, by the guest's Telegram id."""
    wanted = select(guests.c.telegram_id, bookings.c.id).join_from(bookings, guests)
    rows = desk.conn.execute(wanted).all()
    assert len(rows) == len({row.telegram_id for row in rows})
    return {row.telegram_id: row.id for row in rows}


def records_of(desk: Desk) -> list[tuple[int, int]]:
    """The numbers of change record lines and of notices to the group, for each booking."""
    codes = {row.code: row.id for row in desk.conn.execute(select(bookings.c.code, bookings.c.id))}
    lines = Counter(desk.conn.execute(select(booking_changes.c.booking_id)).scalars())
    notices = Counter(
        codes[body["facts"]["code"]] for body in desk.conn.execute(select(outbox.c.body)).scalars()
    )
    assert set(lines) | set(notices) == set(codes.values())
    return [(lines[number], notices[number]) for number in codes.values()]


def in_transaction(desk: Desk) -> int:
    """The number of other connections to PostgreSQL that have a transaction open."""
    busy = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL"
    )
    return desk.conn.execute(
        text(f"{busy} AND pid <> pg_backend_pid() AND backend_type = 'client backend'")
    ).scalar_one()


async def no_lock_is_held(outside: House) -> bool:
    """Whether no write holds a lock."""
    if outside._engine.dialect.name == "sqlite":
        return can_write(Path(str(outside._engine.url.database)))
    return await outside.read(in_transaction) == 0


@pytest.fixture
async def roomy(house: House) -> House:
    """A house with seats for all and a staff group."""
    many = Agency(name="A", consultants=1000, weekday_rest=0)
    house.site = house.site.model_copy(update={"agencies": (many,)})
    await house.run(lambda desk: staff.set_place(desk.conn, STAFF_GROUP, -1001))
    return house


@pytest.fixture
def seed() -> int:
    drawn = SystemRandom().randrange(1_000_000)
    progress(f"seed {drawn}")
    return drawn


@pytest.mark.parametrize("bursts", [2, pytest.param(100, marks=pytest.mark.soak)])
async def test_every_call_is_served_though_half_of_the_callers_are_cancelled(
    roomy: House, outside: House, seed: int, bursts: int
) -> None:
    heard: list[str] = []
    roomy.on_commit(lambda: heard.append("committed"))
    rng, served = Random(seed), set[int]()
    for number in range(bursts):
        burst, before = CallerBurst(roomy, rng, first=1 + number * CALLERS), len(heard)
        await burst.run()
        assert len(burst.gave_up) > CALLERS // 4
        assert await no_lock_is_held(outside)
        served |= burst.called
        assert set(await outside.read(existing)) == served
        assert set(await outside.read(records_of)) == {(1, 1)}
        assert len(heard) - before == len(burst.called)
        served |= await call_all_again(roomy, burst)
        if (number + 1) % 10 == 0:
            progress(f"{number + 1} of {bursts} bursts")


async def call_all_again(house: House, burst: CallerBurst) -> set[int]:
    """Deliver the same updates again, then book again: each caller has one booking.

    Returns the numbers of all callers.
    """
    before = await house.read(existing)
    for number, task in burst.tasks.items():
        again = await house.run(handles(number, update_id=number))
        assert again.id == before.get(number, again.id)
        if not task.cancelled():
            assert task.result() == again
        with pytest.raises(HasOpenBooking) as refused:
            await house.run(handles(number, update_id=-number))
        assert refused.value.booking == again
    return set(burst.numbers)


async def test_without_the_shield_cancelled_calls_are_lost(
    roomy: House, outside: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: on PostgreSQL cancelled writes are rolled back; on SQLite they commit without a call of the
    listeners."""

    async def unshielded(self: House, work: Callable[[Desk], object]) -> object:
        return await seam._with_unavailable_errors(self._write(work))

    monkeypatch.setattr(House, "run", unshielded)
    heard: list[str] = []
    roomy.on_commit(lambda: heard.append("committed"))
    burst = CallerBurst(roomy, Random(1))
    await burst.run()
    written = set(await outside.read(existing))
    assert written < burst.called
    if roomy._engine.dialect.name == "sqlite":
        assert len(heard) < len(written)

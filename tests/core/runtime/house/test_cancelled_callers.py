"""Half of all callers give up, at any moment: before their write begins, in the middle of it, and as it commits.

Whoever has called is served all the same: ``house.run`` shields the write. A caller who comes again finds it.
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
# More statements than a booking has, and more turns of the loop than one takes to begin.
STATEMENTS, TURNS = 20, 40
HOURS = 6
caller: ContextVar[int] = ContextVar("caller", default=-1)


class Storm:
    """Everybody calls at once, and half give up: before they have begun, or so many turns of the loop after it, or
    at so many statements of their write, or as it commits."""

    def __init__(self, house: House, rng: Random, first: int = 1) -> None:
        self.numbers = range(first, first + CALLERS)
        self.tasks: dict[int, asyncio.Task[Booking]] = {}
        self.called: set[int] = set()
        doomed = rng.sample(self.numbers, CALLERS // 2)
        self._turns = {number: rng.randrange(TURNS) for number in doomed[::4]}
        self._turns |= dict.fromkeys(doomed[2::4], 0)
        self._statements = {number: rng.randrange(1, STATEMENTS) for number in doomed[1::2]}
        self._made = Counter[int]()
        self._house = house
        self._loop = asyncio.get_running_loop()

    async def rage(self) -> None:
        """Returns when no caller waits any more; writes may still be under way."""
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
        """Those who never had an answer. Everybody else has their booking."""
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
    """An update by which somebody wants an hour, with initials of their own; delivered again it finds its booking."""
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
    """The open booking of each guest, by their Telegram id."""
    wanted = select(guests.c.telegram_id, bookings.c.id).join_from(bookings, guests)
    rows = desk.conn.execute(wanted).all()
    assert len(rows) == len({row.telegram_id for row in rows})
    return {row.telegram_id: row.id for row in rows}


def told_of(desk: Desk) -> list[tuple[int, int]]:
    """The lines of the change record and the letters to the group, of each booking that stands."""
    codes = {row.code: row.id for row in desk.conn.execute(select(bookings.c.code, bookings.c.id))}
    lines = Counter(desk.conn.execute(select(booking_changes.c.booking_id)).scalars())
    letters = Counter(
        codes[body["facts"]["code"]] for body in desk.conn.execute(select(outbox.c.body)).scalars()
    )
    assert set(lines) | set(letters) == set(codes.values())
    return [(lines[number], letters[number]) for number in codes.values()]


def in_transaction(desk: Desk) -> int:
    """Connections to PostgreSQL, besides this one, that have a transaction open."""
    busy = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL"
    )
    return desk.conn.execute(
        text(f"{busy} AND pid <> pg_backend_pid() AND backend_type = 'client backend'")
    ).scalar_one()


async def nobody_holds_anything(outside: House) -> bool:
    """Whether the next write can begin and commit at once."""
    if outside._engine.dialect.name == "sqlite":
        return can_write(Path(str(outside._engine.url.database)))
    return await outside.read(in_transaction) == 0


@pytest.fixture
async def roomy(house: House) -> House:
    """A house with seats for all, and a group to be told."""
    many = Agency(name="A", consultants=1000, weekday_rest=0)
    house.site = house.site.model_copy(update={"agencies": (many,)})
    await house.run(lambda desk: staff.set_place(desk.conn, STAFF_GROUP, -1001))
    return house


@pytest.fixture
def seed() -> int:
    drawn = SystemRandom().randrange(1_000_000)
    progress(f"seed {drawn}")
    return drawn


@pytest.mark.parametrize("storms", [2, pytest.param(100, marks=pytest.mark.soak)])
async def test_whoever_called_is_served_though_half_give_up(
    roomy: House, outside: House, seed: int, storms: int
) -> None:
    heard: list[str] = []
    roomy.on_commit(lambda: heard.append("committed"))
    rng, served = Random(seed), set[int]()
    for number in range(storms):
        storm, before = Storm(roomy, rng, first=1 + number * CALLERS), len(heard)
        await storm.rage()
        assert len(storm.gave_up) > CALLERS // 4
        assert await nobody_holds_anything(outside)
        served |= storm.called
        assert set(await outside.read(existing)) == served
        assert set(await outside.read(told_of)) == {(1, 1)}
        assert len(heard) - before == len(storm.called)
        served |= await all_come_again(roomy, storm)
        if (number + 1) % 10 == 0:
            progress(f"{number + 1} of {storms} storms")


async def all_come_again(house: House, storm: Storm) -> set[int]:
    """Deliver the same updates again, then let everybody ask again: there is one booking each.

    Returns the numbers of all callers.
    """
    before = await house.read(existing)
    for number, task in storm.tasks.items():
        again = await house.run(handles(number, update_id=number))
        assert again.id == before.get(number, again.id)
        if not task.cancelled():
            assert task.result() == again
        with pytest.raises(HasOpenBooking) as refused:
            await house.run(handles(number, update_id=-number))
        assert refused.value.booking == again
    return set(storm.numbers)


async def test_without_the_shield_calls_come_to_nothing_or_are_kept_from_the_house(
    roomy: House, outside: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: on PostgreSQL writes are torn up half-way, on SQLite they are made and the house does not hear of
    it."""

    async def unshielded(self: House, work: Callable[[Desk], object]) -> object:
        return await seam._with_unavailable_errors(self._write(work))

    monkeypatch.setattr(House, "run", unshielded)
    heard: list[str] = []
    roomy.on_commit(lambda: heard.append("committed"))
    storm = Storm(roomy, Random(1))
    await storm.rage()
    written = set(await outside.read(existing))
    assert written < storm.called
    if roomy._engine.dialect.name == "sqlite":
        assert len(heard) < len(written)

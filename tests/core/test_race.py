"""Races for the last seat, between houses with connections of their own on one record.

Guests of these races have initials of their own: the counter behind a guest's number would else let them in
one by one, and hide whether the slot's lock does. The same races are run without the lock, to prove that they
would be seen.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from itertools import count
from string import ascii_uppercase

import pytest
from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.util import await_only

from bot import wiring
from core import timetable
from core.booking import Actor, Booking, Channel, Party, Status
from core.capacity import SlotLoad
from core.clock import PlayedClock
from core.desk import Desk, booking, look
from core.desk.booking import Wish
from core.errors import Changed, HasOpenBooking, NotOpen, SlotFull
from core.guests import Name, Phone, PhoneKind, Title
from core.house import House
from core.notices import BUYERS
from core.plan import Seats
from core.site import Site
from core.store import bookings, guests, plan, sessions
from core.store.locks import insert_or_leave
from core.store.sessions import SessionKey
from core.store.tables import bookings as booking_table
from core.store.tables import guests as guest_table
from core.store.tables import slots
from tests.standstill import writing_engine

SLOT = datetime(2026, 11, 21, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
OPERATOR = Actor(user_id=900, channel=Channel.PHONE, staff_name="Zhou")
Work = Callable[[Desk], Booking]


@pytest.fixture
async def houses(database_url: str, site: Site, clock: PlayedClock) -> AsyncIterator[tuple[House, House]]:
    """Two houses on one record, each with its own engine and its own writers' queue."""
    both = (wiring.open_house(database_url, site, clock), wiring.open_house(database_url, site, clock))
    yield both
    for house in both:
        await house.close()


def guest(number: int) -> Actor:
    return Actor(user_id=number, channel=Channel.CHAT)


def books(by: Actor, surname: str, starts_at: datetime = SLOT) -> Work:
    wish = Wish(
        name=Name(surname=surname, title=Title.MR),
        phone=Phone(number=None, kind=PhoneKind.DECLINED),
        party=Party(adults=2),
        starts_at=starts_at,
    )
    return lambda desk: booking.book(desk, wish, by)


def buyers(number: int) -> list[Work]:
    """So many new guests, each with an initial of their own, who want the same hour."""
    return [books(guest(n + 1), letter) for n, letter in enumerate(ascii_uppercase[:number])]


def load_of(desk: Desk) -> SlotLoad:
    day = timetable.day_of(desk.site, SLOT)
    return next(load for load in look.loads(desk, day, day) if load.starts_at == SLOT)


async def leave_free(house: House, seats: int) -> None:
    """Fill the slot up to so many seats."""

    def fill(desk: Desk) -> None:
        for _ in range(load_of(desk).free - seats):
            books(OPERATOR, "Caller")(desk)

    await house.run(fill)


async def oversold(house: House) -> int:
    """Parties beyond what the slot can take; less than none is what is left."""
    load = await house.read(load_of)
    return load.taken - load.capacity


async def rush(houses: tuple[House, House], works: list[Work]) -> list[Booking | BaseException]:
    """All at once, every other one through the other house."""
    return await asyncio.gather(
        *(houses[n % 2].run(work) for n, work in enumerate(works)), return_exceptions=True
    )


def won(results: list[Booking | BaseException]) -> list[Booking]:
    return [result for result in results if isinstance(result, Booking)]


def refusals(results: list[Booking | BaseException]) -> list[type]:
    return [type(result) for result in results if isinstance(result, BaseException)]


def meet(engine: Engine, barrier: threading.Barrier) -> Callable[[], None]:
    """Have each write of a SQLite engine wait at the barrier before it begins; returns how to let go of it."""

    def wait(conn: Connection, cursor: object, statement: str, *_: object) -> None:
        if statement == "BEGIN IMMEDIATE":
            barrier.wait()

    event.listen(engine, "before_cursor_execute", wait)
    return lambda: event.remove(engine, "before_cursor_execute", wait)


def meet_once(contenders: int) -> Callable[[], None]:
    """A place where so many wait for each other; who is run again later goes straight on."""
    all_here, came = asyncio.Event(), count(1)

    def wait() -> None:
        if next(came) == contenders:
            all_here.set()
        await_only(all_here.wait())

    return wait


FaceToFace = Callable[[int, str], None]
LOCKS = {
    "slot": (plan, "lock_slots"),
    "guest": (bookings, "lock_guest"),
    "serial": (guests, "next_serial"),
    "session": (sessions, "lock"),
}


@pytest.fixture
def face_to_face(houses: tuple[House, House], monkeypatch: pytest.MonkeyPatch) -> Iterator[FaceToFace]:
    """Bring all contenders to the lock before any of them takes it.

    On PostgreSQL that is the row lock named, with every transaction open; on SQLite it is the beginning of
    the transaction, where one writer of each house can stand.
    """
    undo: list[Callable[[], None]] = []

    def arrange(contenders: int, lock: str) -> None:
        engines = [writing_engine(house) for house in houses]
        if engines[0].dialect.name == "sqlite":
            barrier = threading.Barrier(2)
            undo.extend(meet(engine, barrier) for engine in engines)
            return
        module, name = LOCKS[lock]
        wait, take = meet_once(contenders), getattr(module, name)

        def waits_first(*args: object) -> object:
            wait()
            return take(*args)

        monkeypatch.setattr(module, name, waits_first)

    yield arrange
    for end in undo:
        end()


@pytest.mark.parametrize(("contenders", "seats"), [(2, 1), (20, 3)])
async def test_exactly_the_free_seats_are_sold(
    houses: tuple[House, House],
    house: House,
    face_to_face: FaceToFace,
    contenders: int,
    seats: int,
) -> None:
    await leave_free(house, seats)
    face_to_face(contenders, "slot")
    results = await rush(houses, buyers(contenders))
    assert len(won(results)) == seats
    assert refusals(results) == [SlotFull] * (contenders - seats)
    assert await oversold(house) == 0


@pytest.fixture
async def unlocked(
    houses: tuple[House, House],
    database_url: str,
    site: Site,
    clock: PlayedClock,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[tuple[House, House]]:
    """The same two houses with the lock off.

    On PostgreSQL nobody locks the slot. On SQLite any transaction that has written holds the whole file, and
    booking writes before it counts; so there the lock is off only when no transaction is begun at all, which
    is what the driver does when it is left alone: each statement is kept by itself.
    """

    def make_slots(conn: Connection, starts: Iterable[datetime]) -> None:
        for starts_at in starts:
            insert_or_leave(conn, slots, starts_at=starts_at)

    monkeypatch.setattr(plan, "lock_slots", make_slots)
    if houses[0]._engine.dialect.name != "sqlite":
        yield houses
        return
    monkeypatch.setattr(Desk, "savepoint", lambda _: nullcontext())
    engines = [
        create_async_engine(database_url, connect_args={"isolation_level": None, "timeout": 10})
        for _ in range(2)
    ]
    bare = tuple(House(engine, site, clock) for engine in engines)
    for house in bare:
        house._writer = None
    yield bare[0], bare[1]
    for house in bare:
        await house.close()


@pytest.mark.parametrize(("contenders", "seats"), [(2, 1), (20, 3)])
async def test_without_the_lock_these_races_sell_seats_that_are_not_there(
    unlocked: tuple[House, House],
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    contenders: int,
    seats: int,
) -> None:
    """The control: everyone has counted before anyone writes, and the harness sees what comes of it."""
    await leave_free(house, seats)
    wait, seats_of = meet_once(contenders), plan.seats

    def counts_with_the_others(conn: Connection, first: datetime, end: datetime) -> dict[datetime, Seats]:
        counted = seats_of(conn, first, end)
        wait()
        return counted

    monkeypatch.setattr(plan, "seats", counts_with_the_others)
    results = await rush(unlocked, buyers(contenders))
    monkeypatch.setattr(plan, "seats", seats_of)
    assert refusals(results) == []
    assert len(won(results)) == contenders
    assert await oversold(house) == contenders - seats


async def test_movers_and_a_buyer_share_the_last_seat_fairly(
    houses: tuple[House, House], house: House, face_to_face: FaceToFace
) -> None:
    await leave_free(house, 1)
    elsewhere = await house.run(books(guest(50), "X", SLOT + HOUR))
    face_to_face(2, "slot")
    results = await rush(
        houses, [books(guest(1), "A"), lambda desk: booking.move(desk, elsewhere.id, 1, SLOT, guest(50))]
    )
    assert len(won(results)) == 1
    assert refusals(results) == [SlotFull]
    assert await oversold(house) == 0


async def open_bookings(house: House) -> list[str]:
    """Surnames behind the open bookings."""
    wanted = (
        select(guest_table.c.surname)
        .join_from(booking_table, guest_table)
        .where(booking_table.c.status == Status.BOOKED)
    )
    return await house.read(lambda desk: list(desk.conn.execute(wanted).scalars()))


async def test_a_known_guest_who_books_twice_at_once_has_one_booking(
    houses: tuple[House, House], house: House, face_to_face: FaceToFace
) -> None:
    before = await house.run(books(guest(1), "Wang"))
    await house.run(lambda desk: booking.cancel(desk, before.id, 1, guest(1)))
    face_to_face(2, "guest")
    results = await rush(houses, [books(guest(1), "Wang"), books(guest(1), "Wang", SLOT + HOUR)])
    assert len(won(results)) == 1
    assert refusals(results) == [HasOpenBooking]
    assert await open_bookings(house) == ["Wang"]


async def test_a_new_guest_who_books_twice_at_once_in_one_chat_has_one_booking(
    houses: tuple[House, House], house: House, face_to_face: FaceToFace
) -> None:
    """As a conversation does it: the chat's session is held first."""
    key = SessionKey(bot=BUYERS, chat_id=1, user_id=1)
    await house.run(lambda desk: sessions.lock(desk.conn, key, desk.now))

    def converses(work: Work) -> Work:
        def held(desk: Desk) -> Booking:
            sessions.lock(desk.conn, key, desk.now)
            return work(desk)

        return held

    face_to_face(2, "session")
    results = await rush(
        houses, [converses(books(guest(1), "Wang")), converses(books(guest(1), "Wang", SLOT + HOUR))]
    )
    assert len(won(results)) == 1
    assert refusals(results) == [HasOpenBooking]
    assert await open_bookings(house) == ["Wang"]


async def test_even_from_two_chats_at_once_a_new_guest_gets_one_record_and_one_booking(
    houses: tuple[House, House], house: House, face_to_face: FaceToFace
) -> None:
    face_to_face(2, "serial")
    results = await rush(houses, [books(guest(1), "Wang"), books(guest(1), "Wang", SLOT + HOUR)])
    assert len(won(results)) == 1
    # On PostgreSQL the second of them may be stopped by the record's own uniqueness.
    assert refusals(results) in ([HasOpenBooking], [IntegrityError])
    assert await open_bookings(house) == ["Wang"]


async def test_one_booking_moved_twice_at_once_is_moved_once(
    houses: tuple[House, House], house: House, face_to_face: FaceToFace
) -> None:
    made = await house.run(books(guest(1), "Wang"))
    face_to_face(2, "guest")

    def moves(hours: int) -> Work:
        return lambda desk: booking.move(desk, made.id, 1, SLOT + hours * HOUR, guest(1))

    results = await rush(houses, [moves(1), moves(2)])
    assert len(won(results)) == 1
    assert refusals(results) == [Changed]
    found = await house.read(lambda desk: bookings.find(desk.conn, made.id))
    assert found == won(results)[0]
    assert found.version == 2


async def test_a_booking_moved_and_cancelled_at_once_is_one_of_both(
    houses: tuple[House, House], house: House, face_to_face: FaceToFace
) -> None:
    made = await house.run(books(guest(1), "Wang"))
    face_to_face(2, "guest")
    results = await rush(
        houses,
        [
            lambda desk: booking.move(desk, made.id, 1, SLOT + HOUR, guest(1)),
            lambda desk: booking.cancel(desk, made.id, 1, guest(1)),
        ],
    )
    assert len(won(results)) == 1
    assert refusals(results)[0] in {Changed, NotOpen}
    found = await house.read(lambda desk: bookings.find(desk.conn, made.id))
    assert found == won(results)[0]


async def test_new_guests_with_the_same_initials_get_serials_of_their_own(
    houses: tuple[House, House], house: House, face_to_face: FaceToFace
) -> None:
    contenders = 6
    face_to_face(contenders, "serial")
    results = await rush(houses, [books(guest(n + 1), "Wang") for n in range(contenders)])
    assert refusals(results) == []
    numbers = sorted(result.guest.number for result in won(results))
    assert numbers == [f"TY-W{n:03}" for n in range(1, contenders + 1)]
    kept = await house.read(
        lambda desk: desk.conn.execute(select(func.count(guest_table.c.number.distinct()))).scalar_one()
    )
    assert kept == contenders

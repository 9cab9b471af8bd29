"""Races for the last seat, between houses with separate connections to one database.

The guests have different initials; otherwise the counter of the guest numbers would make them book one by one and
hide whether the slot's lock does. The same races without the lock prove that the tests would see an oversold slot.
"""

from collections.abc import AsyncIterator
from datetime import timedelta
from string import ascii_uppercase

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core.booking import Booking, BookingStatus
from core.bots import BUYERS
from core.desk import Desk, booking
from core.errors import BookingChanged, BookingNotOpen, HasOpenBooking, SlotFull
from core.runtime.house import House
from core.store import bookings, sessions
from core.store.sessions import SessionKey
from core.store.tables import bookings as booking_table
from core.store.tables import guests as guest_table
from tests.support.last_seat import counting_together
from tests.support.people import guest
from tests.support.racing import (
    SLOT,
    FaceToFace,
    Work,
    books_as,
    fill_but,
    meet_once,
    oversold,
    refusals,
    remove_the_lock,
    rush,
    without_transactions,
    won,
)

pytestmark = pytest.mark.race

HOUR = timedelta(hours=1)


def buyers(number: int) -> list[Work]:
    """New guests with different initials who want the same slot."""
    return [books_as(guest(n + 1), letter) for n, letter in enumerate(ascii_uppercase[:number])]


@pytest.mark.parametrize(("contenders", "seats"), [(2, 1), (20, 3)])
async def test_concurrent_buyers_get_exactly_the_free_seats(
    houses: tuple[House, House],
    house: House,
    face_to_face: FaceToFace,
    contenders: int,
    seats: int,
) -> None:
    await house.run(fill_but(seats))
    face_to_face(contenders, "slot")
    results = await rush(houses, buyers(contenders))
    assert len(won(results)) == seats
    assert refusals(results) == [SlotFull] * (contenders - seats)
    assert await oversold(house) == 0


@pytest.fixture
async def unlocked(
    houses: tuple[House, House], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[tuple[House, ...]]:
    """The same two houses with the lock off."""
    remove_the_lock(monkeypatch)
    if houses[0]._engine.dialect.name != "sqlite":
        yield houses
        return
    bare = tuple(without_transactions(house, monkeypatch) for house in houses)
    yield bare
    for house in bare:
        await house.close()


@pytest.mark.parametrize(("contenders", "seats"), [(2, 1), (20, 3)])
async def test_without_the_lock_concurrent_buyers_oversell_the_slot(
    unlocked: tuple[House, ...],
    house: House,
    monkeypatch: pytest.MonkeyPatch,
    contenders: int,
    seats: int,
) -> None:
    """The control: all have counted the seats before anyone writes."""
    await house.run(fill_but(seats))
    with counting_together(meet_once(contenders)):
        results = await rush(unlocked, buyers(contenders))
    assert refusals(results) == []
    assert len(won(results)) == contenders
    assert await oversold(house) == contenders - seats


async def test_one_of_a_buyer_and_a_mover_gets_the_last_seat(
    houses: tuple[House, House], house: House, face_to_face: FaceToFace
) -> None:
    await house.run(fill_but(1))
    elsewhere = await house.run(books_as(guest(50), "X", SLOT + HOUR))
    face_to_face(2, "slot")
    results = await rush(
        houses, [books_as(guest(1), "A"), lambda desk: booking.move(desk, elsewhere.id, 1, SLOT, guest(50))]
    )
    assert len(won(results)) == 1
    assert refusals(results) == [SlotFull]
    assert await oversold(house) == 0


async def open_bookings(house: House) -> list[str]:
    """Surnames of the open bookings."""
    wanted = (
        select(guest_table.c.surname)
        .join_from(booking_table, guest_table)
        .where(booking_table.c.status == BookingStatus.BOOKED)
    )
    return await house.read(lambda desk: list(desk.conn.execute(wanted).scalars()))


async def test_a_known_guest_who_books_twice_concurrently_has_one_booking(
    houses: tuple[House, House], house: House, face_to_face: FaceToFace
) -> None:
    before = await house.run(books_as(guest(1), "Wang"))
    await house.run(lambda desk: booking.cancel(desk, before.id, 1, guest(1)))
    face_to_face(2, "guest")
    results = await rush(houses, [books_as(guest(1), "Wang"), books_as(guest(1), "Wang", SLOT + HOUR)])
    assert len(won(results)) == 1
    assert refusals(results) == [HasOpenBooking]
    assert await open_bookings(house) == ["Wang"]


async def test_a_new_guest_who_books_twice_concurrently_in_one_chat_has_one_booking(
    houses: tuple[House, House], house: House, face_to_face: FaceToFace
) -> None:
    """As in a conversation, each booking first locks the session of the chat."""
    key = SessionKey(bot=BUYERS, chat_id=1, user_id=1)
    await house.run(lambda desk: sessions.lock(desk.conn, key, desk.now))

    def with_session(work: Work) -> Work:
        def locked(desk: Desk) -> Booking:
            sessions.lock(desk.conn, key, desk.now)
            return work(desk)

        return locked

    face_to_face(2, "session")
    results = await rush(
        houses,
        [with_session(books_as(guest(1), "Wang")), with_session(books_as(guest(1), "Wang", SLOT + HOUR))],
    )
    assert len(won(results)) == 1
    assert refusals(results) == [HasOpenBooking]
    assert await open_bookings(house) == ["Wang"]


async def test_a_new_guest_who_books_concurrently_in_two_chats_has_one_booking(
    houses: tuple[House, House], house: House, face_to_face: FaceToFace
) -> None:
    face_to_face(2, "serial")
    results = await rush(houses, [books_as(guest(1), "Wang"), books_as(guest(1), "Wang", SLOT + HOUR)])
    assert len(won(results)) == 1
    # On PostgreSQL a unique constraint may refuse the second booking.
    assert refusals(results) in ([HasOpenBooking], [IntegrityError])
    assert await open_bookings(house) == ["Wang"]


async def test_a_booking_moved_twice_concurrently_is_moved_once(
    houses: tuple[House, House], house: House, face_to_face: FaceToFace
) -> None:
    made = await house.run(books_as(guest(1), "Wang"))
    face_to_face(2, "guest")

    def moves(hours: int) -> Work:
        return lambda desk: booking.move(desk, made.id, 1, SLOT + hours * HOUR, guest(1))

    results = await rush(houses, [moves(1), moves(2)])
    assert len(won(results)) == 1
    assert refusals(results) == [BookingChanged]
    found = await house.read(lambda desk: bookings.find(desk.conn, made.id))
    assert found == won(results)[0]
    assert found.version == 2


async def test_a_booking_moved_and_cancelled_concurrently_is_either_moved_or_cancelled(
    houses: tuple[House, House], house: House, face_to_face: FaceToFace
) -> None:
    made = await house.run(books_as(guest(1), "Wang"))
    face_to_face(2, "guest")
    results = await rush(
        houses,
        [
            lambda desk: booking.move(desk, made.id, 1, SLOT + HOUR, guest(1)),
            lambda desk: booking.cancel(desk, made.id, 1, guest(1)),
        ],
    )
    assert len(won(results)) == 1
    assert refusals(results)[0] in {BookingChanged, BookingNotOpen}
    found = await house.read(lambda desk: bookings.find(desk.conn, made.id))
    assert found == won(results)[0]


async def test_concurrent_new_guests_with_the_same_initials_get_different_serials(
    houses: tuple[House, House], house: House, face_to_face: FaceToFace
) -> None:
    contenders = 6
    face_to_face(contenders, "serial")
    results = await rush(houses, [books_as(guest(n + 1), "Wang") for n in range(contenders)])
    assert refusals(results) == []
    numbers = sorted(result.guest.number for result in won(results))
    assert numbers == [f"TY-W{n:03}" for n in range(1, contenders + 1)]
    kept = await house.read(
        lambda desk: desk.conn.execute(select(func.count(guest_table.c.number.distinct()))).scalar_one()
    )
    assert kept == contenders

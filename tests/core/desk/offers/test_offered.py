"""Offers of freed seats, and their end when guests book, move or wait; on each engine."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from core.arrangements import ArrangementKind, ArrangementSpec
from core.bots import STAFF
from core.clock import PlayedClock
from core.desk import Desk, arrangements, booking, overrides, promotion, queries, waitlist
from core.errors import SlotFull
from core.runtime.courier import Courier
from core.runtime.house import House
from core.store import outbox
from core.store.tables import outbox as outbox_table
from tests.core.desk.offers.guests import (
    CHEN,
    ELEVEN,
    SUNDAY,
    TWELVE,
    books_alone,
    cancels,
    heads,
    joins,
    moves,
    place_of,
    seats_at,
    withheld,
)
from tests.support.people import HOUR, OPERATOR, TEN, guest


async def test_under_a_cap_a_freed_seat_goes_to_the_longest_waiting_guest_at_any_hour(
    two_a_slot: House, outside: House
) -> None:
    first = await two_a_slot.run(books_alone(1, TEN))
    await two_a_slot.run(books_alone(2, ELEVEN))
    await two_a_slot.run(joins(3, TWELVE))
    await two_a_slot.run(joins(4, TEN))
    await two_a_slot.run(cancels(first))
    assert await place_of(outside, 3) == ("offered", TWELVE)
    assert await place_of(outside, 4) == ("waiting", None)


async def test_moving_to_the_offered_hour_takes_one_seat(house: House, outside: House) -> None:
    first = await house.run(books_alone(1, TEN))
    second = await house.run(books_alone(2, ELEVEN))
    await house.run(joins(2, TEN))
    await house.run(cancels(first))
    await house.run(moves(second, TEN))
    assert await place_of(outside, 2) == ("accepted", TEN)
    assert await seats_at(outside, TEN) == (1, 0)


async def test_moving_to_another_hour_gives_up_the_offered_seat(house: House, outside: House) -> None:
    first = await house.run(books_alone(1, TEN))
    second = await house.run(books_alone(2, ELEVEN))
    await house.run(joins(2, TEN))
    await house.run(joins(3, TEN))
    await house.run(cancels(first))
    await house.run(moves(second, TWELVE))
    assert await place_of(outside, 2) == ("left", TEN)
    assert await place_of(outside, 3) == ("offered", TEN)


async def test_moving_to_an_hour_without_an_entry_keeps_the_place_on_the_waitlist(
    house: House, outside: House
) -> None:
    await house.run(books_alone(1, TEN))
    second = await house.run(books_alone(2, ELEVEN))
    await house.run(joins(2, TEN))
    await house.run(moves(second, TWELVE))
    assert await place_of(outside, 2) == ("waiting", None)


async def test_moving_to_the_awaited_day_ends_the_place_on_the_waitlist(house: House, outside: House) -> None:
    await house.run(books_alone(1, TEN))
    mine = await house.run(books_alone(2, SUNDAY))
    around = ((TEN - HOUR, TEN), (ELEVEN, TWELVE + 6 * HOUR))
    closing = [
        ArrangementSpec(what=ArrangementKind.CLOSED, starts_at=start, ends_at=end) for start, end in around
    ]
    await house.run(lambda desk: arrangements.arrange(desk, closing, CHEN))
    await house.run(joins(2, TEN, any_hour=True))
    await house.run(lambda desk: overrides.override(desk, mine.id, 1, TWELVE, CHEN, reason="asked"))
    assert await place_of(outside, 2) == ("left", None)


async def test_a_guest_cannot_take_an_offer_that_lapsed_in_the_same_transaction(
    house: House, outside: House
) -> None:
    """An offer can lapse before the slot is locked, and its seat is then offered to the next guest."""
    first = await house.run(books_alone(1, TEN))
    entry = await house.run(joins(2, TEN))
    await house.run(joins(3, TEN))
    await house.run(cancels(first))

    def late(desk: Desk) -> None:
        known = queries.known_guest(desk, 2)
        assert known is not None
        seat_request = queries.seat_request_for(desk, known, OPERATOR)
        assert seat_request.own_seat == TEN
        waitlist.lapse_offer(desk, entry.id, entry.version + 1)
        booking.create_booking(desk, known, entry.party, TEN, seat_request)

    with pytest.raises(SlotFull):
        await house.run(late)
    await house.run(lambda desk: waitlist.lapse_offer(desk, entry.id, entry.version + 1))
    assert await place_of(outside, 3) == ("offered", TEN)
    assert await seats_at(outside, TEN) == (0, 1)


async def test_an_override_does_not_take_an_offered_seat(house: House, outside: House) -> None:
    """Of two seats one is withheld and one is offered: the override takes the withheld seat."""
    await house.run(lambda desk: arrangements.arrange(desk, [heads(2), withheld(1)], CHEN))
    first = await house.run(books_alone(1, TEN))
    entry = await house.run(joins(2, TEN))
    mine = await house.run(books_alone(3, SUNDAY))
    await house.run(cancels(first))
    await house.run(lambda desk: overrides.override(desk, mine.id, 1, TEN, CHEN, reason="a guest of honour"))
    await house.run(lambda desk: promotion.accept(desk, entry.id, entry.version + 1, guest(2)))
    assert await seats_at(outside, TEN) == (2, 0)


async def test_an_exception_offers_a_free_seat_to_a_waiting_peer(
    house: House, outside: House, clock: PlayedClock
) -> None:
    """The peer waits for a Thursday on which only the afternoon has room."""
    thursday = datetime(2026, 11, 26, 1, tzinfo=UTC)
    for hour in range(3):
        await house.run(books_alone(10 + hour, thursday + hour * HOUR))
    entry = await house.run(joins(2, thursday, any_hour=True, peer=True))
    assert await place_of(outside, 2) == ("waiting", None)
    exempted = entry.guest.id, thursday.date(), CHEN
    await house.run(lambda desk: overrides.exempt(desk, *exempted, reason="from afar"))
    assert await place_of(outside, 2) == ("offered", thursday + 3 * HOUR)


async def test_a_guest_cannot_wait_for_their_own_hour_or_move_after_it_has_begun(
    house: House, outside: House, clock: PlayedClock
) -> None:
    await house.run(lambda desk: arrangements.arrange(desk, [heads(2)], CHEN))
    mine = await house.run(books_alone(1, TEN))
    await house.run(books_alone(2, TEN))
    await house.run(lambda desk: arrangements.arrange(desk, [heads(1)], CHEN))
    asked = await outside.read(lambda desk: queries.seat_request(desk, guest(1), mine))
    assert TEN not in await outside.read(lambda desk: queries.open_slots(desk, asked).full)
    assert await outside.read(lambda desk: queries.free_slots(desk, asked))

    async def quiet() -> None:
        return

    await clock.play(TEN, quiet)
    assert await outside.read(lambda desk: queries.free_slots(desk, asked)) == ()


async def test_a_job_runs_and_is_marked_as_sent_in_one_transaction(
    house: House, outside: House, clock: PlayedClock
) -> None:
    first = await house.run(books_alone(1, TEN))
    entry = await house.run(joins(2, TEN))
    await house.run(cancels(first))

    async def quiet() -> None:
        return

    await clock.play(clock.now() + HOUR, quiet)
    courier = Courier(STAFF, house, _UnusedChannel())
    claimed = await house.run(lambda desk: outbox.claim(desk.conn, STAFF, desk.now, 5))
    lapse = {"job": "lapse", "subject": entry.id, "version": entry.version + 1}
    (job,) = (each for each in claimed if each.message.kind == "job" and each.message.body == lapse)
    await house.run(lambda desk: courier._run_job(desk, job))
    assert await place_of(outside, 2) == ("lapsed", TEN)
    # The program crashes here and starts again.
    await outside.run(lambda desk: outbox.recover(desk.conn, STAFF))
    status = select(outbox_table.c.status).where(outbox_table.c.kind == "job")
    assert await outside.read(lambda desk: desk.conn.execute(status).scalars().all()) == ["sent"]


class _UnusedChannel:
    """A channel that must not be used."""

    async def deliver(self, delivery: outbox.Delivery) -> Any:
        raise AssertionError(delivery)

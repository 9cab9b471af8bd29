"""The waitlist on each engine: who is offered what, until when, and what becomes of it."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core import errors
from core.arrangements import ArrangementKind
from core.booking import Booking, Party
from core.clock import PlayedClock
from core.desk import Desk, arrangements, booking, overrides, promotion, queries, waitlist
from core.desk import staff as staff_desk
from core.runtime import jobs
from core.runtime.house import House
from core.site import Site
from core.staff import Member, Role
from core.store import outbox
from core.store.tables import outbox as outbox_table
from core.waitlist import EntryStatus, WaitlistEntry, offer_until
from tests.support.people import (
    HOUR,
    MANAGER,
    OPERATOR,
    TEN,
    advance,
    books,
    fill,
    guest,
    name,
    order,
    taken,
    told,
    waits,
)

HALF_AN_HOUR = timedelta(minutes=30)
LATER = TEN + 4 * HOUR


async def entry(house: House, user_id: int) -> WaitlistEntry | None:
    return await house.read(lambda desk: waitlist.open_entry_of_account(desk, user_id))


async def offered(house: House, user_id: int) -> WaitlistEntry:
    found = await entry(house, user_id)
    assert found is not None
    assert found.status is EntryStatus.OFFERED
    return found


async def frees(house: House, made: Booking) -> None:
    await house.run(lambda desk: booking.cancel(desk, made.id, made.version, OPERATOR))


async def carry_out_due(house: House, clock: PlayedClock) -> None:
    """As the courier does."""

    def bodies(desk: Desk) -> list[dict[str, object]]:
        wanted = select(outbox_table).where(outbox_table.c.kind == outbox.OutboxKind.JOB)
        rows = desk.conn.execute(wanted.where(outbox_table.c.due_at <= clock.now())).mappings()
        return [row["body"] for row in rows]

    for body in await house.read(bodies):
        await house.run(lambda desk, body=body: jobs.run_job(desk, body))


async def test_a_freed_seat_is_offered_to_the_first_and_held_for_them(
    house: House, outside: House, clock: PlayedClock
) -> None:
    full = await fill(house)
    for user_id in (1, 2):
        await house.run(waits(guest(user_id)))
    await frees(house, full[0])
    first = await offered(outside, 1)
    assert (first.offered, first.offer_until) == (TEN, clock.now() + HALF_AN_HOUR)
    assert (await entry(outside, 2)).status is EntryStatus.WAITING
    assert await taken(outside) == (15, 1)
    assert await told(outside, 1) == ["guest_offered"]
    assert await told(outside, 2) == []
    with pytest.raises(errors.SlotFull):
        await house.run(books(guest(9)))
    assert TEN not in await outside.read(
        lambda desk: queries.free_slots(desk, queries.seat_request(desk, guest(9)))
    )
    assert TEN in await outside.read(
        lambda desk: queries.free_slots(desk, queries.seat_request(desk, guest(1)))
    )


async def test_the_offered_seat_is_taken_with_all_that_was_told(house: House, outside: House) -> None:
    full = await fill(house)
    await house.run(waits(guest(1), party=Party(adults=1, elders=1)))
    await frees(house, full[0])
    offer = await offered(house, 1)
    made = await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(1)))
    assert (made.starts_at, made.party.elders) == (TEN, 1)
    assert await outside.read(lambda desk: queries.open_booking(desk, 1)) == made
    assert await entry(outside, 1) is None
    assert await taken(outside) == (16, 0)
    with pytest.raises(errors.NotWaiting):
        await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(1)))


async def test_booking_the_offered_seat_by_hand_is_taking_it(house: House, outside: House) -> None:
    full = await fill(house)
    await house.run(waits(guest(1)))
    await frees(house, full[0])
    await house.run(books(guest(1)))
    assert await taken(outside) == (16, 0)
    assert await entry(outside, 1) is None


async def test_booking_another_hour_passes_the_offered_seat_on(house: House, outside: House) -> None:
    full = await fill(house)
    for user_id in (1, 2):
        await house.run(waits(guest(user_id)))
    await frees(house, full[0])
    await house.run(books(guest(1), TEN + HOUR))
    assert (await offered(outside, 2)).offered == TEN
    assert await taken(outside) == (15, 1)


async def test_who_refuses_leaves_the_list_and_the_next_is_offered_it(house: House, outside: House) -> None:
    full = await fill(house)
    for user_id in (1, 2):
        await house.run(waits(guest(user_id)))
    await frees(house, full[0])
    offer = await offered(house, 1)
    await house.run(lambda desk: waitlist.leave(desk, offer.id, offer.version, guest(1)))
    assert await entry(outside, 1) is None
    assert (await offered(outside, 2)).offered == TEN
    with pytest.raises(errors.NoSuchEntry):
        await house.run(lambda desk: waitlist.leave(desk, offer.id, offer.version, guest(3)))


async def test_an_offer_lapses_at_its_time_and_late_is_late(
    house: House, outside: House, clock: PlayedClock
) -> None:
    full = await fill(house)
    for user_id in (1, 2):
        await house.run(waits(guest(user_id)))
    await frees(house, full[0])
    offer = await offered(house, 1)
    assert offer.offer_until is not None
    await advance(clock, offer.offer_until)
    with pytest.raises(errors.OfferLapsed):
        await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(1)))
    for _ in range(2):
        await carry_out_due(house, clock)
    assert await told(outside, 1) == ["guest_offered", "guest_offer_lapsed"]
    assert (await offered(outside, 2)).offer_until == clock.now() + HALF_AN_HOUR
    with pytest.raises(errors.OfferLapsed):
        await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(1)))


async def test_an_answered_offer_does_not_lapse(house: House, outside: House, clock: PlayedClock) -> None:
    full = await fill(house)
    await house.run(waits(guest(1)))
    await frees(house, full[0])
    offer = await offered(house, 1)
    made = await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(1)))
    assert offer.offer_until is not None
    await advance(clock, offer.offer_until)
    await carry_out_due(house, clock)
    assert await outside.read(lambda desk: queries.open_booking(desk, 1)) == made
    assert await told(outside, 1) == ["guest_offered"]


async def test_who_waits_for_any_hour_is_offered_the_first_that_comes_free(
    house: House, outside: House
) -> None:
    slots = [TEN + n * HOUR for n in range(-1, 8)]
    by_slot = {slot: await fill(house, slot) for slot in slots}
    await house.run(waits(guest(1), wanted=None))
    await frees(house, by_slot[TEN + 3 * HOUR][0])
    assert (await offered(outside, 1)).offered == TEN + 3 * HOUR


async def test_who_has_a_booking_is_moved_and_their_seat_goes_on(house: House, outside: House) -> None:
    full, later = await fill(house), TEN + HOUR
    mine = await house.run(books(guest(1), later))
    await fill(house, later)
    await house.run(waits(guest(1)))
    await house.run(waits(guest(2), later))
    await frees(house, full[0])
    offer = await offered(house, 1)
    moved = await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(1)))
    assert (moved.id, moved.starts_at) == (mine.id, TEN)
    assert (await offered(outside, 2)).offered == later
    assert await entry(outside, 1) is None


async def test_nobody_need_wait_where_there_is_room_nor_in_vain(house: House, clock: PlayedClock) -> None:
    with pytest.raises(errors.SeatsAvailable) as caught:
        await house.run(waits(guest(1)))
    assert caught.value.free == (TEN,)
    with pytest.raises(errors.TooSoon):
        await house.run(waits(guest(1), TEN - 48 * HOUR, (TEN - 48 * HOUR).date()))
    await house.run(lambda desk: arrangements.arrange(desk, [order(ArrangementKind.CLOSED)], MANAGER))
    with pytest.raises(errors.Closed):
        await house.run(waits(guest(1)))


async def test_a_second_place_takes_that_of_the_first(house: House, outside: House) -> None:
    await fill(house)
    await fill(house, TEN + HOUR)
    first = await house.run(waits(guest(1)))
    second = await house.run(waits(guest(1), TEN + HOUR))
    assert await entry(outside, 1) == second
    with pytest.raises(errors.NotWaiting):
        await house.run(lambda desk: waitlist.leave(desk, first.id, first.version, guest(1)))


async def test_a_caller_s_offer_goes_to_who_put_them_on_the_list(house: House, outside: House) -> None:
    member = Member(user_id=OPERATOR.user_id, name="Zhou", role=Role.OPERATOR)
    await house.run(lambda desk: staff_desk.add_or_update(desk, member))
    full = await fill(house)
    waiting = await house.run(waits(OPERATOR, name=name(7)))
    await frees(house, full[0])
    assert await told(outside, OPERATOR.user_id) == ["member_offered"]
    made = await house.run(lambda desk: promotion.accept(desk, waiting.id, waiting.version + 1, OPERATOR))
    assert made.starts_at == TEN


async def test_opening_an_hour_offers_its_seats(house: House, outside: House) -> None:
    day = await house.run(
        lambda desk: arrangements.arrange(desk, [order(ArrangementKind.WITHHELD, number=16)], MANAGER)
    )
    assert day.overbooked_slots == ()
    await house.run(waits(guest(1)))
    found = await house.read(arrangements.in_force)
    await house.run(lambda desk: arrangements.lift(desk, [found[0].id], MANAGER))
    assert (await offered(outside, 1)).offered == TEN


async def test_a_roster_cut_takes_the_latest_offers_back_and_they_keep_their_place(
    house: House, outside: House
) -> None:
    full = await fill(house)
    for user_id in (1, 2, 3):
        await house.run(waits(guest(user_id)))
    for made in full[:2]:
        await frees(house, made)
    await house.run(
        lambda desk: arrangements.arrange(
            desk, [order(ArrangementKind.HEADCOUNT, number=7, agency="A")], MANAGER
        )
    )
    assert (await offered(outside, 1)).offered == TEN
    assert (await entry(outside, 2)).status is EntryStatus.WAITING
    assert (await told(outside, 2))[-1] == "guest_offer_recalled"
    assert await taken(outside) == (14, 1)
    await frees(house, full[2])
    assert (await offered(outside, 2)).offered == TEN


async def test_a_closure_takes_every_offer_back(house: House, outside: House) -> None:
    full = await fill(house)
    await house.run(waits(guest(1)))
    await frees(house, full[0])
    offer = await offered(house, 1)
    await house.run(lambda desk: arrangements.arrange(desk, [order(ArrangementKind.CLOSED)], MANAGER))
    with pytest.raises(errors.NotWaiting):
        await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(1)))
    assert await taken(outside) == (15, 0)


@pytest.mark.parametrize(
    ("now", "slot", "minutes"),
    [
        (datetime(2026, 11, 20, 4, tzinfo=UTC), TEN, 30),
        # In the quiet of the night nothing counts: until half past eight, 10.5 hours later.
        (datetime(2026, 11, 20, 14, tzinfo=UTC), TEN, 10.5 * 60),
        (datetime(2026, 11, 20, 18, tzinfo=UTC), TEN, 6.5 * 60),
        # Ten minutes of the evening, and twenty of the morning.
        (datetime(2026, 11, 20, 12, 50, tzinfo=UTC), TEN, 11.5 * 60),
        # The last call is a quarter of an hour before.
        (TEN - timedelta(minutes=40), TEN, 25),
        (TEN - timedelta(minutes=20), TEN, 5),
        (TEN - timedelta(minutes=19), TEN, None),
        (TEN, TEN, None),
    ],
)
def test_how_long_a_seat_is_kept(site: Site, now: datetime, slot: datetime, minutes: float | None) -> None:
    until = offer_until(site, slot, now)
    assert until == (None if minutes is None else now + timedelta(minutes=minutes))
    assert until is None or until < slot


async def test_under_a_cap_a_seat_that_comes_free_is_room_in_every_hour_of_the_day(
    house: House, outside: House
) -> None:
    midnight = TEN - 10 * HOUR
    cap = order(ArrangementKind.DAY_CAP, midnight, midnight + 24 * HOUR, number=2)
    await house.run(lambda desk: arrangements.arrange(desk, [cap], MANAGER))
    first = await house.run(books(guest(1)))
    await house.run(books(guest(2)))
    with pytest.raises(errors.DayFull):
        await house.run(books(guest(3), TEN + HOUR))
    await house.run(waits(guest(3), TEN + HOUR))
    await house.run(lambda desk: booking.cancel(desk, first.id, 1, guest(1)))
    assert (await offered(outside, 3)).offered == TEN + HOUR
    with pytest.raises(errors.DayFull):
        await house.run(books(guest(4), TEN + 2 * HOUR))


async def waits_for_later(house: House) -> list[Booking]:
    """Who has a visit at ten waits for another hour of the day; those who have taken that."""
    await house.run(books(guest(1)))
    full = await fill(house, LATER)
    await house.run(waits(guest(1), LATER))
    return full


async def test_a_visit_can_be_given_up_for_an_offer_until_it_begins(
    house: House, outside: House, clock: PlayedClock
) -> None:
    full = await waits_for_later(house)
    await advance(clock, TEN - HALF_AN_HOUR / 2)
    await frees(house, full[0])
    offer = await offered(outside, 1)
    assert offer.offer_until == TEN
    await advance(clock, TEN)
    with pytest.raises(errors.OfferLapsed):
        await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(1)))


async def test_who_has_a_visit_that_has_begun_is_offered_nothing_and_waits_for_nothing_else(
    house: House, outside: House, clock: PlayedClock
) -> None:
    full = await waits_for_later(house)
    await advance(clock, TEN)
    with pytest.raises(errors.AlreadyBegun):
        await house.run(waits(guest(1), LATER + HOUR))
    await frees(house, full[0])
    assert await taken(outside, LATER) == (len(full) - 1, 0)


async def test_what_a_manager_puts_past_a_cap_takes_nobody_s_offer(house: House, outside: House) -> None:
    midnight = TEN - 10 * HOUR
    cap = order(ArrangementKind.DAY_CAP, midnight, midnight + 24 * HOUR, number=1)
    await house.run(lambda desk: arrangements.arrange(desk, [cap], MANAGER))
    first = await house.run(books(guest(1)))
    other = await house.run(books(guest(2), TEN + 24 * HOUR))
    await house.run(waits(guest(3), TEN + HOUR))
    await house.run(lambda desk: booking.cancel(desk, first.id, 1, guest(1)))
    offer = await offered(outside, 3)
    await house.run(
        lambda desk: overrides.override(desk, other.id, 1, TEN + 2 * HOUR, MANAGER, reason="a friend")
    )
    kept = await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(3)))
    assert kept.starts_at == TEN + HOUR

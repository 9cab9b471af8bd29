"""The waitlist and its offers, on each engine."""

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
    notices_to,
    order,
    taken,
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


async def cancel(house: House, made: Booking) -> None:
    await house.run(lambda desk: booking.cancel(desk, made.id, made.version, OPERATOR))


async def offer_to_first_of_two(house: House) -> WaitlistEntry:
    """The offer of a freed seat to the first of two guests who wait for a full slot."""
    full = await fill(house)
    for user_id in (1, 2):
        await house.run(waits(guest(user_id)))
    await cancel(house, full[0])
    return await offered(house, 1)


async def run_due_jobs(house: House, clock: PlayedClock) -> None:
    """Run the due jobs, as the courier does."""

    def bodies(desk: Desk) -> list[dict[str, object]]:
        wanted = select(outbox_table).where(outbox_table.c.kind == outbox.OutboxKind.JOB)
        rows = desk.conn.execute(wanted.where(outbox_table.c.due_at <= clock.now())).mappings()
        return [row["body"] for row in rows]

    for body in await house.read(bodies):
        await house.run(lambda desk, body=body: jobs.run_job(desk, body))


async def test_a_freed_seat_is_offered_to_the_first_guest_and_held_for_them(
    house: House, outside: House, clock: PlayedClock
) -> None:
    await offer_to_first_of_two(house)
    first = await offered(outside, 1)
    assert (first.offered, first.offer_until) == (TEN, clock.now() + HALF_AN_HOUR)
    assert (await entry(outside, 2)).status is EntryStatus.WAITING
    assert await taken(outside) == (15, 1)
    assert await notices_to(outside, 1) == ["guest_offered"]
    assert await notices_to(outside, 2) == []
    with pytest.raises(errors.SlotFull):
        await house.run(books(guest(9)))
    assert TEN not in await outside.read(
        lambda desk: queries.free_slots(desk, queries.seat_request(desk, guest(9)))
    )
    assert TEN in await outside.read(
        lambda desk: queries.free_slots(desk, queries.seat_request(desk, guest(1)))
    )


async def test_an_accepted_offer_becomes_a_booking_of_the_waiting_party(house: House, outside: House) -> None:
    full = await fill(house)
    await house.run(waits(guest(1), party=Party(adults=1, elders=1)))
    await cancel(house, full[0])
    offer = await offered(house, 1)
    made = await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(1)))
    assert (made.starts_at, made.party.elders) == (TEN, 1)
    assert await outside.read(lambda desk: queries.open_booking(desk, 1)) == made
    assert await entry(outside, 1) is None
    assert await taken(outside) == (16, 0)
    with pytest.raises(errors.NotWaiting):
        await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(1)))


async def test_booking_the_offered_slot_accepts_the_offer(house: House, outside: House) -> None:
    full = await fill(house)
    await house.run(waits(guest(1)))
    await cancel(house, full[0])
    await house.run(books(guest(1)))
    assert await taken(outside) == (16, 0)
    assert await entry(outside, 1) is None


async def test_booking_another_hour_offers_the_seat_to_the_next_guest(house: House, outside: House) -> None:
    await offer_to_first_of_two(house)
    await house.run(books(guest(1), TEN + HOUR))
    assert (await offered(outside, 2)).offered == TEN
    assert await taken(outside) == (15, 1)


async def test_declining_an_offer_leaves_the_waitlist_and_offers_the_seat_to_the_next_guest(
    house: House, outside: House
) -> None:
    offer = await offer_to_first_of_two(house)
    await house.run(lambda desk: waitlist.leave(desk, offer.id, offer.version, guest(1)))
    assert await entry(outside, 1) is None
    assert (await offered(outside, 2)).offered == TEN
    with pytest.raises(errors.NoSuchEntry):
        await house.run(lambda desk: waitlist.leave(desk, offer.id, offer.version, guest(3)))


async def test_an_offer_lapses_when_its_time_ends_and_cannot_be_accepted_later(
    house: House, outside: House, clock: PlayedClock
) -> None:
    offer = await offer_to_first_of_two(house)
    assert offer.offer_until is not None
    await advance(clock, offer.offer_until)
    with pytest.raises(errors.OfferLapsed):
        await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(1)))
    for _ in range(2):
        await run_due_jobs(house, clock)
    assert await notices_to(outside, 1) == ["guest_offered", "guest_offer_lapsed"]
    assert (await offered(outside, 2)).offer_until == clock.now() + HALF_AN_HOUR
    with pytest.raises(errors.OfferLapsed):
        await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(1)))


async def test_an_answered_offer_does_not_lapse(house: House, outside: House, clock: PlayedClock) -> None:
    full = await fill(house)
    await house.run(waits(guest(1)))
    await cancel(house, full[0])
    offer = await offered(house, 1)
    made = await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(1)))
    assert offer.offer_until is not None
    await advance(clock, offer.offer_until)
    await run_due_jobs(house, clock)
    assert await outside.read(lambda desk: queries.open_booking(desk, 1)) == made
    assert await notices_to(outside, 1) == ["guest_offered"]


async def test_a_guest_who_waits_for_any_hour_is_offered_the_first_freed_one(
    house: House, outside: House
) -> None:
    slots = [TEN + n * HOUR for n in range(-1, 8)]
    by_slot = {slot: await fill(house, slot) for slot in slots}
    await house.run(waits(guest(1), wanted=None))
    await cancel(house, by_slot[TEN + 3 * HOUR][0])
    assert (await offered(outside, 1)).offered == TEN + 3 * HOUR


async def test_accepting_an_offer_moves_an_existing_booking_and_offers_its_seat(
    house: House, outside: House
) -> None:
    full, later = await fill(house), TEN + HOUR
    mine = await house.run(books(guest(1), later))
    await fill(house, later)
    await house.run(waits(guest(1)))
    await house.run(waits(guest(2), later))
    await cancel(house, full[0])
    offer = await offered(house, 1)
    moved = await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(1)))
    assert (moved.id, moved.starts_at) == (mine.id, TEN)
    assert (await offered(outside, 2)).offered == later
    assert await entry(outside, 1) is None


async def test_a_guest_cannot_wait_for_a_free_or_unavailable_slot(house: House, clock: PlayedClock) -> None:
    with pytest.raises(errors.SeatsAvailable) as caught:
        await house.run(waits(guest(1)))
    assert caught.value.free == (TEN,)
    with pytest.raises(errors.TooSoon):
        await house.run(waits(guest(1), TEN - 48 * HOUR, (TEN - 48 * HOUR).date()))
    await house.run(lambda desk: arrangements.arrange(desk, [order(ArrangementKind.CLOSED)], MANAGER))
    with pytest.raises(errors.Closed):
        await house.run(waits(guest(1)))


async def test_a_second_entry_replaces_the_first(house: House, outside: House) -> None:
    await fill(house)
    await fill(house, TEN + HOUR)
    first = await house.run(waits(guest(1)))
    second = await house.run(waits(guest(1), TEN + HOUR))
    assert await entry(outside, 1) == second
    with pytest.raises(errors.NotWaiting):
        await house.run(lambda desk: waitlist.leave(desk, first.id, first.version, guest(1)))


async def test_a_callers_offer_goes_to_the_operator_who_entered_them(house: House, outside: House) -> None:
    member = Member(user_id=OPERATOR.user_id, name="Zhou", role=Role.OPERATOR)
    await house.run(lambda desk: staff_desk.add_or_update(desk, member))
    full = await fill(house)
    waiting = await house.run(waits(OPERATOR, name=name(7)))
    await cancel(house, full[0])
    assert await notices_to(outside, OPERATOR.user_id) == ["member_offered"]
    made = await house.run(lambda desk: promotion.accept(desk, waiting.id, waiting.version + 1, OPERATOR))
    assert made.starts_at == TEN


async def test_lifting_withheld_seats_offers_them(house: House, outside: House) -> None:
    day = await house.run(
        lambda desk: arrangements.arrange(desk, [order(ArrangementKind.WITHHELD, number=16)], MANAGER)
    )
    assert day.overbooked_slots == ()
    await house.run(waits(guest(1)))
    found = await house.read(arrangements.in_force)
    await house.run(lambda desk: arrangements.lift(desk, [found[0].id], MANAGER))
    assert (await offered(outside, 1)).offered == TEN


async def test_a_smaller_roster_recalls_the_latest_offers_and_keeps_their_entries(
    house: House, outside: House
) -> None:
    full = await fill(house)
    for user_id in (1, 2, 3):
        await house.run(waits(guest(user_id)))
    for made in full[:2]:
        await cancel(house, made)
    await house.run(
        lambda desk: arrangements.arrange(
            desk, [order(ArrangementKind.HEADCOUNT, number=7, agency="A")], MANAGER
        )
    )
    assert (await offered(outside, 1)).offered == TEN
    assert (await entry(outside, 2)).status is EntryStatus.WAITING
    assert (await notices_to(outside, 2))[-1] == "guest_offer_recalled"
    assert await taken(outside) == (14, 1)
    await cancel(house, full[2])
    assert (await offered(outside, 2)).offered == TEN


async def test_a_closure_recalls_every_offer(house: House, outside: House) -> None:
    full = await fill(house)
    await house.run(waits(guest(1)))
    await cancel(house, full[0])
    offer = await offered(house, 1)
    await house.run(lambda desk: arrangements.arrange(desk, [order(ArrangementKind.CLOSED)], MANAGER))
    with pytest.raises(errors.NotWaiting):
        await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(1)))
    assert await taken(outside) == (15, 0)


@pytest.mark.parametrize(
    ("now", "slot", "minutes"),
    [
        (datetime(2026, 11, 20, 4, tzinfo=UTC), TEN, 30),
        # Quiet hours do not count, so the offer lasts until 08:30, 10.5 hours later.
        (datetime(2026, 11, 20, 14, tzinfo=UTC), TEN, 10.5 * 60),
        (datetime(2026, 11, 20, 18, tzinfo=UTC), TEN, 6.5 * 60),
        # Ten minutes in the evening and twenty in the morning.
        (datetime(2026, 11, 20, 12, 50, tzinfo=UTC), TEN, 11.5 * 60),
        # An offer ends at the latest fifteen minutes before the slot.
        (TEN - timedelta(minutes=40), TEN, 25),
        (TEN - timedelta(minutes=20), TEN, 5),
        (TEN - timedelta(minutes=19), TEN, None),
        (TEN, TEN, None),
    ],
)
def test_an_offer_ends_after_its_time_outside_quiet_hours(
    site: Site, now: datetime, slot: datetime, minutes: float | None
) -> None:
    until = offer_until(site, slot, now)
    assert until == (None if minutes is None else now + timedelta(minutes=minutes))
    assert until is None or until < slot


async def test_under_a_daily_cap_a_freed_seat_is_offered_at_any_hour_of_the_day(
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


async def wait_for_later(house: House) -> list[Booking]:
    """A guest with a booking at ten waits for a later slot; the bookings that fill that slot."""
    await house.run(books(guest(1)))
    full = await fill(house, LATER)
    await house.run(waits(guest(1), LATER))
    return full


async def test_an_offer_ends_when_the_guests_own_visit_begins(
    house: House, outside: House, clock: PlayedClock
) -> None:
    full = await wait_for_later(house)
    await advance(clock, TEN - HALF_AN_HOUR / 2)
    await cancel(house, full[0])
    offer = await offered(outside, 1)
    assert offer.offer_until == TEN
    await advance(clock, TEN)
    with pytest.raises(errors.OfferLapsed):
        await house.run(lambda desk: promotion.accept(desk, offer.id, offer.version, guest(1)))


async def test_a_guest_whose_visit_has_begun_gets_no_offer_and_cannot_wait(
    house: House, outside: House, clock: PlayedClock
) -> None:
    full = await wait_for_later(house)
    await advance(clock, TEN)
    with pytest.raises(errors.AlreadyBegun):
        await house.run(waits(guest(1), LATER + HOUR))
    await cancel(house, full[0])
    assert await taken(outside, LATER) == (len(full) - 1, 0)


async def test_an_override_past_a_cap_does_not_recall_an_offer(house: House, outside: House) -> None:
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

"""Arrangements of managers and their consequences, on each engine."""

from datetime import date, datetime, timedelta
from typing import cast

import pytest
from sqlalchemy import Connection, select

from core import errors
from core.arrangements import ArrangementKind, ArrangementSpec
from core.audit import AuditAction
from core.booking import Booking, BookingId
from core.capacity import SlotLoad, UnavailableReason
from core.clock import PlayedClock
from core.desk import Desk, consultants, overrides, queries
from core.desk import arrangements as arranging
from core.desk.consequences import Consequences
from core.plan import Plan
from core.runtime.house import House
from core.site import Site
from core.staff import Member, Role
from core.store.tables import arrangements
from core.timetable import slots_of
from tests.support.people import (
    DAY,
    HOUR,
    MANAGER,
    OPERATOR,
    SATURDAY,
    TEN,
    advance,
    books,
    fill,
    guest,
    order,
    taken,
)

MIDNIGHT = TEN - 10 * HOUR
MONDAY = MIDNIGHT - 5 * DAY


async def load(house: House, slot: datetime = TEN) -> SlotLoad:
    loads = await house.read(lambda desk: queries.loads(desk, *[slot.date()] * 2))
    return next(each for each in loads if each.starts_at == slot)


async def arrange(house: House, *orders: ArrangementSpec) -> Consequences:
    return await house.run(lambda desk: arranging.arrange(desk, list(orders), MANAGER))


async def test_a_closed_hour_cannot_be_booked_and_its_bookings_are_listed(
    house: House, outside: House
) -> None:
    made = await house.run(books(guest(1)))
    closing = order(ArrangementKind.CLOSED, reason="filming")
    foreseen = await outside.read(lambda desk: arranging.preview(desk, [closing]))
    assert (await load(outside)).unavailable is None
    done = await arrange(house, closing)
    assert done == foreseen
    assert [each.id for each in done.bookings_in_closed_hours] == [made.id]
    assert (await load(outside)).unavailable is UnavailableReason.CLOSED
    with pytest.raises(errors.Closed) as caught:
        await house.run(books(guest(2)))
    assert TEN not in caught.value.nearest
    with pytest.raises(errors.Closed):
        await house.run(books(OPERATOR))
    assert (
        await outside.read(arranging.find_problems)
    ).bookings_in_closed_hours == done.bookings_in_closed_hours
    await house.run(books(guest(2), TEN + HOUR))


async def test_one_hour_of_a_closed_day_can_be_reopened(house: House, outside: House) -> None:
    await arrange(house, order(ArrangementKind.CLOSED, MIDNIGHT, MIDNIGHT + DAY, reason="event"))
    await house.run(lambda desk: arranging.reopen(desk, TEN, TEN + HOUR, MANAGER))
    loads = await outside.read(lambda desk: queries.loads(desk, SATURDAY, SATURDAY))
    assert [each.starts_at for each in loads if each.unavailable is None] == [TEN]
    in_force = await outside.read(arranging.in_force)
    assert [(each.starts_at, each.ends_at, each.reason) for each in in_force] == [
        (MIDNIGHT, TEN, "event"),
        (TEN + HOUR, MIDNIGHT + DAY, "event"),
    ]
    with pytest.raises(errors.NothingToArrange):
        await house.run(lambda desk: arranging.reopen(desk, TEN, TEN + HOUR, MANAGER))
    with pytest.raises(errors.NothingToArrange):
        await house.run(lambda desk: arranging.reopen(desk, TEN + 3 * HOUR, TEN + 2 * HOUR, MANAGER))


async def advance_a_minute(clock: PlayedClock) -> None:
    await advance(clock, clock.now() + timedelta(minutes=1))


async def override(house: House, made: Booking, to: datetime) -> None:
    await house.run(
        lambda desk: overrides.override(desk, made.id, made.version, to, MANAGER, reason="asked for it")
    )


async def bookings_to_move(house: House) -> list[BookingId]:
    return [each.id for each in (await house.read(arranging.find_problems)).bookings_in_closed_hours]


async def test_reopening_part_of_a_closure_keeps_the_author_and_time_of_the_rest(
    house: House, outside: House, clock: PlayedClock
) -> None:
    """A booking overridden into a closed hour need not be moved after another hour is reopened."""
    booked = await house.run(books(guest(1)))
    placed = await house.run(books(guest(2), TEN + DAY))
    await arrange(house, order(ArrangementKind.CLOSED, TEN, TEN + 3 * HOUR))
    closed_at = clock.now()
    await advance_a_minute(clock)
    await override(house, placed, TEN)
    await advance_a_minute(clock)
    assert await bookings_to_move(outside) == [booked.id]
    other = Member(user_id=801, name="He", role=Role.ADMINISTRATOR)
    reopened = await house.run(lambda desk: arranging.reopen(desk, TEN + HOUR, TEN + 2 * HOUR, other))
    assert reopened.bookings_in_closed_hours == ()
    assert await bookings_to_move(outside) == [booked.id]
    in_force = await outside.read(arranging.in_force)
    assert [(each.by_user, each.by_name, each.made_at) for each in in_force] == [
        (MANAGER.user_id, MANAGER.name, closed_at)
    ] * 2


async def test_a_booking_in_a_later_closure_must_be_moved_after_an_earlier_one_was_partly_reopened(
    house: House, outside: House, clock: PlayedClock
) -> None:
    placed = await house.run(books(guest(1), TEN + DAY))
    await arrange(house, order(ArrangementKind.CLOSED, TEN, TEN + 2 * HOUR))
    await advance_a_minute(clock)
    await override(house, placed, TEN + HOUR)
    await advance_a_minute(clock)
    await arrange(house, order(ArrangementKind.CLOSED, TEN + HOUR, TEN + 3 * HOUR))
    assert await bookings_to_move(outside) == [placed.id]
    await house.run(lambda desk: arranging.reopen(desk, TEN, TEN + HOUR, MANAGER))
    assert await bookings_to_move(outside) == [placed.id]


async def test_withheld_seats_cannot_be_booked_and_the_latest_number_counts(
    house: House, outside: House
) -> None:
    await arrange(house, order(ArrangementKind.WITHHELD, number=15))
    await house.run(books(guest(1)))
    with pytest.raises(errors.SlotFull):
        await house.run(books(guest(2)))
    await arrange(house, order(ArrangementKind.WITHHELD, number=14))
    await house.run(books(guest(2)))
    assert (await load(outside)).capacity == 2


async def test_a_roster_below_the_bookings_is_kept_and_makes_the_slot_overbooked(
    house: House, outside: House
) -> None:
    await fill(house, leaving=2)
    cut = await arrange(house, order(ArrangementKind.HEADCOUNT, number=3, agency="A"))
    assert [(each.starts_at, each.taken, each.capacity) for each in cut.overbooked_slots] == [(TEN, 14, 11)]
    assert (await load(outside)).unavailable is UnavailableReason.OVERBOOKED
    with pytest.raises(errors.SlotFull):
        await house.run(books(guest(1)))
    assert await taken(outside) == (14, 0)


async def test_duty_counts_names_half_days_and_leave(house: House, outside: House) -> None:
    names = ["Li", "Chen", "Wu"]
    hired = [await house.run(lambda desk, n=n: consultants.hire(desk, n, "A", MANAGER)) for n in names]
    midday, end = TEN + 3 * HOUR, MIDNIGHT + DAY
    # With the usual roster, leave takes one of the eight.
    await arrange(house, order(ArrangementKind.AWAY, midday, end, consultant=hired[0].id))
    assert ((await load(outside)).on_duty, (await load(outside, midday)).on_duty) == (16, 15)
    working = [hired[0].id, hired[1].id]
    await house.run(
        lambda desk: arranging.arrange(desk, arranging.roster_specs(desk, "A", SATURDAY, working), MANAGER)
    )
    assert ((await load(outside)).on_duty, (await load(outside, midday)).on_duty) == (10, 10)
    await arrange(house, order(ArrangementKind.AWAY, midday, end, consultant=hired[1].id))
    assert ((await load(outside)).on_duty, (await load(outside, midday)).on_duty) == (10, 9)
    await arrange(house, order(ArrangementKind.HEADCOUNT, MIDNIGHT, end, number=5, agency="A"))
    assert (await load(outside, midday)).on_duty == 13


async def test_a_weekly_cap_counts_from_monday_and_allows_moves_within_the_week(
    house: House, outside: House
) -> None:
    await arrange(house, order(ArrangementKind.WEEK_CAP, MONDAY, MONDAY + 7 * DAY, number=1))
    made = await house.run(books(guest(1)))
    with pytest.raises(errors.DayFull):
        await house.run(books(guest(2), TEN + DAY))
    await house.run(books(guest(2), TEN + 2 * DAY))
    assert (await load(outside)).unavailable is UnavailableReason.WEEK_CAP
    assert (await load(outside, TEN + 2 * DAY)).unavailable is None
    free = await outside.read(
        lambda desk: queries.free_slots(desk, queries.seat_request(desk, guest(1), made))
    )
    assert TEN + DAY in free


async def test_the_daily_cap_of_the_site_applies_until_a_manager_changes_it(
    house: House, outside: House
) -> None:
    rules = house.site.booking.model_copy(update={"daily_cap": 1})
    house.site = outside.site = house.site.model_copy(update={"booking": rules})
    await house.run(books(guest(1)))
    with pytest.raises(errors.DayFull):
        await house.run(books(guest(2), TEN + HOUR))
    await arrange(house, order(ArrangementKind.DAY_CAP, MIDNIGHT, MIDNIGHT + DAY))
    await house.run(books(guest(2), TEN + HOUR))


async def test_every_arrangement_is_audited_newest_first(house: House, outside: House) -> None:
    await arrange(house, order(ArrangementKind.CLOSED, reason="filming"))
    in_force = await house.read(arranging.in_force)
    await house.run(lambda desk: arranging.lift(desk, [in_force[0].id], MANAGER, "rained off"))
    lines = await outside.read(lambda desk: queries.audit_entries(desk, 10))
    assert [(line.action, line.by_name, line.reason, line.at) for line in lines] == [
        (AuditAction.LIFTED, "Lin", "rained off", house.clock.now()),
        (AuditAction.ARRANGED, "Lin", "filming", house.clock.now()),
    ]
    assert lines[1].facts["what"] == "closed"
    assert await outside.read(lambda desk: queries.audit_entries(desk, 10, past=1)) == lines[1:]
    with pytest.raises(errors.NoSuchArrangement):
        await house.run(lambda desk: arranging.lift(desk, [in_force[0].id], MANAGER))


@pytest.mark.parametrize(
    ("starts_at", "length"),
    [(TEN, timedelta(0)), (TEN - 10 * DAY, HOUR), (TEN + 8 * HOUR, 6 * HOUR), (TEN, 500 * DAY)],
)
async def test_an_arrangement_without_a_coming_slot_is_refused(
    house: House, outside: House, starts_at: datetime, length: timedelta
) -> None:
    with pytest.raises(errors.NothingToArrange):
        await arrange(house, order(ArrangementKind.CLOSED, starts_at, starts_at + length))
    assert await outside.read(lambda desk: desk.conn.execute(select(arrangements)).first()) is None
    assert await outside.read(lambda desk: queries.audit_entries(desk, 1)) == []


async def test_all_consultants_work_on_public_holidays_unless_the_site_says_otherwise(
    site: Site, house: House
) -> None:
    def on_duty(own: dict[str, object], day: date) -> int:
        kept = site.model_copy(update={"holidays": site.holidays.model_copy(update=own)})
        desk = Desk(cast("Connection", None), kept, house.clock.now())
        return count_on_duty(desk, day)

    new_year = date(2027, 1, 1)
    assert new_year.weekday() == 4
    assert on_duty({}, new_year) == 16
    assert on_duty({"ordinary": (new_year,)}, new_year) == 12
    assert on_duty({"country": ""}, new_year) == 12
    assert on_duty({"country": "", "extra": (date(2026, 12, 24),)}, date(2026, 12, 24)) == 16
    assert on_duty({"ordinary": (SATURDAY,)}, SATURDAY) == 12


def count_on_duty(desk: Desk, day: date) -> int:
    plan = Plan(site=desk.site, now=desk.now, arrangements=(), seats={})
    return plan.on_duty(slots_of(desk.site, day)[0])


async def test_past_soon_and_far_slots_are_unavailable_with_their_reason(
    house: House, clock: PlayedClock
) -> None:
    await advance(clock, TEN)
    shut = [(await load(house, TEN + n * DAY)).unavailable for n in (0, 1, 14, 15)]
    assert shut == [UnavailableReason.PAST, None, None, UnavailableReason.TOO_FAR]
    assert (await load(house, TEN + HOUR)).unavailable is UnavailableReason.NOTICE

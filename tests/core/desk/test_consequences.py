"""The preview of an arrangement equals its consequences, on each engine.

Three parties fill a slot. At ten, one seat is booked and two are offered: one to a new guest, one to a guest with a
booking at eleven. At eleven, that booking and another one take two seats, and the third is offered.
"""

from collections.abc import Callable

import pytest

from core.arrangements import ArrangementKind, ArrangementSpec
from core.booking import Booking
from core.desk import Desk, arrangements, booking, consultants
from core.runtime.house import House
from tests.support.people import (
    DAY,
    HOUR,
    MANAGER,
    OPERATOR,
    SATURDAY,
    TEN,
    books,
    fill,
    guest,
    name,
    notices_to,
    order,
    waits,
)

MIDNIGHT = TEN - 10 * HOUR
MONDAY = MIDNIGHT - 5 * DAY
FIRST, MOVES, LAST = guest(1), guest(2), guest(3)


async def make_offers(house: House) -> None:
    withheld = order(ArrangementKind.WITHHELD, MIDNIGHT, MIDNIGHT + DAY, number=13)
    await house.run(lambda desk: arrangements.arrange(desk, [withheld], MANAGER))
    await house.run(books(MOVES, TEN + HOUR, name=name(2)))
    at_ten, at_eleven = await fill(house, TEN), await fill(house, TEN + HOUR)
    for by, wanted in ((FIRST, TEN), (MOVES, TEN), (LAST, TEN + HOUR)):
        await house.run(waits(by, wanted))
    for made in (*at_ten[:2], at_eleven[0]):
        await house.run(cancels(made))


def cancels(made: Booking) -> Callable[[Desk], Booking]:
    return lambda desk: booking.cancel(desk, made.id, made.version, OPERATOR)


def roster_without_one(desk: Desk) -> list[ArrangementSpec]:
    """A roster of the day with which two parties fill a slot."""
    consultants.hire(desk, "Li", "A", MANAGER)
    return arrangements.roster_specs(desk, "A", SATURDAY, [])


CLOSING = order(ArrangementKind.CLOSED, TEN)
DAY_CAP, WEEK_CAP = (
    (ArrangementKind.DAY_CAP, MIDNIGHT, MIDNIGHT + DAY),
    (ArrangementKind.WEEK_CAP, MONDAY, MONDAY + 7 * DAY),
)


@pytest.mark.parametrize(
    ("what", "back"),
    [
        (CLOSING, {1, 2}),
        (order(ArrangementKind.WITHHELD, TEN, number=14), {2}),
        (order(ArrangementKind.WITHHELD, TEN, TEN + 2 * HOUR, number=15), {1, 2, 3}),
        (order(ArrangementKind.HEADCOUNT, TEN, number=7, agency="A"), {2}),
        # Six seats are booked or offered; the guest who would move gives up one of them.
        (order(*DAY_CAP, number=6), set()),
        (order(*DAY_CAP, number=5), {3}),
        (order(*DAY_CAP, number=4), {1, 3}),
        (order(*DAY_CAP, number=1), {1, 2, 3}),
        (order(*WEEK_CAP, number=5), {3}),
        (order(*WEEK_CAP, number=0), {1, 2, 3}),
    ],
)
async def test_the_preview_lists_the_offers_that_are_recalled(
    house: House, outside: House, what: ArrangementSpec, back: set[int]
) -> None:
    await make_offers(house)
    foreseen = await outside.read(lambda desk: arrangements.preview(desk, [what]))
    assert await house.run(lambda desk: arrangements.arrange(desk, [what], MANAGER)) == foreseen
    assert {entry.guest.telegram_id for entry in foreseen.offers} == back
    recalled = {number for number in (1, 2, 3) if "guest_offer_recalled" in await notices_to(outside, number)}
    assert recalled == back


async def test_the_preview_of_a_roster_lists_the_offers_that_are_recalled(
    house: House, outside: House
) -> None:
    await make_offers(house)
    orders = await house.run(roster_without_one)
    foreseen = await outside.read(lambda desk: arrangements.preview(desk, orders))
    assert await house.run(lambda desk: arrangements.arrange(desk, orders, MANAGER)) == foreseen
    assert {entry.guest.telegram_id for entry in foreseen.offers} == {2, 3}


async def test_recalled_offers_do_not_make_a_slot_overbooked(house: House, outside: House) -> None:
    await make_offers(house)
    one_left = order(ArrangementKind.WITHHELD, TEN, TEN + 2 * HOUR, number=15)
    foreseen = await outside.read(lambda desk: arrangements.preview(desk, [one_left]))
    assert [(load.starts_at, load.taken, load.offered) for load in foreseen.overbooked_slots] == [
        (TEN + HOUR, 2, 0)
    ]

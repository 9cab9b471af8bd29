"""Offers that are recalled, on each engine: under a cap, after an arrival, for peers, without a consultant."""

from bot import opening
from core.arrangements import ArrangementKind, ArrangementSpec
from core.clock import PlayedClock
from core.desk import Desk, arrangements, arrival, consultants, overrides, queries
from core.guests import GuestKind
from core.runtime.house import House
from core.site import Agency, BookingRules, Site
from tests.core.desk.offers.guests import (
    CHEN,
    ELEVEN,
    SATURDAY_DAY,
    SUNDAY,
    books_alone,
    cancels,
    joins,
    place_of,
)
from tests.support.people import DAY, HOUR, OPERATOR, TEN, guest


async def test_a_cap_below_the_offers_recalls_an_offer(house: House, outside: House) -> None:
    first = await house.run(books_alone(1, TEN))
    await house.run(books_alone(3, ELEVEN))
    await house.run(joins(2, TEN))
    await house.run(cancels(first))
    midnight = TEN - 10 * HOUR
    cap = ArrangementSpec(what=ArrangementKind.DAY_CAP, starts_at=midnight, ends_at=midnight + DAY, number=1)
    await house.run(lambda desk: arrangements.arrange(desk, [cap], CHEN))
    assert await place_of(outside, 2) == ("waiting", None)


async def test_a_recalled_offer_frees_room_on_another_day_of_a_capped_week(
    two_a_slot: House, outside: House
) -> None:
    first = await two_a_slot.run(books_alone(1, TEN))
    await two_a_slot.run(books_alone(2, TEN))
    await two_a_slot.run(books_alone(3, SUNDAY))
    await two_a_slot.run(joins(4, TEN))
    await two_a_slot.run(joins(5, SUNDAY))
    await two_a_slot.run(cancels(first))
    assert await place_of(outside, 4) == ("offered", TEN)
    closing = ArrangementSpec(what=ArrangementKind.CLOSED, starts_at=TEN, ends_at=ELEVEN)
    await two_a_slot.run(lambda desk: arrangements.arrange(desk, [closing], CHEN))
    assert await place_of(outside, 4) == ("waiting", None)
    assert await place_of(outside, 5) == ("offered", SUNDAY)


async def test_arriving_recalls_an_offer_that_would_exceed_a_cap(
    database_url: str, small: Site, clock: PlayedClock, outside: House
) -> None:
    """The offered hour fits under the weekly cap only while the guest would give up their own hour for it."""
    rules = BookingRules(weekly_cap=3, notice_days=0)
    two = (Agency(name="A", consultants=2, weekday_rest=0),)
    site = small.model_copy(update={"booking": rules, "agencies": two})
    house = opening.open_house(database_url, site, clock)
    mine = await house.run(books_alone(1, TEN - 2 * DAY))
    second = await house.run(books_alone(2, TEN))
    await house.run(books_alone(3, TEN))
    await house.run(joins(4, ELEVEN))
    await house.run(joins(1, TEN))
    await house.run(cancels(second))
    assert [await place_of(outside, number) for number in (4, 1)] == [("offered", ELEVEN), ("offered", TEN)]
    await house.run(lambda desk: arrival.mark_arrived(desk, mine.id, OPERATOR))
    assert await place_of(outside, 1) == ("waiting", None)
    await house.close()


async def test_making_a_guest_a_peer_recalls_an_offer_outside_the_peers_hours(
    house: House, outside: House
) -> None:
    first = await house.run(books_alone(1, TEN))
    entry = await house.run(joins(2, TEN))
    await house.run(joins(3, TEN))
    await house.run(cancels(first))
    facts = entry.guest.id, GuestKind.PEER, CHEN
    await house.run(lambda desk: overrides.set_kind(desk, *facts, reason="said so"))
    assert await place_of(outside, 2) == ("waiting", None)
    assert await place_of(outside, 3) == ("offered", TEN)


async def test_declaring_oneself_a_peer_recalls_an_offer_outside_the_peers_hours(
    house: House, outside: House
) -> None:
    mine = await house.run(books_alone(2, ELEVEN))
    first = await house.run(books_alone(1, TEN))
    await house.run(joins(2, TEN))
    await house.run(cancels(first))
    assert await place_of(outside, 2) == ("offered", TEN)
    await house.run(lambda desk: overrides.declare_peer(desk, mine.guest, guest(2)))
    assert await place_of(outside, 2) == ("waiting", None)


async def test_a_dismissed_consultant_on_the_roster_is_not_on_duty(house: House, outside: House) -> None:
    one, two = [
        await house.run(lambda desk, name=name: consultants.hire(desk, name, "A", CHEN))
        for name in ("Lin", "Ma")
    ]

    def roster(desk: Desk) -> None:
        arrangements.arrange(desk, arrangements.roster_specs(desk, "A", SATURDAY_DAY, [one.id, two.id]), CHEN)

    await house.run(roster)
    first = await house.run(books_alone(1, TEN))
    await house.run(books_alone(2, TEN))
    entry = await house.run(joins(3, TEN))
    await house.run(cancels(first))
    assert await place_of(outside, 3) == ("offered", TEN)
    await house.run(lambda desk: consultants.dismiss(desk, one.id, CHEN))
    assert await place_of(outside, 3) == ("waiting", None)
    await house.run(lambda desk: consultants.dismiss(desk, two.id, CHEN))
    loads = await outside.read(lambda desk: queries.loads(desk, SATURDAY_DAY, SATURDAY_DAY))
    assert {load.on_duty for load in loads} == {0}
    assert entry.guest.telegram_id == 3

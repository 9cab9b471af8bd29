"""Fifty bookers for the last seat, and three bookers for each seat: on one house, as in production, and on two.

For PostgreSQL in two processes see tests/processes/test_last_seat.py.
"""

from collections import Counter
from collections.abc import AsyncIterator, Callable

import pytest

from bot import opening
from core.clock import PlayedClock
from core.runtime.house import House
from core.site import Site
from tests.support.engines import only_sqlite
from tests.support.last_seat import (
    BOOKERS,
    ONE_WINNER,
    WON,
    bookers,
    contend,
    counting_together,
    hour_of,
    small_site,
    taken,
    turn_to,
)
from tests.support.progress import progress
from tests.support.racing import fill_but, meet_once, remove_the_lock, without_transactions

pytestmark = pytest.mark.race

OpenHouses = Callable[[int, Site], tuple[House, ...]]


@pytest.fixture
async def opens(database_url: str, clock: PlayedClock) -> AsyncIterator[OpenHouses]:
    """A function that opens a number of houses of a site on one database."""
    opened: list[House] = []

    def open_houses(number: int, site: Site) -> tuple[House, ...]:
        opened.extend(opening.open_house(database_url, site, clock) for _ in range(number))
        return tuple(opened[-number:])

    yield open_houses
    for house in opened:
        await house.close()


async def race(houses: tuple[House, ...], clock: PlayedClock, rounds: int) -> list[Counter[str]]:
    """In each round a caller has one of two seats of a slot, and fifty bookers want the other at once."""
    results = []
    for number in range(rounds):
        moment, hour = hour_of(houses[0].site, number)
        await turn_to(clock, moment)
        await houses[0].run(fill_but(1, hour))
        results.append(await contend(houses, bookers(range(BOOKERS), hour, number)))
        if (number + 1) % 100 == 0:
            progress(f"{number + 1} of {rounds} rounds")
    return results


@only_sqlite
@pytest.mark.parametrize(
    ("count", "rounds"),
    [
        (1, 10),
        (2, 5),
        pytest.param(1, 1000, marks=pytest.mark.soak),
        pytest.param(2, 1000, marks=pytest.mark.soak),
    ],
)
async def test_one_of_fifty_bookers_gets_the_last_seat(
    opens: OpenHouses, site: Site, clock: PlayedClock, count: int, rounds: int
) -> None:
    houses = opens(count, small_site(site))
    assert await race(houses, clock, rounds) == [ONE_WINNER] * rounds
    (outside,) = opens(1, houses[0].site)
    assert await taken(outside, rounds) == [2] * rounds


@only_sqlite
@pytest.mark.parametrize("count", [1, 2])
async def test_without_the_lock_every_booker_gets_the_last_seat(
    opens: OpenHouses, site: Site, clock: PlayedClock, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """The control: the same race, and all have counted the seats before anyone writes."""
    locked, contenders = opens(count, small_site(site)), 12 * count
    remove_the_lock(monkeypatch)
    houses = tuple(without_transactions(house, monkeypatch) for house in locked)
    _, hour = hour_of(site, 0)
    await houses[0].run(fill_but(1, hour))
    with counting_together(meet_once(contenders)):
        assert await contend(houses, bookers(range(contenders), hour)) == {WON: contenders}
    assert await taken(locked[0], rounds=1) == [1 + contenders]
    for house in houses:
        await house.close()


@pytest.mark.parametrize("seats", [5, 20, pytest.param(100, marks=pytest.mark.soak)])
async def test_three_bookers_for_each_seat_fill_exactly_the_seats(
    opens: OpenHouses, site: Site, seats: int
) -> None:
    houses = opens(2, small_site(site, seats))
    _, hour = hour_of(site, 0)
    results = await contend(houses, bookers(range(3 * seats), hour))
    assert results == {WON: seats, "SlotFull": 2 * seats}
    (outside,) = opens(1, houses[0].site)
    assert await taken(outside, rounds=1) == [seats]

"""Houses with few seats: one consultant is on duty, so one party fills a slot."""

from collections.abc import AsyncIterator

import pytest

from bot import opening
from core.clock import PlayedClock
from core.runtime.house import House
from core.site import Agency, BookingRules, Site


@pytest.fixture
def small(site: Site) -> Site:
    return site.model_copy(update={"agencies": (Agency(name="A", consultants=1, weekday_rest=0),)})


@pytest.fixture(autouse=True)
def _few_seats(house: House, outside: House, small: Site) -> None:
    house.site = outside.site = small


@pytest.fixture
async def two_a_slot(database_url: str, site: Site, clock: PlayedClock) -> AsyncIterator[House]:
    """Two consultants, two parties a day, and three a week."""
    rules = BookingRules(daily_cap=2, weekly_cap=3)
    capped = site.model_copy(
        update={"booking": rules, "agencies": (Agency(name="A", consultants=2, weekday_rest=0),)}
    )
    house = opening.open_house(database_url, capped, clock)
    yield house
    await house.close()

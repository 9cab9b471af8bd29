"""Another house on the same record, and works that stand still."""

from collections.abc import AsyncIterator, Callable

import pytest

from bot import wiring
from core.clock import PlayedClock
from core.house import House
from core.site import Site
from tests.core.house.works import Held


@pytest.fixture
async def outside(database_url: str, site: Site, clock: PlayedClock) -> AsyncIterator[House]:
    """Another house on the same record."""
    house = wiring.open_house(database_url, site, clock)
    yield house
    await house.close()


@pytest.fixture
async def holds(house: House, outside: House) -> AsyncIterator[Callable[[str], Held]]:
    """Works that stand still; none is left standing when the test is over."""
    held: list[Held] = []

    def hold(name: str) -> Held:
        held.append(Held(name))
        return held[-1]

    yield hold
    for each in held:
        each.goes_on.set()

"""A courier with a scripted way out; the outbox is read through another house."""

from collections.abc import AsyncIterator

import pytest

from bot import wiring
from core.courier import Courier
from core.house import House
from core.notices import BUYERS
from core.site import Site
from tests.core.courier.scripted import (
    START,
    Scripted,
    WatchedClock,
)


@pytest.fixture
def clock() -> WatchedClock:
    return WatchedClock(START)


@pytest.fixture
async def outside(database_url: str, site: Site, clock: WatchedClock) -> AsyncIterator[House]:
    """Another house on the same record: what a restarted program opens."""
    house = wiring.open_house(database_url, site, clock)
    yield house
    await house.close()


@pytest.fixture
def channel() -> Scripted:
    return Scripted()


@pytest.fixture
def courier(house: House, channel: Scripted) -> Courier:
    return Courier(BUYERS, house, channel)

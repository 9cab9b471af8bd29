"""A courier with a scripted channel; the tests read the outbox through another house."""

import pytest

from core.bots import BUYERS
from core.runtime.courier import Courier
from core.runtime.house import House
from tests.core.runtime.courier.scripted import START, Scripted, WatchedClock


@pytest.fixture
def clock() -> WatchedClock:
    return WatchedClock(START)


@pytest.fixture
def channel() -> Scripted:
    return Scripted()


@pytest.fixture
def courier(house: House, channel: Scripted) -> Courier:
    return Courier(BUYERS, house, channel)

"""Another house on the same record, and works that stand still."""

from collections.abc import AsyncIterator, Callable

import pytest

from core.runtime.house import House
from tests.core.runtime.house.transactions import Held


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

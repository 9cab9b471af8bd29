"""Works that pause in their transaction."""

from collections.abc import AsyncIterator, Callable

import pytest

from core.runtime.house import House
from tests.core.runtime.house.transactions import PausedWork


@pytest.fixture
async def paused_works(house: House, outside: House) -> AsyncIterator[Callable[[str], PausedWork]]:
    """A function that makes works that pause; all are resumed when the test is over."""
    paused: list[PausedWork] = []

    def pause(name: str) -> PausedWork:
        paused.append(PausedWork(name))
        return paused[-1]

    yield pause
    for each in paused:
        each.resume.set()

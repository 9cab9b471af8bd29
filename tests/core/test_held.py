"""One process serves a record."""

import pytest

from bot import wiring
from core.clock import PlayedClock
from core.house import HouseInUseError
from core.site import Site
from tests.conftest import MORNING


@pytest.mark.postgres
async def test_on_postgres_one_process_serves_a_record(postgres_url: str, site: Site) -> None:
    first, second = (wiring.open_house(postgres_url, site, PlayedClock(MORNING)) for _ in range(2))
    async with first.held():
        with pytest.raises(HouseInUseError):
            async with second.held():
                pass
    async with second.held():
        pass
    for house in (first, second):
        await house.close()

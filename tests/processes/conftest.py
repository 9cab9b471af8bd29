"""Four processes, and a PostgreSQL database for them."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.conftest import empty
from tests.processes.crew import Crew, crew_of


@pytest.fixture
def crew() -> Iterator[Crew]:
    with crew_of(4) as four:
        yield four


@pytest.fixture
def database_url(postgres_url: str) -> str:
    """An empty database that several processes can serve at once."""
    asyncio.run(empty(postgres_url))
    return postgres_url

"""Four processes that start at once on a new database."""

import os

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.util import await_only

from bot import opening
from core.clock import PlayedClock
from core.desk import Desk
from core.runtime.house import House
from core.site import Site
from core.store import schema
from core.store.engine import make_engine
from core.store.tables import metadata
from tests.conftest import MORNING, Bare
from tests.core.store.differences import differences
from tests.processes.crew import Crew, Post
from tests.support.blocking import writing_engine

pytestmark = pytest.mark.process


async def start(post: Post, url: str, site: Site) -> tuple[str | None, str | None]:
    """Run in each process: open the house and upgrade its schema; the version it has and the one it needs."""
    house = opening.open_house(url, site, PlayedClock(MORNING))
    await post.meet()
    try:
        await house.upgrade()
        return await house.read(lambda desk: schema.versions(desk.conn))
    finally:
        await house.close()


async def start_without_the_lock(post: Post, url: str, site: Site) -> str:
    """The same without the lock: all have found no schema before any of them creates the first table. The result."""
    house = opening.open_house(url, site, PlayedClock(MORNING))

    def meet(conn: object, cursor: object, statement: str, *_: object) -> None:
        if "CREATE TABLE alembic_version" in statement:
            await_only(post.meet())

    event.listen(writing_engine(house), "before_cursor_execute", meet)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "_UPGRADE_LOCK_KEY", os.getpid())
        try:
            await house.upgrade()
        except IntegrityError:
            return "failed"
        finally:
            await house.close()
    return "started"


def count_version_rows(desk: Desk) -> int:
    return desk.conn.execute(text("SELECT count(*) FROM alembic_version")).scalar_one()


@pytest.fixture
def urls(bare: Bare) -> list[str]:
    return [bare() for _ in range(3)]


async def test_four_concurrent_starts_make_one_schema(crew: Crew, urls: list[str], site: Site) -> None:
    for url in urls:
        versions = await crew.do(start, url, site)
        house = House(make_engine(url), site, PlayedClock(MORNING))
        has, needs = await house.read(lambda desk: schema.versions(desk.conn))
        assert has == needs
        assert versions == [(needs, needs)] * 4
        assert await house.read(count_version_rows) == 1
        assert await house.read(lambda desk: differences(desk.conn, metadata)) == []
        await house.close()


@pytest.mark.parametrize("bare", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
async def test_without_the_lock_three_of_four_concurrent_starts_fail(
    crew: Crew, urls: list[str], site: Site
) -> None:
    """The control. For SQLite see tests/core/store/test_first_connection.py."""
    outcomes = await crew.do(start_without_the_lock, urls[0], site)
    assert sorted(outcomes) == ["failed", "failed", "failed", "started"]

"""Fixtures: databases and houses. One migrated database is made, and one with staff; each test has a copy."""

import asyncio
import functools
import gc
import itertools
import logging
import os
import shutil
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg
import pytest
import structlog

from bot import logs, opening
from bot.settings import ROOT
from core.clock import PlayedClock
from core.desk import Desk
from core.runtime.house import House
from core.site import Site, load_site
from core.store import engine
from core.store.tables import metadata

if TYPE_CHECKING:
    from tests.support.gestures import Play

# A Thursday, 09:00 in Shanghai; a weekday and a weekend follow.
MORNING = datetime(2026, 11, 19, 1, tzinfo=UTC)
# A RAM disk, where a commit does not wait for a disk, if the machine has one with room.
MEMORY = Path("/dev/shm")  # noqa: S108 pytest makes a new folder there
# Tests that take seconds.
LONG = ("browser", "machine", "process")
POSTGRES = os.environ.get("YINGBIN_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


class CompiledOnce(dict[tuple[Any, ...], Any]):
    """A cache of compiled statements for all engines of a driver, because each test opens new engines."""

    def get(self, key: tuple[Any, ...], default: Any = None) -> Any:
        return super().get((type(key[0]), *key[1:]), default)

    def __setitem__(self, key: tuple[Any, ...], compiled: Any) -> None:
        super().__setitem__((type(key[0]), *key[1:]), compiled)


def pytest_configure() -> None:
    engine.OPTIONS["execution_options"] = {"compiled_cache": CompiledOnce()}
    if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 2**30:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """What the tests' modules load stays to the end: the garbage collector need not walk through it."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Deal the folders of long tests out to the workers, each of which has an equal part of all tests and begins with
    its long ones. A worker that began a long one at the end would keep the others waiting."""
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    folders: dict[Path, list[pytest.Item]] = {}
    others: list[pytest.Item] = []
    for item in items:
        long = any(item.get_closest_marker(mark) for mark in LONG)
        (folders.setdefault(item.path.parent, []) if long else others).append(item)
    hands: list[list[pytest.Item]] = [[] for _ in range(workers)]
    # Around and back: the first folders in the alphabet are no shorter than the last.
    for hand, tests in zip(itertools.cycle([*hands, *reversed(hands)]), folders.values(), strict=False):
        hand.extend(tests)
    share = -(-len(items) // workers)
    for hand in hands:
        room = max(0, share - len(hand))
        hand.extend(others[:room])
        del others[:room]
    items[:] = [*itertools.chain.from_iterable(hands), *others]


@pytest.fixture(autouse=True)
def _quiet_logs() -> Iterator[None]:
    """Keep the logs and the log settings of one test from the next."""
    structlog.reset_defaults()
    structlog.configure(processors=[structlog.testing.LogCapture()])
    yield
    logging.captureWarnings(capture=False)
    root = logging.getLogger()
    root.handlers = [each for each in root.handlers if not isinstance(each, logs.Handler)]


@pytest.fixture(autouse=True, scope="session")
def _certificates_are_read_once() -> Iterator[None]:
    """Give all clients one TLS context, because each bot over HTTP would read the certificates again, and no test
    uses TLS."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", functools.cache(ssl.create_default_context))
        yield


@pytest.fixture(scope="session")
def site() -> Site:
    return load_site(ROOT / "site.example.toml")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, site: Site) -> Path:
    """A migrated, empty SQLite database."""
    path = tmp_path_factory.mktemp("template") / "house.db"
    asyncio.run(_migrate(f"sqlite+aiosqlite:///{path}", site))
    return path


async def _migrate(url: str, site: Site) -> None:
    house = opening.open_house(url, site, PlayedClock(MORNING))
    await house.upgrade()
    await house.close()


@pytest.fixture
def database(template: Path, tmp_path: Path) -> Path:
    """A SQLite database of the test's own."""
    return Path(shutil.copy(template, tmp_path / "house.db"))


@pytest.fixture(scope="session")
def postgres_url(site: Site) -> Iterator[str]:
    """A migrated PostgreSQL database of this worker's own."""
    name = f"yingbin_test_{os.getpid()}"
    try:
        asyncio.run(administer(f"CREATE DATABASE {name}"))
    except (OSError, asyncpg.PostgresError) as error:
        if os.environ.get("YINGBIN_REQUIRE_POSTGRES"):
            raise
        pytest.skip(f"no PostgreSQL to test on: {error}")
    # A commit need not wait for the disk: no test crashes the server.
    asyncio.run(administer(f"ALTER DATABASE {name} SET synchronous_commit TO off"))
    url = url_on_postgres(name)
    asyncio.run(_migrate(url, site))
    yield url
    asyncio.run(administer(f"DROP DATABASE {name} WITH (FORCE)"))


def url_on_postgres(name: str) -> str:
    return f"{POSTGRES.rpartition('/')[0].replace('postgresql://', 'postgresql+asyncpg://')}/{name}"


async def administer(statement: str, url: str = POSTGRES) -> None:
    """Execute a statement on the PostgreSQL server, or on one of its databases."""
    connection = await asyncpg.connect(url, timeout=5)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def empty(url: str) -> None:
    """Delete all rows of a PostgreSQL database. Truncating its tables takes five times as long."""
    tables = reversed(metadata.sorted_tables)
    statements = [f"DELETE FROM {table.name}" for table in tables]  # noqa: S608 names of our own tables
    statements += [
        f"SELECT setval('{table.name}_{column.name}_seq', 1, false)"
        for table in metadata.tables.values()
        for column in table.columns
        if column.autoincrement is True
    ]
    await administer("; ".join(statements), url.replace("+asyncpg", ""))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest) -> str:
    """An empty database on each engine."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{request.getfixturevalue('database')}"
    url: str = request.getfixturevalue("postgres_url")
    asyncio.run(empty(url))
    return url


Bare = Callable[[], str]


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def bare(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bare]:
    """A function that makes a database without a schema and returns its URL, on each engine."""
    numbers, made = itertools.count(1), []

    def make() -> str:
        if request.param == "sqlite":
            return f"sqlite+aiosqlite:///{tmp_path / f'bare-{next(numbers)}.db'}"
        name = f"yingbin_bare_{os.getpid()}_{next(numbers)}"
        asyncio.run(administer(f"CREATE DATABASE {name}"))
        made.append(name)
        return url_on_postgres(name)

    if request.param == "postgres":
        request.getfixturevalue("postgres_url")
    yield make
    for name in made:
        asyncio.run(administer(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def clock() -> PlayedClock:
    return PlayedClock(MORNING)


@pytest.fixture
async def house(database_url: str, site: Site, clock: PlayedClock) -> AsyncIterator[House]:
    """A house without bots, on each engine."""
    house = opening.open_house(database_url, site, clock)
    yield house
    await house.close()


@pytest.fixture
async def outside(database_url: str, site: Site, clock: PlayedClock) -> AsyncIterator[House]:
    """Another house on the same database, which sees what a second process or a restarted program sees."""
    house = opening.open_house(database_url, site, clock)
    yield house
    await house.close()


@pytest.fixture(scope="session")
def staffed_template(tmp_path_factory: pytest.TempPathFactory, template: Path, site: Site) -> Path:
    """The database of the demo's house, with its staff and group."""
    from demo.cast import prepare_house

    path = Path(shutil.copy(template, tmp_path_factory.mktemp("staffed") / "house.db"))
    asyncio.run(_prepare(f"sqlite+aiosqlite:///{path}", site, prepare_house))
    return path


async def _prepare(url: str, site: Site, prepare: Callable[[Desk], None]) -> None:
    house = opening.open_house(url, site, PlayedClock(MORNING))
    await house.run(prepare)
    await house.close()


@pytest.fixture
def staffed_database(staffed_template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(staffed_template, tmp_path / "staffed.db"))


@pytest.fixture
async def play(staffed_database: Path, site: Site) -> AsyncIterator["Play"]:
    """The demo's house, at nine in the morning, with both bots listening."""
    # The bots' frameworks take seconds to load, which the process that only hands out tests need not.
    from demo.cast import add_people
    from demo.stage import Stage
    from tests.support.gestures import Play

    stage = await Stage.open(staffed_database, site, MORNING, add_people, lambda desk: None)
    yield Play(stage)
    await stage.close()

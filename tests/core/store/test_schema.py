"""The migrations make the schema that ``core.store.tables`` defines, on each engine."""

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Inspector, Integer, MetaData, Table, inspect, text
from sqlalchemy.types import TypeEngine

from bot import opening
from core.clock import PlayedClock
from core.desk import Desk
from core.guests import Name, Phone, PhoneKind
from core.runtime.house import House
from core.site import Site
from core.store import guests, schema
from core.store.tables import metadata
from tests.core.store.differences import differences

FRESH = "fresh"


class UndoneError(Exception):
    """Raised to roll back a write."""


@pytest.fixture
async def empty(tmp_path: Path, site: Site, clock: PlayedClock) -> AsyncIterator[House]:
    """A house whose database does not exist yet."""
    house = opening.open_house(f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}", site, clock)
    yield house
    await house.close()


async def test_the_migrated_schema_equals_the_tables(house: House) -> None:
    assert await house.read(lambda desk: differences(desk.conn, metadata)) == []


async def test_the_check_sees_a_schema_that_differs_from_the_tables(house: House) -> None:
    wanted = MetaData(naming_convention=metadata.naming_convention)
    for table in metadata.sorted_tables:
        table.to_metadata(wanted)
    Table("extra", wanted, Column("id", Integer, primary_key=True))
    wanted.tables["staff"].append_column(Column("nickname", Integer))
    found = await house.read(lambda desk: differences(desk.conn, wanted))
    assert sorted(difference[0] for difference in found) == ["add_column", "add_table"]


def describe(conn: Connection, schema_name: str | None = None) -> dict[str, Any]:
    """Every table as the database describes it, with the parts that alembic's comparison ignores."""
    inspector = inspect(conn)
    parts: dict[str, Callable[..., Any]] = {
        "columns": inspector.get_columns,
        "key": inspector.get_pk_constraint,
        "foreign keys": partial(foreign_keys, inspector),
        "unique": inspector.get_unique_constraints,
        "indexes": inspector.get_indexes,
        "checks": inspector.get_check_constraints,
    }
    return {
        name: {part: plain(ask(name, schema=schema_name)) for part, ask in parts.items()}
        for name in metadata.tables
    }


def foreign_keys(inspector: Inspector, name: str, schema: str | None) -> list[dict[str, Any]]:
    """Foreign keys named by their columns, because SQLAlchemy finds no name for some of SQLite's."""
    found = inspector.get_foreign_keys(name, schema=schema)
    return [{**key, "name": ",".join(key["constrained_columns"])} for key in found]


def plain(described: Any) -> Any:
    """An inspector's description without its order and the schema's name."""
    if isinstance(described, dict):
        return {key: plain(value) for key, value in described.items() if key != "referred_schema"}
    if isinstance(described, list) and any(isinstance(item, dict) for item in described):
        return {item["name"]: plain(item) for item in described}
    words = repr(described) if isinstance(described, TypeEngine) else str(described)
    return words.replace(f'"{FRESH}".', "").replace(f"{FRESH}.", "")


async def test_migrated_keys_checks_and_indexes_equal_the_tables(house: House, empty: House) -> None:
    def made_from_the_tables(desk: Desk) -> dict[str, Any]:
        metadata.create_all(desk.conn)
        return describe(desk.conn)

    def made_beside(desk: Desk) -> tuple[dict[str, Any], dict[str, Any]]:
        migrated = describe(desk.conn)
        desk.conn.execute(text(f"CREATE SCHEMA {FRESH}"))
        desk.conn.execute(text(f"SET LOCAL search_path TO {FRESH}"))
        metadata.create_all(desk.conn.execution_options(schema_translate_map={None: FRESH}))
        return migrated, describe(desk.conn, FRESH)

    def undone(desk: Desk) -> None:
        seen.extend(made_beside(desk))
        raise UndoneError

    seen: list[dict[str, Any]] = []
    if house._engine.dialect.name == "sqlite":
        seen = [
            await house.read(lambda desk: describe(desk.conn)),
            await empty.run(made_from_the_tables),
        ]
    else:
        with pytest.raises(UndoneError):
            await house.run(undone)
    migrated, wanted = seen
    assert migrated["bookings"]["checks"]
    assert migrated["outbox"]["indexes"]
    for name in metadata.tables:
        assert migrated[name] == wanted[name], name


async def test_upgrading_again_changes_nothing(house: House) -> None:
    def register(desk: Desk) -> None:
        guests.insert_guest(
            desk.conn,
            number="TY-W001",
            name=Name(surname="Wang"),
            phone=Phone(number=None, kind=PhoneKind.DECLINED),
            telegram_id=1,
            now=desk.now,
        )

    await house.run(register)
    before = await house.read(lambda desk: describe(desk.conn))
    for _ in range(2):
        await house.upgrade()
    assert await house.read(lambda desk: describe(desk.conn)) == before
    stored = await house.read(lambda desk: guests.find_by_telegram(desk.conn, 1))
    assert stored is not None
    assert stored.number == "TY-W001"


async def test_versions_gives_the_databases_version_and_the_needed_one(house: House) -> None:
    has, needs = await house.read(lambda desk: schema.versions(desk.conn))
    assert has == needs == "0004"

    seen = []

    def without(desk: Desk) -> None:
        desk.conn.execute(text("DROP TABLE alembic_version"))
        seen.append(schema.versions(desk.conn))
        raise UndoneError

    with pytest.raises(UndoneError):
        await house.run(without)
    assert seen == [(None, needs)]
    assert await house.read(lambda desk: schema.versions(desk.conn)) == (has, needs)


async def test_an_empty_database_has_no_version_until_it_is_upgraded(empty: House) -> None:
    has, needs = await empty.read(lambda desk: schema.versions(desk.conn))
    assert has is None
    await empty.upgrade()
    assert await empty.read(lambda desk: schema.versions(desk.conn)) == (needs, needs)


async def test_a_failed_upgrade_is_rolled_back(empty: House, tmp_path: Path) -> None:
    def fails(desk: Desk) -> None:
        schema.upgrade(desk.conn)
        raise UndoneError

    with pytest.raises(UndoneError):
        await empty.run(fails)
    with closing(sqlite3.connect(tmp_path / "empty.db")) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []
    await empty.upgrade()
    assert await empty.read(lambda desk: differences(desk.conn, metadata)) == []

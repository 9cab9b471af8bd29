"""Insert-or-leave and row locks, the same on both engines.

SQLite has no row locks and needs none: its writers come one at a time (``writer`` and BEGIN IMMEDIATE).
"""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

Upsert = sqlite.Insert | postgresql.Insert


def upsert(dialect: str, table: Table) -> Upsert:
    """An INSERT that can say ON CONFLICT, in the engine's own dialect."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def insert_or_ignore(conn: Connection, table: Table, **values: object) -> bool:
    """Insert a row unless its key is there already; whether it was inserted."""
    return conn.execute(_insert_or_ignore(table, conn.dialect.name), values).rowcount > 0


def lock_row(conn: Connection, table: Table, **key: object) -> None:
    """Hold a row until the transaction ends; others who lock it wait."""
    if conn.dialect.name != "sqlite":
        conn.execute(_lock(table), key).first()


def lock_row_shared(conn: Connection, table: Table, **key: object) -> bool:
    """Hold a row until the transaction ends, together with others who share it; who locks it waits.

    Whether there is such a row to hold, where one is needed.
    """
    return conn.dialect.name == "sqlite" or conn.execute(_lock_shared(table), key).first() is not None


@cache
def _insert_or_ignore(table: Table, dialect: str) -> Upsert:
    return upsert(dialect, table).on_conflict_do_nothing()


@cache
def _lock(table: Table) -> Select[Any]:
    return _by_key(table).with_for_update()


@cache
def _lock_shared(table: Table) -> Select[Any]:
    return _by_key(table).with_for_update(read=True)


def _by_key(table: Table) -> Select[Any]:
    key = table.primary_key.columns
    return select(*key).where(*(column == bindparam(column.name) for column in key))

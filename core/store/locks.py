"""Insert-or-ignore and row locks, with one interface for both engines.

SQLite has no row locks and needs none: it runs one write transaction at a time (``writer`` and BEGIN IMMEDIATE).
"""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

Upsert = sqlite.Insert | postgresql.Insert


def upsert(dialect: str, table: Table) -> Upsert:
    """An INSERT that supports ON CONFLICT, in the engine's dialect."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def insert_or_ignore(conn: Connection, table: Table, **values: object) -> bool:
    """Insert a row unless its key exists. Returns whether it was inserted."""
    return conn.execute(_insert_or_ignore(table, conn.dialect.name), values).rowcount > 0


def lock_row(conn: Connection, table: Table, **key: object) -> None:
    """Lock a row exclusively until the transaction ends."""
    if conn.dialect.name != "sqlite":
        conn.execute(_lock(table), key).first()


def lock_row_shared(conn: Connection, table: Table, **key: object) -> bool:
    """Lock a row until the transaction ends; other shared locks are allowed, an exclusive lock waits.

    Returns False if the row does not exist on an engine that needs it.
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

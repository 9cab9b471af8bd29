"""The engine: SQLite through aiosqlite as docs/operations.md sets it up, or PostgreSQL through asyncpg."""

import json
import sqlite3
from typing import Any

import aiosqlite
from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

WRITES = "yingbin_writes"
# How long a SQLite connection waits for another program's lock, in seconds.
BUSY_SECONDS = 10
SQLITE = "sqlite+aiosqlite"
POSTGRESQL = "postgresql+asyncpg"


class DatabaseUrlError(ValueError):
    """A database URL that names nothing a house can be kept in."""


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def make_engine(url: str) -> AsyncEngine:
    """An engine for a ``sqlite+aiosqlite`` or ``postgresql+asyncpg`` URL. Raises DatabaseUrlError for any other."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise DatabaseUrlError("this is no database URL") from error
    driver = parsed.drivername
    if driver == SQLITE and not parsed.database:
        raise DatabaseUrlError("a house is kept in a file, not in memory")
    if driver == SQLITE:
        return _sqlite(url)
    if driver == POSTGRESQL:
        return create_async_engine(
            url,
            json_serializer=_to_json,
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args={"server_settings": {"lock_timeout": "3s", "timezone": "UTC"}},
        )
    raise DatabaseUrlError(f"{driver} is neither {SQLITE} nor {POSTGRESQL}")


def _sqlite(url: str) -> AsyncEngine:
    # The driver begins nothing by itself: a write says BEGIN IMMEDIATE before its first read.
    engine = create_async_engine(
        url,
        json_serializer=_to_json,
        hide_parameters=True,
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS, "async_creator_fn": _connect},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _set_up(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        settings = tuple(_ask(cursor, name) for name in ("journal_mode", "synchronous", "foreign_keys"))
        cursor.close()
        if settings != ("wal", 2, 1):
            raise RuntimeError(f"SQLite did not take its settings: {settings}")

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


async def _connect(*args: Any, **kwargs: Any) -> aiosqlite.Connection:
    """aiosqlite's connection, as SQLAlchemy makes it; one that fails leaves no thread behind."""
    connection = aiosqlite.connect(*args, **kwargs)
    thread = connection._thread  # noqa: SLF001 there is no other way to it
    thread.daemon = True
    try:
        return await connection
    except sqlite3.Error:
        # It has yet to tell the loop that it ends; if the loop is closed before, it prints a traceback.
        thread.join()
        raise


def _ask(cursor: Any, name: str) -> object:
    cursor.execute(f"PRAGMA {name}")
    return cursor.fetchone()[0]

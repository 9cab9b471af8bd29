"""The engines: SQLite, read through aiosqlite and written in a thread of its own (docs/operations.md), or PostgreSQL
through asyncpg."""

import json
import sqlite3
from typing import Any

import aiosqlite
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

# How long a SQLite connection waits for another program's lock, in seconds.
BUSY_SECONDS = 10
# PostgreSQL connections of one house. They stay open: under load, opening one takes longer than a booking.
POOL_SIZE = 15
SQLITE = "sqlite+aiosqlite"
POSTGRESQL = "postgresql+asyncpg"


class DatabaseUrlError(ValueError):
    """The database URL names no supported database."""


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# Of every engine; the tests add a cache of compiled statements that all their engines share.
OPTIONS: dict[str, Any] = {"json_serializer": _to_json, "hide_parameters": True}


def _connect_args() -> dict[str, Any]:
    # The driver must not begin transactions by itself.
    return {"isolation_level": None, "timeout": BUSY_SECONDS}


def make_engine(url: str) -> AsyncEngine:
    """An engine for a ``sqlite+aiosqlite`` or ``postgresql+asyncpg`` URL; for SQLite it is for reading only.

    Raises DatabaseUrlError for any other URL.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise DatabaseUrlError("this is no database URL") from error
    driver = parsed.drivername
    if driver == SQLITE and not parsed.database:
        raise DatabaseUrlError("a house is kept in a file, not in memory")
    if driver == SQLITE:
        engine = create_async_engine(
            url, **OPTIONS, connect_args={**_connect_args(), "async_creator_fn": _connect}
        )
        _set_up(engine.sync_engine, "BEGIN")
        return engine
    if driver == POSTGRESQL:
        return create_async_engine(
            url,
            **OPTIONS,
            pool_pre_ping=True,
            pool_size=POOL_SIZE,
            max_overflow=0,
            connect_args={"server_settings": {"lock_timeout": "3s", "timezone": "UTC"}},
        )
    raise DatabaseUrlError(f"{driver} is neither {SQLITE} nor {POSTGRESQL}")


def writing_engine(url: URL) -> Engine:
    """The engine that writes to the SQLite file of this URL: its transactions begin with BEGIN IMMEDIATE."""
    engine = create_engine(url.set(drivername="sqlite+pysqlite"), **OPTIONS, connect_args=_connect_args())
    _set_up(engine, "BEGIN IMMEDIATE")
    return engine


def _set_up(engine: Engine, begin: str) -> None:
    @event.listens_for(engine, "connect")
    def _settings(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        _enable_wal(cursor)
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        settings = tuple(
            _read_pragma(cursor, name) for name in ("journal_mode", "synchronous", "foreign_keys")
        )
        cursor.close()
        if settings != ("wal", 2, 1):
            raise RuntimeError(f"SQLite did not take its settings: {settings}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _enable_wal(cursor: Any) -> None:
    """Put the file into WAL mode. If another connection does the same, SQLite refuses at once: wait for exclusive
    access to the file, and try again."""
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            cursor.execute("BEGIN EXCLUSIVE")
            cursor.execute("COMMIT")
        else:
            return


async def _connect(*args: Any, **kwargs: Any) -> aiosqlite.Connection:
    """Connect as SQLAlchemy does; a connection that fails leaves no thread behind."""
    connection = aiosqlite.connect(*args, **kwargs)
    thread = connection._thread  # noqa: SLF001 aiosqlite has no public access to its thread
    thread.daemon = True
    try:
        return await connection
    except sqlite3.Error:
        # The thread still calls back into the loop; if the loop is closed before, it prints a traceback.
        thread.join()
        raise


def _read_pragma(cursor: Any, name: str) -> object:
    cursor.execute(f"PRAGMA {name}")
    return cursor.fetchone()[0]

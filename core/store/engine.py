"""The engines: SQLite as docs/operations.md sets it up, read through aiosqlite and written by a thread of its
own; or PostgreSQL through asyncpg."""

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
# To PostgreSQL, kept by one house once they are opened: in a rush, opening them takes longer than the bookings.
CONNECTIONS = 15
SQLITE = "sqlite+aiosqlite"
POSTGRESQL = "postgresql+asyncpg"


class DatabaseUrlError(ValueError):
    """A database URL that names nothing a house can be kept in."""


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# Of every engine.
OPTIONS: dict[str, Any] = {"json_serializer": _to_json, "hide_parameters": True}


def _args() -> dict[str, Any]:
    # The driver begins nothing by itself.
    return {"isolation_level": None, "timeout": BUSY_SECONDS}


def make_engine(url: str) -> AsyncEngine:
    """An engine for a ``sqlite+aiosqlite`` or ``postgresql+asyncpg`` URL; SQLite's is for looking only.

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
        engine = create_async_engine(url, **OPTIONS, connect_args={**_args(), "async_creator_fn": _connect})
        _set_up(engine.sync_engine, "BEGIN")
        return engine
    if driver == POSTGRESQL:
        return create_async_engine(
            url,
            **OPTIONS,
            pool_pre_ping=True,
            pool_size=CONNECTIONS,
            max_overflow=0,
            connect_args={"server_settings": {"lock_timeout": "3s", "timezone": "UTC"}},
        )
    raise DatabaseUrlError(f"{driver} is neither {SQLITE} nor {POSTGRESQL}")


def writing_engine(url: URL) -> Engine:
    """The engine that writes to the SQLite file of this URL: it says BEGIN IMMEDIATE before its first read."""
    engine = create_engine(url.set(drivername="sqlite+pysqlite"), **OPTIONS, connect_args=_args())
    _set_up(engine, "BEGIN IMMEDIATE")
    return engine


def _set_up(engine: Engine, begin: str) -> None:
    @event.listens_for(engine, "connect")
    def _settings(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        _keep_a_log(cursor)
        for pragma in ("synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        settings = tuple(_ask(cursor, name) for name in ("journal_mode", "synchronous", "foreign_keys"))
        cursor.close()
        if settings != ("wal", 2, 1):
            raise RuntimeError(f"SQLite did not take its settings: {settings}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _keep_a_log(cursor: Any) -> None:
    """Put the file into WAL mode. While another does the same SQLite refuses at once; so wait to have the file
    alone, and try again."""
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

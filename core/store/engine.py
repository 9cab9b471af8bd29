"""The engines: SQLite as docs/operations.md sets it up, read through aiosqlite and written by a thread of its
own; or PostgreSQL through asyncpg."""

import json
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

SQLITE = "sqlite+aiosqlite"
POSTGRESQL = "postgresql+asyncpg"


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# The driver begins nothing by itself.
_SQLITE: dict[str, Any] = {
    "json_serializer": _to_json,
    "hide_parameters": True,
    "connect_args": {"isolation_level": None, "timeout": 10},
}


def make_engine(url: str) -> AsyncEngine:
    """An engine for a ``sqlite+aiosqlite`` or ``postgresql+asyncpg`` URL; SQLite's is for looking only.

    Raises ValueError for any other URL.
    """
    driver = make_url(url).drivername
    if driver == SQLITE:
        engine = create_async_engine(url, **_SQLITE)
        _set_up(engine.sync_engine, "BEGIN")
        return engine
    if driver == POSTGRESQL:
        return create_async_engine(
            url,
            json_serializer=_to_json,
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args={"server_settings": {"lock_timeout": "3s", "timezone": "UTC"}},
        )
    raise ValueError(f"{driver} is neither {SQLITE} nor {POSTGRESQL}")


def writing_engine(url: URL) -> Engine:
    """The engine that writes to the SQLite file of this URL: it says BEGIN IMMEDIATE before its first read."""
    engine = create_engine(url.set(drivername="sqlite+pysqlite"), **_SQLITE)
    _set_up(engine, "BEGIN IMMEDIATE")
    return engine


def _set_up(engine: Engine, begin: str) -> None:
    @event.listens_for(engine, "connect")
    def _settings(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        settings = tuple(_ask(cursor, name) for name in ("journal_mode", "synchronous", "foreign_keys"))
        cursor.close()
        if settings != ("wal", 2, 1):
            raise RuntimeError(f"SQLite did not take its settings: {settings}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _ask(cursor: Any, name: str) -> object:
    cursor.execute(f"PRAGMA {name}")
    return cursor.fetchone()[0]

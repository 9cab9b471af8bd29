"""The first connection to a new SQLite file that another program has locked."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, make_url
from sqlalchemy.exc import OperationalError

from core.store import engine


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "new.db"


@pytest.fixture
def writing(file: Path) -> Iterator[Engine]:
    """The engine that writes to the file; it has no connection yet."""
    made = engine.writing_engine(make_url(f"sqlite+aiosqlite:///{file}"))
    yield made
    made.dispose()


@pytest.fixture
def holder(file: Path) -> Iterator[sqlite3.Connection]:
    """Another program with the write lock."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield connection


def test_the_first_connection_waits_until_it_can_turn_on_the_wal(
    writing: Engine, holder: sqlite3.Connection
) -> None:
    waited = []

    def release(statement: str) -> None:
        if statement == "BEGIN EXCLUSIVE":
            waited.append(statement)
            holder.execute("COMMIT")

    event.listen(
        writing, "connect", lambda connection, _: connection.set_trace_callback(release), insert=True
    )
    with writing.connect() as conn:
        assert conn.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    assert waited == ["BEGIN EXCLUSIVE"]


def test_without_the_wait_the_first_connection_is_refused(
    writing: Engine, holder: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control, without the wait."""

    def enable_wal(cursor: Any) -> None:
        cursor.execute("PRAGMA journal_mode=WAL")

    monkeypatch.setattr(engine, "_enable_wal", enable_wal)
    with pytest.raises(OperationalError, match="locked"):
        writing.connect()


def test_a_file_that_is_not_a_database_is_refused(writing: Engine, file: Path) -> None:
    file.write_bytes(b"no database, but as long as the head of one is, and longer " * 10)
    with pytest.raises(Exception, match="not a database"):
        writing.connect()

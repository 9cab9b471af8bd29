"""A house without an event loop: desks on plain connections, and a second connection to read the database."""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, make_url

from core.desk import Desk
from core.site import Site
from core.store.engine import writing_engine

T = TypeVar("T")
# A RAM disk, where a commit does not wait for a disk, if the computer has one.
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


class Harness:
    """One database file, which becomes a copy of a prepared database for each run."""

    def __init__(self, template: Path) -> None:
        in_memory = _MEMORY if os.access(_MEMORY, os.W_OK) else None
        self._folder = tempfile.TemporaryDirectory(prefix="yingbin-machine-", dir=in_memory)
        self._file = Path(self._folder.name) / "house.db"
        self._template = template
        self._engine = writing_engine(make_url(f"sqlite+pysqlite:///{self._file}"))
        self._furnished: dict[object, Path] = {}
        self.reader: sqlite3.Connection | None = None

    def furnish(self, key: object, site: Site, now: datetime, work: Callable[[Desk], None]) -> None:
        """Prepare a database that ``work`` fills."""
        self._open(self._template)
        self.run(site, now, work)
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        kept = Path(self._folder.name) / f"furnished-{len(self._furnished)}.db"
        self._furnished[key] = Path(shutil.copy(self._file, kept))

    def begin(self, key: object) -> None:
        """Start from a prepared database."""
        self._open(self._furnished[key])

    def _open(self, template: Path) -> None:
        self.end()
        for name in ("-wal", "-shm"):
            self._file.with_name(self._file.name + name).unlink(missing_ok=True)
        shutil.copy(template, self._file)
        self.reader = sqlite3.connect(self._file, isolation_level=None)

    def end(self) -> None:
        self._engine.dispose()
        if self.reader is not None:
            self.reader.close()
            self.reader = None

    def restart(self, *, new_engine: bool) -> None:
        """Close every connection; ``new_engine``: continue with a new engine."""
        self._engine.dispose()
        if new_engine:
            self._engine = writing_engine(make_url(f"sqlite+pysqlite:///{self._file}"))

    def run(self, site: Site, now: datetime, work: Callable[[Desk], T]) -> T:
        """Run one transaction, as the house does: commit when the work returns, roll back when it raises."""
        with self._engine.connect() as conn, conn.begin():
            return work(Desk(conn, site, now))

    def look(self, site: Site, now: datetime, work: Callable[[Desk], T]) -> T:
        """Run one transaction and roll it back."""
        with self._engine.connect() as conn, conn.begin() as transaction:
            try:
                return work(Desk(conn, site, now))
            finally:
                transaction.rollback()

    def rows(self, query: str, *facts: Any) -> list[Any]:
        """Rows read through the second connection."""
        if self.reader is None:
            raise RuntimeError("no database is open")
        return self.reader.execute(query, facts).fetchall()

    def close(self) -> None:
        self.end()
        self._folder.cleanup()


def attempt(conn: Connection, work: Callable[[], T]) -> T:
    """Run a work and roll it back."""
    undone = conn.begin_nested()
    try:
        return work()
    finally:
        undone.rollback()

"""A house without an event loop: a desk over a plain connection, and an eye on the record from outside."""

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
# Where a commit need not wait for a disk, if the machine has such a place.
_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it


class Harness:
    """One record after another, each a copy of a migrated, empty one, in one file."""

    def __init__(self, template: Path) -> None:
        in_memory = _MEMORY if os.access(_MEMORY, os.W_OK) else None
        self._folder = tempfile.TemporaryDirectory(prefix="yingbin-machine-", dir=in_memory)
        self._file = Path(self._folder.name) / "house.db"
        self._template = template
        self._engine = writing_engine(make_url(f"sqlite+pysqlite:///{self._file}"))
        self._furnished: dict[object, Path] = {}
        self.eye: sqlite3.Connection | None = None

    def furnish(self, key: object, site: Site, now: datetime, work: Callable[[Desk], None]) -> None:
        """Keep a record that ``work`` has filled."""
        self._open(self._template)
        self.run(site, now, work)
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")
        kept = Path(self._folder.name) / f"furnished-{len(self._furnished)}.db"
        self._furnished[key] = Path(shutil.copy(self._file, kept))

    def begin(self, key: object) -> None:
        """A record as it was furnished."""
        self._open(self._furnished[key])

    def _open(self, template: Path) -> None:
        self.end()
        for name in ("-wal", "-shm"):
            self._file.with_name(self._file.name + name).unlink(missing_ok=True)
        shutil.copy(template, self._file)
        self.eye = sqlite3.connect(self._file, isolation_level=None)

    def end(self) -> None:
        self._engine.dispose()
        if self.eye is not None:
            self.eye.close()
            self.eye = None

    def restart(self, *, new_engine: bool) -> None:
        """Let go of every connection; ``new_engine``: with an engine that has seen nothing of the record before."""
        self._engine.dispose()
        if new_engine:
            self._engine = writing_engine(make_url(f"sqlite+pysqlite:///{self._file}"))

    def run(self, site: Site, now: datetime, work: Callable[[Desk], T]) -> T:
        """One transaction, as the house's writer takes it: committed when it returns, rolled back when it raises."""
        with self._engine.connect() as conn, conn.begin():
            return work(Desk(conn, site, now))

    def look(self, site: Site, now: datetime, work: Callable[[Desk], T]) -> T:
        """One transaction of which nothing is kept."""
        with self._engine.connect() as conn, conn.begin() as transaction:
            try:
                return work(Desk(conn, site, now))
            finally:
                transaction.rollback()

    def rows(self, query: str, *facts: Any) -> list[Any]:
        """What a stranger reads of the record."""
        if self.eye is None:
            raise RuntimeError("no record has been begun")
        return self.eye.execute(query, facts).fetchall()

    def close(self) -> None:
        self.end()
        self._folder.cleanup()


def attempt(conn: Connection, work: Callable[[], T]) -> T:
    """Do something, and undo it, whatever came of it."""
    undone = conn.begin_nested()
    try:
        return work()
    finally:
        undone.rollback()

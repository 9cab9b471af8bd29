"""The process lock: only one process serves a database.

On SQLite it is a lock on a file beside the database, on PostgreSQL an advisory lock.
"""

import asyncio
import fcntl
import os
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any, Protocol

import structlog
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from core.clock import Clock
from core.runtime.concurrency import first_completed

log = structlog.get_logger(__name__)

# An arbitrary number that no other program uses.
_KEY = 0x7969_6E67
_COUNT_HOLDERS = text(
    "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = :key AND granted"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_CHECK_INTERVAL = timedelta(seconds=30)
_RETRY_PAUSE = timedelta(seconds=1)
_MAX_REFUSALS = 5


class HouseInUseError(Exception):
    """Another process serves this database."""


class ProcessLock(Protocol):
    """A lock that is held; ``lost`` is true once another process has taken it over."""

    lost: bool

    async def release(self) -> None: ...


async def acquire(engine: AsyncEngine, clock: Clock, lost: Callable[[], None]) -> ProcessLock:
    """Lock a database until released; ``lost`` is called if another process takes the lock over.

    Raises HouseInUseError, OSError, and DBAPIError if the database cannot be reached.
    """
    if engine.dialect.name == "sqlite":
        return _FileLock(_lock_file(engine))
    lock = _AdvisoryLock(engine, clock, lost)
    await lock.acquire()
    return lock


async def is_locked(engine: AsyncEngine) -> bool:
    """Whether a process holds the lock now. Raises OSError and DBAPIError."""
    if engine.dialect.name == "sqlite":
        try:
            with _locked(_lock_file(engine), os.O_RDONLY, fcntl.LOCK_SH):
                return False
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
    async with engine.connect() as conn:
        return bool(await conn.scalar(_COUNT_HOLDERS, {"key": _KEY}))


def _lock_file(engine: AsyncEngine) -> str:
    return f"{engine.url.database}.lock"


@contextmanager
def _locked(file: str, flags: int, kind: int) -> Iterator[None]:
    descriptor = os.open(file, flags, 0o600)
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


class _FileLock:
    """The operating system releases it when the process ends, for whatever reason."""

    lost = False

    def __init__(self, file: str) -> None:
        self._lock = _locked(file, os.O_RDWR | os.O_CREAT, fcntl.LOCK_EX)
        try:
            self._lock.__enter__()
        except BlockingIOError as error:
            raise HouseInUseError from error

    async def release(self) -> None:
        self._lock.__exit__(None, None, None)


class _AdvisoryLock:
    """The lock lasts as long as its connection. If the connection breaks, the lock is acquired again."""

    def __init__(self, engine: AsyncEngine, clock: Clock, lost: Callable[[], None]) -> None:
        self.lost = False
        self._engine = engine
        self._clock = clock
        self._on_lost = lost
        self._conn: AsyncConnection | None = None
        self._broken = asyncio.Event()
        self._released = asyncio.Event()
        self._watcher: asyncio.Task[None] | None = None

    async def acquire(self) -> None:
        await self._lock()
        self._watcher = asyncio.ensure_future(self._watch())

    async def release(self) -> None:
        self._released.set()
        if self._watcher is not None:
            await self._watcher
        if self._conn is not None:
            with suppress(DBAPIError, OSError):
                await self._conn.execute(select(func.pg_advisory_unlock(_KEY)))
            await self._conn.close()

    async def _lock(self) -> None:
        self._broken.clear()
        conn = await self._engine.connect()
        try:
            locked = await conn.scalar(select(func.pg_try_advisory_lock(_KEY)))
            await conn.commit()
            raw: Any = (await conn.get_raw_connection()).driver_connection
        except BaseException:
            await conn.close()
            raise
        if not locked:
            await conn.close()
            raise HouseInUseError
        raw.add_termination_listener(lambda _: self._broken.set())
        self._conn = conn

    async def _watch(self) -> None:
        while not self._released.is_set():
            await self._wait(_CHECK_INTERVAL, self._broken.wait())
            if self._released.is_set() or await self._is_alive():
                continue
            log.warning("the process lock's connection broke; acquiring the lock again")
            await self._drop_connection()
            if not await self._reacquire():
                self.lost = True
                self._on_lost()
                return

    async def _is_alive(self) -> bool:
        if self._broken.is_set() or self._conn is None:
            return False
        try:
            await self._conn.execute(select(1))
            await self._conn.commit()
        except (DBAPIError, OSError):
            return False
        return True

    async def _reacquire(self) -> bool:
        """Acquire the lock again, however long the database is unavailable; False if another process has it."""
        refused = 0
        while not self._released.is_set():
            try:
                await self._lock()
            except HouseInUseError:
                # The server may not have noticed yet that the old connection is closed.
                refused += 1
                if refused == _MAX_REFUSALS:
                    return False
            except (DBAPIError, OSError):
                pass
            else:
                log.info("the process lock is acquired again")
                break
            await self._wait(_RETRY_PAUSE)
        return True

    async def _drop_connection(self) -> None:
        conn, self._conn = self._conn, None
        if conn is not None:
            await conn.invalidate()
            await conn.close()

    async def _wait(self, pause: timedelta, *events: Coroutine[Any, Any, object]) -> None:
        due = self._clock.now() + pause
        await first_completed(self._clock.wait_until(due), self._released.wait(), *events)

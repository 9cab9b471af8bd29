"""The only way from the event loop to the database. The reasons are in docs/architecture.md."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.clock import Clock
from core.desk import Desk
from core.runtime import process_lock
from core.runtime.process_lock import HouseInUseError
from core.site import Site
from core.store import outbox, schema
from core.store.engine import writing_engine
from core.store.writer import Writer

T = TypeVar("T")

# serialization failure, deadlock, lock timeout: the whole transaction must run again
_RETRYABLE_STATES = {"40001", "40P01", "55P03"}
_MAX_ATTEMPTS = 4
# PostgreSQL's classes of lost connection, missing resource and shutdown; SQLite's codes for busy, locked,
# read-only, input/output, full and can't open.
_UNAVAILABLE_STATE_CLASSES = {"08", "53", "57"}
_UNAVAILABLE_SQLITE_CODES = {5, 6, 8, 10, 13, 14}


class DatabaseUnavailableError(Exception):
    """The database cannot be reached for the moment; nothing was written."""


class House:
    """One site's database, opened. ``run`` writes, ``read`` only reads; both take a plain function."""

    def __init__(self, engine: AsyncEngine, site: Site, clock: Clock) -> None:
        self.site = site
        self.clock = clock
        self._engine = engine
        self._running: set[asyncio.Task[object]] = set()
        self._commit_callbacks: list[tuple[Callable[[], None], str | None]] = []
        sqlite = engine.dialect.name == "sqlite"
        self._writer = Writer(writing_engine(engine.url)) if sqlite else None

    async def run(self, work: Callable[[Desk], T]) -> T:
        """Do ``work`` in one write transaction, committed when it returns, rolled back when it raises.

        If the caller is cancelled, the work still runs to its end: a write is never abandoned half-way. ``work`` may
        run again after a deadlock, so it must change nothing but the database. On SQLite it runs in the writer's
        thread. Raises DatabaseUnavailableError, and whatever ``work`` raises.
        """
        task = asyncio.ensure_future(_with_unavailable_errors(self._write(work)))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def read(self, work: Callable[[Desk], T]) -> T:
        """Do ``work`` on one consistent state of the database. Raises DatabaseUnavailableError."""
        return await _with_unavailable_errors(self._read(work))

    async def _read(self, work: Callable[[Desk], T]) -> T:
        async with self._engine.connect() as conn:
            if self._engine.dialect.name == "postgresql":
                await conn.execution_options(isolation_level="REPEATABLE READ")
            return await conn.run_sync(lambda sync: work(self._desk(sync)))

    def on_commit(self, callback: Callable[[], None], *, with_messages_of: str | None = None) -> None:
        """Call ``callback`` after each commit, or only after commits that wrote messages of one bot."""
        self._commit_callbacks.append((callback, with_messages_of))

    async def upgrade(self) -> None:
        """Bring the schema to the version this program needs."""
        await self.run(lambda desk: schema.upgrade(desk.conn))

    @asynccontextmanager
    async def exclusive(self, lost: Callable[[], None] = lambda: None) -> AsyncIterator[None]:
        """Hold the process lock of this database; ``lost`` is called if another process takes it over.

        Raises HouseInUseError, also at the end if the lock was lost, and DatabaseUnavailableError.
        """
        lock = await _with_unavailable_errors(process_lock.acquire(self._engine, self.clock, lost))
        try:
            yield
        finally:
            await lock.release()
        if lock.lost:
            raise HouseInUseError

    async def is_in_use(self) -> bool:
        """Whether a process holds the process lock now. Raises DatabaseUnavailableError."""
        return await _with_unavailable_errors(process_lock.is_locked(self._engine))

    async def close(self) -> None:
        """Wait for running writes to end, then close the connections."""
        if self._running:
            await asyncio.wait(self._running)
        if self._writer is not None:
            await asyncio.wrap_future(self._writer.close())
        await self._engine.dispose()

    async def _write(self, work: Callable[[Desk], T]) -> T:
        for _ in range(_MAX_ATTEMPTS - 1):
            try:
                return await self._transact(work)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _RETRYABLE_STATES:
                    raise
        return await self._transact(work)

    async def _transact(self, work: Callable[[Desk], T]) -> T:
        if self._writer is not None:
            writing = self._writer.write(lambda conn: self._run_work(conn, work))
            result, changed_bots = await asyncio.wrap_future(writing)
        else:
            async with self._engine.begin() as conn:
                result, changed_bots = await conn.run_sync(lambda sync: self._run_work(sync, work))
        for callback, bot in self._commit_callbacks:
            if bot is None or bot in changed_bots:
                callback()
        return result

    def _run_work(self, conn: Connection, work: Callable[[Desk], T]) -> tuple[T, set[str]]:
        """The result of the work, and the bots it wrote outbox messages for."""
        changed_bots: set[str] = set()
        conn.info[outbox.CHANGED_BOTS] = changed_bots
        return work(self._desk(conn)), changed_bots

    def _desk(self, conn: Connection) -> Desk:
        return Desk(conn, self.site, self.clock.now())


async def _with_unavailable_errors(coroutine: Coroutine[Any, Any, T]) -> T:
    """Raise DatabaseUnavailableError for errors that mean the database cannot be reached."""
    try:
        return await coroutine
    except DBAPIError as error:
        if _is_unavailable(error):
            raise DatabaseUnavailableError(str(error.orig)) from error
        raise
    except OSError as error:
        raise DatabaseUnavailableError(str(error)) from error


def _is_unavailable(error: DBAPIError) -> bool:
    state = getattr(error.orig, "sqlstate", None) or ""
    code = getattr(error.orig, "sqlite_errorcode", None) or 0
    return (
        error.connection_invalidated
        or state[:2] in _UNAVAILABLE_STATE_CLASSES
        or code & 0xFF in _UNAVAILABLE_SQLITE_CODES
    )

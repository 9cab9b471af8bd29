"""The seam: the one door from the event loop into the record. Why it is so: docs/architecture.md."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from core.clock import Clock
from core.desk import Desk
from core.site import Site
from core.store import schema
from core.store.engine import WRITES

T = TypeVar("T")

# serialization failure, deadlock, lock timeout: the engine asks for the whole transaction again
_TRY_AGAIN = {"40001", "40P01", "55P03"}
_TRIES = 4


class House:
    """One site's record, opened. ``run`` writes, ``read`` only looks; both take a plain function."""

    def __init__(self, engine: AsyncEngine, site: Site, clock: Clock) -> None:
        self.site = site
        self.clock = clock
        self._engine = engine
        self._running: set[asyncio.Task[object]] = set()
        self._listeners: list[Callable[[], None]] = []
        # SQLite writers that wait for each other inside SQLite do so by polling; here they queue instead.
        self._writer: AbstractAsyncContextManager[object] = (
            asyncio.Lock() if engine.dialect.name == "sqlite" else nullcontext()
        )

    async def run(self, work: Callable[[Desk], T]) -> T:
        """Do ``work`` in one write transaction, committed when it returns, rolled back when it raises.

        A cancelled caller leaves the work running to its end: a write is never abandoned half-way.
        ``work`` may be run again after a deadlock, so it must change nothing but the record.
        """
        task = asyncio.ensure_future(self._write(work))
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def read(self, work: Callable[[Desk], T]) -> T:
        """Look at one consistent state of the record."""
        async with self._engine.connect() as conn:
            return await conn.run_sync(lambda sync: work(self._desk(sync)))

    def listen(self, committed: Callable[[], None]) -> None:
        """Call ``committed`` after each commit."""
        self._listeners.append(committed)

    async def upgrade(self) -> None:
        """Bring the schema to the version this program needs."""
        await self.run(lambda desk: schema.upgrade(desk.conn))

    async def close(self) -> None:
        """Let writes under way end, then let go of the database."""
        await asyncio.gather(*self._running, return_exceptions=True)
        await self._engine.dispose()

    async def _write(self, work: Callable[[Desk], T]) -> T:
        for _ in range(_TRIES - 1):
            try:
                return await self._transact(work)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in _TRY_AGAIN:
                    raise
        return await self._transact(work)

    async def _transact(self, work: Callable[[Desk], T]) -> T:
        async with self._writer, self._engine.connect() as conn:
            await conn.execution_options(**{WRITES: True})
            async with conn.begin():
                result = await conn.run_sync(lambda sync: work(self._desk(sync)))
        for committed in self._listeners:
            committed()
        return result

    def _desk(self, conn: Connection) -> Desk:
        return Desk(conn, self.site, self.clock.now())

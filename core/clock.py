"""The only ``now`` in the project."""

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol


class Clock(Protocol):
    """Tells the time (aware, UTC) and lets coroutines wait for a moment."""

    def now(self) -> datetime: ...

    async def wait_until(self, due: datetime) -> None: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    async def wait_until(self, due: datetime) -> None:
        await asyncio.sleep(max((due - self.now()).total_seconds(), 0))


class PlayedClock:
    """A clock that is moved forward by hand, never back.

    With ``runs`` it also advances in real time between the moves; otherwise it stands still.
    """

    def __init__(self, start: datetime, *, runs: bool = False) -> None:
        if start.tzinfo is None:
            raise ValueError("a clock starts at an aware time")
        # One tuple, replaced at once: the writer thread reads it too.
        self._set_to = start.astimezone(UTC), monotonic()
        self._runs = runs
        self._sequence = itertools.count()
        self._waiters: list[tuple[datetime, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        base, set_at = self._set_to
        return base + timedelta(seconds=monotonic() - set_at) if self._runs else base

    def follow_real_time(self) -> None:
        """Advance in real time from now on. No coroutine may be waiting."""
        self._set(self.now())
        self._runs = True

    async def wait_until(self, due: datetime) -> None:
        loop = asyncio.get_running_loop()
        while (left := (due - self.now()).total_seconds()) > 0:
            reached: asyncio.Future[None] = loop.create_future()
            heapq.heappush(self._waiters, (due, next(self._sequence), reached))
            timer = loop.call_later(left, _wake, reached) if self._runs else None
            try:
                await reached
            finally:
                reached.cancel()
                if timer is not None:
                    timer.cancel()

    async def play(self, until: datetime, settle: Callable[[], Awaitable[None]]) -> None:
        """Move to ``until``, stopping at each awaited instant until ``settle`` returns.

        Raises ValueError if ``until`` is in the past.
        """
        if until < self.now():
            raise ValueError("a clock only moves forward")
        await settle()
        while (due := self._next_due()) is not None and due <= until:
            self._set(max(due, self.now()))
            await settle()
        self._set(max(until, self.now()))
        await settle()

    def _next_due(self) -> datetime | None:
        while self._waiters and self._waiters[0][2].done():
            heapq.heappop(self._waiters)
        return self._waiters[0][0] if self._waiters else None

    def _set(self, moment: datetime) -> None:
        self._set_to = moment, monotonic()
        while (due := self._next_due()) is not None and due <= moment:
            _wake(heapq.heappop(self._waiters)[2])


def _wake(reached: asyncio.Future[None]) -> None:
    if not reached.done():
        reached.set_result(None)

"""SQLite's writer: one thread that takes whole transactions, one after the other.

A driver for the event loop hops to a thread and back with every statement; here a transaction hops once, and
writers that would wait for each other inside SQLite, by polling, stand in a queue.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")


class Writer:
    """Writes through one engine, from the one thread that ever uses it; begun with the first write."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._thread: ThreadPoolExecutor | None = None

    def write(self, work: Callable[[Connection], T]) -> Future[T]:
        """Do ``work`` after what was given before, in a transaction of its own: committed when it returns,
        rolled back when it raises."""
        if self._thread is None:
            self._thread = _new_thread()
        return self._thread.submit(copy_context().run, self._transact, work)

    def close(self) -> Future[None]:
        """Let what was given end, then let go of the database and the thread. A later write begins both anew."""
        thread, self._thread = self._thread or _new_thread(), None
        closed = thread.submit(self.engine.dispose)
        thread.shutdown(wait=False)
        return closed

    def _transact(self, work: Callable[[Connection], T]) -> T:
        try:
            with self.engine.connect() as conn, conn.begin():
                return work(conn)
        except StopIteration as error:
            # A future of the event loop can not carry it (before Python 3.12): who waits would wait for ever.
            raise RuntimeError("a write raised StopIteration") from error


def _new_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "yingbin-writer")

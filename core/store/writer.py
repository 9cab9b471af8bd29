"""SQLite's writer: one thread that runs whole transactions, one after the other.

An asynchronous driver switches to its thread and back for every statement; here it is once for a transaction. And
writers wait in a queue, not inside SQLite, which would poll.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")


class Writer:
    """Writes through one engine, from one thread, which starts with the first write."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._thread: ThreadPoolExecutor | None = None

    def write(self, work: Callable[[Connection], T]) -> Future[T]:
        """Queue ``work`` to run in its own transaction, committed when it returns, rolled back when it raises."""
        if self._thread is None:
            self._thread = _new_thread()
        return self._thread.submit(copy_context().run, self._transact, work)

    def close(self) -> Future[None]:
        """Run what is queued, then close the connection and the thread. A later write starts new ones."""
        thread, self._thread = self._thread or _new_thread(), None
        closed = thread.submit(self.engine.dispose)
        thread.shutdown(wait=False)
        return closed

    def _transact(self, work: Callable[[Connection], T]) -> T:
        try:
            with self.engine.connect() as conn, conn.begin():
                return work(conn)
        except StopIteration as error:
            # Before Python 3.12 an asyncio future cannot carry it, and the caller would wait for ever.
            raise RuntimeError("a write raised StopIteration") from error


def _new_thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "yingbin-writer")

"""Processes that run orders of a test, each with a separate event loop and house.

They are forked from a process that has only loaded the program. An order is a coroutine function of a module. The
process calls it with its Post and sends back the result.
"""

import asyncio
import multiprocessing
import traceback
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

PRELOADED = ["bot.wiring", "demo.stage", "tests.processes.crew"]
JOINED_AFTER = 10  # seconds


class HandFailedError(Exception):
    """An order failed; the message is the traceback from its process."""


class _Met:
    """Sent instead of an answer: this process has reached ``meet`` and waits for the others."""


@dataclass(frozen=True)
class _Failed:
    traceback: str


class Post:
    """A process's side of the crew: values that it keeps between orders, and its connection to the test."""

    def __init__(self, connection: Connection) -> None:
        self.kept: dict[str, Any] = {}
        self._connection = connection

    async def meet(self) -> None:
        """Wait until every process with this order has called ``meet``."""
        self._connection.send(_Met())
        await _receive(self._connection)

    async def serve(self) -> None:
        while True:
            try:
                order, args = await _receive(self._connection)
            except EOFError:
                return
            try:
                answer = await order(self, *args)
            except Exception:
                answer = _Failed(traceback.format_exc())
            self._connection.send(answer)


Order = Callable[..., Awaitable[Any]]
Arguments = list[tuple[object, ...]]


class Crew:
    """A number of processes that run orders."""

    def __init__(self, number: int) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOADED)
        self._hands = []
        for _ in range(number):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(theirs,), daemon=True)
            process.start()
            theirs.close()
            self._hands.append((process, ours))

    def __len__(self) -> int:
        return len(self._hands)

    async def do(self, order: Order, *args: object) -> list[Any]:
        """Run an order in all processes; their results. Raises HandFailedError."""
        return await self.do_each(order, [args] * len(self))

    async def do_each(self, order: Order, args: Arguments) -> list[Any]:
        """Run an order in the first process with the first arguments, and so on. Raises HandFailedError."""
        here = asyncio.Barrier(len(args))
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [
                    group.create_task(_run_order(connection, here, order, each))
                    for (_, connection), each in zip(self._hands, args, strict=False)
                ]
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        return [task.result() for task in tasks]

    async def do_in(self, hand: int, order: Order, *args: object) -> Any:
        """Run an order in one process. Raises HandFailedError."""
        return await _run_order(self._hands[hand][1], asyncio.Barrier(1), order, args)

    def close(self) -> None:
        """Ask the processes to end, and kill those that do not."""
        for _, connection in self._hands:
            connection.close()
        for process, _ in self._hands:
            process.join(JOINED_AFTER)
            if process.is_alive():
                process.kill()
                process.join()
            process.close()


@contextmanager
def crew_of(number: int) -> Iterator[Crew]:
    crew = Crew(number)
    try:
        yield crew
    finally:
        crew.close()


def _work(connection: Connection) -> None:
    asyncio.run(Post(connection).serve())


async def _run_order(
    connection: Connection, here: asyncio.Barrier, order: Order, args: tuple[object, ...]
) -> Any:
    connection.send((order, args))
    while True:
        try:
            said = await _receive(connection)
        except EOFError as error:
            raise HandFailedError("the process has ended") from error
        if isinstance(said, _Failed):
            raise HandFailedError(said.traceback)
        if not isinstance(said, _Met):
            return said
        await here.wait()
        connection.send(None)


async def _receive(connection: Connection) -> Any:
    """The next object from the other end. Raises EOFError when it is closed."""
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(connection.fileno(), ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(connection.fileno())
    return connection.recv()

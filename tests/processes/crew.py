"""Processes that do what a test tells them, each with an event loop and a house of its own.

They are forked from one that has the program loaded and nothing begun. An order is a coroutine function of a module,
called in the process with its Post; what it returns comes back.
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
    """An order was not carried out; the message is the traceback from its process."""


class _Met:
    """What is said in place of an answer: this process is here, and waits for the others."""


@dataclass(frozen=True)
class _Failed:
    told: str


class Post:
    """Where a process stands: what it keeps from one order to the next, and its way to the others."""

    def __init__(self, connection: Connection) -> None:
        self.kept: dict[str, Any] = {}
        self._connection = connection

    async def meet(self) -> None:
        """Wait until every process that was given this order has come here."""
        self._connection.send(_Met())
        await _heard(self._connection)

    async def serve(self) -> None:
        while True:
            try:
                order, args = await _heard(self._connection)
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
    """So many processes."""

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
        """Have all of them do the same; their answers. Raises HandFailedError."""
        return await self.do_each(order, [args] * len(self))

    async def do_each(self, order: Order, args: Arguments) -> list[Any]:
        """Have the first of them do it with the first arguments, and so on. Raises HandFailedError."""
        here = asyncio.Barrier(len(args))
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [
                    group.create_task(_told(connection, here, order, each))
                    for (_, connection), each in zip(self._hands, args, strict=False)
                ]
        except ExceptionGroup as failed:
            raise failed.exceptions[0] from None
        return [task.result() for task in tasks]

    async def tell(self, hand: int, order: Order, *args: object) -> Any:
        """Have one of them do something. Raises HandFailedError."""
        return await _told(self._hands[hand][1], asyncio.Barrier(1), order, args)

    def close(self) -> None:
        """Send them home; who does not go is ended."""
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


async def _told(connection: Connection, here: asyncio.Barrier, order: Order, args: tuple[object, ...]) -> Any:
    connection.send((order, args))
    while True:
        try:
            said = await _heard(connection)
        except EOFError as error:
            raise HandFailedError("the process has ended") from error
        if isinstance(said, _Failed):
            raise HandFailedError(said.told)
        if not isinstance(said, _Met):
            return said
        await here.wait()
        connection.send(None)


async def _heard(connection: Connection) -> Any:
    """The next word. Raises EOFError when nobody is at the other end."""
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(connection.fileno(), ready.set)
    try:
        await ready.wait()
    finally:
        loop.remove_reader(connection.fileno())
    return connection.recv()

"""Fault injection: the next matching requests fail in a chosen way."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sandbox.errors import ApiError, too_many


class Hang(Enum):
    """The request gets no reply until the client gives up or `Faults.release` breaks the connection."""

    HANG = "hang"


HANG = Hang.HANG
Outcome = Mapping[str, Any] | BaseException | Hang


def flood(retry_after: int) -> dict[str, Any]:
    """A 429 reply that asks to retry after `retry_after` seconds."""
    return too_many(retry_after).reply()


def broken() -> dict[str, Any]:
    """A 500 reply."""
    return ApiError(500, "Internal Server Error").reply()


def reset() -> BaseException:
    """The exception of a connection reset by the server."""
    return ConnectionResetError("connection reset by peer")


@dataclass
class Fault:
    """What happens to the next `times` requests of a bot's method.

    `outcome` is a whole reply (`{"ok": False, "error_code": 429, …}`), an exception to raise, or HANG. With
    `after` the request takes effect first and only its reply is replaced.
    """

    bot: str
    method: str
    outcome: Outcome
    times: int
    after: bool


class Faults:
    """The injected faults not yet used up, applied in the order they were added."""

    def __init__(self) -> None:
        self._pending: list[Fault] = []
        self._hanging: set[asyncio.Future[None]] = set()
        self._hung = asyncio.Event()

    def add(self, fault: Fault) -> None:
        """Add a fault."""
        self._pending.append(fault)

    def next(self, bot: str, method: str) -> Fault | None:
        """The fault for this request, None if there is none; counts as one use."""
        for fault in self._pending:
            if (fault.bot.lower(), fault.method.lower()) == (bot.lower(), method.lower()):
                fault.times -= 1
                if fault.times == 0:
                    self._pending.remove(fault)
                return fault
        return None

    async def apply(self, fault: Fault) -> dict[str, Any]:
        """Return the fault's reply or raise its exception; a hanging request raises when it is released."""
        if isinstance(fault.outcome, Hang):
            await self._hang()
            raise reset()
        if isinstance(fault.outcome, BaseException):
            raise fault.outcome
        return dict(fault.outcome)

    async def _hang(self) -> None:
        released = asyncio.get_running_loop().create_future()
        self._hanging.add(released)
        self._hung.set()
        try:
            await released
        finally:
            self._hanging.discard(released)
            if not self._hanging:
                self._hung.clear()

    async def hung(self) -> None:
        """Wait until a request hangs."""
        await self._hung.wait()

    def release(self) -> None:
        """Break the connection of every hanging request."""
        for released in self._hanging:
            if not released.done():
                released.set_result(None)

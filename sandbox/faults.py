"""Answers ordered beforehand: the next matching request fails as told."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sandbox.errors import ApiError, too_many


class Hang(Enum):
    """No answer at all, until the client gives up or the sandbox lets go and the connection breaks."""

    HANG = "hang"


HANG = Hang.HANG
Outcome = Mapping[str, Any] | BaseException | Hang


def flood(retry_after: int) -> dict[str, Any]:
    """A 429: too many requests, again after so many seconds."""
    return too_many(retry_after).reply()


def broken() -> dict[str, Any]:
    """A 500: Telegram itself is broken."""
    return ApiError(500, "Internal Server Error").reply()


def reset() -> BaseException:
    """A connection that breaks."""
    return ConnectionResetError("connection reset by peer")


@dataclass
class Fault:
    """What the next `times` requests of a bot's method meet.

    `outcome` is the whole reply (`{"ok": False, "error_code": 429, …}`), an exception to raise, or HANG; with
    `after` the request is first carried out, so that only its answer is lost.
    """

    bot: str
    method: str
    outcome: Outcome
    times: int
    after: bool


class Faults:
    """The orders not used up yet, served in the order they were made."""

    def __init__(self) -> None:
        self._pending: list[Fault] = []
        self._hanging: set[asyncio.Future[None]] = set()
        self._hung = asyncio.Event()

    def add(self, fault: Fault) -> None:
        """Take an order."""
        self._pending.append(fault)

    def next(self, bot: str, method: str) -> Fault | None:
        """The fault this request meets, used up by it; None for none."""
        for fault in self._pending:
            if (fault.bot.lower(), fault.method.lower()) == (bot.lower(), method.lower()):
                fault.times -= 1
                if fault.times == 0:
                    self._pending.remove(fault)
                return fault
        return None

    async def apply(self, fault: Fault) -> dict[str, Any]:
        """The reply, or the exception raised, now or once the request no longer hangs."""
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
        """Let go of every request that hangs."""
        for released in self._hanging:
            if not released.done():
                released.set_result(None)

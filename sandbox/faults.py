"""Answers ordered beforehand: the next matching request fails as told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass
class Fault:
    """What the next `times` requests of a bot's method meet.

    `outcome` is the whole reply (`{"ok": False, "error_code": 429, …}`) or an exception to raise; with
    `after` the request is first carried out, so that only its answer is lost.
    """

    bot: str
    method: str
    outcome: Mapping[str, Any] | BaseException
    times: int
    after: bool

    def reply(self) -> dict[str, Any]:
        """The reply, or the exception raised."""
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return dict(self.outcome)


class Faults:
    """The orders not used up yet, served in the order they were made."""

    def __init__(self) -> None:
        self._orders: list[Fault] = []

    def order(self, fault: Fault) -> None:
        """Take an order."""
        self._orders.append(fault)

    def next(self, bot: str, method: str) -> Fault | None:
        """The fault this request meets, used up by it; None for none."""
        for fault in self._orders:
            if (fault.bot.lower(), fault.method.lower()) == (bot.lower(), method.lower()):
                fault.times -= 1
                if fault.times == 0:
                    self._orders.remove(fault)
                return fault
        return None

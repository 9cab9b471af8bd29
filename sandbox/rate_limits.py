"""Telegram's rate limits for messages and edits, as sliding windows on the sandbox's clock."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from math import ceil

from telegram.constants import FloodLimit

from sandbox.errors import too_many

_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)
# Prefixes of the methods that count towards the limits, and the exceptions.
_COUNTED = ("send", "edit", "pin")
_FREE = frozenset({"sendchataction"})


class RateLimits:
    """One bot's rate limits. Refused requests do not count."""

    def __init__(self) -> None:
        self._overall = SlidingWindow(FloodLimit.MESSAGES_PER_SECOND, _SECOND)
        self._chats: dict[int, SlidingWindow] = {}

    def admit(self, method: str, chat_id: object, now: datetime) -> None:
        """Count a request; raises ApiError 429 with the seconds to wait if it exceeds a limit."""
        name = method.lower()
        if not name.startswith(_COUNTED) or name in _FREE:
            return
        windows = [self._overall]
        if isinstance(chat_id, int):
            windows.append(self._chats.setdefault(chat_id, _chat_window(chat_id)))
        wait = max(window.wait(now) for window in windows)
        if wait > timedelta():
            raise too_many(ceil(wait / _SECOND))
        for window in windows:
            window.count(now)


class SlidingWindow:
    """At most `most` requests within any period of `length`."""

    def __init__(self, most: int, length: timedelta) -> None:
        self._length = length
        self._times: deque[datetime] = deque(maxlen=most)

    def wait(self, now: datetime) -> timedelta:
        """The time until another request is allowed; zero or less if it is allowed now."""
        if len(self._times) < (self._times.maxlen or 0):
            return timedelta()
        return self._times[0] + self._length - now

    def count(self, now: datetime) -> None:
        """Count one request."""
        self._times.append(now)


def _chat_window(chat_id: int) -> SlidingWindow:
    if chat_id > 0:
        return SlidingWindow(FloodLimit.MESSAGES_PER_SECOND_PER_CHAT, _SECOND)
    return SlidingWindow(FloodLimit.MESSAGES_PER_MINUTE_PER_GROUP, _MINUTE)

"""The queue of a bot's unconfirmed updates, and the long poll that reads it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sandbox.errors import conflict

UPDATE_KINDS = frozenset(
    {
        "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
        "business_message", "edited_business_message", "deleted_business_messages", "guest_message",
        "message_reaction", "message_reaction_count", "inline_query", "chosen_inline_result",
        "callback_query", "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll",
        "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost",
        "removed_chat_boost", "managed_bot", "subscription", "stopped_message_generation",
    }
)  # fmt: skip
# Telegram sends these only to bots that list them in allowed_updates.
_OPT_IN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateQueue:
    """One bot's unconfirmed updates, oldest first; update ids start at `first_id`."""

    def __init__(self, first_id: int) -> None:
        self._polled = asyncio.Event()
        self._next_id = first_id
        self._queue: list[dict[str, Any]] = []
        self._allowed = UPDATE_KINDS - _OPT_IN
        self._poll: object | None = None
        self._waiter: asyncio.Future[None] | None = None
        self._on_update: Callable[[], None] | None = None

    def __len__(self) -> int:
        return len(self._queue)

    def put(self, kind: str, body: Mapping[str, Any]) -> None:
        """Queue an update, unless its kind is not among the allowed ones."""
        if kind not in self._allowed:
            return
        self._queue.append({"update_id": self._next_id, kind: dict(body)})
        self._next_id += 1
        self.wake()
        if self._on_update is not None:
            self._on_update()

    def allow(self, kinds: Iterable[str]) -> None:
        """Queue only these kinds from the next update on; an empty list means Telegram's default."""
        self._allowed = frozenset(kinds) or UPDATE_KINDS - _OPT_IN

    @property
    def allowed(self) -> list[str]:
        """The allowed kinds; empty for Telegram's default."""
        return [] if self._allowed == UPDATE_KINDS - _OPT_IN else sorted(self._allowed)

    def attach_webhook(self, on_update: Callable[[], None]) -> None:
        """Call `on_update` for each new update, and refuse polls."""
        self._on_update = on_update
        self.wake()
        self._notify_polled()

    def detach_webhook(self) -> None:
        """Accept polls again."""
        self._on_update = None
        self.wake()
        self._notify_polled()

    def pending(self) -> Iterator[dict[str, Any]]:
        """The unconfirmed updates, oldest first."""
        return iter(self._queue)

    def confirm(self, update_id: int) -> None:
        """Remove one update; do nothing if it is already gone."""
        for index, update in enumerate(self._queue):
            if update["update_id"] == update_id:
                del self._queue[index]
                break
        self._notify_polled()

    def clear(self) -> None:
        """Remove every update."""
        self._queue.clear()
        self._notify_polled()

    @property
    def has_reader(self) -> bool:
        """Whether a poll is waiting for an update, or a webhook is set."""
        return self._waiter is not None or self._on_update is not None

    async def polled(self) -> None:
        """Wait until a poll or a webhook next confirms updates or starts to wait for them."""
        await self._polled.wait()

    def _notify_polled(self) -> None:
        self._polled.set()
        self._polled = asyncio.Event()

    def wake(self) -> None:
        """Make a waiting poll answer now with the updates it has."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    async def poll(self, offset: int, limit: int, seconds: int) -> list[dict[str, Any]]:
        """Confirm the updates before `offset`; return up to `limit` others, waiting up to `seconds` for the first.

        A negative offset keeps that many of the newest updates and confirms the rest; 0 confirms none.
        Raises ApiError 409 in an earlier poll that is still waiting, and in every poll while a webhook is set.
        """
        if self._on_update is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self.wake()
        this_poll = self._poll = object()
        self._confirm(offset)
        self._notify_polled()
        if not self._queue and seconds > 0:
            await self._wait_for_update(seconds)
            if self._on_update is not None:
                raise conflict("terminated by setWebhook request")
            if self._poll is not this_poll:
                raise conflict(
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                )
        return self._queue[:limit]

    def _confirm(self, offset: int) -> None:
        if offset > 0:
            self._queue = [update for update in self._queue if update["update_id"] >= offset]
        elif offset < 0:
            self._queue = self._queue[offset:]

    async def _wait_for_update(self, seconds: int) -> None:
        waiter = self._waiter = asyncio.get_running_loop().create_future()
        self._notify_polled()
        try:
            async with asyncio.timeout(seconds):
                await waiter
        except TimeoutError:
            pass
        finally:
            if self._waiter is waiter:
                self._waiter = None

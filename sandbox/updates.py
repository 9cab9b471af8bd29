"""The queue of updates a bot has not confirmed yet, and the long poll that reads it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sandbox.errors import conflict

KINDS = frozenset(
    {
        "message", "edited_message", "channel_post", "edited_channel_post", "business_connection",
        "business_message", "edited_business_message", "deleted_business_messages", "guest_message",
        "message_reaction", "message_reaction_count", "inline_query", "chosen_inline_result",
        "callback_query", "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll",
        "poll_answer", "my_chat_member", "chat_member", "chat_join_request", "chat_boost",
        "removed_chat_boost", "managed_bot", "subscription", "stopped_message_generation",
    }
)  # fmt: skip
# What Telegram sends only to bots that ask for it by name.
_ON_DEMAND = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class Inbox:
    """One bot's updates, oldest first; ids ascend from `first_id`."""

    def __init__(self, first_id: int) -> None:
        self._polled = asyncio.Event()
        self._next_id = first_id
        self._queue: list[dict[str, Any]] = []
        self._allowed = KINDS - _ON_DEMAND
        self._poll: object | None = None
        self._waiting: asyncio.Future[None] | None = None
        self._carrier: Callable[[], None] | None = None

    def __len__(self) -> int:
        return len(self._queue)

    def put(self, kind: str, body: Mapping[str, Any]) -> None:
        """Queue an update, unless the bot asked not to be sent this kind."""
        if kind not in self._allowed:
            return
        self._queue.append({"update_id": self._next_id, kind: dict(body)})
        self._next_id += 1
        self.wake()
        if self._carrier is not None:
            self._carrier()

    def allow(self, kinds: Iterable[str]) -> None:
        """Keep to these kinds from the next update on; none means Telegram's default."""
        self._allowed = frozenset(kinds) or KINDS - _ON_DEMAND

    @property
    def allowed(self) -> list[str]:
        """The kinds asked for by name, none for Telegram's default."""
        return [] if self._allowed == KINDS - _ON_DEMAND else sorted(self._allowed)

    def carry(self, carrier: Callable[[], None] | None) -> None:
        """Have updates carried to a webhook: `carrier` is called for each new one, and no poll is let in.

        With None they wait for polls again.
        """
        self._carrier = carrier
        self.wake()
        self._note_poll()

    def queued(self) -> Iterator[dict[str, Any]]:
        """What is not confirmed, oldest first."""
        return iter(self._queue)

    def confirm(self, update_id: int) -> None:
        """Drop one update; nothing if it was dropped before."""
        for place, update in enumerate(self._queue):
            if update["update_id"] == update_id:
                del self._queue[place]
                break
        self._note_poll()

    def forget(self) -> None:
        """Drop everything queued."""
        self._queue.clear()
        self._note_poll()

    @property
    def waiting(self) -> bool:
        """Whether a poll waits here for an update, or a webhook is set to take it."""
        return self._waiting is not None or self._carrier is not None

    async def polled(self) -> None:
        """Wait for the next thing a poll or a webhook does: confirm, or begin to wait."""
        await self._polled.wait()

    def _note_poll(self) -> None:
        self._polled.set()
        self._polled = asyncio.Event()

    def wake(self) -> None:
        """Let a waiting poll answer now with whatever there is."""
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    async def poll(self, offset: int, limit: int, seconds: int) -> list[dict[str, Any]]:
        """Confirm what lies before `offset`; up to `limit` updates, waited for up to `seconds`.

        A negative offset keeps that many of the newest and confirms the rest; 0 confirms nothing.
        The poll under way, if any, is refused as a conflict; all are while a webhook is set.
        """
        if self._carrier is not None:
            raise conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            )
        self.wake()
        this_poll = self._poll = object()
        self._confirm(offset)
        self._note_poll()
        if not self._queue and seconds > 0:
            await self._news(seconds)
            if self._carrier is not None:
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

    async def _news(self, seconds: int) -> None:
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        self._note_poll()
        try:
            async with asyncio.timeout(seconds):
                await waiting
        except TimeoutError:
            pass
        finally:
            if self._waiting is waiting:
                self._waiting = None

"""The simulated Telegram: the Bot API for several bots, people's gestures, and what people see."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any

from sandbox.errors import ApiError
from sandbox.faults import Fault, Faults, Outcome
from sandbox.fields import read_fields
from sandbox.files import File, Upload
from sandbox.gestures import Gestures
from sandbox.methods import METHODS
from sandbox.model import BotAccount, Command, GestureError, Person, Request, ShownMessage, Toast
from sandbox.rate_limits import RateLimits
from sandbox.rendering import shown_message
from sandbox.world import World

__all__ = [
    "BotAccount",
    "Command",
    "GestureError",
    "Person",
    "Request",
    "ShownMessage",
    "Telegram",
    "Toast",
    "Upload",
]

_MAX_REQUESTS = 10_000


class Telegram(Gestures):
    """A simulated Telegram for a set of bots and people.

    Use it from the event loop's thread only. Gestures take effect at once and need no running loop; they raise
    :class:`GestureError` for what no client could do. A private chat has the id of its person.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        bots: Iterable[BotAccount],
        *,
        pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """`now` returns timezone-aware time and may jump forward; dates and timeouts use it, waiting does not.

        `pause` waits a number of seconds before a failed update is sent to its webhook again.
        """
        super().__init__(World(now, bots, pause))
        for bot_id, sender in self._world.webhook_senders.items():
            sender.execute = partial(self.call, self._world.bots[bot_id].token)
        self._tokens = {bot.token: bot for bot in self._world.bots.values()}
        self._faults = Faults()
        self._rate_limits: dict[int, RateLimits] | None = None
        self.requests: deque[Request] = deque(maxlen=_MAX_REQUESTS)

    # The Bot API

    async def call(self, token: str, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """Run one request and return the reply's body.

        A file in `params` is an :class:`Upload`. Raises only exceptions injected with :meth:`fail_next`.
        """
        bot = self._tokens.get(token)
        reply: dict[str, Any] | None = None
        try:
            reply = await self._answer(bot, method, params)
        finally:
            self.requests.append(Request("" if bot is None else bot.username, method, dict(params), reply))
        return reply

    async def _answer(self, bot: BotAccount | None, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
        if bot is None:
            return ApiError(401, "Unauthorized").reply()
        fault = self._faults.next(bot.username, method)
        if fault is not None and not fault.after:
            return await self._faults.apply(fault)
        try:
            reply = {"ok": True, "result": await self._run(bot, method, params)}
        except ApiError as refusal:
            reply = refusal.reply()
        return reply if fault is None else await self._faults.apply(fault)

    async def _run(self, bot: BotAccount, name: str, params: Mapping[str, Any]) -> Any:
        method = METHODS.get(name.lower())
        if method is None:
            raise ApiError(404, "Not Found")
        params = read_fields(method.name, method.fields, params)
        if self._rate_limits is not None:
            self._rate_limits[bot.id].admit(method.name, params.get("chat_id"), self._world.moment())
        result = method.run(self._world, bot, params)
        return await result if isinstance(result, Awaitable) else result

    def fail_next(
        self,
        bot: str,
        method: str,
        outcome: Outcome,
        times: int = 1,
        *,
        after: bool = False,
    ) -> None:
        """Make the next `times` requests of this bot's method fail with `outcome`: a reply, an exception, or HANG.

        With `after` the request takes effect first and only its reply is replaced. faults.py has common
        outcomes. Raises ValueError if there is no such method.
        """
        if method.lower() not in METHODS:
            raise ValueError(f"there is no method {method} to fail")
        self._faults.add(Fault(self._world.bot_named(bot).username, method, outcome, times, after))

    def release(self) -> None:
        """End every waiting getUpdates and break every hanging request, as when the server shuts down."""
        for queue in self._world.update_queues.values():
            queue.wake()
        self._faults.release()

    async def hung(self) -> None:
        """Wait until a request hangs."""
        await self._faults.hung()

    def enforce_limits(self, on: bool = True) -> None:
        """Turn Telegram's rate limits on, with counts reset to zero, or off."""
        self._rate_limits = {bot.id: RateLimits() for bot in self.bots} if on else None

    def download(self, token: str, path: str) -> bytes | None:
        """The content of a path that getFile gave this bot; None if there is none."""
        bot = self._tokens.get(token)
        file = None if bot is None else self._world.files.downloadable(bot.id, path)
        return None if file is None else file.content

    # Reading

    @property
    def bots(self) -> tuple[BotAccount, ...]:
        """All bots, in the order they were given."""
        return tuple(self._world.bots.values())

    @property
    def people(self) -> Mapping[int, Person]:
        """All people by id."""
        return self._world.people

    def account(self, bot: str) -> BotAccount:
        """The bot with this username."""
        return self._world.bot_named(bot)

    def title(self, chat_id: int) -> str:
        """The title of a group."""
        return self._group(chat_id).title

    def members(self, chat_id: int) -> frozenset[int]:
        """The ids of the people in a group."""
        return frozenset(self._group(chat_id).people)

    def bots_in(self, chat_id: int) -> list[BotAccount]:
        """The bots in a group."""
        present = self._group(chat_id).present()
        return [bot for bot in self.bots if bot.id in present]

    def history(
        self,
        *,
        bot: str | None = None,
        user_id: int | None = None,
        chat_id: int | None = None,
        newest: int | None = None,
    ) -> list[ShownMessage]:
        """A chat's messages as a client shows them, oldest first.

        The chat is given by `bot` and `user_id`, or by `chat_id` of a group. `newest` limits the number.
        """
        chat = self._private(bot, user_id) if chat_id is None else self._group(chat_id)
        messages = list(islice(reversed(chat.messages.values()), newest))
        return [shown_message(self._world, chat, message) for message in reversed(messages)]

    def file(self, unique_id: str) -> File | None:
        """The file with this unique id, None if there is none."""
        return self._world.files.by_unique_id(unique_id)

    def toasts(self, user_id: int) -> list[Toast]:
        """The answers to a person's taps, oldest first."""
        return list(self._world.toasts.get(user_id, ()))

    def reply_keyboard(self, bot: str, user_id: int) -> list[list[dict[str, Any]]] | None:
        """The rows of the reply keyboard in a private chat, None if there is none."""
        return [
            [dict(button) for button in row] for row in self._keyboard(self._private(bot, user_id))
        ] or None

    def commands(
        self, bot: str, chat_id: int, language_code: str, user_id: int | None = None
    ) -> list[Command]:
        """The command menu that a bot shows in a chat, in the given language.

        In a group `user_id` is the viewer, since menus can differ by member and for administrators.
        """
        viewer = chat_id if user_id is None else user_id
        group = self._world.groups.get(chat_id)
        administrator = group is not None and group.administers(viewer)
        menus = self._world.menus[self._world.bot_named(bot).id]
        return menus.seen(chat_id, viewer, language_code, administrator=administrator)

    def pending(self, bot: str | None = None) -> int:
        """The number of unconfirmed updates of one bot or of all bots."""
        if bot is not None:
            return len(self._world.update_queues[self._world.bot_named(bot).id])
        return sum(map(len, self._world.update_queues.values()))

    async def drained(self) -> None:
        """Wait until no bot has unconfirmed updates."""
        while busy := [queue for queue in self._world.update_queues.values() if len(queue)]:
            await busy[0].polled()

    async def polled(self) -> None:
        """Wait until every bot has a waiting getUpdates or a webhook."""
        while busy := [queue for queue in self._world.update_queues.values() if not queue.has_reader]:
            await busy[0].polled()

    def polling(self, bot: str | None = None) -> bool:
        """Whether a bot, or any bot, has a waiting getUpdates or a webhook."""
        watched = self.bots if bot is None else (self._world.bot_named(bot),)
        return any(self._world.update_queues[account.id].has_reader for account in watched)

    def now(self) -> datetime:
        """The time in UTC, in whole seconds."""
        return self._world.now()

    def version(self) -> int:
        """A counter of visible changes."""
        return self._world.version

    async def changed(self, since: int) -> int:
        """Wait for a visible change after version `since`; return the new version."""
        return await self._world.changed(since)

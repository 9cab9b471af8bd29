"""Telegram on loopback: the Bot API for several bots at once, and the people who talk to them."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from sandbox.errors import ApiError
from sandbox.faults import Fault, Faults
from sandbox.fields import read_fields
from sandbox.gestures import Gestures
from sandbox.methods import METHODS
from sandbox.model import BotAccount, Command, GestureError, Person, Request, Shown, Toast
from sandbox.world import World

__all__ = ["BotAccount", "Command", "GestureError", "Person", "Request", "Shown", "Telegram", "Toast"]

_REMEMBERED = 10_000


class Telegram(Gestures):
    """All of Telegram that two bots and the people around them see.

    Everything runs in the event loop's thread. Gestures take effect at once and need no loop; they raise
    :class:`GestureError` for what no client could do. In a private chat the chat's id is the person's.
    """

    def __init__(self, now: Callable[[], datetime], bots: Iterable[BotAccount]) -> None:
        """`now` tells aware time and may jump forward; only answers and dates depend on it, never a wait."""
        super().__init__(World(now, bots))
        self._tokens = {bot.token: bot for bot in self._world.bots.values()}
        self._faults = Faults()
        self.requests: deque[Request] = deque(maxlen=_REMEMBERED)

    # The Bot API

    async def call(self, token: str, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """Answer one request as Telegram would; the reply's body.

        Raises only what :meth:`fail_next` was told to raise.
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
            return fault.reply()
        try:
            reply = {"ok": True, "result": await self._play(bot, method, params)}
        except ApiError as refusal:
            reply = refusal.reply()
        return reply if fault is None else fault.reply()

    async def _play(self, bot: BotAccount, name: str, params: Mapping[str, Any]) -> Any:
        method = METHODS.get(name.lower())
        if method is None:
            raise ApiError(404, "Not Found")
        result = method.play(self._world, bot, read_fields(method.name, method.fields, params))
        return await result if isinstance(result, Awaitable) else result

    def fail_next(
        self,
        bot: str,
        method: str,
        outcome: Mapping[str, Any] | BaseException,
        times: int = 1,
        *,
        after: bool = False,
    ) -> None:
        """Answer the next `times` requests of this bot's method by `outcome`: a whole reply, or an exception.

        With `after` the request takes effect first and only its answer is replaced.
        """
        if method.lower() not in METHODS:
            raise ValueError(f"there is no method {method} to fail")
        self._faults.order(Fault(self._world.bot_named(bot).username, method, outcome, times, after))

    def release(self) -> None:
        """Let every waiting getUpdates answer now, as when the server goes down."""
        for inbox in self._world.inboxes.values():
            inbox.wake()

    # Looking

    @property
    def bots(self) -> tuple[BotAccount, ...]:
        """The bots, in the order given."""
        return tuple(self._world.bots.values())

    @property
    def people(self) -> Mapping[int, Person]:
        """Everybody by id, as they are now."""
        return self._world.people

    def account(self, bot: str) -> BotAccount:
        """The bot with this username."""
        return self._world.bot_named(bot)

    def title(self, chat_id: int) -> str:
        """The name of a group."""
        return self._group(chat_id).title

    def members(self, chat_id: int) -> frozenset[int]:
        """The people in a group."""
        return frozenset(self._group(chat_id).people)

    def bots_in(self, chat_id: int) -> list[BotAccount]:
        """The bots in a group now."""
        statuses = self._group(chat_id).bots
        return [bot for bot in self.bots if statuses.get(bot.id) == "member"]

    def history(
        self,
        *,
        bot: str | None = None,
        user_id: int | None = None,
        chat_id: int | None = None,
        newest: int | None = None,
    ) -> list[Shown]:
        """A chat's messages in order, as a client shows them now: of a bot and a person, or of a group.

        With `newest` only so many of them, the newest.
        """
        room = self._private(bot, user_id) if chat_id is None else self._group(chat_id)
        messages = list(islice(reversed(room.messages.values()), newest))
        return [self._world.shown(message) for message in reversed(messages)]

    def toasts(self, user_id: int) -> list[Toast]:
        """The answers to a person's taps, in order."""
        return list(self._world.toasts.get(user_id, ()))

    def reply_keyboard(self, bot: str, user_id: int) -> list[list[dict[str, Any]]] | None:
        """The rows of buttons below the input field of a private chat, None if there are none."""
        return [
            [dict(button) for button in row] for row in self._keyboard(self._private(bot, user_id))
        ] or None

    def commands(
        self, bot: str, chat_id: int, language_code: str, user_id: int | None = None
    ) -> list[Command]:
        """The menu of a bot as shown in a chat (a person's id or a group's) in somebody's language.

        `user_id` says who looks in a group: scopes may name members, and its maker sees the administrators'.
        """
        viewer = chat_id if user_id is None else user_id
        group = self._world.groups.get(chat_id)
        administrator = group is not None and group.creator == viewer
        menus = self._world.menus[self._world.bot_named(bot).id]
        return menus.seen(chat_id, viewer, language_code, administrator=administrator)

    def pending(self, bot: str | None = None) -> int:
        """Updates queued and not yet confirmed by the offset of a getUpdates, for one bot or for all."""
        if bot is not None:
            return len(self._world.inboxes[self._world.bot_named(bot).id])
        return sum(map(len, self._world.inboxes.values()))

    async def drained(self) -> None:
        """Wait until no bot has an update it has not confirmed."""
        while waited_for := [inbox for inbox in self._world.inboxes.values() if len(inbox)]:
            await waited_for[0].polled()

    async def polled(self) -> None:
        """Wait until every bot has a getUpdates that waits for news."""
        while waited_for := [inbox for inbox in self._world.inboxes.values() if not inbox.waiting]:
            await waited_for[0].polled()

    def polling(self, bot: str | None = None) -> bool:
        """Whether a getUpdates waits now, of one bot or of any."""
        watched = self.bots if bot is None else (self._world.bot_named(bot),)
        return any(self._world.inboxes[account.id].waiting for account in watched)

    def now(self) -> datetime:
        """The time on everybody's clock: UTC, in whole seconds."""
        return self._world.now()

    def version(self) -> int:
        """Counts every visible change."""
        return self._world.version

    async def changed(self, since: int) -> int:
        """Wait until something visible changed after version `since`; the version now."""
        return await self._world.changed(since)

"""All state of the sandbox: people, bots, chats, queues, files."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sandbox.chat_models import CallbackQuery, Chat, Group, Message, PrivateChat
from sandbox.commands import Menus
from sandbox.files import Files
from sandbox.model import BotAccount, GestureError, Person, Sender, Toast
from sandbox.updates import UpdateQueue
from sandbox.webhooks import WebhookSender


class World:
    """All state of the sandbox. Requests and gestures act on it; it knows neither."""

    def __init__(
        self,
        now: Callable[[], datetime],
        bots: Iterable[BotAccount],
        pause: Callable[[float], Awaitable[object]],
    ) -> None:
        self._now = now
        self.bots = {bot.id: bot for bot in bots}
        self.people: dict[int, Person] = {}
        self.privates: dict[tuple[int, int], PrivateChat] = {}
        self.groups: dict[int, Group] = {}
        # Arbitrary first ids, different for each bot, so that no code can rely on them.
        self.update_queues = {
            bot.id: UpdateQueue(437_000_000 + 1000 * number)
            for number, bot in enumerate(self.bots.values(), 1)
        }
        self._private_ids = {bot_id: count(1) for bot_id in self.bots}
        self.webhook_senders = {
            bot_id: WebhookSender(queue, self.now, pause) for bot_id, queue in self.update_queues.items()
        }
        self.files = Files()
        self.menus = {bot_id: Menus() for bot_id in self.bots}
        self.queries: dict[str, CallbackQuery] = {}
        self.query_ids = count(5_100_000_000_000_001)
        self.toasts: dict[int, list[Toast]] = {}
        self.version = 0
        self._changed = asyncio.Event()

    def moment(self) -> datetime:
        """The time in UTC, with fractions of a second; raises ValueError if the clock is not timezone-aware."""
        moment = self._now()
        if moment.tzinfo is None:
            raise ValueError("the sandbox's clock must tell aware times")
        return moment.astimezone(UTC)

    def now(self) -> datetime:
        """The time in UTC, in whole seconds as in the Bot API."""
        return self.moment().replace(microsecond=0)

    def touch(self) -> None:
        """Record a visible change: raise the version and wake all waiters."""
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self, since: int) -> int:
        """Wait for a version later than `since`; return it."""
        while self.version <= since:
            await self._changed.wait()
        return self.version

    def bot_named(self, username: str) -> BotAccount:
        """The bot with this username; raises GestureError if there is none."""
        for bot in self.bots.values():
            if bot.username.lower() == username.removeprefix("@").lower():
                return bot
        raise GestureError(f"there is no bot @{username}")

    def person(self, user_id: int) -> Person:
        """The person with this id; raises GestureError if there is none."""
        try:
            return self.people[user_id]
        except KeyError:
            raise GestureError(f"there is no person {user_id}") from None

    def private(self, bot: BotAccount, user_id: int) -> PrivateChat:
        """The private chat of a person with a bot, created on first use."""
        return self.privates.setdefault((bot.id, user_id), PrivateChat(bot, user_id))

    def post(self, chat: Chat, sender: int, **content: Any) -> Message:
        """Add a new message to a chat."""
        ids = self._private_ids[chat.bot.id] if isinstance(chat, PrivateChat) else chat.ids
        message = Message(next(ids), sender, self.now(), **content)
        chat.messages[message.id] = message
        self.touch()
        return message

    def change(self, chat: Chat, message: Message, **content: Any) -> Message:
        """Edit a message in place."""
        changed = replace(message, edited=self.now(), **content)
        chat.messages[message.id] = changed
        self.touch()
        return changed

    def remove(self, chat: Chat, message: Message) -> None:
        """Delete a message for everyone, with its pin and its reply keyboard."""
        del chat.messages[message.id]
        if message.id in chat.pinned:
            chat.pinned.remove(message.id)
        if isinstance(chat, PrivateChat) and chat.keyboard is not None and chat.keyboard.id == message.id:
            chat.keyboard = None
        self.touch()

    # The Bot API's JSON

    def user_json(self, user_id: int) -> dict[str, Any]:
        """The Bot API's User of a person or a bot."""
        bot = self.bots.get(user_id)
        if bot is not None:
            return {"id": bot.id, "is_bot": True, "first_name": bot.name, "username": bot.username}
        person = self.people[user_id]
        optional = {
            "last_name": person.last_name,
            "username": person.username,
            "language_code": person.language_code,
        }
        return {"id": person.id, "is_bot": False, "first_name": person.first_name} | _present(optional)

    def chat_json(self, chat: Chat) -> dict[str, Any]:
        """The Bot API's Chat."""
        if isinstance(chat, Group):
            return {"id": chat.id, "type": chat.kind, "title": chat.title}
        person = self.people[chat.person]
        optional = {"last_name": person.last_name, "username": person.username}
        return {"id": person.id, "type": "private", "first_name": person.first_name} | _present(optional)

    # What a client shows

    def sender(self, user_id: int) -> Sender:
        """A person or a bot as a message's sender."""
        bot = self.bots.get(user_id)
        if bot is not None:
            return Sender(bot.id, bot.name, is_bot=True)
        return Sender(user_id, self.people[user_id].name, is_bot=False)


def _present(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}

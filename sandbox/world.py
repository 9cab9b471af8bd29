"""Who there is, which chats they have, and what stands in them; and how the Bot API words it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from sandbox.commands import Menus
from sandbox.entities import Entity, to_html
from sandbox.markup import Markup
from sandbox.model import BotAccount, GestureError, Person, Sender, Shown, Toast
from sandbox.updates import Inbox


@dataclass(frozen=True)
class Message:
    """A message as it stands; an edit replaces it. `about` are user ids, `sender` a person's or a bot's."""

    id: int
    sender: int
    date: datetime
    text: str = ""
    entities: tuple[Entity, ...] = ()
    markup: Markup | None = None
    edited: datetime | None = None
    contact: Mapping[str, Any] | None = None
    service: str = ""
    about: tuple[int, ...] = ()
    reply_to: int | None = None


@dataclass
class Private:
    """The chat of one person with one bot; `keyboard` is the message whose reply keyboard is shown."""

    bot: BotAccount
    person: int
    started: bool = False
    blocked: bool = False
    keyboard: Message | None = None
    messages: dict[int, Message] = field(default_factory=dict)


@dataclass
class Group:
    """A group: `people` by id, `bots` by id with their status ("member", "left", "kicked")."""

    id: int
    title: str
    creator: int
    people: set[int]
    bots: dict[int, str] = field(default_factory=dict)
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    messages: dict[int, Message] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The Bot API's type of this chat, told from its id as Telegram forms it."""
        return "supergroup" if str(self.id).startswith("-100") else "group"


Room = Private | Group


@dataclass
class Query:
    """A tap waiting for its answer."""

    id: str
    bot: BotAccount
    person: int
    message_id: int
    date: datetime
    answered: bool = False


class World:
    """Everything the sandbox remembers. Knows nothing of requests and nothing of gestures."""

    def __init__(self, now: Callable[[], datetime], bots: Iterable[BotAccount]) -> None:
        self._now = now
        self.bots = {bot.id: bot for bot in bots}
        self.people: dict[int, Person] = {}
        self.privates: dict[tuple[int, int], Private] = {}
        self.groups: dict[int, Group] = {}
        # Anywhere to start from, and different for each bot, so that nobody relies on either.
        self.inboxes = {
            bot.id: Inbox(437_000_000 + 1000 * place) for place, bot in enumerate(self.bots.values(), 1)
        }
        self._private_ids = {bot_id: count(1) for bot_id in self.bots}
        self.menus = {bot_id: Menus() for bot_id in self.bots}
        self.queries: dict[str, Query] = {}
        self.query_ids = count(5_100_000_000_000_001)
        self.toasts: dict[int, list[Toast]] = {}
        self.version = 0
        self._changed = asyncio.Event()

    def now(self) -> datetime:
        """The moment in UTC, in whole seconds as Telegram tells time."""
        moment = self._now()
        if moment.tzinfo is None:
            raise ValueError("the sandbox's clock must tell aware times")
        return moment.astimezone(UTC).replace(microsecond=0)

    def touch(self) -> None:
        """Something visible changed: count it and wake whoever looks on."""
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def changed(self, since: int) -> int:
        """Wait for a version past `since`; returns it."""
        while self.version <= since:
            await self._changed.wait()
        return self.version

    def bot_named(self, username: str) -> BotAccount:
        """The bot with this username; GestureError if there is none."""
        for bot in self.bots.values():
            if bot.username.lower() == username.removeprefix("@").lower():
                return bot
        raise GestureError(f"there is no bot @{username}")

    def person(self, user_id: int) -> Person:
        """The person with this id; GestureError if there is none."""
        try:
            return self.people[user_id]
        except KeyError:
            raise GestureError(f"there is nobody with the id {user_id}") from None

    def private(self, bot: BotAccount, user_id: int) -> Private:
        """The private chat of a person with a bot, made when first looked for."""
        return self.privates.setdefault((bot.id, user_id), Private(bot, user_id))

    def post(self, room: Room, sender: int, **content: Any) -> Message:
        """Put a new message into a chat."""
        ids = self._private_ids[room.bot.id] if isinstance(room, Private) else room.ids
        message = Message(next(ids), sender, self.now(), **content)
        room.messages[message.id] = message
        self.touch()
        return message

    def change(self, room: Room, message: Message, **content: Any) -> Message:
        """Edit a message in place."""
        changed = replace(message, edited=self.now(), **content)
        room.messages[message.id] = changed
        self.touch()
        return changed

    def remove(self, room: Room, message: Message) -> None:
        """Delete a message for everyone, and with it the reply keyboard it brought."""
        del room.messages[message.id]
        if isinstance(room, Private) and room.keyboard is not None and room.keyboard.id == message.id:
            room.keyboard = None
        self.touch()

    # How the Bot API words it

    def user(self, user_id: int) -> dict[str, Any]:
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

    def chat(self, room: Room) -> dict[str, Any]:
        """The Bot API's Chat."""
        if isinstance(room, Group):
            return {"id": room.id, "type": room.kind, "title": room.title}
        person = self.people[room.person]
        optional = {"last_name": person.last_name, "username": person.username}
        return {"id": person.id, "type": "private", "first_name": person.first_name} | _present(optional)

    def body(self, room: Room, message: Message, *, quoting: bool = True) -> dict[str, Any]:
        """The Bot API's Message; `quoting` adds the message replied to, one deep as Telegram does."""
        body: dict[str, Any] = {
            "message_id": message.id,
            "from": self.user(message.sender),
            "chat": self.chat(room),
            "date": int(message.date.timestamp()),
        }
        if message.edited is not None:
            body["edit_date"] = int(message.edited.timestamp())
        quoted = room.messages.get(message.reply_to) if message.reply_to is not None else None
        if quoting and quoted is not None:
            body["reply_to_message"] = self.body(room, quoted, quoting=False)
        if message.service == "new_chat_members":
            body["new_chat_members"] = [self.user(user_id) for user_id in message.about]
        elif message.service == "left_chat_member":
            body["left_chat_member"] = self.user(message.about[0])
        elif message.contact is not None:
            body["contact"] = dict(message.contact)
        else:
            body["text"] = message.text
        if message.entities:
            body["entities"] = [dict(entity) for entity in message.entities]
        if message.markup is not None and message.markup.inline:
            rows = [[dict(button) for button in row] for row in message.markup.rows]
            body["reply_markup"] = {"inline_keyboard": rows}
        return body

    # How a client shows it

    def sender(self, user_id: int) -> Sender:
        """A person or a bot as shown beside a message."""
        bot = self.bots.get(user_id)
        if bot is not None:
            return Sender(bot.id, bot.name, is_bot=True)
        return Sender(user_id, self.people[user_id].name, is_bot=False)

    def shown(self, message: Message) -> Shown:
        """A message as a client shows it."""
        inline = message.markup is not None and message.markup.inline
        return Shown(
            message_id=message.id,
            sender=self.sender(message.sender),
            date=message.date,
            edited=message.edited,
            html=to_html(message.text, message.entities),
            text=message.text,
            entities=[dict(entity) for entity in message.entities],
            buttons=[[dict(button) for button in row] for row in message.markup.rows]
            if inline and message.markup is not None
            else [],
            contact=None if message.contact is None else dict(message.contact),
            service=message.service,
            about=tuple(self.sender(user_id) for user_id in message.about),
            reply_to=message.reply_to,
        )


def _present(fields: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in fields.items() if value}

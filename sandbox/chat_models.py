"""Chats, and what they contain: messages, members, callback queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

from sandbox.entities import Entity
from sandbox.files import Media
from sandbox.markup import Markup
from sandbox.model import BotAccount

ADMINISTRATOR = "administrator"
MEMBER = "member"
PRESENT = frozenset({MEMBER, ADMINISTRATOR})


@dataclass(frozen=True)
class SenderIdentity:
    """A sender who appears as a chat: the placeholder User that bots get, that chat, and extra message fields."""

    user: Mapping[str, Any]
    chat: Mapping[str, Any]
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """A message; an edit replaces it. `sender` is the id of a person or a bot.

    With `media`, `text` is the caption. In a service message `service` is the Bot API's field, `about` the
    ids of the users it names, and `subject` the pinned message's id or the id of the chat that the group
    migrated to or from.
    """

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
    media: Media | None = None
    subject: int = 0
    identity: SenderIdentity | None = None


@dataclass
class PrivateChat:
    """The chat of a person with a bot; `keyboard` is the message whose reply keyboard is shown."""

    bot: BotAccount
    person: int
    started: bool = False
    blocked: bool = False
    keyboard: Message | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)


@dataclass
class Group:
    """A group or supergroup: `people` are ids, `bots` maps ids to a status.

    A status is "member", "administrator", "left" or "kicked". `rights` maps each administrator, person or bot,
    to their rights; `creator` has all rights. `moved_to` is the id of the supergroup it was upgraded to, else 0.
    """

    id: int
    title: str
    creator: int
    people: set[int]
    bots: dict[int, str] = field(default_factory=dict)
    rights: dict[int, frozenset[str]] = field(default_factory=dict)
    moved_to: int = 0
    ids: Iterator[int] = field(default_factory=lambda: count(1))
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """The Bot API's type of this chat, which its id determines."""
        return "supergroup" if str(self.id).startswith("-100") else "group"

    def present(self) -> list[int]:
        """The ids of the bots that are in the group."""
        return [bot_id for bot_id, status in self.bots.items() if status in PRESENT]

    def administers(self, user_id: int) -> bool:
        """Whether a user is the creator or an administrator."""
        return user_id == self.creator or user_id in self.rights

    def may(self, user_id: int, right: str) -> bool:
        """Whether a user has this administrator right."""
        return user_id == self.creator or right in self.rights.get(user_id, ())


Chat = PrivateChat | Group


@dataclass
class CallbackQuery:
    """A tap on an inline button, answered or not."""

    id: str
    bot: BotAccount
    person: int
    message_id: int
    date: datetime
    answered: bool = False

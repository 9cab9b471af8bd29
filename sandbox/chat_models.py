"""The chats, and what stands in them."""

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
    """Somebody who speaks in a chat's name: the stand-in User bots are told of, that chat, and further fields."""

    user: Mapping[str, Any]
    chat: Mapping[str, Any]
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """A message as it stands; an edit replaces it. `about` are user ids, `sender` a person's or a bot's.

    With `media`, `text` is its caption. `subject` is what a service message names besides people: the
    message pinned, or the chat a group moved to or from.
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
    """The chat of one person with one bot; `keyboard` is the message whose reply keyboard is shown."""

    bot: BotAccount
    person: int
    started: bool = False
    blocked: bool = False
    keyboard: Message | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)


@dataclass
class Group:
    """A group: `people` by id, `bots` by id with their status ("member", "administrator", "left", "kicked").

    `rights` holds what each administrator may do, people and bots alike; `creator` may do everything.
    `moved_to` is the supergroup it has become, 0 while it has not.
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
        """The Bot API's type of this chat, told from its id as Telegram forms it."""
        return "supergroup" if str(self.id).startswith("-100") else "group"

    def present(self) -> list[int]:
        """The bots in it now."""
        return [bot_id for bot_id, status in self.bots.items() if status in PRESENT]

    def administers(self, user_id: int) -> bool:
        """Whether a member is its creator or an administrator."""
        return user_id == self.creator or user_id in self.rights

    def may(self, user_id: int, right: str) -> bool:
        """Whether a member has this right of administrators."""
        return user_id == self.creator or right in self.rights.get(user_id, ())


Chat = PrivateChat | Group


@dataclass
class CallbackQuery:
    """A tap waiting for its answer."""

    id: str
    bot: BotAccount
    person: int
    message_id: int
    date: datetime
    answered: bool = False

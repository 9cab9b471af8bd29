"""What the sandbox is told and what it shows: plain facts, shared by the engine and everyone who uses it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class GestureError(Exception):
    """A person was made to do what no client could do."""


@dataclass(frozen=True)
class BotAccount:
    """A bot as its maker registered it.

    `username` is without "@"; `token` is what its requests carry.
    """

    token: str
    id: int
    username: str
    name: str


@dataclass(frozen=True)
class Person:
    """Somebody with a Telegram account.

    `phone` is what "share my contact" sends, such as "+8613800138000"; empty means the person shares none.
    """

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "en"
    phone: str = ""

    @property
    def name(self) -> str:
        """First and last name as clients show them."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Sender:
    """Who a message is from, as it is shown beside the message."""

    id: int
    name: str
    is_bot: bool


@dataclass(frozen=True)
class Attachment:
    """What a message carries besides text.

    `kind` is the Bot API's field for it ("photo", "document", "location", …), `facts` what stands in it:
    width and height, latitude and longitude, duration in seconds. The rest is empty for what is no file;
    `size` is in bytes.
    """

    kind: str
    facts: Mapping[str, Any]
    unique_id: str = ""
    name: str = ""
    mime: str = ""
    size: int = 0
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Shown:
    """A message as a client shows it now.

    `date` and `edited` are aware UTC with whole seconds. `text` is plain, `html` the same text with its
    formatting as safe Telegram HTML; `entities` count in UTF-16 units. `buttons` are the rows of the inline
    keyboard, each button as the bot sent it ("text" and "callback_data", "url" or "copy_text").
    With `media` the text is its caption. `service` is empty for what somebody said, else the Bot API's name
    of the service message ("new_chat_members", "pinned_message", "migrate_to_chat_id", …), `about` the
    people or bots it is about, and `subject` the message or the chat it names.
    `contact` is the Bot API's Contact: "phone_number", "first_name", "last_name" and "user_id" where known.
    """

    message_id: int
    sender: Sender
    date: datetime
    edited: datetime | None = None
    html: str = ""
    text: str = ""
    entities: list[dict[str, Any]] = field(default_factory=list)
    buttons: list[list[dict[str, Any]]] = field(default_factory=list)
    contact: dict[str, Any] | None = None
    service: str = ""
    about: tuple[Sender, ...] = ()
    reply_to: int | None = None
    media: Attachment | None = None
    subject: int = 0
    pinned: bool = False


@dataclass(frozen=True)
class Toast:
    """The answer to a tap as the one who tapped sees it: a short note, or a box to dismiss if `alert`.

    `text` is empty when the bot only ended the waiting; `url` is the link it opened instead, if any.
    """

    query_id: str
    bot: str
    message_id: int
    text: str
    alert: bool
    date: datetime
    url: str = ""


@dataclass(frozen=True)
class Command:
    """An entry of a bot's menu; `command` is without the slash."""

    command: str
    description: str


@dataclass(frozen=True)
class Request:
    """One request a bot made.

    `bot` is its username, empty if the token was unknown; `params` are as they travelled; `reply` is None
    when the connection was made to break instead.
    """

    bot: str
    method: str
    params: Mapping[str, Any]
    reply: Mapping[str, Any] | None

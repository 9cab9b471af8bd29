"""The data that the sandbox's callers pass in and get back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class GestureError(Exception):
    """A gesture asked a person to do what no Telegram client could do."""


@dataclass(frozen=True)
class BotAccount:
    """A registered bot; `username` has no "@"."""

    token: str
    id: int
    username: str
    name: str


@dataclass(frozen=True)
class Person:
    """A person with a Telegram account.

    `phone` is the number of the person's contact card, such as "+8613800138000"; empty if they have none to share.
    """

    id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "en"
    phone: str = ""

    @property
    def name(self) -> str:
        """First and last name, as clients show them."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class Sender:
    """A message's sender, as clients show it."""

    id: int
    name: str
    is_bot: bool


@dataclass(frozen=True)
class Attachment:
    """A message's media.

    `kind` is the Bot API's field for it ("photo", "document", "location", …), `facts` the values in that field:
    width and height, latitude and longitude, duration in seconds. The other fields are empty for media without
    a file; `size` is in bytes.
    """

    kind: str
    facts: Mapping[str, Any]
    unique_id: str = ""
    name: str = ""
    mime: str = ""
    size: int = 0
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class ShownMessage:
    """A message as a client shows it now.

    `date` and `edited` are aware UTC in whole seconds. `text` is plain; `html` is the same text with its
    formatting as safe Telegram HTML; `entities` use UTF-16 code units. `buttons` are the rows of the inline
    keyboard, each button as the bot sent it ("text" and "callback_data", "url" or "copy_text").
    With `media` the text is the caption. `service` is the Bot API's field of a service message
    ("new_chat_members", "pinned_message", "migrate_to_chat_id", …), else empty; `about` are the people or bots
    it names, and `subject` the message or chat it names.
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
    """The answer to a tap, as shown to the person: a short notice, or a dialog if `alert`.

    `text` is empty if the bot answered without one; `url` is the link that the answer opens, if any.
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
    """An entry of a bot's command menu; `command` has no slash."""

    command: str
    description: str


@dataclass(frozen=True)
class Request:
    """A request that a bot made.

    `bot` is its username, empty if the token is unknown; `params` are the unparsed fields; `reply` is None if
    an injected fault broke the connection.
    """

    bot: str
    method: str
    params: Mapping[str, Any]
    reply: Mapping[str, Any] | None

"""What a person does, told without any framework's words."""

from dataclasses import dataclass
from typing import Any

from bot.dialogs.payload import Act, Pick


@dataclass(frozen=True)
class Said:
    text: str


@dataclass(frozen=True)
class Commanded:
    """A command without its slash, and what follows it."""

    name: str
    argument: str = ""


@dataclass(frozen=True)
class SharedContact:
    """``own``: Telegram vouches that the number is the sender's."""

    phone: str
    own: bool


@dataclass(frozen=True)
class Tapped:
    """``press`` is None for data we never wrote."""

    press: Pick | Act | None
    message_id: int


@dataclass(frozen=True)
class Sent:
    """Something we can not read: a picture, a voice, a sticker."""


Input = Said | Commanded | SharedContact | Tapped | Sent


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who does it, and in which chat; in a private one the chat's id is the person's."""

    user_id: int
    chat_id: int
    first_name: str = ""
    last_name: str = ""
    language_code: str | None = None

    @property
    def in_group(self) -> bool:
        return self.chat_id != self.user_id


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One update of one bot."""

    update_id: int
    person: Person
    input: Input


def transcript(given: Input) -> dict[str, Any]:
    """The input as it is kept in the receipt."""
    match given:
        case Said(text):
            return {"said": text}
        case Commanded(name, argument):
            # What follows these may be a one-time token, which is nobody's to read later.
            return (
                {"command": name} if name in {"start", "claim"} else {"command": name, "argument": argument}
            )
        case SharedContact(phone, own):
            return {"contact": phone, "own": own}
        case Tapped(press, message_id):
            return {"tapped": None if press is None else vars(press), "message": message_id}
        case Sent():
            return {"sent": "media"}

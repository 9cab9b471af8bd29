"""What a person does, in types that belong to no chat framework."""

from dataclasses import dataclass
from typing import Any

from bot.engine.payload import ScreenAction, SubjectAction
from core.staff import without_token


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
    """``action`` is None for data this bot never wrote."""

    action: ScreenAction | SubjectAction | None
    message_id: int


@dataclass(frozen=True)
class MediaSent:
    """Something the bot cannot read: a picture, a voice message, a sticker."""


@dataclass(frozen=True)
class Edited:
    """A message sent earlier has been edited; it was answered as it was first sent."""


@dataclass(frozen=True)
class Joined:
    """The bot was added to a group or a channel by the person."""


@dataclass(frozen=True)
class Removed:
    """The bot was removed from a group or a channel by the person."""


@dataclass(frozen=True)
class Migrated:
    """The group has become another chat, with this id, as groups do when they grow."""

    chat_id: int


Input = Said | Commanded | SharedContact | Tapped | MediaSent | Edited | Joined | Removed | Migrated


@dataclass(frozen=True, kw_only=True)
class Person:
    """The sender, and the chat; the id of a private chat is the person's.

    ``anonymous``: the sender writes as their group, so it is unknown who they are.
    """

    user_id: int
    chat_id: int
    first_name: str = ""
    last_name: str = ""
    language_code: str | None = None
    anonymous: bool = False

    @property
    def in_group(self) -> bool:
        return self.chat_id != self.user_id


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """One update of one bot; ``username`` is the bot's."""

    update_id: int
    person: Person
    input: Input
    username: str = ""


def transcript(given: Input) -> dict[str, Any]:
    """The input as the receipt stores it."""
    match given:
        case Said(text):
            return {"said": without_token(text)}
        case Commanded(name, argument):
            return {"command": without_token(name), "argument": without_token(argument)}
        case SharedContact(phone, own):
            return {"contact": phone, "own": own}
        case Tapped(action, message_id):
            return {"tapped": None if action is None else vars(action), "message": message_id}
        case MediaSent():
            return {"sent": "media"}
        case Edited():
            return {"edited": True}
        case Joined():
            return {"bot": "joined"}
        case Removed():
            return {"bot": "removed"}
        case Migrated(chat_id):
            return {"migrated": chat_id}


@dataclass(frozen=True)
class Chose:
    """A button of the screen shown, tapped, or named by its label."""

    choice: str


Given = Chose | Said | SharedContact | MediaSent

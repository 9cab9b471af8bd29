"""What a person does, told without any framework's words."""

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
    """``press`` is None for data we never wrote."""

    action: ScreenAction | SubjectAction | None
    message_id: int


@dataclass(frozen=True)
class MediaSent:
    """Something we can not read: a picture, a voice, a sticker."""


@dataclass(frozen=True)
class Edited:
    """A message said earlier has been reworded; it was answered as it stood."""


@dataclass(frozen=True)
class Joined:
    """The bot was added to a group or a channel by the person."""


@dataclass(frozen=True)
class Removed:
    """The bot was taken out of a group or a channel by the person."""


@dataclass(frozen=True)
class Migrated:
    """The group has become another chat, as groups do when they grow."""

    chat_id: int


Input = Said | Commanded | SharedContact | Tapped | MediaSent | Edited | Joined | Removed | Migrated


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who does it, and in which chat; in a private one the chat's id is the person's.

    ``anonymous``: somebody who speaks as their group, and so is nobody we could know.
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
    """One update of one bot, which ``username`` is the name of."""

    update_id: int
    person: Person
    input: Input
    username: str = ""


def transcript(given: Input) -> dict[str, Any]:
    """The input as it is kept in the receipt."""
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
    """A button of the present screen, whether tapped or typed out."""

    choice: str


Given = Chose | Said | SharedContact | MediaSent

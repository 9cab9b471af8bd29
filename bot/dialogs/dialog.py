"""What a dialog is given, what it is, and what may come of an input."""

from dataclasses import dataclass
from typing import Any, Protocol

from bot.dialogs.inputs import Person, Said, Sent, SharedContact
from bot.dialogs.payload import Act
from bot.dialogs.screen import Screen
from bot.language import Words
from core.booking import Actor, Channel
from core.desk import Desk
from core.notices import STAFF
from core.staff import Member


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One input's surroundings: the desk's transaction, the reader's words, who it is.

    ``member`` is None for guests and strangers, and for all who write to the buyers' bot; ``dialog`` and ``state``
    tell where the conversation stands.
    """

    desk: Desk
    words: Words
    bot: str
    bot_username: str
    person: Person
    member: Member | None
    dialog: str | None = None
    state: dict[str, Any] | None = None

    @property
    def actor(self) -> Actor:
        if self.bot == STAFF and self.member is not None:
            return Actor(user_id=self.person.user_id, channel=Channel.PHONE, staff_name=self.member.name)
        return Actor(user_id=self.person.user_id, channel=Channel.CHAT)


@dataclass(frozen=True)
class Chose:
    """A button of the present screen, whether tapped or typed out."""

    choice: str


Given = Chose | Said | SharedContact | Sent


@dataclass(frozen=True)
class Goes:
    """The conversation now stands here; its screen is shown, under ``note`` if there is one."""

    dialog: str
    state: Any
    note: str = ""


@dataclass(frozen=True)
class Ends:
    """The conversation is over; ``screen`` is its last word and stays in the chat. ``then`` another begins;
    ``beside`` it something is shown that one may come back to."""

    screen: Screen
    then: Goes | None = None
    beside: "Shows | None" = None


@dataclass(frozen=True)
class Resumes:
    """Back to a conversation that was set aside, under ``note``; ``state`` as its session kept it."""

    dialog: str
    state: dict[str, Any]
    note: str


@dataclass(frozen=True)
class Leaves:
    """The bot says a last word in a group or a channel, and goes."""

    screen: Screen


@dataclass(frozen=True)
class Picture:
    """What a picture is of, as facts of JSON; it is painted when it is sent."""

    kind: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Shows:
    """Something shown beside the conversation. Under a ``handle`` it replaces what was tapped of that handle;
    ``language`` is the one to speak from now on. With a ``picture`` it is always a new message, below that."""

    screen: Screen
    handle: str | None = None
    toast: str = ""
    language: str | None = None
    picture: Picture | None = None


@dataclass(frozen=True)
class Tells:
    """A word that passes: a toast over a tap, or, with ``alert``, one that is put away by hand."""

    toast: str = ""
    alert: bool = False


Reply = Goes | Ends | Resumes | Leaves | Shows | Tells


# Where a dialog keeps the one that waits for its end: its name and its state.
ASIDE = "aside"


class Dialog(Protocol):
    """A conversational state machine. Its states are frozen dataclasses that hold JSON only."""

    name: str

    def load(self, state: dict[str, Any]) -> Any: ...

    def show(self, scene: Scene, state: Any) -> Screen: ...

    def step(self, scene: Scene, state: Any, given: Given) -> Reply: ...

    def returns(self, scene: Scene, state: Any) -> Reply | None:
        """What to say to someone who comes back to it after a while; None where nothing need be said."""


def between_ourselves(scene: Scene) -> Reply | None:
    """In a group, the request to speak privately; None where we are in private."""
    if not scene.person.in_group:
        return None
    return Shows(
        Screen(text=scene.words.say("Let us do that between ourselves: please write to me directly."))
    )


class Command(Protocol):
    """A command of one bot."""

    def __call__(self, scene: Scene, argument: str) -> Reply: ...


class Action(Protocol):
    """What an Act does when it is tapped; it authorises and checks for itself."""

    def __call__(self, scene: Scene, act: Act) -> Reply: ...

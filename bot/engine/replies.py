"""What may come of an input: where the conversation goes, and what is shown."""

from dataclasses import dataclass
from typing import Any

from bot.engine.screen import Screen


@dataclass(frozen=True)
class Picture:
    """What a picture is of, as facts of JSON; it is painted when it is sent."""

    kind: str
    facts: dict[str, Any]


@dataclass(frozen=True)
class Goto:
    """The conversation now stands here; its screen is shown, under ``note`` if there is one."""

    dialog: str
    state: Any
    note: str = ""


@dataclass(frozen=True)
class Finish:
    """The conversation is over; ``screen`` is its last word and stays in the chat. ``then`` another begins;
    ``beside`` it something is shown that one may come back to."""

    screen: Screen
    then: Goto | None = None
    beside: "Show | None" = None


@dataclass(frozen=True)
class Resume:
    """Back to a conversation that was set aside, under ``note``; ``state`` as its session kept it."""

    dialog: str
    state: dict[str, Any]
    note: str


@dataclass(frozen=True)
class LeaveChat:
    """The bot says a last word in a group or a channel, and goes."""

    screen: Screen


@dataclass(frozen=True)
class Show:
    """Something shown beside the conversation. Under a ``handle`` it replaces what was tapped of that handle;
    ``language`` is the one to speak from now on. With a ``picture`` it is always a new message, below that."""

    screen: Screen
    handle: str | None = None
    toast: str = ""
    language: str | None = None
    picture: Picture | None = None


@dataclass(frozen=True)
class Toast:
    """A word that passes: a toast over a tap, or, with ``alert``, one that is put away by hand."""

    toast: str = ""
    alert: bool = False


Reply = Goto | Finish | Resume | LeaveChat | Show | Toast

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
    """The dialog that is open now, and its state; its screen is shown, under ``note`` if there is one.

    Where another dialog was open, the engine sets that one aside and resumes it when this one ends. ``in_place``: the
    button tapped was no answer, so its message gives way to the screen. ``again``: the person has just read this
    screen, so that under a note only its question is repeated.
    """

    dialog: str
    state: Any
    note: str = ""
    in_place: bool = False
    again: bool = False


@dataclass(frozen=True)
class Open:
    """Like Goto, for a dialog known only by its name: it starts in its initial state."""

    dialog: str


@dataclass(frozen=True)
class Finish:
    """The open dialog ends; ``screen`` is its closing screen and stays in the chat. ``then`` another starts;
    ``beside`` is shown too. Without ``then`` the dialog set aside last, if there is one, is resumed: a closing screen
    without buttons becomes the note above its screen."""

    screen: Screen
    then: Goto | None = None
    beside: "Show | None" = None


@dataclass(frozen=True)
class LeaveChat:
    """The bot shows a closing screen in a group or a channel, and leaves it."""

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
    """A short text over a tap that disappears by itself, or, with ``alert``, one that the person closes."""

    toast: str = ""
    alert: bool = False


Reply = Goto | Open | Finish | LeaveChat | Show | Toast

"""What a dialog is, what it is given, and the handlers of commands and actions."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.engine.inputs import Given, Person
from bot.engine.payload import SubjectAction
from bot.engine.replies import Reply, Show
from bot.engine.screen import Choices, Screen
from bot.language.words import Words
from core.booking import Actor, Channel
from core.desk import Desk
from core.errors import NotPermitted
from core.staff import Member, Right


@dataclass(frozen=True)
class SetAside:
    """A dialog that was open when another was opened, and its state."""

    dialog: str
    state: Any


@dataclass(frozen=True, kw_only=True)
class Context:
    """One input's surroundings: the desk's transaction, the reader's words, the person.

    ``member`` is None for guests and other people, and for everybody who writes to the buyers' bot. ``dialog`` and
    ``state`` are the dialog that is open, ``choices`` what its screen offers; ``aside`` are the dialogs set aside, the
    last one last.
    """

    desk: Desk
    words: Words
    bot: str
    bot_username: str
    person: Person
    member: Member | None
    dialog: str | None = None
    state: Any = None
    choices: Choices = field(default_factory=Choices)
    aside: tuple[SetAside, ...] = ()

    @property
    def actor(self) -> Actor:
        if self.member is not None:
            return Actor(user_id=self.person.user_id, channel=Channel.PHONE, staff_name=self.member.name)
        return Actor(user_id=self.person.user_id, channel=Channel.CHAT)

    def require(self, right: Right) -> Member:
        """The member of staff who writes, if their role has this right. Raises NotPermitted."""
        if self.member is None or not self.member.may(right):
            raise NotPermitted
        return self.member

    def state_of(self, dialog: str) -> Any:
        """The state of a dialog that is open or set aside; None where it is neither."""
        if self.dialog == dialog:
            return self.state
        return next((each.state for each in self.aside if each.dialog == dialog), None)


class Dialog(Protocol):
    """A conversational state machine. Its states are frozen dataclasses that ``bot.engine.state`` can store."""

    name: str

    @property
    def state_type(self) -> type:
        """The frozen dataclass of its states."""

    def show(self, context: Context, state: Any) -> Screen: ...

    def step(self, context: Context, state: Any, given: Given) -> Reply: ...

    def on_return(self, context: Context, state: Any) -> Reply | None:
        """The reply to somebody who writes again after a long pause; None to take what they write as an answer."""

    def worth_keeping(self, context: Context, state: Any) -> bool:
        """Whether to set this state aside when another dialog is opened, and to resume it when that one ends."""


def ask_for_private_chat(context: Context) -> Reply | None:
    """In a group, the request to continue in a private chat; None in a private chat."""
    if not context.person.in_group:
        return None
    return Show(Screen(text=context.words.say("Let us do this in private: please write to me directly.")))


class CommandHandler(Protocol):
    """The handler of a command of one bot."""

    def __call__(self, context: Context, argument: str) -> Reply: ...


class ActionHandler(Protocol):
    """The handler of a SubjectAction that is tapped; it authorises and checks for itself."""

    def __call__(self, context: Context, action: SubjectAction) -> Reply: ...

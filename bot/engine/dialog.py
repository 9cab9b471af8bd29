"""What a dialog is given, what it is, and what may come of an input."""

from dataclasses import dataclass
from typing import Any, Protocol

from bot.engine.inputs import Given, Person
from bot.engine.payload import SubjectAction
from bot.engine.replies import Reply, Show
from bot.engine.screen import Screen
from bot.language.words import Words
from core.booking import Actor, Channel
from core.bots import STAFF
from core.desk import Desk
from core.errors import NotPermitted
from core.staff import Member, Right


@dataclass(frozen=True, kw_only=True)
class Context:
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

    def require(self, right: Right) -> Member:
        """The member of staff who writes, if their role has this right. Raises NotPermitted."""
        if self.member is None or not self.member.may(right):
            raise NotPermitted
        return self.member


# Where a dialog keeps the one that waits for its end: its name and its state.
ASIDE = "aside"


class Dialog(Protocol):
    """A conversational state machine. Its states are frozen dataclasses that hold JSON only."""

    name: str

    @property
    def state_type(self) -> type:
        """The frozen dataclass of its states."""

    def show(self, context: Context, state: Any) -> Screen: ...

    def step(self, context: Context, state: Any, given: Given) -> Reply: ...

    def returns(self, context: Context, state: Any) -> Reply | None:
        """What to say to someone who comes back to it after a while; None where nothing need be said."""


def ask_for_private_chat(context: Context) -> Reply | None:
    """In a group, the request to speak privately; None where we are in private."""
    if not context.person.in_group:
        return None
    return Show(Screen(text=context.words.say("Let us do this in private: please write to me directly.")))


class CommandHandler(Protocol):
    """A command of one bot."""

    def __call__(self, context: Context, argument: str) -> Reply: ...


class ActionHandler(Protocol):
    """What an Act does when it is tapped; it authorises and checks for itself."""

    def __call__(self, context: Context, action: SubjectAction) -> Reply: ...

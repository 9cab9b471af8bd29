"""Buyers who use the real conversation: taps on any earlier button, texts, repeated and late updates."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from bot import features
from bot.engine.conversation import Conversation
from bot.engine.inputs import (
    Commanded,
    Edited,
    Incoming,
    Input,
    MediaSent,
    Person,
    Said,
    SharedContact,
    Tapped,
)
from bot.engine.payload import decode
from core.bots import BUYERS
from core.desk import Desk
from tests.machine.base import phone_of
from tests.machine.record import Rows

SAYINGS = (
    "Wang Ming", "陈小姐", "2", "1", "yes", "no", "明天", "周五", "10:00", "11点", "13800138000", "从外地来，明天就走",
    "any hour free?", "I work for another developer", "取消",
)  # fmt: skip
COMMANDS = ("start", "my", "help")


@dataclass
class Buyers:
    """The buyers' side of the chats. ``deliver`` handles one update in a separate transaction."""

    rows: Rows
    deliver: Callable[[Callable[[Desk], object]], None]
    sent: list[Incoming] = field(default_factory=list)
    late: list[Incoming] = field(default_factory=list)
    _conversation: Conversation = field(default_factory=lambda: Conversation(features.buyers()))

    def restart(self) -> None:
        self._conversation = Conversation(features.buyers())

    @property
    def heard(self) -> list[Incoming]:
        """The updates that have reached the house."""
        return [each for each in self.sent if each not in self.late]

    def say(self, user_id: int, how: int, which: int, *, delayed: bool = False) -> None:
        """Make an update in a chat; with ``delayed`` it reaches the house later."""
        incoming = Incoming(
            update_id=len(self.sent) + 1,
            person=Person(user_id=user_id, chat_id=user_id, first_name=f"N{user_id}", language_code="en"),
            input=self._input(user_id, how, which),
            username="buyers_bot",
        )
        self.sent.append(incoming)
        if delayed:
            self.late.append(incoming)
        else:
            self.hand_over(incoming)

    def hand_over(self, incoming: Incoming) -> None:
        self.deliver(lambda desk: self._conversation.handle(desk, incoming))

    def _input(self, user_id: int, how: int, which: int) -> Input:
        """Mostly a tap on the newest screen, sometimes on an older one, or a text."""
        if how == 0:
            return Commanded(COMMANDS[which % len(COMMANDS)])
        if how == 1:
            return Said(SAYINGS[which % len(SAYINGS)])
        if how == 2:
            return (SharedContact(phone_of(user_id), own=True), MediaSent(), Edited())[which % 3]
        shown = self._buttons(user_id)
        # 3 means a button of any screen, a larger number one of the newest screen.
        buttons = (
            [button for screen in shown for button in screen[1]] if how == 3 else (shown or [(0, [])])[0][1]
        )
        if not buttons:
            return Commanded("start")
        message, data = buttons[which % len(buttons)]
        return Tapped(decode(data), message)

    def _buttons(self, user_id: int) -> list[tuple[int, list[tuple[int, str]]]]:
        """Every screen of the chat with buttons, newest first: its message, and the data of its buttons."""
        screens = self.rows(
            "SELECT id, json_extract(body, '$.rows') FROM outbox "
            "WHERE bot = ? AND chat_id = ? AND kind = 'screen' ORDER BY id DESC LIMIT 12",
            BUYERS,
            user_id,
        )
        return [
            (number, [(number, data) for row in json.loads(rows) for _, data in row])
            for number, rows in screens
            if json.loads(rows)
        ]

"""People who book, by text or by tap, while the house is killed and restarted."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from bot.engine import payload
from bot.engine.payload import ScreenAction, SubjectAction
from core.runtime.concurrency import first_completed
from sandbox.telegram import ShownMessage
from tests.crash.killing import KilledHouse
from tests.support.gestures import code_of

WELCOME = "Shall I reserve an hour for you?"
RESERVED = "Your hour is reserved"
# The answer to each question; "*" is one of the first three choices.
_ANSWERS = {
    WELCOME: "Yes, please",
    "How may we address you?": "Ms Tan",
    "how many guests will come": "3",
    "any elders or children": "No elders or children",
    "Which day would suit you?": "*",
    "which hour would suit you?": "*",
    "May I offer you one of these?": "*",
    "is fully booked": "Another day",
    "Which number may we reach you on": "I would rather not",
    "Which number can we reach the caller on": "I would rather not",
    "Is everything as you wish?": "✓ Confirm",
    RESERVED: "Cancel",
    "Shall I cancel your visit": "Yes, cancel it",
    "Cancel the visit of": "Yes, cancel it",
    "is cancelled": "Reserve an hour",
    # Questions that people reach only if a guard is missing.
    "We are expecting you": "Cancel",
    "We are expecting": "Cancel",
    "Shall we continue where we stopped?": "Continue",
    "You are already expected": "Keep it as it is",
}
# Questions without buttons; any other question without buttons has been answered already.
_BARE = {"Which number may we reach you on"}
_WAYS_OFF = {"‹ Back", "Another day", "Leave a number"}
_PATIENCE = 30


@dataclass(frozen=True)
class Bot:
    """One of the house's two bots."""

    name: str
    username: str


class LostPatienceError(Exception):
    """A player got no answer too often."""


@dataclass(frozen=True)
class Seen:
    """A question shown in the chat."""

    question: str
    message: ShownMessage

    @property
    def mark(self) -> tuple[str, tuple[str, ...]]:
        """Distinguishes this question from the same one asked again."""
        return self.message.text, tuple(data for _, data in self.buttons())

    def buttons(self) -> Iterator[tuple[str, str]]:
        for row in self.message.buttons:
            for button in row:
                yield button["text"], button["callback_data"]


@dataclass
class Player:
    """Makes one gesture at a time and waits for its answer. With ``types`` it sends labels as text."""

    house: KilledHouse
    user_id: int
    bot: Bot
    opening: str
    rng: Random
    types: bool = False
    impatient: bool = False
    sent: int = 0
    acts: int = 0
    turns: set[int] = field(default_factory=set)
    gestures: int = 0
    unanswered: int = 0

    @property
    def moves(self) -> int:
        """The number of gestures so far that should have moved the conversation on: every text, every tap on a
        subject's button, and one tap for each screen."""
        return self.sent + self.acts + len(self.turns)

    @property
    def codes(self) -> list[str]:
        """The codes of all confirmations seen, in order."""
        return [code_of(message.text) for message in self._said() if RESERVED in message.text]

    def begin(self) -> None:
        self._send(self.opening)

    @property
    def asked(self) -> str | None:
        """The question that this person must answer now."""
        seen = self._see()
        return seen.question if seen else None

    async def play(self, enough: asyncio.Event) -> None:
        """Book, cancel and book again until ``enough`` is set; end with a booking. Call ``begin`` first."""
        seen = await self.answer_to(None)
        while not (enough.is_set() and seen.question == RESERVED):
            self._answer(seen)
            seen = await self.answer_to(seen)

    async def answer_to(self, before: Seen | None) -> Seen:
        """The question after ``before``, or ``before`` again if the house is quiet and has not answered."""
        while True:
            await first_completed(self._asked_after(before), self.house.quiet())
            seen = self._see()
            if seen is not None and (before is None or seen.mark != before.mark):
                return seen
            self.unanswered += 1
            if self.unanswered > _PATIENCE:
                raise LostPatienceError(self._said()[-1:])
            if seen is not None:
                return seen
            # There is no question to answer, so start again.
            self.begin()

    async def _asked_after(self, before: Seen | None) -> None:
        while (seen := self._see()) is None or (before is not None and seen.mark == before.mark):
            await self.house.telegram.next_request_in(self.bot.name, self.user_id)

    def _said(self) -> list[ShownMessage]:
        history = self.house.telegram.history(bot=self.bot.username, user_id=self.user_id)
        return [message for message in history if message.sender.is_bot]

    def _see(self) -> Seen | None:
        """The newest question, if it can still be answered."""
        for message in reversed(self._said()):
            question = next((q for q in _ANSWERS if q in message.text), None)
            if question is not None:
                return Seen(question, message) if message.buttons or question in _BARE else None
        return None

    def _answer(self, seen: Seen) -> None:
        offered = dict(seen.buttons())
        label = _ANSWERS[seen.question]
        if label == "*":
            label = self.rng.choice([text for text in offered if text not in _WAYS_OFF][:3])
        data = offered.get(label)
        if data is None or (self.types and not isinstance(payload.decode(data), SubjectAction)):
            self._send(label)
        else:
            self._tap(seen.message, data)

    def _send(self, text: str) -> None:
        self.house.telegram.send(self.user_id, text, bot=self.bot.username)
        self.sent += 1
        self.gestures += 1

    def _tap(self, message: ShownMessage, data: str) -> None:
        press = payload.decode(data)
        twice = isinstance(press, ScreenAction) and self.impatient and self.rng.random() < 0.3
        for _ in range(2 if twice else 1):
            self.house.telegram.tap(self.user_id, message.message_id, data, bot=self.bot.username)
            self.gestures += 1
        if isinstance(press, ScreenAction):
            self.turns.add(press.turn)
        else:
            self.acts += 1

"""The courier: delivers what is in the outbox of one bot, after its commit, in each chat's order.

At least once: a letter is marked as being sent before it is, so one that a crash caught between the two
goes out again, and says so.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

import structlog

from core.desk import Desk, due, house_staff
from core.house import House, RecordAwayError
from core.patience import patiently
from core.store import outbox
from core.store.outbox import Delivery
from core.waiting import first_of

T = TypeVar("T")

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Sent:
    """``words`` as they were sent; they are kept. ``message_id`` is None when nothing was written."""

    message_id: int | None
    words: str


@dataclass(frozen=True)
class Blocked:
    """The chat does not want to hear from us. Final."""


@dataclass(frozen=True)
class Refused:
    """Telegram will not have this message. Final."""

    reason: str


@dataclass(frozen=True)
class RetryAfter:
    wait: timedelta


@dataclass(frozen=True)
class Moved:
    """The group has become another chat."""

    chat_id: int


@dataclass(frozen=True)
class Unsure:
    """No answer came: it may have been sent."""

    reason: str


Outcome = Sent | Blocked | Refused | RetryAfter | Moved | Unsure
Ended = tuple[Delivery, Outcome]


class Channel(Protocol):
    """One bot's way out. It words and sends one delivery, and never raises for what Telegram may answer."""

    async def deliver(self, delivery: Delivery) -> Outcome: ...


class Courier:
    """Runs until told to stop; then it delivers what it still can and ends."""

    BATCH = 20
    LONGEST_WAIT = timedelta(minutes=1)

    def __init__(self, bot: str, house: House, channel: Channel) -> None:
        self._bot = bot
        self._house = house
        self._channel = channel
        self._nudged = asyncio.Event()
        self._rested = asyncio.Event()
        self._due: datetime | None = None
        house.listen(self._nudged.set, letters_of=bot)

    @property
    def rests(self) -> bool:
        """Whether there is nothing to deliver until the clock moves on or somebody writes a letter."""
        later = self._due is None or self._due > self._house.clock.now()
        return self._rested.is_set() and not self._nudged.is_set() and later

    async def rest(self) -> None:
        """Wait until it rests."""
        while not self.rests:
            self._rested.clear()
            await self._rested.wait()

    async def run(self, stopping: asyncio.Event) -> None:
        try:
            await self._run(stopping)
        except RecordAwayError as error:
            # What was claimed goes out again at the next start, and says so.
            log.warning("stopped while the record is away", bot=self._bot, reason=str(error))

    async def _run(self, stopping: asyncio.Event) -> None:
        await self._write(lambda desk: outbox.recover(desk.conn, self._bot), stopping)
        ended: list[Ended] = []
        while True:
            self._nudged.clear()
            self._rested.clear()
            # Read before the record is: what was written before we were told to stop is still delivered.
            last_round = stopping.is_set()
            deliveries, due = await self._write(self._turn(ended), stopping)
            outcomes = await asyncio.gather(*(self._deliver(delivery, stopping) for delivery in deliveries))
            ended = list(zip(deliveries, outcomes, strict=True))
            if deliveries:
                continue
            if last_round:
                return
            self._due = due
            self._rested.set()
            waits = [self._nudged.wait(), stopping.wait()]
            if due is not None:
                await first_of(*waits, self._house.clock.wait_until(due))
            else:
                await first_of(*waits)

    def _turn(self, ended: list[Ended]) -> Callable[[Desk], tuple[list[Delivery], datetime | None]]:
        """Note what came of the last deliveries and claim the next: the oldest letter of each chat."""

        def turn(desk: Desk) -> tuple[list[Delivery], datetime | None]:
            for delivery, outcome in ended:
                self._note(desk, delivery, outcome)
            deliveries = outbox.claim(desk.conn, self._bot, desk.now, self.BATCH)
            return deliveries, None if deliveries else outbox.next_due(desk.conn, desk.now, self._bot)

        return turn

    async def _write(self, work: Callable[[Desk], T], stopping: asyncio.Event) -> T:
        """Write, however long the record is away: what was sent must be noted.

        Raises RecordAwayError when told to stop meanwhile.
        """
        return await patiently(lambda: self._house.run(work), self._house.clock, stopping, self._bot)

    async def _deliver(self, delivery: Delivery, stopping: asyncio.Event) -> Outcome:
        try:
            if delivery.letter.kind == outbox.Kind.TASK:
                await self._write(lambda desk: self._carry_out(desk, delivery), stopping)
                return Sent(None, "")
            return await self._channel.deliver(delivery)
        except RecordAwayError:
            raise
        except Exception as error:
            log.exception("letter could not be delivered", letter=delivery.id)
            # One letter nobody can word must not hold up its chat for ever; but what the house must do, it tries again.
            task = delivery.letter.kind == outbox.Kind.TASK
            return Unsure(repr(error)) if task else Refused(repr(error))

    def _carry_out(self, desk: Desk, delivery: Delivery) -> None:
        """Done and noted as one: after a crash a task is done again only if it was not done."""
        due.carry_out(desk, delivery.letter.body)
        self._note(desk, delivery, Sent(None, ""))

    def _note(self, desk: Desk, delivery: Delivery, outcome: Outcome) -> None:
        conn, letter = desk.conn, delivery.letter
        match outcome:
            case Sent(message_id, words):
                outbox.mark_sent(conn, delivery, message_id=message_id, words=words, now=desk.now)
            case Blocked():
                log.warning("chat is closed to us", bot=self._bot, letter=delivery.id)
                outbox.mark_failed(conn, delivery, "blocked")
            case Refused(reason):
                log.error("letter refused", bot=self._bot, letter=delivery.id, reason=reason)
                outbox.mark_failed(conn, delivery, reason)
            case RetryAfter(wait):
                outbox.mark_waiting(conn, delivery, desk.now + wait)
            case Moved(chat_id):
                house_staff.follow_group(desk, self._bot, letter.chat_id, chat_id)
            case Unsure(reason):
                log.warning("no answer to a letter", bot=self._bot, letter=delivery.id, reason=reason)
                wait = min(timedelta(seconds=2 ** min(delivery.attempts, 10)), self.LONGEST_WAIT)
                outbox.mark_unsure(conn, delivery, desk.now + wait)

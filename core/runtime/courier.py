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

from core.desk import Desk
from core.desk import staff as staff_desk
from core.runtime import jobs
from core.runtime.concurrency import first_completed
from core.runtime.house import DatabaseUnavailableError, House
from core.runtime.retry import retry_until_available
from core.store import outbox
from core.store.outbox import Delivery

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
class Rejected:
    """Telegram will not have this message. Final."""

    reason: str


@dataclass(frozen=True)
class RetryAfter:
    wait: timedelta


@dataclass(frozen=True)
class MovedTo:
    """The group has become another chat."""

    chat_id: int


@dataclass(frozen=True)
class NoAnswer:
    """No answer came: it may have been sent."""

    reason: str


Outcome = Sent | Blocked | Rejected | RetryAfter | MovedTo | NoAnswer
Attempt = tuple[Delivery, Outcome]


class Transport(Protocol):
    """One bot's way out. It words and sends one delivery, and never raises for what Telegram may answer."""

    async def deliver(self, delivery: Delivery) -> Outcome: ...


class Courier:
    """Runs until told to stop; then it delivers what it still can and ends."""

    BATCH_SIZE = 20
    MAX_RETRY_DELAY = timedelta(minutes=1)

    def __init__(self, bot: str, house: House, transport: Transport) -> None:
        self._bot = bot
        self._house = house
        self._transport = transport
        self._wake_up = asyncio.Event()
        self._idle = asyncio.Event()
        self._due: datetime | None = None
        house.on_commit(self._wake_up.set, with_messages_of=bot)

    @property
    def is_idle(self) -> bool:
        """Whether there is nothing to deliver until the clock moves on or somebody writes a letter."""
        later = self._due is None or self._due > self._house.clock.now()
        return self._idle.is_set() and not self._wake_up.is_set() and later

    async def wait_until_idle(self) -> None:
        """Wait until it rests."""
        while not self.is_idle:
            self._idle.clear()
            await self._idle.wait()

    async def run(self, stopping: asyncio.Event) -> None:
        try:
            await self._run(stopping)
        except DatabaseUnavailableError as error:
            # What was claimed goes out again at the next start, and says so.
            log.warning("stopped while the record is away", bot=self._bot, reason=str(error))

    async def _run(self, stopping: asyncio.Event) -> None:
        await self._write(lambda desk: outbox.recover(desk.conn, self._bot), stopping)
        attempts: list[Attempt] = []
        while True:
            self._wake_up.clear()
            self._idle.clear()
            # Read before the record is: what was written before we were told to stop is still delivered.
            last_round = stopping.is_set()
            deliveries, next_due = await self._write(self._record_and_claim(attempts), stopping)
            outcomes = await asyncio.gather(*(self._deliver(delivery, stopping) for delivery in deliveries))
            attempts = list(zip(deliveries, outcomes, strict=True))
            if deliveries:
                continue
            if last_round:
                return
            self._due = next_due
            self._idle.set()
            waits = [self._wake_up.wait(), stopping.wait()]
            if next_due is not None:
                await first_completed(*waits, self._house.clock.wait_until(next_due))
            else:
                await first_completed(*waits)

    def _record_and_claim(
        self, attempts: list[Attempt]
    ) -> Callable[[Desk], tuple[list[Delivery], datetime | None]]:
        """Note what came of the last deliveries and claim the next: the oldest letter of each chat."""

        def record_and_claim(desk: Desk) -> tuple[list[Delivery], datetime | None]:
            for delivery, outcome in attempts:
                self._record_outcome(desk, delivery, outcome)
            deliveries = outbox.claim(desk.conn, self._bot, desk.now, self.BATCH_SIZE)
            return deliveries, None if deliveries else outbox.next_due(desk.conn, desk.now, self._bot)

        return record_and_claim

    async def _write(self, work: Callable[[Desk], T], stopping: asyncio.Event) -> T:
        """Write, however long the record is away: what was sent must be noted.

        Raises DatabaseUnavailableError when told to stop meanwhile.
        """
        return await retry_until_available(
            lambda: self._house.run(work), self._house.clock, stopping, self._bot
        )

    async def _deliver(self, delivery: Delivery, stopping: asyncio.Event) -> Outcome:
        try:
            if delivery.message.kind == outbox.OutboxKind.JOB:
                await self._write(lambda desk: self._run_job(desk, delivery), stopping)
                return Sent(None, "")
            return await self._transport.deliver(delivery)
        except DatabaseUnavailableError:
            raise
        except Exception as error:
            log.exception("letter could not be delivered", message=delivery.id)
            # One letter nobody can word must not hold up its chat for ever; but what the house must do, it tries again.
            task = delivery.message.kind == outbox.OutboxKind.JOB
            return NoAnswer(repr(error)) if task else Rejected(repr(error))

    def _run_job(self, desk: Desk, delivery: Delivery) -> None:
        """Done and noted as one: after a crash a task is done again only if it was not done."""
        jobs.run_job(desk, delivery.message.body)
        self._record_outcome(desk, delivery, Sent(None, ""))

    def _record_outcome(self, desk: Desk, delivery: Delivery, outcome: Outcome) -> None:
        conn, message = desk.conn, delivery.message
        match outcome:
            case Sent(message_id, words):
                outbox.mark_sent(conn, delivery, message_id=message_id, words=words, now=desk.now)
            case Blocked():
                log.warning("chat is closed to us", bot=self._bot, message=delivery.id)
                outbox.mark_failed(conn, delivery, "blocked")
            case Rejected(reason):
                log.error("letter refused", bot=self._bot, message=delivery.id, reason=reason)
                outbox.mark_failed(conn, delivery, reason)
            case RetryAfter(wait):
                outbox.mark_waiting(conn, delivery, desk.now + wait)
            case MovedTo(chat_id):
                staff_desk.follow_group(desk, self._bot, message.chat_id, chat_id)
            case NoAnswer(reason):
                log.warning("no answer to a letter", bot=self._bot, message=delivery.id, reason=reason)
                wait = min(timedelta(seconds=2 ** min(delivery.attempts, 10)), self.MAX_RETRY_DELAY)
                outbox.mark_maybe_sent(conn, delivery, desk.now + wait)

"""The courier delivers one bot's outbox messages after their commit, in the order of each chat.

It delivers at least once: a message is marked as being sent before it is sent. After a crash in between, it is sent
again, marked as a possible duplicate.
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
    """``words`` is the text that was sent; it is stored. ``message_id`` is None if no message was written."""

    message_id: int | None
    words: str


@dataclass(frozen=True)
class Blocked:
    """The chat has blocked the bot. Final."""


@dataclass(frozen=True)
class Rejected:
    """Telegram rejects this message. Final."""

    reason: str


@dataclass(frozen=True)
class RetryAfter:
    wait: timedelta


@dataclass(frozen=True)
class MovedTo:
    """The group was migrated to another chat id."""

    chat_id: int


@dataclass(frozen=True)
class NoAnswer:
    """Telegram did not answer: the message may have been sent."""

    reason: str


Outcome = Sent | Blocked | Rejected | RetryAfter | MovedTo | NoAnswer
Attempt = tuple[Delivery, Outcome]


class Transport(Protocol):
    """Words and sends the deliveries of one bot. Whatever Telegram answers is returned as an outcome, not raised."""

    async def deliver(self, delivery: Delivery) -> Outcome: ...


class Courier:
    """Delivers until told to stop; then it delivers the messages that are due and returns."""

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
        """Whether nothing is due until the clock advances or a new message is written."""
        later = self._due is None or self._due > self._house.clock.now()
        return self._idle.is_set() and not self._wake_up.is_set() and later

    async def wait_until_idle(self) -> None:
        """Wait until ``is_idle`` is true."""
        while not self.is_idle:
            self._idle.clear()
            await self._idle.wait()

    async def run(self, stopping: asyncio.Event) -> None:
        try:
            await self._run(stopping)
        except DatabaseUnavailableError as error:
            # Claimed messages are sent again at the next start, marked as possible duplicates.
            log.warning(
                "courier stopped while the database was unavailable", bot=self._bot, reason=str(error)
            )

    async def _run(self, stopping: asyncio.Event) -> None:
        await self._write(lambda desk: outbox.recover(desk.conn, self._bot), stopping)
        attempts: list[Attempt] = []
        while True:
            self._wake_up.clear()
            self._idle.clear()
            # Read this before the database: messages written before the stop are still delivered.
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
        """Record the outcomes of the last deliveries and claim the next: the oldest message of each chat."""

        def record_and_claim(desk: Desk) -> tuple[list[Delivery], datetime | None]:
            for delivery, outcome in attempts:
                self._record_outcome(desk, delivery, outcome)
            deliveries = outbox.claim(desk.conn, self._bot, desk.now, self.BATCH_SIZE)
            return deliveries, None if deliveries else outbox.next_due(desk.conn, desk.now, self._bot)

        return record_and_claim

    async def _write(self, work: Callable[[Desk], T], stopping: asyncio.Event) -> T:
        """Write, retrying while the database is unavailable, because outcomes must be recorded.

        Raises DatabaseUnavailableError if told to stop meanwhile.
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
            log.exception("message could not be delivered", message=delivery.id)
            # A message that cannot be worded must not block its chat for ever. A job, however, is tried again.
            is_job = delivery.message.kind == outbox.OutboxKind.JOB
            return NoAnswer(repr(error)) if is_job else Rejected(repr(error))

    def _run_job(self, desk: Desk, delivery: Delivery) -> None:
        """Run a job and record its outcome in one transaction: it takes effect exactly once."""
        jobs.run_job(desk, delivery.message.body)
        self._record_outcome(desk, delivery, Sent(None, ""))

    def _record_outcome(self, desk: Desk, delivery: Delivery, outcome: Outcome) -> None:
        conn, message = desk.conn, delivery.message
        match outcome:
            case Sent(message_id, words):
                outbox.mark_sent(conn, delivery, message_id=message_id, words=words, now=desk.now)
            case Blocked():
                log.warning("chat has blocked the bot", bot=self._bot, message=delivery.id)
                outbox.mark_failed(conn, delivery, "blocked")
            case Rejected(reason):
                log.error("message rejected", bot=self._bot, message=delivery.id, reason=reason)
                outbox.mark_failed(conn, delivery, reason)
            case RetryAfter(wait):
                outbox.mark_waiting(conn, delivery, desk.now + wait)
            case MovedTo(chat_id):
                staff_desk.follow_group(desk, self._bot, message.chat_id, chat_id)
            case NoAnswer(reason):
                log.warning("no answer to a message", bot=self._bot, message=delivery.id, reason=reason)
                wait = min(timedelta(seconds=2 ** min(delivery.attempts, 10)), self.MAX_RETRY_DELAY)
                outbox.mark_maybe_sent(conn, delivery, desk.now + wait)

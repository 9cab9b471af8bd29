"""The courier: delivers what is in the outbox of one bot, after its commit, in each chat's order.

At least once: a letter is marked as being sent before it is, so one that a crash caught between the two
goes out again, and says so.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from core.desk import Desk
from core.house import House
from core.staff import STAFF_GROUP
from core.store import outbox, staff
from core.store.outbox import Delivery
from core.waiting import first_of

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Sent:
    """``words`` as they were sent; they are kept."""

    message_id: int
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
        house.listen(self._nudged.set)

    async def run(self, stopping: asyncio.Event) -> None:
        await self._house.run(lambda desk: outbox.recover(desk.conn, self._bot))
        while True:
            self._nudged.clear()
            if await self.deliver_some():
                continue
            if stopping.is_set():
                return
            due = await self._house.read(lambda desk: outbox.next_due(desk.conn, self._bot))
            waits = [self._nudged.wait(), stopping.wait()]
            if due is not None:
                await first_of(*waits, self._house.clock.wait_until(due))
            else:
                await first_of(*waits)

    async def deliver_some(self) -> int:
        """Deliver the oldest letter of each chat that has one due; how many there were."""
        if not await self._house.read(lambda desk: outbox.anything_to_claim(desk.conn, self._bot, desk.now)):
            return 0
        deliveries = await self._house.run(
            lambda desk: outbox.claim(desk.conn, self._bot, desk.now, self.BATCH)
        )
        outcomes = await asyncio.gather(*(self._deliver(delivery) for delivery in deliveries))
        await self._house.run(self._noting(list(zip(deliveries, outcomes, strict=True))))
        return len(deliveries)

    async def _deliver(self, delivery: Delivery) -> Outcome:
        try:
            return await self._channel.deliver(delivery)
        except Exception as error:
            # One letter nobody can word must not hold up its chat for ever.
            log.exception("letter could not be delivered", letter=delivery.id)
            return Refused(repr(error))

    def _noting(self, ended: list[tuple[Delivery, Outcome]]) -> Callable[[Desk], None]:
        def note(desk: Desk) -> None:
            for delivery, outcome in ended:
                self._note(desk, delivery, outcome)

        return note

    def _note(self, desk: Desk, delivery: Delivery, outcome: Outcome) -> None:
        conn, letter = desk.conn, delivery.letter
        match outcome:
            case Sent(message_id, words):
                outbox.mark_sent(conn, delivery.id, message_id=message_id, words=words, now=desk.now)
            case Blocked():
                log.warning("chat is closed to us", bot=self._bot, letter=delivery.id)
                outbox.mark_failed(conn, delivery.id, "blocked")
            case Refused(reason):
                log.error("letter refused", bot=self._bot, letter=delivery.id, reason=reason)
                outbox.mark_failed(conn, delivery.id, reason)
            case RetryAfter(wait):
                outbox.mark_waiting(conn, delivery.id, desk.now + wait)
            case Moved(chat_id):
                outbox.readdress(conn, self._bot, letter.chat_id, chat_id)
                if staff.place(conn, STAFF_GROUP) == letter.chat_id:
                    staff.set_place(conn, STAFF_GROUP, chat_id)
            case Unsure(reason):
                log.warning("no answer to a letter", bot=self._bot, letter=delivery.id, reason=reason)
                wait = min(timedelta(seconds=2**delivery.attempts), self.LONGEST_WAIT)
                outbox.mark_unsure(conn, delivery.id, desk.now + wait)

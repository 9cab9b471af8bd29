"""A channel with scripted answers, and helpers to write and read the outbox."""

import asyncio
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Row, select

from core.bots import BUYERS
from core.clock import PlayedClock
from core.desk import Desk
from core.runtime.courier import Courier, Outcome, Sent
from core.runtime.house import House
from core.store import outbox
from core.store.outbox import Delivery, OutboxKind, OutboxMessage
from core.store.tables import outbox as outbox_table

START = datetime(2026, 11, 19, 1, tzinfo=UTC)
GROUP = -100


def seconds(number: float) -> timedelta:
    return timedelta(seconds=number)


class WatchedClock(PlayedClock):
    """A clock that reports each moment that somebody begins to wait for."""

    def __init__(self, start: datetime) -> None:
        super().__init__(start)
        self.awaited: asyncio.Queue[datetime] = asyncio.Queue()

    async def wait_until(self, due: datetime) -> None:
        if due > self.now():
            self.awaited.put_nowait(due)
        await super().wait_until(due)

    async def forward(self, wait: timedelta) -> None:
        async def quiet() -> None:
            return

        await self.play(self.now() + wait, quiet)


class Scripted:
    """A channel that gives each message of a chat the next scripted answer, and then sends everything."""

    def __init__(self) -> None:
        self.tried: list[Delivery] = []
        self.answers: dict[int, list[Outcome | Exception]] = defaultdict(list)
        self._ids = count(1)

    async def deliver(self, delivery: Delivery) -> Outcome:
        self.tried.append(delivery)
        scripted = self.answers[delivery.message.chat_id]
        answer = scripted.pop(0) if scripted else Sent(next(self._ids), f"said {text_of(delivery)}")
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def texts(self) -> list[str]:
        """The texts of all attempts, in order."""
        return [text_of(delivery) for delivery in self.tried]


def text_of(delivery: Delivery) -> str:
    return str(delivery.message.body["text"])


def message(text: str, chat_id: int = 1, **facts: Any) -> OutboxMessage:
    values: dict[str, Any] = {
        "bot": BUYERS,
        "chat_id": chat_id,
        "kind": OutboxKind.SCREEN,
        "body": {"text": text},
    }
    return OutboxMessage(**(values | facts))


async def write(house: House, *messages: OutboxMessage) -> None:
    def put_all(desk: Desk) -> None:
        for each in messages:
            outbox.add(desk.conn, each, desk.now)

    await house.run(put_all)


async def rows(house: House) -> list[Row[Any]]:
    return await house.read(
        lambda desk: list(desk.conn.execute(select(outbox_table).order_by(outbox_table.c.id)))
    )


async def statuses(house: House) -> list[str]:
    return [row.status for row in await rows(house)]


async def drain(courier: Courier) -> None:
    """Run a courier that must stop: it delivers what it can and ends."""
    stopping = asyncio.Event()
    stopping.set()
    await courier.run(stopping)


class Crashing(Scripted):
    """A channel that sends and then never returns."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = asyncio.Event()

    async def deliver(self, delivery: Delivery) -> Outcome:
        await super().deliver(delivery)
        self.sent.set()
        await asyncio.Event().wait()
        raise AssertionError

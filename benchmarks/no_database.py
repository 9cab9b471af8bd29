"""The buyers' bot without a database: the store's functions are replaced by dictionaries.

Everything else is the program's own: aiogram's parsing and routing, the conversation, the dialogs, the wording, the
renderer and the requests. Transactions, statements, JSON columns and the courier's loop are left out: each message is
delivered as soon as it is written.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from datetime import datetime
from typing import Any, TypeVar, cast
from unittest.mock import patch

from sqlalchemy import Connection

from benchmarks import MORNING
from benchmarks.transport import Transport
from bot import features
from bot.engine.conversation import Conversation
from bot.handlers.buyers.app import BuyersBot
from core.clock import PlayedClock
from core.desk import Desk
from core.runtime.courier import Sent
from core.runtime.house import House
from core.site import Site
from core.store import arrangements, guests, outbox, receipts, seats, sessions, staff
from core.store.outbox import Delivery, OutboxMessage, SentMessage
from core.store.sessions import Session, SessionKey

T = TypeVar("T")


class InMemoryStore:
    """The store's data; it takes the place of the connection."""

    def __init__(self) -> None:
        self.receipts: set[tuple[str, int]] = set()
        self.sessions: dict[SessionKey, Session] = {}
        self.messages: list[OutboxMessage] = []
        self.previous: dict[tuple[int, str | None], SentMessage] = {}

    def begin_nested(self) -> AbstractContextManager[object]:
        return nullcontext()

    def insert_receipt(self, receipt: receipts.Receipt, now: datetime) -> bool:
        known = (receipt.bot, receipt.update_id) in self.receipts
        self.receipts.add((receipt.bot, receipt.update_id))
        return not known

    def add(
        self,
        message: OutboxMessage,
        now: datetime,
        *,
        not_before: datetime | None = None,
        due_at: datetime | None = None,
    ) -> None:
        """Add a message for delivery; one that is due later, such as a nudge, is never delivered here."""
        if due_at is None:
            self.messages.append(message)

    def lock(self, key: SessionKey, now: datetime) -> Session:
        fresh = Session(
            language=None,
            language_chosen=False,
            dialog=None,
            state=None,
            turn=0,
            reply_keyboard=False,
            touched_at=now,
        )
        return self.sessions.setdefault(key, fresh)


@contextmanager
def without_database() -> Iterator[None]:
    """Replace the store's functions that the conversation uses; the house is empty and knows no guests."""
    answers: dict[Any, dict[str, Callable[..., Any]]] = {
        receipts: {
            "insert_receipt": InMemoryStore.insert_receipt,
            "recent_results": lambda memory, bot, user_id, since: {},
        },
        sessions: {
            "lock": InMemoryStore.lock,
            "save": lambda memory, key, session: memory.sessions.update({key: session}),
        },
        outbox: {
            "add": InMemoryStore.add,
            # Each answer is one by itself, not the next piece of the one before.
            "last_written": lambda memory, bot, chat_id, handle, since: None,
            "last_sent": lambda memory, bot, chat_id, handle: memory.previous.get((chat_id, handle)),
        },
        staff: {"find": lambda memory, user_id: None},
        guests: {"find_by_telegram": lambda memory, telegram_id: None},
        arrangements: {"list_overlapping": lambda memory, start, end: ()},
        seats: {"count_seats": lambda memory, start, end: {}},
    }
    with ExitStack() as stack:
        for module, functions in answers.items():
            for name, answer in functions.items():
                stack.enter_context(patch.object(module, name, answer))
        yield


class _House(House):
    """A house without a database."""

    def __init__(self, site: Site, memory: InMemoryStore) -> None:
        self.site = site
        self.clock = PlayedClock(MORNING)
        self._memory = cast("Connection", memory)

    async def run(self, work: Callable[[Desk], T]) -> T:
        return work(Desk(self._memory, self.site, MORNING))


class HouseBot:
    """The house's buyers' bot; it works inside ``without_database``."""

    def __init__(self, site: Site) -> None:
        self.transport = Transport()
        self._memory = InMemoryStore()
        self._bot = BuyersBot(self.transport.bot, _House(site, self._memory), Conversation(features.buyers()))

    async def handle(self, update: str) -> None:
        await self._bot.handle(self.transport.parse(update))
        messages, self._memory.messages = self._memory.messages, []
        for message in messages:
            key = message.chat_id, message.handle
            previous = self._memory.previous.get(key) if message.handle else None
            delivery = Delivery(
                id=1, message=message, previous=previous, language="en", attempts=1, maybe_duplicate=False
            )
            outcome = await self._bot.transport.deliver(delivery)
            if not isinstance(outcome, Sent):
                raise TypeError(outcome)
            if outcome.message_id is not None:
                self._memory.previous[key] = SentMessage(outcome.message_id, message.body)

"""The rows of the database, read by separate SQL that does not use the program's queries."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

Rows = Callable[..., list[Any]]


@dataclass(frozen=True)
class Booking:
    id: int
    guest: int
    at: datetime
    status: str
    version: int
    tier: str


@dataclass(frozen=True)
class Change:
    booking: int
    serial: int
    version: int
    what: str
    by_user: int
    channel: str
    moved_from: datetime | None
    at: datetime
    made: datetime


@dataclass(frozen=True)
class Entry:
    id: int
    guest: int
    day: date
    wanted: datetime | None
    status: str
    version: int
    offered: datetime | None
    until: datetime | None
    by_user: int


@dataclass(frozen=True)
class Request:
    id: int
    guest: int
    day: date
    status: str
    booking: int | None


@dataclass(frozen=True)
class Order:
    id: int
    what: str
    start: datetime
    end: datetime
    number: int | None
    agency: str | None
    consultant: int | None
    made: datetime


@dataclass(frozen=True)
class Guest:
    id: int
    telegram: int | None
    kind: str
    exempt_until: date | None
    phone: str | None


@dataclass(frozen=True)
class Consultant:
    id: int
    agency: str
    left: datetime | None


@dataclass(frozen=True)
class Message:
    id: int
    bot: str
    chat: int
    kind: str
    body: dict[str, Any]
    due: datetime | None


@dataclass(frozen=True)
class Record:
    """All rows that the rules concern; ``orders`` are the arrangements in force, oldest first."""

    bookings: dict[int, Booking]
    changes: tuple[Change, ...]
    entries: dict[int, Entry]
    requests: dict[int, Request]
    orders: tuple[Order, ...]
    guests: dict[int, Guest]
    consultants: dict[int, Consultant]
    audit: int


@lru_cache(maxsize=4096)
def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


@lru_cache(maxsize=256)
def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _facts(row: Sequence[Any], *, moments: Iterable[int] = (), days: Iterable[int] = ()) -> list[Any]:
    """The values of a row, with those at the given places read as moments or days."""
    facts = list(row)
    for place in moments:
        facts[place] = _moment(facts[place])
    for place in days:
        facts[place] = _day(facts[place])
    return facts


def read(rows: Rows) -> Record:
    """The present rows."""
    bookings = rows("SELECT id, guest_id, starts_at, status, version, tier FROM bookings")
    changes = rows(
        "SELECT booking_id, serial, version, what, by_user, channel, moved_from, starts_at, made_at "
        "FROM booking_changes ORDER BY booking_id, serial"
    )
    entries = rows(
        "SELECT id, guest_id, day, wanted, status, version, offered, offer_until, by_user FROM waitlist ORDER BY id"
    )
    requests = rows("SELECT id, guest_id, day, status, booking_id FROM requests ORDER BY id")
    orders = rows(
        "SELECT id, what, starts_at, ends_at, number, agency, consultant_id, made_at FROM arrangements "
        "WHERE lifted_at IS NULL ORDER BY id"
    )
    guests = rows("SELECT id, telegram_id, kind, exempt_until, phone FROM guests ORDER BY id")
    consultants = rows("SELECT id, agency, left_at FROM consultants ORDER BY id")
    return Record(
        bookings={row[0]: Booking(*_facts(row, moments=[2])) for row in bookings},
        changes=tuple(Change(*_facts(row, moments=[6, 7, 8])) for row in changes),
        entries={row[0]: Entry(*_facts(row, moments=[3, 6, 7], days=[2])) for row in entries},
        requests={row[0]: Request(*_facts(row, days=[2])) for row in requests},
        orders=tuple(Order(*_facts(row, moments=[2, 3, 7])) for row in orders),
        guests={row[0]: Guest(*_facts(row, days=[3])) for row in guests},
        consultants={row[0]: Consultant(*_facts(row, moments=[2])) for row in consultants},
        audit=rows("SELECT count(*) FROM audit")[0][0],
    )


def messages(rows: Rows, after: int) -> list[Message]:
    """The outbox messages after one with this id."""
    found = rows("SELECT id, bot, chat_id, kind, body, due_at FROM outbox WHERE id > ? ORDER BY id", after)
    return [Message(*(*row[:4], json.loads(row[4]), _moment(row[5]))) for row in found]


NOTHING = Record({}, (), {}, {}, (), {}, {}, 0)

"""The final state of a house by content, to compare houses that handled the same updates in different orders.

Ids, codes and guest numbers depend on the order of the commits, so they are replaced by names of their guests.
"""

import json
import re
from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import Row, Table, select

from core.desk import Desk
from core.store.tables import booking_changes, bookings, complaints, guests, leads, outbox, receipts, sessions

# Actions whose subject is a booking, as written in callback data.
_ACT = re.compile(r"a\|(move|cancel|arrive|arrive_early)\|(\d+)\|(\d+)")
Ending = dict[str, Any]


def ending(desk: Desk) -> Ending:
    people = {row.id: f"<{row.telegram_id or f'{row.given} {row.surname}'}>" for row in _rows(desk, guests)}
    booked = {row.id: people[row.guest_id] for row in _rows(desk, bookings)}
    named = _NamedJson(
        {row.code: f"{people[row.guest_id]}#" for row in _rows(desk, bookings)}
        | {row.number: f"{people[row.id]}№" for row in _rows(desk, guests)},
        booked,
    )
    return {
        "guests": Counter(_facts(row, "id", "number", who=people[row.id]) for row in _rows(desk, guests)),
        "numbers": sorted(row.number for row in _rows(desk, guests)),
        "bookings": Counter(
            _facts(row, "id", "code", "guest_id", who=booked[row.id]) for row in _rows(desk, bookings)
        ),
        "changes": Counter(
            _facts(row, "id", "booking_id", who=booked[row.booking_id])
            for row in _rows(desk, booking_changes)
        ),
        "receipts": Counter(_facts(row) for row in _rows(desk, receipts)),
        "sessions": Counter(
            _facts(row, "state", state=named.json(row.state)) for row in _rows(desk, sessions)
        ),
        "messages": _messages(desk, named),
        "leads": Counter(_facts(row, "id") for row in _rows(desk, leads)),
        "complaints": Counter(_facts(row, "id") for row in _rows(desk, complaints)),
    }


def _messages(desk: Desk, named: "_NamedJson") -> dict[tuple[str, int], list[str]]:
    """The messages of each chat: the screens of a private chat in order, then all notices sorted by content. Jobs are
    of no chat, and are sorted as well."""
    screens: dict[tuple[str, int], list[str]] = defaultdict(list)
    notices: dict[tuple[str, int], list[str]] = defaultdict(list)
    for row in sorted(_rows(desk, outbox), key=lambda row: row.id):
        messages = notices if row.kind in {"notice", "job"} or row.chat_id < 0 else screens
        messages[row.bot, row.chat_id].append(_facts(row, "id", "body", body=named.json(row.body)))
    return {chat: screens[chat] + sorted(notices[chat]) for chat in {*screens, *notices}}


def _rows(desk: Desk, table: Table) -> list[Row[Any]]:
    return list(desk.conn.execute(select(table)).all())


def _facts(row: Row[Any], *without: str, **instead: object) -> str:
    facts = {name: value for name, value in row._mapping.items() if name not in without}
    return repr(sorted((facts | instead).items()))


class _NamedJson:
    """Writes JSON with names of guests in place of ids, codes and guest numbers."""

    def __init__(self, assigned: dict[str, str], booked: dict[int, str]) -> None:
        self._assigned = assigned
        self._booked = booked
        self._words = re.compile("|".join(map(re.escape, assigned)) or r"\b\B")

    def json(self, value: Any) -> str:
        text = json.dumps(self._named(value), ensure_ascii=False, sort_keys=True)
        text = _ACT.sub(lambda act: f"a|{act[1]}|{act[2]}|{self._booked[int(act[3])]}", text)
        return self._words.sub(lambda word: self._assigned[word[0]], text)

    def _named(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._named(each) for each in value]
        if not isinstance(value, dict):
            return value
        return {
            key: self._booked[each] if key == "booking" else self._named(each) for key, each in value.items()
        }

"""What a house has come to, by content: two of them are compared in which the same was done in another order.

Ids, codes and guests' numbers are dealt in the order of the commits; here each stands for its guest.
"""

import json
import re
from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import Row, Table, select

from core.desk import Desk
from core.store.tables import booking_changes, bookings, complaints, guests, leads, outbox, receipts, sessions

# The actions whose subject is a booking, as callback data says them.
_ACT = re.compile(r"a\|(move|cancel|arrive|arrive_early)\|(\d+)\|(\d+)")
Ending = dict[str, Any]


def ending(desk: Desk) -> Ending:
    people = {row.id: f"<{row.telegram_id or f'{row.given} {row.surname}'}>" for row in _rows(desk, guests)}
    booked = {row.id: people[row.guest_id] for row in _rows(desk, bookings)}
    told = _Told(
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
            _facts(row, "state", state=told.json(row.state)) for row in _rows(desk, sessions)
        ),
        "letters": _letters(desk, told),
        "leads": Counter(_facts(row, "id") for row in _rows(desk, leads)),
        "complaints": Counter(_facts(row, "id") for row in _rows(desk, complaints)),
    }


def _letters(desk: Desk, told: "_Told") -> dict[tuple[str, int], list[str]]:
    """Each chat's letters: a private chat's screens as they follow one another, then all notices, in any order."""
    screens: dict[tuple[str, int], list[str]] = defaultdict(list)
    notices: dict[tuple[str, int], list[str]] = defaultdict(list)
    for row in sorted(_rows(desk, outbox), key=lambda row: row.id):
        letters = notices if row.kind == "notice" or row.chat_id < 0 else screens
        letters[row.bot, row.chat_id].append(_facts(row, "id", "body", body=told.json(row.body)))
    return {chat: screens[chat] + sorted(notices[chat]) for chat in {*screens, *notices}}


def _rows(desk: Desk, table: Table) -> list[Row[Any]]:
    return list(desk.conn.execute(select(table)).all())


def _facts(row: Row[Any], *without: str, **instead: object) -> str:
    facts = {name: value for name, value in row._mapping.items() if name not in without}
    return repr(sorted((facts | instead).items()))


class _Told:
    """JSON of the house with guests in the place of what was dealt."""

    def __init__(self, dealt: dict[str, str], booked: dict[int, str]) -> None:
        self._dealt = dealt
        self._booked = booked
        self._words = re.compile("|".join(map(re.escape, dealt)) or r"\b\B")

    def json(self, value: Any) -> str:
        text = json.dumps(self._named(value), ensure_ascii=False, sort_keys=True)
        text = _ACT.sub(lambda act: f"a|{act[1]}|{act[2]}|{self._booked[int(act[3])]}", text)
        return self._words.sub(lambda word: self._dealt[word[0]], text)

    def _named(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._named(each) for each in value]
        if not isinstance(value, dict):
            return value
        return {
            key: self._booked[each] if key == "booking" else self._named(each) for key, each in value.items()
        }

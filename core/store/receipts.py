"""Receipts: which updates were received, what they contained, and how they ended."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from core.store.locks import insert_or_ignore
from core.store.tables import receipts


class Result(StrEnum):
    """SHED: the update was ignored, because its sender sent far too many."""

    HANDLED = "handled"
    FAILED = "failed"
    SHED = "shed"


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One update of one bot. ``input`` is JSON."""

    bot: str
    update_id: int
    user_id: int
    chat_id: int
    input: dict[str, Any]


def insert_receipt(
    conn: Connection, receipt: Receipt, now: datetime, result: Result = Result.HANDLED
) -> bool:
    """Insert a receipt. Returns False if the update was received before and must not be handled again."""
    return insert_or_ignore(conn, receipts, **vars(receipt), result=result, received_at=now)


_RECENT_RESULTS = (
    select(receipts.c.result, func.count())
    .where(receipts.c.bot == bindparam("of_bot"), receipts.c.user_id == bindparam("of_user"))
    .where(receipts.c.received_at > bindparam("since"))
    .group_by(receipts.c.result)
)


def recent_results(conn: Connection, bot: str, user_id: int, since: datetime) -> dict[Result, int]:
    """The number of a person's updates after a moment, by result."""
    theirs = {"of_bot": bot, "of_user": user_id, "since": since}
    return {Result(row[0]): row[1] for row in conn.execute(_RECENT_RESULTS, theirs)}

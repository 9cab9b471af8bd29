"""Receipts: which updates were handled, and what was said in them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection

from core.store.locks import insert_or_leave
from core.store.tables import receipts


class Result(StrEnum):
    HANDLED = "handled"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """One update of one bot. ``said`` is the input as JSON."""

    bot: str
    update_id: int
    user_id: int
    chat_id: int
    said: dict[str, Any]


def take(conn: Connection, receipt: Receipt, now: datetime, result: Result = Result.HANDLED) -> bool:
    """Note an update as received; False when it has been before, and nothing is to be done."""
    return insert_or_leave(conn, receipts, **vars(receipt), result=result, received_at=now)

"""Day requests and their answers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, literal_column, select, update

from core.booking import BookingId, Party
from core.guests import GuestId
from core.requests import DayRequest, RequestId, RequestStatus
from core.store import guests as guest_store
from core.store.tables import guests, requests

_COLUMNS = ("id", "adults", "elders", "children", "day", "status", "asked_at", "answer_by")
_OWN = tuple(requests.c[name] for name in _COLUMNS)
_SELECT = select(*_OWN, *guest_store.COLUMNS).join_from(requests, guests)
_OPEN = requests.c.status == literal_column("'open'")
_BY_ID = _SELECT.where(requests.c.id == bindparam("id"))
_OF_GUEST = _SELECT.where(requests.c.guest_id == bindparam("guest_id"), _OPEN)
_ALL_OPEN = _SELECT.where(_OPEN).order_by(requests.c.answer_by, requests.c.id)
_INSERT = insert(requests).returning(requests.c.id)
_CLOSE = update(requests).where(requests.c.id == bindparam("of_id"), _OPEN)


def _from_row(row: Mapping[Any, Any]) -> DayRequest:
    return DayRequest(
        id=RequestId(row["id"]),
        guest=guest_store.from_row(row),
        party=Party(adults=row["adults"], elders=row["elders"], children=row["children"]),
        day=row["day"],
        status=RequestStatus(row["status"]),
        asked_at=row["asked_at"],
        answer_by=row["answer_by"],
    )


def find(conn: Connection, request_id: RequestId) -> DayRequest | None:
    row = conn.execute(_BY_ID, {"id": request_id}).mappings().first()
    return _from_row(row) if row else None


def find_open_of_guest(conn: Connection, guest_id: GuestId) -> DayRequest | None:
    """The guest's open request, if there is one."""
    row = conn.execute(_OF_GUEST, {"guest_id": guest_id}).mappings().first()
    return _from_row(row) if row else None


def list_open(conn: Connection) -> list[DayRequest]:
    """Open requests, by the time they must be answered."""
    return [_from_row(row) for row in conn.execute(_ALL_OPEN).mappings()]


def insert_request(
    conn: Connection, *, guest_id: GuestId, party: Party, day: date, answer_by: datetime, now: datetime
) -> RequestId:
    facts = {
        "guest_id": guest_id,
        "day": day,
        "status": RequestStatus.OPEN,
        "asked_at": now,
        "answer_by": answer_by,
    }
    return RequestId(conn.execute(_INSERT, facts | vars(party)).scalar_one())


def close(conn: Connection, request_id: RequestId, **values: object) -> bool:
    """Set an open request to answered, declined or withdrawn. Returns whether it was open."""
    return conn.execute(_CLOSE, {"of_id": request_id, **values}).rowcount > 0


def mark_answered(
    conn: Connection, request_id: RequestId, booking_id: BookingId, *, by_user: int, now: datetime
) -> None:
    """Set an open request to answered with this booking."""
    close(
        conn,
        request_id,
        status=RequestStatus.ANSWERED,
        booking_id=booking_id,
        answered_by=by_user,
        answered_at=now,
    )

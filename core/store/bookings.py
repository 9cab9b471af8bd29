"""Bookings and their change record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from core.booking import Actor, Booking, BookingId, BookingStatus, ChangeKind, Channel, Party
from core.consultants import ConsultantId
from core.guests import GuestId, Tier
from core.store import guests as guest_store
from core.store.locks import lock_row
from core.store.seats import LIVE
from core.store.tables import booking_changes, bookings, guests

_OWN = (
    bookings.c.id,
    bookings.c.code,
    bookings.c.starts_at,
    bookings.c.adults,
    bookings.c.elders,
    bookings.c.children,
    bookings.c.tier,
    bookings.c.status,
    bookings.c.version,
    bookings.c.arrived_at,
    bookings.c.plate,
    bookings.c.remarks,
)
_SELECT = select(*_OWN, *guest_store.COLUMNS).join_from(bookings, guests)
_OF_GUEST = bookings.c.guest_id == bindparam("guest_id")
_AT = bookings.c.starts_at == bindparam("starts_at")
_IN_BETWEEN = (bookings.c.starts_at >= bindparam("first"), bookings.c.starts_at < bindparam("end"))

_BY_ID = _SELECT.where(bookings.c.id == bindparam("id"))
_BY_CODE = _SELECT.where(bookings.c.code == bindparam("code"))
_BOOKED = _SELECT.where(_OF_GUEST, bookings.c.status == BookingStatus.BOOKED)
_LATEST_BOOKED = _BOOKED.order_by(bookings.c.starts_at.desc()).limit(1)
_VISITS = (
    select(func.count(), func.max(bookings.c.arrived_at))
    .select_from(bookings)
    .where(_OF_GUEST, bookings.c.status == BookingStatus.ARRIVED)
)
_ANY_VISIT = select(bookings.c.id).where(_OF_GUEST, bookings.c.status == BookingStatus.ARRIVED).limit(1)
_BETWEEN = _SELECT.where(*_IN_BETWEEN).order_by(bookings.c.starts_at, bookings.c.id)
_OF_CONSULTANT = (
    _SELECT.where(LIVE, _AT, bookings.c.id != bindparam("besides"))
    .where(guests.c.consultant_id == bindparam("consultant_id"))
    .order_by(bookings.c.id)
    .limit(1)
)
# Only overrides by managers use this channel for a move.
_MOVED_BY_MANAGERS = (
    select(booking_changes.c.booking_id, func.max(booking_changes.c.made_at))
    .join_from(bookings, booking_changes)
    .where(*_IN_BETWEEN, booking_changes.c.starts_at == bookings.c.starts_at)
    .where(booking_changes.c.what == ChangeKind.MOVED, booking_changes.c.channel == Channel.HOUSE)
    .group_by(booking_changes.c.booking_id)
)
_CODE = select(bookings.c.id).where(bookings.c.code == bindparam("code"))
_INSERT = insert(bookings).returning(bookings.c.id)
_UPDATE = update(bookings).where(bookings.c.id == bindparam("of_id")).values(version=bookings.c.version + 1)
_ANNOTATE = update(bookings).where(bookings.c.id == bindparam("of_id"))
# The caller holds the guest's lock, so nobody else inserts the next serial.
_NEXT_SERIAL = (
    select(func.coalesce(func.max(booking_changes.c.serial), 0) + 1)
    .where(booking_changes.c.booking_id == bindparam("of_id"))
    .scalar_subquery()
)
_INSERT_CHANGE = insert(booking_changes).values(serial=_NEXT_SERIAL)


def _from_row(row: Mapping[Any, Any]) -> Booking:
    return Booking(
        id=BookingId(row["id"]),
        code=row["code"],
        guest=guest_store.from_row(row),
        starts_at=row["starts_at"],
        party=Party(adults=row["adults"], elders=row["elders"], children=row["children"]),
        tier=Tier(row["tier"]),
        status=BookingStatus(row["status"]),
        version=row["version"],
        arrived_at=row["arrived_at"],
        plate=row["plate"],
        remarks=row["remarks"],
    )


def find(conn: Connection, booking_id: BookingId) -> Booking | None:
    row = conn.execute(_BY_ID, {"id": booking_id}).mappings().first()
    return _from_row(row) if row else None


def find_by_code(conn: Connection, code: str) -> Booking | None:
    row = conn.execute(_BY_CODE, {"code": code}).mappings().first()
    return _from_row(row) if row else None


def latest_booked(conn: Connection, guest_id: GuestId) -> Booking | None:
    """The guest's last booking in status BOOKED; its day may be over."""
    row = conn.execute(_LATEST_BOOKED, {"guest_id": guest_id}).mappings().first()
    return _from_row(row) if row else None


def has_visited(conn: Connection, guest_id: GuestId) -> bool:
    return conn.execute(_ANY_VISIT, {"guest_id": guest_id}).first() is not None


def count_visits(conn: Connection, guest_id: GuestId) -> tuple[int, datetime | None]:
    """The number of a guest's visits, and the time (UTC) of the last."""
    number, last = conn.execute(_VISITS, {"guest_id": guest_id}).one()
    return number, last


def list_between(conn: Connection, start: datetime, end: datetime) -> list[Booking]:
    """Bookings of every status that start in ``[start, end)`` (UTC), by hour, then in the order they were made."""
    rows = conn.execute(_BETWEEN, {"first": start, "end": end}).mappings()
    return [_from_row(row) for row in rows]


def list_moved_by_managers(conn: Connection, start: datetime, end: datetime) -> dict[BookingId, datetime]:
    """Bookings that a manager moved to their current slot in ``[start, end)``, with the time (UTC) of the last move."""
    rows = conn.execute(_MOVED_BY_MANAGERS, {"first": start, "end": end})
    return {BookingId(booking_id): made_at for booking_id, made_at in rows}


def lock_guest(conn: Connection, guest_id: GuestId) -> None:
    """Lock a guest until the transaction ends: only one transaction at a time changes what belongs to them."""
    lock_row(conn, guests, id=guest_id)


def find_of_consultant(
    conn: Connection, consultant: ConsultantId, starts_at: datetime, *, besides: BookingId
) -> Booking | None:
    """The first live booking of a slot, except ``besides``, whose guest has this consultant."""
    facts = {"consultant_id": consultant, "starts_at": starts_at, "besides": besides}
    row = conn.execute(_OF_CONSULTANT, facts).mappings().first()
    return _from_row(row) if row else None


def is_code_free(conn: Connection, code: str) -> bool:
    return conn.execute(_CODE, {"code": code}).first() is None


def insert_booking(
    conn: Connection,
    *,
    code: str,
    guest_id: GuestId,
    starts_at: datetime,
    party: Party,
    tier: Tier,
    plate: str | None = None,
    remarks: str | None = None,
) -> BookingId:
    facts = {
        "code": code,
        "guest_id": guest_id,
        "starts_at": starts_at,
        "tier": tier,
        "status": BookingStatus.BOOKED,
        "version": 1,
        "plate": plate,
        "remarks": remarks,
    }
    return BookingId(conn.execute(_INSERT, facts | vars(party)).scalar_one())


def update_booking(conn: Connection, booking_id: BookingId, **values: object) -> None:
    """Change the hour, party or status. It increments the booking's version, so older buttons become invalid."""
    conn.execute(_UPDATE, {"of_id": booking_id, **values})


def annotate_booking(conn: Connection, booking_id: BookingId, **values: str) -> None:
    """Change the plate, remarks or tier. It leaves the version alone, so older buttons stay valid."""
    conn.execute(_ANNOTATE, {"of_id": booking_id, **values})


def insert_change(
    conn: Connection,
    booking: Booking,
    kind: ChangeKind,
    *,
    by: Actor,
    now: datetime,
    moved_from: datetime | None = None,
) -> None:
    """Add an entry to the change record: who did what to which version, how and when."""
    line = {
        "of_id": booking.id,
        "booking_id": booking.id,
        "version": booking.version,
        "what": kind,
        "by_user": by.user_id,
        "channel": by.channel,
        "moved_from": moved_from,
        "starts_at": booking.starts_at,
        "made_at": now,
    }
    conn.execute(_INSERT_CHANGE, line)

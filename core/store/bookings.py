"""Bookings, their change record, and how full each slot is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select, update

from core.booking import Actor, Booking, BookingId, Party, Status
from core.guests import GuestId, Tier
from core.store import guests as guest_store
from core.store.locks import insert_or_leave, lock_row
from core.store.tables import bookings, changes, guests, slots

LIVE = bookings.c.status != Status.CANCELLED


def _select() -> Select[Any]:
    own = (
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
    return select(*own, *guest_store.COLUMNS).join_from(bookings, guests)


def _from_row(row: Mapping[Any, Any]) -> Booking:
    return Booking(
        id=BookingId(row["id"]),
        code=row["code"],
        guest=guest_store.from_row(row),
        starts_at=row["starts_at"],
        party=Party(adults=row["adults"], elders=row["elders"], children=row["children"]),
        tier=Tier(row["tier"]),
        status=Status(row["status"]),
        version=row["version"],
        arrived_at=row["arrived_at"],
        plate=row["plate"],
        remarks=row["remarks"],
    )


def find(conn: Connection, booking_id: BookingId) -> Booking | None:
    row = conn.execute(_select().where(bookings.c.id == booking_id)).mappings().first()
    return _from_row(row) if row else None


def find_by_code(conn: Connection, code: str) -> Booking | None:
    row = conn.execute(_select().where(bookings.c.code == code)).mappings().first()
    return _from_row(row) if row else None


def latest_booked(conn: Connection, guest_id: GuestId) -> Booking | None:
    """The guest's last booking that was neither met nor withdrawn; its day may be over."""
    wanted = _select().where(bookings.c.guest_id == guest_id, bookings.c.status == Status.BOOKED)
    row = conn.execute(wanted.order_by(bookings.c.starts_at.desc()).limit(1)).mappings().first()
    return _from_row(row) if row else None


def has_visited(conn: Connection, guest_id: GuestId) -> bool:
    visited = select(bookings.c.id).where(
        bookings.c.guest_id == guest_id, bookings.c.status == Status.ARRIVED
    )
    return conn.execute(visited.limit(1)).first() is not None


def between(conn: Connection, start: datetime, end: datetime) -> list[Booking]:
    """Bookings of every status that start in ``[start, end)``, by hour, then in the order they were made."""
    wanted = _select().where(bookings.c.starts_at >= start, bookings.c.starts_at < end)
    rows = conn.execute(wanted.order_by(bookings.c.starts_at, bookings.c.id)).mappings()
    return [_from_row(row) for row in rows]


def taken_between(conn: Connection, start: datetime, end: datetime) -> dict[datetime, int]:
    """Live parties of each slot that starts in ``[start, end)`` and has any."""
    counted = (
        select(bookings.c.starts_at, func.count())
        .where(LIVE, bookings.c.starts_at >= start, bookings.c.starts_at < end)
        .group_by(bookings.c.starts_at)
    )
    return {row[0]: row[1] for row in conn.execute(counted)}


def lock_slot(conn: Connection, starts_at: datetime) -> None:
    """Hold a slot until the transaction ends, so that what is counted in it stays true."""
    insert_or_leave(conn, slots, starts_at=starts_at)
    lock_row(conn, slots, starts_at=starts_at)


def lock_guest(conn: Connection, guest_id: GuestId) -> None:
    """Hold a guest, so that one person does one thing at a time."""
    lock_row(conn, guests, id=guest_id)


def count_live(conn: Connection, starts_at: datetime) -> int:
    return conn.execute(
        select(func.count()).select_from(bookings).where(LIVE, bookings.c.starts_at == starts_at)
    ).scalar_one()


def code_is_free(conn: Connection, code: str) -> bool:
    return conn.execute(select(bookings.c.id).where(bookings.c.code == code)).first() is None


def insert_booking(
    conn: Connection, *, code: str, guest_id: GuestId, starts_at: datetime, party: Party, tier: Tier
) -> BookingId:
    new = (
        insert(bookings)
        .values(
            code=code,
            guest_id=guest_id,
            starts_at=starts_at,
            tier=tier,
            status=Status.BOOKED,
            version=1,
            **vars(party),
        )
        .returning(bookings.c.id)
    )
    return BookingId(conn.execute(new).scalar_one())


def update_booking(conn: Connection, booking_id: BookingId, **values: object) -> None:
    """Change a booking; its version grows with it."""
    conn.execute(
        update(bookings).where(bookings.c.id == booking_id).values(version=bookings.c.version + 1, **values)
    )


def set_particulars(conn: Connection, booking_id: BookingId, **particulars: str) -> None:
    """Note a plate or remarks. They are no change of the promise, and leave its version alone."""
    conn.execute(update(bookings).where(bookings.c.id == booking_id).values(**particulars))


def record(
    conn: Connection,
    booking: Booking,
    *,
    what: str,
    by: Actor,
    now: datetime,
    moved_from: datetime | None = None,
) -> None:
    """Add a line to the change record: who did what to which version, how and when."""
    conn.execute(
        insert(changes).values(
            booking_id=booking.id,
            version=booking.version,
            what=what,
            by_user=by.user_id,
            channel=by.channel,
            moved_from=moved_from,
            starts_at=booking.starts_at,
            made_at=now,
        )
    )

"""Seats: how many of each slot are taken by live bookings or offered to the waitlist. Counted, never stored."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, literal_column, select, union_all

from core.plan import Seats
from core.store.tables import bookings, waitlist

# Literals, not bound parameters: a partial index is used only if its condition is in the statement's text.
LIVE = bookings.c.status != literal_column("'cancelled'")
_TAKEN = (
    select(bookings.c.starts_at, literal_column("0").label("is_offered"), func.count().label("parties"))
    .where(bookings.c.starts_at >= bindparam("first"), bookings.c.starts_at < bindparam("end"))
    .where(LIVE)
    .group_by(bookings.c.starts_at)
)
_OFFERED = (
    select(waitlist.c.offered, literal_column("1"), func.count())
    .where(waitlist.c.offered >= bindparam("first"), waitlist.c.offered < bindparam("end"))
    .where(waitlist.c.status == literal_column("'offered'"))
    .group_by(waitlist.c.offered)
)
_SEATS = union_all(_TAKEN, _OFFERED)


def count_seats(conn: Connection, first: datetime, end: datetime) -> dict[datetime, Seats]:
    """The occupied seats of each slot in ``[first, end)`` (UTC); slots without any are left out."""
    found: dict[datetime, Seats] = {}
    for slot, is_offered, parties in conn.execute(_SEATS, {"first": first, "end": end}):
        before = found.get(slot, Seats())
        found[slot] = Seats(before.taken, parties) if is_offered else Seats(parties, before.offered)
    return found

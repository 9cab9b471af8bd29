"""Waitlist entries and their offers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, literal_column, select, update

from core.booking import Channel, Party
from core.guests import GuestId
from core.store import guests as guest_store
from core.store.tables import guests, waitlist
from core.waitlist import EntryId, EntryStatus, WaitlistEntry

_OWN = tuple(column for column in waitlist.c if column.name not in {"guest_id"})
_SELECT = select(*_OWN, *guest_store.COLUMNS).join_from(waitlist, guests)
# Literals, not bound parameters: a partial index is used only if its condition is in the statement's text.
_OFFERED = waitlist.c.status == literal_column("'offered'")
_OPEN = waitlist.c.status.in_((literal_column("'waiting'"), literal_column("'offered'")))

_BY_ID = _SELECT.where(waitlist.c.id == bindparam("id"))
_OF_GUEST = _SELECT.where(waitlist.c.guest_id == bindparam("guest_id"), _OPEN)
_OF_DAYS = _SELECT.where(
    waitlist.c.day >= bindparam("first"), waitlist.c.day <= bindparam("last"), _OPEN
).order_by(waitlist.c.day, waitlist.c.id)
_OFFERED_AT = _SELECT.where(waitlist.c.offered == bindparam("slot"), _OFFERED).order_by(waitlist.c.id.desc())
_FOR_CALLERS_BY = _SELECT.where(
    waitlist.c.by_user == bindparam("by_user"), guests.c.telegram_id.is_(None), _OPEN
).order_by(waitlist.c.id)
_ASSIGN = update(waitlist).where(waitlist.c.id == bindparam("of_id"))
_INSERT = insert(waitlist).returning(waitlist.c.id)
_UPDATE = (
    update(waitlist)
    .where(waitlist.c.id == bindparam("of_id"), waitlist.c.version == bindparam("of_version"), _OPEN)
    .values(version=waitlist.c.version + 1)
)


def _from_row(row: Mapping[Any, Any]) -> WaitlistEntry:
    return WaitlistEntry(
        id=EntryId(row["id"]),
        guest=guest_store.from_row(row),
        party=Party(adults=row["adults"], elders=row["elders"], children=row["children"]),
        day=row["day"],
        wanted=row["wanted"],
        status=EntryStatus(row["status"]),
        version=row["version"],
        offered=row["offered"],
        offer_until=row["offer_until"],
        joined_at=row["joined_at"],
        by_user=row["by_user"],
        channel=Channel(row["channel"]),
    )


def find(conn: Connection, entry_id: EntryId) -> WaitlistEntry | None:
    row = conn.execute(_BY_ID, {"id": entry_id}).mappings().first()
    return _from_row(row) if row else None


def find_open_of_guest(conn: Connection, guest_id: GuestId) -> WaitlistEntry | None:
    """The guest's open entry; its day may be over."""
    row = conn.execute(_OF_GUEST, {"guest_id": guest_id}).mappings().first()
    return _from_row(row) if row else None


def list_for_days(conn: Connection, first: date, last: date) -> list[WaitlistEntry]:
    """Open entries for any of these days, by day, then in the order they were made."""
    return [_from_row(row) for row in conn.execute(_OF_DAYS, {"first": first, "last": last}).mappings()]


def list_offered_at(conn: Connection, slot: datetime) -> list[WaitlistEntry]:
    """Entries that are offered a seat of this slot, newest first."""
    return [_from_row(row) for row in conn.execute(_OFFERED_AT, {"slot": slot}).mappings()]


def list_for_callers_by(conn: Connection, user_id: int) -> list[WaitlistEntry]:
    """Open entries made by this member for guests without a Telegram account."""
    return [_from_row(row) for row in conn.execute(_FOR_CALLERS_BY, {"by_user": user_id}).mappings()]


def assign(conn: Connection, entry_id: EntryId, by_user: int) -> None:
    """Make this member responsible for an entry. The version stays the same."""
    conn.execute(_ASSIGN, {"of_id": entry_id, "by_user": by_user})


def insert_entry(
    conn: Connection,
    *,
    guest_id: GuestId,
    party: Party,
    day: date,
    wanted: datetime | None,
    by_user: int,
    channel: Channel,
    now: datetime,
) -> EntryId:
    facts = {
        "guest_id": guest_id,
        "day": day,
        "wanted": wanted,
        "status": EntryStatus.WAITING,
        "version": 1,
        "joined_at": now,
        "by_user": by_user,
        "channel": channel,
    }
    return EntryId(conn.execute(_INSERT, facts | vars(party)).scalar_one())


def update_entry(conn: Connection, entry: WaitlistEntry, **values: object) -> bool:
    """Change an open entry if its version is still the same. Returns whether it was changed."""
    return conn.execute(_UPDATE, {"of_id": entry.id, "of_version": entry.version, **values}).rowcount > 0

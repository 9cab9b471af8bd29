"""Guests' records and the serials of their numbers."""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select, update
from sqlalchemy.sql.dml import ReturningInsert

from core.consultants import ConsultantId
from core.guests import Guest, GuestId, GuestKind, HeardThrough, Name, Phone, PhoneKind, Title
from core.store.locks import upsert
from core.store.tables import guests, serials


def from_row(row: Mapping[Any, Any]) -> Guest:
    """The guest in a row that contains ``COLUMNS``."""
    return Guest(
        id=GuestId(row["guest_id"]),
        number=row["number"],
        name=name_from(row),
        phone=Phone(number=row["phone"], kind=PhoneKind(row["phone_kind"])),
        kind=GuestKind(row["kind"]),
        telegram_id=row["telegram_id"],
        heard_through=HeardThrough(row["heard_through"]) if row["heard_through"] else None,
        district=row["district"],
        consultant=row["consultant_id"],
        affiliation=row["affiliation"],
        language=row["language"],
        exempt_until=row["exempt_until"],
    )


def name_from(row: Mapping[Any, Any]) -> Name:
    """The name in a row with its three columns."""
    return Name(surname=row["surname"], given=row["given"], title=Title(row["title"]))


COLUMNS = (
    guests.c.id.label("guest_id"),
    guests.c.number,
    guests.c.surname,
    guests.c.given,
    guests.c.title,
    guests.c.kind,
    guests.c.phone,
    guests.c.phone_kind,
    guests.c.telegram_id,
    guests.c.heard_through,
    guests.c.district,
    guests.c.consultant_id,
    guests.c.affiliation,
    guests.c.language,
    guests.c.exempt_until,
)
_BY_ID = select(*COLUMNS).where(guests.c.id == bindparam("id"))
_FIRST = select(*COLUMNS).order_by(guests.c.id).limit(1)
_BY_TELEGRAM = _FIRST.where(guests.c.telegram_id == bindparam("telegram_id"))
_BY_NUMBER = _FIRST.where(guests.c.number == bindparam("number"))
_BY_PROVEN_PHONE = _FIRST.where(guests.c.phone == bindparam("number"), guests.c.phone_kind != PhoneKind.TYPED)
_INSERT = insert(guests).returning(guests.c.id)
_UPDATE = update(guests).where(guests.c.id == bindparam("of_id"))


def find_by_telegram(conn: Connection, telegram_id: int) -> Guest | None:
    return _one(conn, _BY_TELEGRAM, telegram_id=telegram_id)


def find_by_proven_phone(conn: Connection, number: str) -> Guest | None:
    """The first guest to whom this phone number is known to belong; a typed number does not count."""
    return _one(conn, _BY_PROVEN_PHONE, number=number)


def find_by_number(conn: Connection, number: str) -> Guest | None:
    """The guest with this guest number, such as ``TY-WX001``."""
    return _one(conn, _BY_NUMBER, number=number)


def find(conn: Connection, guest_id: GuestId) -> Guest | None:
    return _one(conn, _BY_ID, id=guest_id)


def get(conn: Connection, guest_id: GuestId) -> Guest:
    row = conn.execute(_BY_ID, {"id": guest_id}).mappings().one()
    return from_row(row)


def _one(conn: Connection, wanted: Select[Any], **facts: object) -> Guest | None:
    row = conn.execute(wanted, facts).mappings().first()
    return from_row(row) if row else None


def insert_guest(
    conn: Connection,
    *,
    number: str,
    name: Name,
    phone: Phone,
    telegram_id: int | None,
    now: datetime,
    language: str | None = None,
) -> GuestId:
    facts = {
        "number": number,
        "kind": GuestKind.NEW,
        "telegram_id": telegram_id,
        "language": language,
        "registered_at": now,
    }
    return GuestId(conn.execute(_INSERT, facts | _columns(name, phone)).scalar_one())


def update_guest(
    conn: Connection, guest_id: GuestId, *, number: str, name: Name, phone: Phone, language: str | None
) -> None:
    """``language`` None keeps the stored language."""
    changed = {} if language is None else {"language": language}
    conn.execute(_UPDATE, {"of_id": guest_id, "number": number, **changed, **_columns(name, phone)})


def set_kind(conn: Connection, guest_id: GuestId, kind: GuestKind, affiliation: str | None = None) -> None:
    """``affiliation`` is the organisation and title of an official or an executive; None keeps the stored one."""
    changed = {} if affiliation is None else {"affiliation": affiliation}
    conn.execute(_UPDATE, {"of_id": guest_id, "kind": kind, **changed})


def set_consultant(conn: Connection, guest_id: GuestId, consultant: ConsultantId | None) -> None:
    """Assign the guest to a consultant, or to none."""
    conn.execute(_UPDATE, {"of_id": guest_id, "consultant_id": consultant})


def set_exempt_until(conn: Connection, guest_id: GuestId, until: date) -> None:
    """A peer is received at any time up to this day."""
    conn.execute(_UPDATE, {"of_id": guest_id, "exempt_until": until})


def link_telegram(conn: Connection, guest_id: GuestId, telegram_id: int) -> None:
    """Link the record to a Telegram account."""
    conn.execute(_UPDATE, {"of_id": guest_id, "telegram_id": telegram_id})


def set_particulars(conn: Connection, guest_id: GuestId, **particulars: str) -> None:
    """Set ``heard_through`` or ``district``."""
    conn.execute(_UPDATE, {"of_id": guest_id, **particulars})


def _columns(name: Name, phone: Phone) -> dict[str, Any]:
    return {
        "surname": name.surname,
        "given": name.given,
        "title": name.title,
        "phone": phone.number,
        "phone_kind": phone.kind,
    }


def next_serial(conn: Connection, initials: str) -> int:
    """The next serial for these initials. It locks the counter's row until the transaction ends."""
    last: int = conn.execute(
        _next_serial_statement(conn.dialect.name), {"initials": initials, "last": 1}
    ).scalar_one()
    return last


@cache
def _next_serial_statement(dialect: str) -> ReturningInsert[int]:
    counted = upsert(dialect, serials).on_conflict_do_update(
        index_elements=[serials.c.initials], set_={"last": serials.c.last + 1}
    )
    return counted.returning(serials.c.last)

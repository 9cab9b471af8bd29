"""Guests' records and the serials of their numbers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, insert, select, update

from core.guests import Guest, GuestId, HeardThrough, Kind, Name, Phone, PhoneKind, Title
from core.store.locks import upsert
from core.store.tables import guests, serials


def from_row(row: Mapping[Any, Any]) -> Guest:
    """The guest of a row of ``guests``; its id may come as ``guest_id`` where the row is a join."""
    return Guest(
        id=GuestId(row["guest_id"]),
        number=row["number"],
        name=Name(surname=row["surname"], given=row["given"], title=Title(row["title"])),
        phone=Phone(number=row["phone"], kind=PhoneKind(row["phone_kind"])),
        kind=Kind(row["kind"]),
        telegram_id=row["telegram_id"],
        heard_through=HeardThrough(row["heard_through"]) if row["heard_through"] else None,
        district=row["district"],
    )


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
)


def find_by_telegram(conn: Connection, telegram_id: int) -> Guest | None:
    return _one(conn, guests.c.telegram_id == telegram_id)


def find_by_proven_phone(conn: Connection, number: str) -> Guest | None:
    """The first guest whose own number this is known to be: a typed one is only a claim."""
    return _one(conn, and_(guests.c.phone == number, guests.c.phone_kind != PhoneKind.TYPED))


def get(conn: Connection, guest_id: GuestId) -> Guest:
    row = conn.execute(select(*COLUMNS).where(guests.c.id == guest_id)).mappings().one()
    return from_row(row)


def _one(conn: Connection, condition: Any) -> Guest | None:
    row = conn.execute(select(*COLUMNS).where(condition).order_by(guests.c.id).limit(1)).mappings().first()
    return from_row(row) if row else None


def insert_guest(
    conn: Connection, *, number: str, name: Name, phone: Phone, telegram_id: int | None, now: datetime
) -> GuestId:
    new = (
        insert(guests)
        .values(
            number=number,
            kind=Kind.NEW,
            telegram_id=telegram_id,
            registered_at=now,
            **_columns(name, phone),
        )
        .returning(guests.c.id)
    )
    return GuestId(conn.execute(new).scalar_one())


def update_guest(conn: Connection, guest_id: GuestId, *, number: str, name: Name, phone: Phone) -> None:
    conn.execute(update(guests).where(guests.c.id == guest_id).values(number=number, **_columns(name, phone)))


def set_kind(conn: Connection, guest_id: GuestId, kind: Kind) -> None:
    conn.execute(update(guests).where(guests.c.id == guest_id).values(kind=kind))


def link(conn: Connection, guest_id: GuestId, telegram_id: int) -> None:
    """From now on this record is the one of this Telegram account."""
    conn.execute(update(guests).where(guests.c.id == guest_id).values(telegram_id=telegram_id))


def set_particulars(conn: Connection, guest_id: GuestId, **particulars: str) -> None:
    """Note how a guest heard of the house, or where they live."""
    conn.execute(update(guests).where(guests.c.id == guest_id).values(**particulars))


def _columns(name: Name, phone: Phone) -> dict[str, str | None]:
    return {
        "surname": name.surname,
        "given": name.given,
        "title": name.title,
        "phone": phone.number,
        "phone_kind": phone.kind,
    }


def next_serial(conn: Connection, initials: str) -> int:
    """The next serial for these initials; the counter's row is held until the transaction ends."""
    statement = upsert(conn, serials).values(initials=initials, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=[serials.c.initials], set_={"last": serials.c.last + 1}
    )
    conn.execute(statement)
    last: int = conn.execute(select(serials.c.last).filter_by(initials=initials)).scalar_one()
    return last

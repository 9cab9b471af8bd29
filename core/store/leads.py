"""Leads and their owners."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from core.guests import Name, Phone, PhoneKind
from core.leads import Lead, LeadId
from core.store.guests import name_from
from core.store.tables import leads

_OPEN = leads.c.closed_at.is_(None)


_BY_TELEGRAM = select(leads).where(_OPEN, leads.c.telegram_id == bindparam("telegram_id"))


def _select() -> Select[Any]:
    return select(leads).where(_OPEN)


def _from_row(row: Mapping[Any, Any]) -> Lead:
    return Lead(
        id=LeadId(row["id"]),
        telegram_id=row["telegram_id"],
        name=name_from(row),
        phone=Phone(number=row["phone"], kind=PhoneKind(row["phone_kind"])),
        owner=row["owner"],
        invite_on=row["invite_on"],
        made_at=row["made_at"],
    )


def find(conn: Connection, lead_id: LeadId) -> Lead | None:
    row = conn.execute(_select().where(leads.c.id == lead_id)).mappings().first()
    return _from_row(row) if row else None


def find_by_telegram(conn: Connection, telegram_id: int) -> Lead | None:
    row = conn.execute(_BY_TELEGRAM, {"telegram_id": telegram_id}).mappings().first()
    return _from_row(row) if row else None


def list_open(conn: Connection, owner: int | None) -> list[Lead]:
    """The open leads of one owner and those without an owner, or all leads with None; by the day of invitation."""
    wanted = _select()
    if owner is not None:
        wanted = wanted.where((leads.c.owner == owner) | leads.c.owner.is_(None))
    rows = conn.execute(wanted.order_by(leads.c.invite_on, leads.c.id)).mappings()
    return [_from_row(row) for row in rows]


def count_by_owner(conn: Connection) -> dict[int, int]:
    """The number of open leads of each owner."""
    counted = select(leads.c.owner, func.count()).where(_OPEN, leads.c.owner.is_not(None))
    return {row[0]: row[1] for row in conn.execute(counted.group_by(leads.c.owner))}


def insert_lead(
    conn: Connection,
    *,
    telegram_id: int | None,
    name: Name,
    phone: Phone,
    owner: int | None,
    invite_on: date,
    now: datetime,
) -> LeadId:
    new = (
        insert(leads)
        .values(telegram_id=telegram_id, owner=owner, invite_on=invite_on, made_at=now)
        .values(**vars(name), phone=phone.number, phone_kind=phone.kind)
        .returning(leads.c.id)
    )
    return LeadId(conn.execute(new).scalar_one())


def update_lead(conn: Connection, lead_id: LeadId, name: Name, phone: Phone) -> None:
    changed = update(leads).where(leads.c.id == lead_id)
    conn.execute(changed.values(**vars(name), phone=phone.number, phone_kind=phone.kind))


def list_owned_by(conn: Connection, owner: int) -> list[Lead]:
    """The open leads of one owner."""
    rows = conn.execute(_select().where(leads.c.owner == owner).order_by(leads.c.id)).mappings()
    return [_from_row(row) for row in rows]


def assign(conn: Connection, lead_id: LeadId, owner: int | None) -> None:
    conn.execute(update(leads).where(leads.c.id == lead_id).values(owner=owner))


def postpone(conn: Connection, lead_id: LeadId, invite_on: date) -> None:
    conn.execute(update(leads).where(leads.c.id == lead_id).values(invite_on=invite_on))


def close(conn: Connection, lead_id: LeadId, now: datetime) -> None:
    conn.execute(update(leads).where(leads.c.id == lead_id).values(closed_at=now))

"""Members of staff, one-time invitations, and the chats with a name, such as the staff group."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, exists, insert, select, update

from core.staff import Member, Role
from core.store.locks import upsert
from core.store.tables import invitations, places, sessions, staff

_MEMBER = (staff.c.user_id, staff.c.name, staff.c.role)
_FIND = select(*_MEMBER).where(staff.c.user_id == bindparam("user_id"), staff.c.revoked_at.is_(None))
_PLACE = select(places.c.chat_id).where(places.c.name == bindparam("name"))


def find(conn: Connection, user_id: int) -> Member | None:
    """The member of staff with this Telegram id, unless they were revoked."""
    row = conn.execute(_FIND, {"user_id": user_id}).first()
    return _member(row) if row else None


def _member(row: Any) -> Member:
    return Member(user_id=row.user_id, name=row.name, role=Role(row.role))


def list_members(conn: Connection) -> list[Member]:
    rows = conn.execute(
        select(*_MEMBER).where(staff.c.revoked_at.is_(None)).order_by(staff.c.added_at, staff.c.user_id)
    )
    return [_member(row) for row in rows]


def upsert_member(conn: Connection, member: Member, now: datetime) -> None:
    """Add a member, or change their name and role. A revoked member is added again as a new one."""
    values = {"name": member.name, "role": member.role, "revoked_at": None}
    statement = upsert(conn.dialect.name, staff).values(user_id=member.user_id, added_at=now, **values)
    since = case((staff.c.revoked_at.is_not(None), now), else_=staff.c.added_at)
    changed = {**values, "added_at": since}
    conn.execute(statement.on_conflict_do_update(index_elements=[staff.c.user_id], set_=changed))


def revoke(conn: Connection, user_id: int, now: datetime) -> None:
    existing = update(staff).where(staff.c.user_id == user_id, staff.c.revoked_at.is_(None))
    conn.execute(existing.values(revoked_at=now))


def lock_role(conn: Connection, role: Role) -> None:
    """Lock all members with a role until the transaction ends."""
    wanted = select(staff.c.user_id).where(staff.c.role == role, staff.c.revoked_at.is_(None))
    conn.execute(wanted.order_by(staff.c.user_id).with_for_update()).all()


def has_role(conn: Connection, role: Role, besides: int = 0) -> bool:
    """Whether any member, except ``besides``, has this role."""
    wanted = exists().where(staff.c.role == role, staff.c.revoked_at.is_(None), staff.c.user_id != besides)
    return bool(conn.execute(select(wanted)).scalar_one())


def list_reachable(conn: Connection, bot: str, roles: Collection[Role]) -> list[Member]:
    """Members with these roles who have written to the bot, so that it may write to them; longest-serving first."""
    wanted = (
        select(*_MEMBER)
        .join_from(staff, sessions, sessions.c.user_id == staff.c.user_id)
        .where(sessions.c.bot == bot, sessions.c.chat_id == staff.c.user_id)
        .where(staff.c.role.in_(roles), staff.c.revoked_at.is_(None))
    )
    return [_member(row) for row in conn.execute(wanted.order_by(staff.c.added_at, staff.c.user_id))]


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A role for the person who uses the token. ``invited_by`` is None for a new house's first administrator."""

    role: Role
    name: str | None
    invited_by: int | None
    expires_at: datetime


def insert_invitation(conn: Connection, token_hash: str, invitation: Invitation) -> None:
    conn.execute(insert(invitations).values(token_hash=token_hash, **vars(invitation)))


def delete_unused_invitations(conn: Connection, invited_by: int | None) -> None:
    """Delete the unused invitations of this member, or of the house itself with None."""
    theirs = invitations.c.invited_by.is_not_distinct_from(invited_by)
    conn.execute(delete(invitations).where(theirs, invitations.c.spent_by.is_(None)))


def use_invitation(conn: Connection, token_hash: str, user_id: int, now: datetime) -> Invitation | None:
    """Mark an invitation as used and return it; None if it is unknown, used or expired."""
    spend = update(invitations).where(
        invitations.c.token_hash == token_hash,
        invitations.c.spent_by.is_(None),
        invitations.c.expires_at > now,
    )
    if not conn.execute(spend.values(spent_by=user_id, spent_at=now)).rowcount:
        return None
    columns = [invitations.c[name] for name in Invitation.__dataclass_fields__]
    row = conn.execute(select(*columns).filter_by(token_hash=token_hash)).mappings().one()
    return Invitation(**{**row, "role": Role(row["role"])})


def find_place(conn: Connection, name: str) -> int | None:
    """The chat id of a named place, if it has one."""
    return conn.execute(_PLACE, {"name": name}).scalar_one_or_none()


def delete_place(conn: Connection, name: str) -> None:
    conn.execute(delete(places).filter_by(name=name))


def set_place(conn: Connection, name: str, chat_id: int) -> None:
    statement = upsert(conn.dialect.name, places).values(name=name, chat_id=chat_id)
    conn.execute(statement.on_conflict_do_update(index_elements=[places.c.name], set_={"chat_id": chat_id}))

"""Staff, the one-time links that make the first of them, and the places the house speaks in."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, exists, insert, select, update

from core.staff import Member, Role
from core.store.locks import upsert
from core.store.tables import claims, places, staff

_MEMBER = (staff.c.user_id, staff.c.name, staff.c.role)
_FIND = select(*_MEMBER).where(staff.c.user_id == bindparam("user_id"), staff.c.revoked_at.is_(None))
_PLACE = select(places.c.chat_id).where(places.c.name == bindparam("name"))


def find(conn: Connection, user_id: int) -> Member | None:
    """The member of staff with this Telegram id, unless revoked."""
    row = conn.execute(_FIND, {"user_id": user_id}).first()
    return Member(user_id=row.user_id, name=row.name, role=Role(row.role)) if row else None


def everyone(conn: Connection) -> list[Member]:
    rows = conn.execute(
        select(*_MEMBER).where(staff.c.revoked_at.is_(None)).order_by(staff.c.added_at, staff.c.user_id)
    )
    return [Member(user_id=row.user_id, name=row.name, role=Role(row.role)) for row in rows]


def put(conn: Connection, member: Member, now: datetime) -> None:
    """Add a member, or give one back their place under this name and role."""
    values = {"name": member.name, "role": member.role, "added_at": now, "revoked_at": None}
    statement = upsert(conn, staff).values(user_id=member.user_id, **values)
    conn.execute(statement.on_conflict_do_update(index_elements=[staff.c.user_id], set_=values))


def revoke(conn: Connection, user_id: int, now: datetime) -> bool:
    """Whether there was someone to revoke."""
    gone = (
        update(staff).where(staff.c.user_id == user_id, staff.c.revoked_at.is_(None)).values(revoked_at=now)
    )
    return conn.execute(gone).rowcount > 0


def has(conn: Connection, role: Role) -> bool:
    wanted = exists().where(staff.c.role == role, staff.c.revoked_at.is_(None))
    return bool(conn.execute(select(wanted)).scalar_one())


def set_claim(conn: Connection, token_hash: str, expires_at: datetime) -> None:
    """Lay down a claim; whatever was laid down before and not spent is void."""
    conn.execute(delete(claims).where(claims.c.spent_by.is_(None)))
    conn.execute(insert(claims).values(token_hash=token_hash, expires_at=expires_at))


def spend_claim(conn: Connection, token_hash: str, user_id: int, now: datetime) -> bool:
    """Use up a claim; False when it is unknown, spent or out of date."""
    spend = update(claims).where(
        claims.c.token_hash == token_hash, claims.c.spent_by.is_(None), claims.c.expires_at > now
    )
    return conn.execute(spend.values(spent_by=user_id)).rowcount > 0


def place(conn: Connection, name: str) -> int | None:
    """The chat a place of the house has been given."""
    return conn.execute(_PLACE, {"name": name}).scalar_one_or_none()


def set_place(conn: Connection, name: str, chat_id: int) -> None:
    statement = upsert(conn, places).values(name=name, chat_id=chat_id)
    conn.execute(statement.on_conflict_do_update(index_elements=[places.c.name], set_={"chat_id": chat_id}))

"""Staff: the claim of a new house, who belongs to it, where it speaks. Rules: docs/rules.md, "Staff"."""

import hashlib
import secrets
from datetime import timedelta

from core.desk.desk import Desk
from core.errors import ClaimRefused, NotPermitted
from core.staff import STAFF_GROUP, Member, Right, Role
from core.store import staff

CLAIM_LIFE = timedelta(hours=24)


def new_claim(desk: Desk, life: timedelta = CLAIM_LIFE) -> str | None:
    """A one-time token for the first administrator, good for ``life``; None once the house has one."""
    if staff.has(desk.conn, Role.ADMINISTRATOR):
        return None
    token = secrets.token_urlsafe(24)
    staff.set_claim(desk.conn, _hash(token), desk.now + life)
    return token


def claim(desk: Desk, token: str, user_id: int, name: str) -> Member:
    """Make the one who holds the token the first administrator. Raises ClaimRefused."""
    with desk.savepoint():
        taken = staff.has(desk.conn, Role.ADMINISTRATOR)
        if taken or not staff.spend_claim(desk.conn, _hash(token), user_id, desk.now):
            raise ClaimRefused
        member = Member(user_id=user_id, name=name, role=Role.ADMINISTRATOR)
        staff.put(desk.conn, member, desk.now)
        return member


def require(desk: Desk, user_id: int, right: Right) -> Member:
    """The member of staff who may do this. Raises NotPermitted."""
    member = staff.find(desk.conn, user_id)
    if member is None or not member.may(right):
        raise NotPermitted
    return member


def name_group(desk: Desk, chat_id: int) -> None:
    """From now on the house speaks in this group."""
    staff.set_place(desk.conn, STAFF_GROUP, chat_id)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()

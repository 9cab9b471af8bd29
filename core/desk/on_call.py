"""Whom the house asks to see to what guests wish. Rules: docs/rules.md, "Request mode" and "Waitlist"."""

from core.desk.desk import Desk
from core.notices import STAFF
from core.staff import Role
from core.store import staff


def members(desk: Desk) -> tuple[int, ...]:
    """The operators who can be written to, by Telegram id, longest in the house first; without any, the managers of
    the site."""
    for roles in ({Role.OPERATOR}, {Role.SITE_MANAGER, Role.ADMINISTRATOR}):
        members = staff.reachable(desk.conn, STAFF, roles)
        if members:
            return tuple(member.user_id for member in members)
    return ()

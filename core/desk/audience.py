"""Whom the house asks to see to what guests wish. Rules: docs/rules.md, "Request mode" and "Waitlist"."""

from core.desk.desk import Desk
from core.notices import STAFF
from core.staff import Role
from core.store import staff


def members(desk: Desk) -> tuple[int, ...]:
    """The operators who can be written to, by Telegram id, longest in the house first; without any, the managers of
    the site."""
    return _reachable(desk, {Role.OPERATOR}) or managers(desk)


def managers(desk: Desk) -> tuple[int, ...]:
    """The site managers and administrators who can be written to, likewise."""
    return _reachable(desk, {Role.SITE_MANAGER, Role.ADMINISTRATOR})


def _reachable(desk: Desk, roles: set[Role]) -> tuple[int, ...]:
    return tuple(member.user_id for member in staff.list_reachable(desk.conn, STAFF, roles))

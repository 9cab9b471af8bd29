"""The chats and the members of an audience. Rules: docs/rules.md, "Notices"."""

from typing import NamedTuple

from sqlalchemy import Connection

from core.bots import BUYERS, STAFF
from core.notices.audience import Audience, GuestChat, MemberChat, RoleHolders, StaffGroup
from core.staff import STAFF_GROUP, Member
from core.store import staff


class Address(NamedTuple):
    """A chat with one of the bots."""

    bot: str
    chat_id: int


def chats(conn: Connection, audience: Audience | None) -> list[Address]:
    """Where an audience is written to. Nowhere: a house without a staff group, and a member who has left."""
    match audience:
        case None:
            return []
        case StaffGroup():
            group = staff.find_place(conn, STAFF_GROUP)
            return [Address(STAFF, group)] if group is not None else []
        case GuestChat(telegram_id=telegram_id):
            return [Address(BUYERS, telegram_id)]
        case MemberChat(user_id=user_id):
            return [Address(STAFF, user_id)] if staff.find(conn, user_id) is not None else []
        case RoleHolders():
            return [Address(STAFF, member.user_id) for member in members(conn, audience)]


def members(conn: Connection, audience: RoleHolders) -> list[Member]:
    """The members of an audience, longest in the house first."""
    for roles in audience.choices:
        reachable = staff.list_reachable(conn, STAFF, roles)
        if reachable:
            return reachable
    return []

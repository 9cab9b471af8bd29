"""Staff: how they come in, what they may do, how they leave; where the house speaks. Rules: docs/rules.md, "Staff"."""

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta

from core.booking import CODE_ALPHABET
from core.bots import STAFF
from core.desk import leads, waitlist
from core.desk.desk import Desk
from core.errors import AlreadyStaff, InvitationRefused, LastAdministrator, NoSuchMember, NotPermitted
from core.events import GroupLost, MemberJoined
from core.staff import STAFF_GROUP, TOKEN_LENGTH, Member, Right, Role, plain_token
from core.store import outbox, staff
from core.store.staff import Invitation

INVITATION_LIFE = timedelta(hours=24)


def first_invitation(desk: Desk, life: timedelta = INVITATION_LIFE) -> str | None:
    """A one-time token for the first administrator, good for ``life``; None once the house has one."""
    if staff.has(desk.conn, Role.ADMINISTRATOR):
        return None
    staff.void_invitations(desk.conn, None)
    return _invite(desk, Role.ADMINISTRATOR, None, None, life)


def invite(desk: Desk, role: Role, name: str | None, by: Member) -> str:
    """A one-time token that makes the person who brings it a member with this role. ``name`` None: as they call
    themselves."""
    return _invite(desk, role, name, by.user_id, INVITATION_LIFE)


def _invite(desk: Desk, role: Role, name: str | None, invited_by: int | None, life: timedelta) -> str:
    token = "".join(secrets.choice(CODE_ALPHABET) for _ in range(TOKEN_LENGTH))
    invitation = Invitation(role=role, name=name, invited_by=invited_by, expires_at=desk.now + life)
    staff.put_invitation(desk.conn, _hash(token), invitation)
    return token


def join(desk: Desk, token: str, user_id: int, name: str) -> Member:
    """Make the person who brings the token a member; the member who invited them is told.

    Raises InvitationRefused, or AlreadyStaff for a member of staff, whose role stays what it is.
    """
    present = staff.find(desk.conn, user_id)
    if present is not None:
        raise AlreadyStaff(present)
    with desk.savepoint():
        invitation = staff.spend_invitation(desk.conn, _hash(token), user_id, desk.now)
        if invitation is None:
            raise InvitationRefused
        if invitation.invited_by is None and staff.has(desk.conn, Role.ADMINISTRATOR):
            raise InvitationRefused
        member = Member(user_id=user_id, name=invitation.name or name, role=invitation.role)
        staff.put(desk.conn, member, desk.now)
        desk.emit(MemberJoined(member=member, invited_by=invitation.invited_by))
        return member


def add_or_update(desk: Desk, member: Member) -> None:
    """Add a member, or change their name and role. Raises LastAdministrator."""
    with desk.savepoint():
        if member.role is not Role.ADMINISTRATOR:
            _keep_an_administrator(desk, staff.find(desk.conn, member.user_id))
        before = staff.find(desk.conn, member.user_id)
        staff.put(desk.conn, member, desk.now)
        if before is not None and any(before.may(right) and not member.may(right) for right in Right):
            _take_back(desk, member.user_id, member)


def change_role(desk: Desk, user_id: int, role: Role) -> Member:
    """Give a member another role. Raises NoSuchMember, LastAdministrator."""
    member = replace(get(desk, user_id), role=role)
    add_or_update(desk, member)
    return member


def revoke(desk: Desk, user_id: int) -> Member:
    """Remove a member from the staff, and with them their unused invitations and their unsent messages; their leads
    and callers are given to others.

    Raises NoSuchMember, LastAdministrator.
    """
    with desk.savepoint():
        member = get(desk, user_id)
        _keep_an_administrator(desk, member)
        staff.revoke(desk.conn, user_id, desk.now)
        _take_back(desk, user_id, None)
        return member


def _take_back(desk: Desk, user_id: int, now_as: Member | None) -> None:
    """Take back what a member no longer has the right to: unsent messages, invitations, leads, callers. ``now_as`` is
    the member as they are now, None for one who has left."""
    outbox.discard_unsent(desk.conn, STAFF, user_id)
    if now_as is None or not now_as.may(Right.SET_UP_THE_HOUSE):
        staff.void_invitations(desk.conn, user_id)
    if now_as is None or not now_as.may(Right.ANSWER_LEADS):
        leads.reassign(desk, user_id)
    if now_as is None or not now_as.may(Right.BOOK_FOR_GUESTS):
        waitlist.reassign(desk, user_id)


def _keep_an_administrator(desk: Desk, leaving: Member | None) -> None:
    if leaving is None or leaving.role is not Role.ADMINISTRATOR:
        return
    staff.lock_all(desk.conn, Role.ADMINISTRATOR)
    if not staff.has(desk.conn, Role.ADMINISTRATOR, besides=leaving.user_id):
        raise LastAdministrator(leaving)


def everyone(desk: Desk) -> list[Member]:
    """Every member of staff, those longest in the house first."""
    return staff.everyone(desk.conn)


def get(desk: Desk, user_id: int) -> Member:
    """The member with this Telegram id. Raises NoSuchMember."""
    member = staff.find(desk.conn, user_id)
    if member is None:
        raise NoSuchMember
    return member


def name_of(desk: Desk, user_id: int | None) -> str | None:
    """A member's name; None for nobody, and for a member who has left."""
    member = None if user_id is None else staff.find(desk.conn, user_id)
    return member.name if member else None


def require(desk: Desk, user_id: int, right: Right) -> Member:
    """The member of staff who may do this. Raises NotPermitted."""
    member = staff.find(desk.conn, user_id)
    if member is None or not member.may(right):
        raise NotPermitted
    return member


def set_group(desk: Desk, chat_id: int) -> None:
    """Make this the staff group; an unsent order to leave it is withdrawn."""
    outbox.discard_unsent(desk.conn, STAFF, chat_id, outbox.OutboxKind.LEAVE)
    staff.set_place(desk.conn, STAFF_GROUP, chat_id)


def is_group(desk: Desk, chat_id: int) -> bool:
    """Whether this is the staff group."""
    return staff.place(desk.conn, STAFF_GROUP) == chat_id


def follow_group(desk: Desk, bot: str, old: int, new: int) -> None:
    """Follow a group that has become another chat: its unsent messages go there, and a staff group stays one."""
    outbox.readdress(desk.conn, bot, old, new)
    if is_group(desk, old):
        set_group(desk, new)


def lose_group(desk: Desk, chat_id: int) -> None:
    """Note that the bot was taken out of a group; if it was the staff group, the administrators are told."""
    if is_group(desk, chat_id):
        staff.drop_place(desk.conn, STAFF_GROUP)
        desk.emit(GroupLost())


def _hash(token: str) -> str:
    return hashlib.sha256(plain_token(token).encode()).hexdigest()

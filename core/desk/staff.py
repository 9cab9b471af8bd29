"""Staff: invitations, roles, rights, leaving; and the staff group. Rules: docs/rules.md, "Staff"."""

import hashlib
import secrets
from dataclasses import replace
from datetime import timedelta

from core.booking import CODE_ALPHABET
from core.bots import STAFF
from core.desk import leads, waitlist
from core.desk.desk import Desk
from core.errors import AlreadyStaff, InvitationRefused, LastAdministrator, NoSuchMember
from core.events import GroupLost, MemberJoined
from core.staff import STAFF_GROUP, TOKEN_LENGTH, Member, Right, Role, plain_token
from core.store import outbox, staff
from core.store.staff import Invitation

INVITATION_LIFE = timedelta(hours=24)


def first_invitation(desk: Desk, life: timedelta = INVITATION_LIFE) -> str | None:
    """A one-time token for the first administrator, valid for ``life``; None if the house has an administrator."""
    if staff.has_role(desk.conn, Role.ADMINISTRATOR):
        return None
    staff.delete_unused_invitations(desk.conn, None)
    return _invite(desk, Role.ADMINISTRATOR, None, None, life)


def invite(desk: Desk, role: Role, name: str | None, by: Member) -> str:
    """A one-time token that makes its user a member with this role. ``name`` None: use their Telegram name."""
    return _invite(desk, role, name, by.user_id, INVITATION_LIFE)


def _invite(desk: Desk, role: Role, name: str | None, invited_by: int | None, life: timedelta) -> str:
    token = "".join(secrets.choice(CODE_ALPHABET) for _ in range(TOKEN_LENGTH))
    invitation = Invitation(role=role, name=name, invited_by=invited_by, expires_at=desk.now + life)
    staff.insert_invitation(desk.conn, _hash(token), invitation)
    return token


def join(desk: Desk, token: str, user_id: int, name: str) -> Member:
    """Make the user of a token a member of staff, and notify the member who invited them.

    Raises InvitationRefused, or AlreadyStaff for a member of staff, who keeps their role.
    """
    existing = staff.find(desk.conn, user_id)
    if existing is not None:
        raise AlreadyStaff(existing)
    with desk.savepoint():
        invitation = staff.use_invitation(desk.conn, _hash(token), user_id, desk.now)
        if invitation is None:
            raise InvitationRefused
        if invitation.invited_by is None and staff.has_role(desk.conn, Role.ADMINISTRATOR):
            raise InvitationRefused
        member = Member(user_id=user_id, name=invitation.name or name, role=invitation.role)
        staff.upsert_member(desk.conn, member, desk.now)
        desk.emit(MemberJoined(member=member, invited_by=invitation.invited_by))
        return member


def add_or_update(desk: Desk, member: Member) -> None:
    """Add a member, or change their name and role. Raises LastAdministrator."""
    with desk.savepoint():
        if member.role is not Role.ADMINISTRATOR:
            _require_other_administrator(desk, staff.find(desk.conn, member.user_id))
        before = staff.find(desk.conn, member.user_id)
        staff.upsert_member(desk.conn, member, desk.now)
        if before is not None and any(before.may(right) and not member.may(right) for right in Right):
            _revoke_privileges(desk, member.user_id, member)


def change_role(desk: Desk, user_id: int, role: Role) -> Member:
    """Give a member another role. Raises NoSuchMember, LastAdministrator."""
    member = replace(get(desk, user_id), role=role)
    add_or_update(desk, member)
    return member


def revoke(desk: Desk, user_id: int) -> Member:
    """Remove a member. Their unused invitations and unsent messages are discarded; their leads and callers go to
    others.

    Raises NoSuchMember, LastAdministrator.
    """
    with desk.savepoint():
        member = get(desk, user_id)
        _require_other_administrator(desk, member)
        staff.revoke(desk.conn, user_id, desk.now)
        _revoke_privileges(desk, user_id, None)
        return member


def _revoke_privileges(desk: Desk, user_id: int, new_role_holder: Member | None) -> None:
    """Take away what a member may no longer have: unsent messages, unused invitations, leads and callers.

    ``new_role_holder`` is the member in their new role; None if they leave.
    """
    outbox.discard_unsent(desk.conn, STAFF, user_id)
    if new_role_holder is None or not new_role_holder.may(Right.SET_UP_THE_HOUSE):
        staff.delete_unused_invitations(desk.conn, user_id)
    if new_role_holder is None or not new_role_holder.may(Right.ANSWER_LEADS):
        leads.reassign(desk, user_id)
    if new_role_holder is None or not new_role_holder.may(Right.BOOK_FOR_GUESTS):
        waitlist.reassign(desk, user_id)


def _require_other_administrator(desk: Desk, leaving: Member | None) -> None:
    if leaving is None or leaving.role is not Role.ADMINISTRATOR:
        return
    staff.lock_role(desk.conn, Role.ADMINISTRATOR)
    if not staff.has_role(desk.conn, Role.ADMINISTRATOR, besides=leaving.user_id):
        raise LastAdministrator(leaving)


def list_members(desk: Desk) -> list[Member]:
    """Everybody of the house, longest in it first."""
    return staff.list_members(desk.conn)


def find(desk: Desk, user_id: int) -> Member | None:
    """The member with this Telegram id, if there is one."""
    return staff.find(desk.conn, user_id)


def get(desk: Desk, user_id: int) -> Member:
    """The member with this Telegram id. Raises NoSuchMember."""
    member = find(desk, user_id)
    if member is None:
        raise NoSuchMember
    return member


def name_of(desk: Desk, user_id: int | None) -> str | None:
    """A member's name; None for nobody, and for a member who has left."""
    member = None if user_id is None else staff.find(desk.conn, user_id)
    return member.name if member else None


def set_group(desk: Desk, chat_id: int) -> None:
    """Make this chat the staff group; if the bot was about to leave it, it stays."""
    outbox.discard_unsent(desk.conn, STAFF, chat_id, outbox.OutboxKind.LEAVE)
    staff.set_place(desk.conn, STAFF_GROUP, chat_id)


def is_group(desk: Desk, chat_id: int) -> bool:
    """Whether this chat is the staff group."""
    return staff.find_place(desk.conn, STAFF_GROUP) == chat_id


def follow_group(desk: Desk, bot: str, old: int, new: int) -> None:
    """Follow a group that was migrated to another chat id, with its unsent messages."""
    outbox.readdress(desk.conn, bot, old, new)
    if is_group(desk, old):
        set_group(desk, new)


def lose_group(desk: Desk, chat_id: int) -> None:
    """The bot was removed from a group. If it was the staff group, the administrators are notified."""
    if is_group(desk, chat_id):
        staff.delete_place(desk.conn, STAFF_GROUP)
        desk.emit(GroupLost())


def _hash(token: str) -> str:
    return hashlib.sha256(plain_token(token).encode()).hexdigest()

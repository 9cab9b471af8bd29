"""The audiences of notices, as values. ``core.desk.audience`` finds their chats."""

from dataclasses import dataclass

from core.guests import Guest
from core.staff import Role


@dataclass(frozen=True)
class StaffGroup:
    """The group in which the house speaks to its staff."""


@dataclass(frozen=True)
class GuestChat:
    """A guest, in their chat with the buyers' bot."""

    telegram_id: int


@dataclass(frozen=True)
class MemberChat:
    """A member of staff, in their chat with the staff bot."""

    user_id: int


@dataclass(frozen=True)
class RoleHolders:
    """The members of staff with these roles who can be written to. ``choices`` are tried in order: the first set of
    roles that finds anybody is the audience."""

    choices: tuple[frozenset[Role], ...]


Audience = StaffGroup | GuestChat | MemberChat | RoleHolders

_OPERATORS = frozenset({Role.OPERATOR})
_SITE_MANAGERS = frozenset({Role.SITE_MANAGER})
_ADMINISTRATORS = frozenset({Role.ADMINISTRATOR})

OPERATORS = RoleHolders((_OPERATORS,))
MANAGERS = RoleHolders((_SITE_MANAGERS | _ADMINISTRATORS,))
ADMINISTRATORS = RoleHolders((_ADMINISTRATORS,))
# Those who answer requests and ring callers.
ON_CALL = RoleHolders((_OPERATORS, _SITE_MANAGERS | _ADMINISTRATORS))
# Those who answer complaints.
COMPLAINT_HANDLERS = RoleHolders((_SITE_MANAGERS, _ADMINISTRATORS))
# Those who may be given a lead.
LEAD_OWNERS = RoleHolders((_OPERATORS, _SITE_MANAGERS))


def guest_chat(guest: Guest) -> GuestChat | None:
    """The guest's own chat; None for a guest known by phone alone."""
    return GuestChat(guest.telegram_id) if guest.telegram_id is not None else None


def member_chat(user_id: int | None) -> MemberChat | None:
    """The chat of the member of staff with this Telegram id; None for nobody."""
    return MemberChat(user_id) if user_id is not None else None

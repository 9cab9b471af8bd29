"""Staff: members, their roles, and the rights of each role. Rules: docs/rules.md, "Staff"."""

import re
from dataclasses import dataclass
from enum import StrEnum

from core.booking import CODE_ALPHABET


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    SITE_MANAGER = "site_manager"
    SALES_MANAGER = "sales_manager"
    HEAD_BUTLER = "head_butler"
    BUTLER = "butler"
    GATE = "gate"
    PARKING = "parking"
    DOORMAN = "doorman"
    BAR = "bar"
    CONSULTANT = "consultant"
    OPERATOR = "operator"
    SECRETARY = "secretary"


class Right(StrEnum):
    """What a member of staff may do."""

    MARK_ARRIVALS = "mark_arrivals"
    BOOK_FOR_GUESTS = "book_for_guests"
    SEE_THE_DAY = "see_the_day"
    ANSWER_LEADS = "answer_leads"
    ANSWER_COMPLAINTS = "answer_complaints"
    ARRANGE_THE_DAYS = "arrange_the_days"
    KEEP_THE_ROSTER = "keep_the_roster"
    KEEP_GUESTS = "keep_guests"
    SET_UP_THE_HOUSE = "set_up_the_house"


_MANAGERS = frozenset({Role.ADMINISTRATOR, Role.SITE_MANAGER, Role.SALES_MANAGER})

_HOLDERS: dict[Right, frozenset[Role]] = {
    Right.MARK_ARRIVALS: frozenset(Role),
    Right.BOOK_FOR_GUESTS: _MANAGERS | {Role.OPERATOR, Role.SECRETARY, Role.HEAD_BUTLER},
    Right.SEE_THE_DAY: _MANAGERS,
    Right.ANSWER_LEADS: _MANAGERS | {Role.OPERATOR, Role.SECRETARY},
    Right.ANSWER_COMPLAINTS: frozenset({Role.SITE_MANAGER, Role.ADMINISTRATOR}),
    Right.ARRANGE_THE_DAYS: frozenset({Role.SITE_MANAGER, Role.ADMINISTRATOR}),
    Right.KEEP_THE_ROSTER: _MANAGERS,
    Right.KEEP_GUESTS: _MANAGERS | {Role.OPERATOR, Role.SECRETARY, Role.HEAD_BUTLER},
    Right.SET_UP_THE_HOUSE: frozenset({Role.ADMINISTRATOR}),
}

# An invitation token uses the alphabet of booking codes: 130 bits that can be read out and typed.
TOKEN_LENGTH = 26


_TOKEN = re.compile(rf"(?:[{CODE_ALPHABET}]{{5}}[-\s]?){{5}}[{CODE_ALPHABET}]", re.IGNORECASE)


def plain_token(text: str) -> str:
    """A token in its plain form: capitals without spaces or dashes."""
    return "".join(char for char in text.upper() if char.isalnum())


def token_in(text: str) -> str | None:
    """The text's invitation token in its plain form, valid or not; None if the text contains none."""
    found = _TOKEN.search(text)
    return plain_token(found[0]) if found else None


def without_token(text: str) -> str:
    """The text with any token masked, so that it can be stored."""
    return _TOKEN.sub("…", text)


STAFF_GROUP = "staff_group"
MAX_STAFF_NAME_LENGTH = 80


@dataclass(frozen=True, kw_only=True)
class Member:
    """One member of staff, identified by ``user_id``, their Telegram id."""

    user_id: int
    name: str
    role: Role

    def may(self, right: Right) -> bool:
        return self.role in _HOLDERS[right]

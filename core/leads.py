"""Leads: people who enquired but did not book. Rules: docs/rules.md, "Leads and complaints"."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

from core.guests import Name, Phone

LeadId = NewType("LeadId", int)


@dataclass(frozen=True, kw_only=True)
class Lead:
    """A person who left a phone number for news.

    ``owner`` is the Telegram id of the member of staff who invites them, on or after ``invite_on`` (a day of the
    site); None if nobody could be assigned. ``telegram_id`` is None for a person who called.
    """

    id: LeadId
    telegram_id: int | None
    name: Name
    phone: Phone
    owner: int | None
    invite_on: date
    made_at: datetime

"""Leads: those who asked but did not book. Rules: docs/rules.md, "Leads and complaints"."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

from core.guests import Name, Phone

LeadId = NewType("LeadId", int)


@dataclass(frozen=True, kw_only=True)
class Lead:
    """Somebody who left a number for news. ``owner`` is the member of staff who invites them, by Telegram id,
    from ``invite_on`` (a day of the site) on; None while nobody could be given it. ``telegram_id`` is None for
    a caller."""

    id: LeadId
    telegram_id: int | None
    name: Name
    phone: Phone
    owner: int | None
    invite_on: date
    made_at: datetime

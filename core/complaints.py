"""Complaints and suggestions, in the guest's own words. Rules: docs/rules.md, "Leads and complaints"."""

from dataclasses import dataclass
from datetime import datetime
from typing import NewType

from core.guests import Name

ComplaintId = NewType("ComplaintId", int)

# In UTF-16 units, as Telegram counts: a complaint and its heading fit into one message.
MAX_COMPLAINT_LENGTH = 3500


@dataclass(frozen=True, kw_only=True)
class Complaint:
    id: ComplaintId
    telegram_id: int | None
    name: Name
    words: str
    made_at: datetime

"""A guest has complained or made a suggestion."""

from dataclasses import dataclass
from typing import Self

from core.events import ComplaintFiled
from core.notices.audience import COMPLAINT_HANDLERS
from core.notices.facts import NameFacts
from core.notices.notice import Notice


@dataclass(frozen=True, kw_only=True)
class ComplaintFiledForManagers(NameFacts, Notice[ComplaintFiled]):
    """For the members of staff who answer complaints, in the guest's own words."""

    kind = "member_complaint"
    event = ComplaintFiled
    audience = COMPLAINT_HANDLERS

    words: str

    @classmethod
    def of(cls, event: ComplaintFiled) -> Self:
        return cls.of_name(event.complaint.name, words=event.complaint.words)

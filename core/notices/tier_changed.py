"""A manager has changed the tier in which a party is received."""

from dataclasses import dataclass
from typing import Self

from core.events import TierChanged
from core.notices.audience import StaffGroup
from core.notices.facts import BookingFacts
from core.notices.notice import Notice


@dataclass(frozen=True, kw_only=True)
class TierChangedForGroup(BookingFacts, Notice[TierChanged]):
    """For the staff group, without the reason: it may speak of the guest, and is for readers of the audit."""

    kind = "group_tier"
    event = TierChanged
    audience = StaffGroup()

    by: str | None

    @classmethod
    def of(cls, event: TierChanged) -> Self:
        return cls.of_booking(event.booking, by=event.by.staff_name)

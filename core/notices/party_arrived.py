"""A party has arrived."""

from dataclasses import dataclass
from typing import Self

from core.booking import ArrivalTiming
from core.events import PartyArrived
from core.notices.audience import StaffGroup
from core.notices.facts import BookingFacts
from core.notices.notice import Notice


@dataclass(frozen=True, kw_only=True)
class PartyArrivedForGroup(BookingFacts, Notice[PartyArrived]):
    """For the staff group."""

    kind = "group_arrived"
    event = PartyArrived
    audience = StaffGroup()

    timing: ArrivalTiming
    by: str | None

    @classmethod
    def of(cls, event: PartyArrived) -> Self:
        return cls.of_booking(event.booking, timing=event.timing, by=event.by.staff_name)

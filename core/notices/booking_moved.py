"""A booking has been moved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from core.events import BookingMoved
from core.notices.audience import Audience, StaffGroup, guest_chat
from core.notices.facts import BookingFacts, SharedConsultantFacts
from core.notices.notice import Notice


@dataclass(frozen=True, kw_only=True)
class BookingMovedForGroup(BookingFacts, Notice[BookingMoved]):
    """For the staff group."""

    kind = "group_moved"
    event = BookingMoved
    audience = StaffGroup()

    moved_from: datetime
    by: str | None
    shared_consultant: SharedConsultantFacts | None

    @classmethod
    def of(cls, event: BookingMoved) -> Self:
        return cls.of_booking(
            event.booking,
            moved_from=event.moved_from,
            by=event.by.staff_name,
            shared_consultant=SharedConsultantFacts.of_shared(event.shared_consultant),
        )


@dataclass(frozen=True, kw_only=True)
class BookingMovedForGuest(BookingFacts, Notice[BookingMoved]):
    """For the guest, where staff did it."""

    kind = "guest_moved"
    event = BookingMoved

    @classmethod
    def of(cls, event: BookingMoved) -> Self:
        return cls.of_booking(event.booking)

    @classmethod
    def audience_of(cls, event: BookingMoved) -> Audience | None:
        return guest_chat(event.booking.guest) if event.by.is_staff else None

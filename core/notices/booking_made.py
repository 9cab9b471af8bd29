"""A booking has been made."""

from dataclasses import dataclass
from typing import Self

from core.events import BookingMade
from core.notices.audience import Audience, StaffGroup, guest_chat
from core.notices.facts import BookingFacts, SharedConsultantFacts
from core.notices.notice import Notice


@dataclass(frozen=True, kw_only=True)
class BookingMadeForGroup(BookingFacts, Notice[BookingMade]):
    """For the staff group."""

    kind = "group_made"
    event = BookingMade
    audience = StaffGroup()

    by: str | None
    shared_consultant: SharedConsultantFacts | None

    @classmethod
    def of(cls, event: BookingMade) -> Self:
        return cls.of_booking(
            event.booking,
            by=event.by.staff_name,
            shared_consultant=SharedConsultantFacts.of_shared(event.shared_consultant),
        )


@dataclass(frozen=True, kw_only=True)
class BookingMadeForGuest(BookingFacts, Notice[BookingMade]):
    """For the guest, where staff did it."""

    kind = "guest_made"
    event = BookingMade

    @classmethod
    def of(cls, event: BookingMade) -> Self:
        return cls.of_booking(event.booking)

    @classmethod
    def audience_of(cls, event: BookingMade) -> Audience | None:
        return guest_chat(event.booking.guest) if event.by.is_staff else None

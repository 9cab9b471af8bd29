"""A booking has been cancelled."""

from dataclasses import dataclass
from typing import Self

from core.events import BookingCancelled
from core.notices.audience import Audience, StaffGroup, guest_chat
from core.notices.facts import BookingFacts
from core.notices.notice import Notice


@dataclass(frozen=True, kw_only=True)
class BookingCancelledForGroup(BookingFacts, Notice[BookingCancelled]):
    """For the staff group."""

    kind = "group_cancelled"
    event = BookingCancelled
    audience = StaffGroup()

    by: str | None

    @classmethod
    def of(cls, event: BookingCancelled) -> Self:
        return cls.of_booking(event.booking, by=event.by.staff_name)


@dataclass(frozen=True, kw_only=True)
class BookingCancelledForGuest(BookingFacts, Notice[BookingCancelled]):
    """For the guest, where staff did it."""

    kind = "guest_cancelled"
    event = BookingCancelled

    @classmethod
    def of(cls, event: BookingCancelled) -> Self:
        return cls.of_booking(event.booking)

    @classmethod
    def audience_of(cls, event: BookingCancelled) -> Audience | None:
        return guest_chat(event.booking.guest) if event.by.is_staff else None

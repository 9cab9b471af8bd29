"""A seat that has come free is kept for somebody on the waitlist."""

from dataclasses import dataclass
from typing import Self

from core.events import SeatOffered
from core.notices.audience import Audience, MemberChat, guest_chat
from core.notices.facts import OfferFacts
from core.notices.handles import entry_handle
from core.notices.notice import Notice


@dataclass(frozen=True, kw_only=True)
class SeatOfferedForGuest(OfferFacts, Notice[SeatOffered]):
    """For the guest."""

    kind = "guest_offered"
    event = SeatOffered

    @classmethod
    def of(cls, event: SeatOffered) -> Self:
        return cls.of_entry(event.entry)

    @classmethod
    def audience_of(cls, event: SeatOffered) -> Audience | None:
        return guest_chat(event.entry.guest)

    @property
    def handle(self) -> str:
        return entry_handle(self.entry)


@dataclass(frozen=True, kw_only=True)
class SeatOfferedForMember(OfferFacts, Notice[SeatOffered]):
    """For the member of staff who sees to a caller: the caller has no chat."""

    kind = "member_offered"
    event = SeatOffered

    @classmethod
    def of(cls, event: SeatOffered) -> Self:
        return cls.of_entry(event.entry)

    @classmethod
    def audience_of(cls, event: SeatOffered) -> Audience | None:
        caller = event.entry.guest.telegram_id is None
        return MemberChat(event.entry.by_user) if caller else None

    @property
    def handle(self) -> str:
        return entry_handle(self.entry)

"""Staff have given up a guest's place on the waitlist."""

from dataclasses import dataclass
from typing import Self

from core.events import RemovedFromWaitlist
from core.notices.audience import Audience, guest_chat
from core.notices.facts import WaitlistFacts
from core.notices.handles import entry_handle
from core.notices.notice import Notice


@dataclass(frozen=True, kw_only=True)
class RemovedFromWaitlistForGuest(WaitlistFacts, Notice[RemovedFromWaitlist]):
    """For the guest."""

    kind = "guest_taken_off"
    event = RemovedFromWaitlist

    @classmethod
    def of(cls, event: RemovedFromWaitlist) -> Self:
        return cls.of_entry(event.entry)

    @classmethod
    def audience_of(cls, event: RemovedFromWaitlist) -> Audience | None:
        return guest_chat(event.entry.guest)

    @property
    def handle(self) -> str:
        return entry_handle(self.entry)

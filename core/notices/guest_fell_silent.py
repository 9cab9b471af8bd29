"""A guest has left a form half-way."""

from dataclasses import dataclass
from typing import Self

from core.events import GuestFellSilent
from core.notices.audience import Audience, GuestChat
from core.notices.notice import Notice


@dataclass(frozen=True, kw_only=True)
class GuestFellSilentForGuest(Notice[GuestFellSilent]):
    """For the guest, who may not be known to the house yet."""

    kind = "guest_fell_silent"
    event = GuestFellSilent
    said_once = True

    @classmethod
    def of(cls, _event: GuestFellSilent) -> Self:
        return cls()

    @classmethod
    def audience_of(cls, event: GuestFellSilent) -> Audience | None:
        return GuestChat(event.telegram_id)

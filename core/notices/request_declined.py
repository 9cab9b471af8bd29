"""The house has no hour for a request."""

from dataclasses import dataclass
from typing import Self

from core.events import RequestDeclined
from core.notices.audience import Audience, guest_chat
from core.notices.facts import RequestFacts
from core.notices.notice import Notice


@dataclass(frozen=True, kw_only=True)
class RequestDeclinedForGuest(RequestFacts, Notice[RequestDeclined]):
    """For the guest."""

    kind = "guest_request_declined"
    event = RequestDeclined

    @classmethod
    def of(cls, event: RequestDeclined) -> Self:
        return cls.of_request(event.request)

    @classmethod
    def audience_of(cls, event: RequestDeclined) -> Audience | None:
        return guest_chat(event.request.guest)

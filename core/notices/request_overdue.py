"""A request was not answered in time."""

from dataclasses import dataclass
from typing import Self

from core.events import RequestOverdue
from core.notices.audience import MANAGERS, Audience, guest_chat
from core.notices.facts import RequestFacts
from core.notices.handles import request_handle
from core.notices.notice import Notice


@dataclass(frozen=True, kw_only=True)
class RequestOverdueForManagers(RequestFacts, Notice[RequestOverdue]):
    """For the managers."""

    kind = "member_request_overdue"
    event = RequestOverdue
    audience = MANAGERS

    @classmethod
    def of(cls, event: RequestOverdue) -> Self:
        return cls.of_request(event.request)

    @property
    def handle(self) -> str:
        return request_handle(self.request)


@dataclass(frozen=True, kw_only=True)
class RequestOverdueForGuest(RequestFacts, Notice[RequestOverdue]):
    """For the guest who waits for the answer."""

    kind = "guest_request_overdue"
    event = RequestOverdue

    @classmethod
    def of(cls, event: RequestOverdue) -> Self:
        return cls.of_request(event.request)

    @classmethod
    def audience_of(cls, event: RequestOverdue) -> Audience | None:
        return guest_chat(event.request.guest)

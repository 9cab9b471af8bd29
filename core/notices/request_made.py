"""A guest has asked for a day."""

from dataclasses import dataclass
from typing import Self

from core.events import RequestMade
from core.notices.audience import ON_CALL
from core.notices.facts import RequestFacts
from core.notices.handles import request_handle
from core.notices.notice import Notice


@dataclass(frozen=True, kw_only=True)
class RequestMadeForStaff(RequestFacts, Notice[RequestMade]):
    """For the members of staff who may answer it."""

    kind = "member_request"
    event = RequestMade
    audience = ON_CALL

    @classmethod
    def of(cls, event: RequestMade) -> Self:
        return cls.of_request(event.request)

    @property
    def handle(self) -> str:
        return request_handle(self.request)

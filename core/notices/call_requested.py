"""A guest asks to be called by a person."""

from dataclasses import dataclass
from typing import Self

from core.events import CallRequested
from core.notices.audience import ON_CALL
from core.notices.facts import NameFacts
from core.notices.notice import Notice


@dataclass(frozen=True, kw_only=True)
class CallRequestedForStaff(NameFacts, Notice[CallRequested]):
    """For the staff on call, with the whole phone number: they must call."""

    kind = "member_call"
    event = CallRequested
    audience = ON_CALL

    phone: str

    @classmethod
    def of(cls, event: CallRequested) -> Self:
        return cls.of_name(event.name, phone=event.phone)

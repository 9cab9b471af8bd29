"""A guest from out of town leaves soon."""

from dataclasses import dataclass
from typing import Self

from core.events import UrgentRequest
from core.notices.audience import OPERATORS
from core.notices.facts import NameFacts
from core.notices.notice import Notice


@dataclass(frozen=True, kw_only=True)
class UrgentRequestForOperators(NameFacts, Notice[UrgentRequest]):
    """For the operators, who may book at any notice."""

    kind = "member_pressed"
    event = UrgentRequest
    audience = OPERATORS

    phone: str | None

    @classmethod
    def of(cls, event: UrgentRequest) -> Self:
        return cls.of_name(event.name, phone=event.phone)

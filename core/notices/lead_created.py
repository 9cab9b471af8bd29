"""A member of staff is given a lead."""

from dataclasses import dataclass
from datetime import date
from typing import Self

from core.events import LeadCreated
from core.notices.audience import Audience, member_chat
from core.notices.facts import NameFacts
from core.notices.notice import Notice


@dataclass(frozen=True, kw_only=True)
class LeadCreatedForOwner(NameFacts, Notice[LeadCreated]):
    """For the owner, with the whole phone number: they must call, and the message is the record of the look."""

    kind = "member_lead"
    event = LeadCreated

    phone: str
    invite_on: date

    @classmethod
    def of(cls, event: LeadCreated) -> Self:
        lead = event.lead
        return cls.of_name(lead.name, phone=lead.phone.number, invite_on=lead.invite_on)

    @classmethod
    def audience_of(cls, event: LeadCreated) -> Audience | None:
        return member_chat(event.lead.owner)

"""Somebody has used an invitation and joined the staff."""

from dataclasses import dataclass
from typing import Self

from core.events import MemberJoined
from core.notices.audience import Audience, member_chat
from core.notices.notice import Notice
from core.staff import Role


@dataclass(frozen=True, kw_only=True)
class MemberJoinedForInviter(Notice[MemberJoined]):
    """For the member of staff who invited them."""

    kind = "member_joined"
    event = MemberJoined

    name: str
    role: Role

    @classmethod
    def of(cls, event: MemberJoined) -> Self:
        return cls(name=event.member.name, role=event.member.role)

    @classmethod
    def audience_of(cls, event: MemberJoined) -> Audience | None:
        return member_chat(event.invited_by)

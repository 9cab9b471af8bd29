"""The staff bot was taken out of the staff group."""

from dataclasses import dataclass
from typing import Self

from core.events import GroupLost
from core.notices.audience import ADMINISTRATORS
from core.notices.notice import Notice


@dataclass(frozen=True, kw_only=True)
class GroupLostForAdministrators(Notice[GroupLost]):
    """For the administrators."""

    kind = "member_group_lost"
    event = GroupLost
    audience = ADMINISTRATORS

    @classmethod
    def of(cls, _event: GroupLost) -> Self:
        return cls()

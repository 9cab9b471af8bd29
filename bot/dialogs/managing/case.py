"""What a manager orders for one guest, question by question, as JSON."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from bot.dialogs.dialog import Scene
from core.booking import Booking, BookingId
from core.desk import exceptions, look
from core.guests import Guest, GuestId, Kind, Tier

NAME = "override"


class Sort(StrEnum):
    """HOUR: an hour against the rules. EXCEPTION: a peer at any time."""

    HOUR = "hour"
    TIER = "tier"
    EXCEPTION = "exception"
    KIND = "kind"


class At(StrEnum):
    """WHO: a code or a number. WHAT: the hour or the tier."""

    WHO = "who"
    WHAT = "what"
    DAY = "day"
    HOUR = "hour"
    TIER = "tier"
    UNTIL = "until"
    KIND = "kind"
    FIRM = "firm"
    REASON = "reason"
    CONFIRM = "confirm"


# An order by which a whole case is asked for; a booking is asked about from WHAT on.
ORDER: dict[Sort, tuple[At, ...]] = {
    Sort.HOUR: (At.WHO, At.WHAT, At.DAY, At.HOUR, At.REASON, At.CONFIRM),
    Sort.TIER: (At.WHO, At.WHAT, At.TIER, At.REASON, At.CONFIRM),
    Sort.EXCEPTION: (At.WHO, At.UNTIL, At.REASON, At.CONFIRM),
    Sort.KIND: (At.KIND, At.FIRM, At.REASON, At.CONFIRM),
}
# Whose organisation and title are noted.
OF_A_FIRM = {Kind.EXECUTIVE, Kind.OFFICIAL}


@dataclass(frozen=True, kw_only=True)
class Case:
    """``booking`` stood at ``version`` when this began; ``slot`` is UTC, ``day`` and ``until`` are days, all ISO.
    ``card``: it was begun on the guest's card, which is shown again."""

    sort: Sort
    at: At
    guest: int | None = None
    booking: int | None = None
    version: int = 0
    day: str | None = None
    slot: str | None = None
    tier: str | None = None
    until: str | None = None
    kind: str | None = None
    firm: str = ""
    reason: str = ""
    card: bool = False

    @classmethod
    def load(cls, state: dict[str, Any]) -> Self:
        """The case as a session kept it."""
        told = {"sort": Sort(state["sort"]), "at": At(state["at"])}
        case = cls(**{**state, **told})
        # What can not be read must be known before anybody is shown it.
        _ = (case.starts_at, Tier(case.tier or Tier.A), Kind(case.kind or Kind.NEW))
        return case

    @property
    def starts_at(self) -> datetime | None:
        return datetime.fromisoformat(self.slot) if self.slot else None


def guest_of(scene: Scene, case: Case) -> Guest:
    """Raises NoSuchGuest."""
    return exceptions.get(scene.desk, GuestId(case.guest or 0))


def booking_of(scene: Scene, case: Case) -> Booking:
    """The booking a case is about, as it stands now. Raises NoSuchBooking."""
    return look.own_booking(scene.desk, BookingId(case.booking or 0), scene.actor)

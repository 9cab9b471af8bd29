"""What a manager orders for one guest, question by question, as JSON."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.engine.dialog import Context
from core.booking import Booking, BookingId
from core.desk import overrides, queries
from core.guests import Guest, GuestId, GuestKind

NAME = "override"


class OverrideKind(StrEnum):
    """HOUR: an hour against the rules. EXCEPTION: a peer at any time."""

    HOUR = "hour"
    TIER = "tier"
    EXCEPTION = "exception"
    KIND = "kind"


class OverrideStep(StrEnum):
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
ORDER: dict[OverrideKind, tuple[OverrideStep, ...]] = {
    OverrideKind.HOUR: (
        OverrideStep.WHO,
        OverrideStep.WHAT,
        OverrideStep.DAY,
        OverrideStep.HOUR,
        OverrideStep.REASON,
        OverrideStep.CONFIRM,
    ),
    OverrideKind.TIER: (
        OverrideStep.WHO,
        OverrideStep.WHAT,
        OverrideStep.TIER,
        OverrideStep.REASON,
        OverrideStep.CONFIRM,
    ),
    OverrideKind.EXCEPTION: (OverrideStep.WHO, OverrideStep.UNTIL, OverrideStep.REASON, OverrideStep.CONFIRM),
    OverrideKind.KIND: (OverrideStep.KIND, OverrideStep.FIRM, OverrideStep.REASON, OverrideStep.CONFIRM),
}
# Whose organisation and title are noted.
OF_A_FIRM = {GuestKind.EXECUTIVE, GuestKind.OFFICIAL}


@dataclass(frozen=True, kw_only=True)
class OverrideForm:
    """``booking`` stood at ``version`` when this began; ``slot`` is UTC, ``day`` and ``until`` are days, all ISO.
    ``card``: it was begun on the guest's card, which is shown again."""

    sort: OverrideKind
    at: OverrideStep
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

    @property
    def starts_at(self) -> datetime | None:
        return datetime.fromisoformat(self.slot) if self.slot else None


def guest_of(context: Context, case: OverrideForm) -> Guest:
    """Raises NoSuchGuest."""
    return overrides.get(context.desk, GuestId(case.guest or 0))


def booking_of(context: Context, case: OverrideForm) -> Booking:
    """The booking a case is about, as it stands now. Raises NoSuchBooking."""
    return queries.get_booking(context.desk, BookingId(case.booking or 0), context.actor)

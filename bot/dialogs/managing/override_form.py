"""The form of an override: a manager's answers so far about one guest."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pydantic import AwareDatetime

from bot.engine.dialog import Context
from bot.engine.form import FormState
from core.booking import Booking, BookingId
from core.desk import overrides, queries
from core.guests import Guest, GuestId, GuestKind, Tier

NAME = "override"


class OverrideKind(StrEnum):
    """HOUR: an hour against the rules. EXCEPTION: a peer at any time."""

    HOUR = "hour"
    TIER = "tier"
    EXCEPTION = "exception"
    KIND = "kind"


class OverrideStep(StrEnum):
    """WHO: a code or a number. WHAT: the hour or the tier. UNTIL: the last day of an exception."""

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


# Kinds of guests whose organisation and title are recorded.
OF_A_FIRM = {GuestKind.EXECUTIVE, GuestKind.OFFICIAL}


@dataclass(frozen=True, kw_only=True)
class OverrideForm(FormState):
    """``booking`` is at ``version`` when the form begins; ``slot`` is UTC. ``card``: the form was opened on the guest's
    card, which is shown again at its end."""

    sort: OverrideKind
    at: OverrideStep
    guest: GuestId | None = None
    booking: BookingId | None = None
    version: int = 0
    day: date | None = None
    slot: AwareDatetime | None = None
    tier: Tier | None = None
    until: date | None = None
    kind: GuestKind | None = None
    firm: str = ""
    card: bool = False


def guest_of(context: Context, form: OverrideForm) -> Guest:
    """The form's guest. Raises NoSuchGuest."""
    return overrides.get(context.desk, form.guest or GuestId(0))


def booking_of(context: Context, form: OverrideForm) -> Booking:
    """The current state of the form's booking. Raises NoSuchBooking."""
    return queries.get_booking(context.desk, form.booking or BookingId(0), context.actor)

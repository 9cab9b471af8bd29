"""Bookings: a promise to receive one party in one slot. Rules: docs/rules.md, "Booking"."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from core import timetable
from core.guests import Guest, Tier
from core.site import Site

BookingId = NewType("BookingId", int)

# Without letters and digits that are easily confused when a code is read out at the gate.
CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 5

MAX_REMARKS_LENGTH = 500


class BookingStatus(StrEnum):
    BOOKED = "booked"
    ARRIVED = "arrived"
    CANCELLED = "cancelled"


class ChangeKind(StrEnum):
    """What a line of the change record says. A line may change nothing the guest was shown: TIER does not."""

    MADE = "made"
    MOVED = "moved"
    CANCELLED = "cancelled"
    ARRIVED = "arrived"
    TIER = "tier"


class Channel(StrEnum):
    """How a booking or a change reached the house."""

    CHAT = "chat"
    PHONE = "phone"
    GATE = "gate"
    HOUSE = "house"


@dataclass(frozen=True, kw_only=True)
class Party:
    """The people of one visit, in heads. Capacity counts parties, not heads."""

    adults: int
    elders: int = 0
    children: int = 0

    @property
    def size(self) -> int:
        return self.adults + self.elders + self.children


@dataclass(frozen=True, kw_only=True)
class Booking:
    """One booking. ``version`` grows whenever its hour, party or status changes, so that older buttons become invalid.

    ``starts_at`` and ``arrived_at`` are UTC. ``plate`` is the number plate of the party's car; ``remarks`` is what the
    house should prepare, in the guest's words.
    """

    id: BookingId
    code: str
    guest: Guest
    starts_at: datetime
    party: Party
    tier: Tier
    status: BookingStatus
    version: int
    arrived_at: datetime | None = None
    plate: str | None = None
    remarks: str | None = None


@dataclass(frozen=True, kw_only=True)
class Actor:
    """The person who acts: a guest in their own chat, or a member of staff, who has a ``staff_name``."""

    user_id: int
    channel: Channel
    staff_name: str | None = None

    @property
    def is_staff(self) -> bool:
        return self.staff_name is not None


def has_begun(booking: Booking, now: datetime) -> bool:
    """Whether the booking's slot has begun. From then on only staff may change the booking."""
    return booking.starts_at <= now


def is_open(site: Site, booking: Booking, now: datetime) -> bool:
    """Whether the booking is still ahead: the party has not arrived, nobody cancelled it, and its day is not over."""
    day = timetable.day_of(site, booking.starts_at)
    return booking.status is BookingStatus.BOOKED and now < timetable.closing(site, day)


class ArrivalTiming(StrEnum):
    EARLY = "early"
    ON_TIME = "on_time"
    LATE = "late"


def timing_of(site: Site, starts_at: datetime, now: datetime) -> ArrivalTiming:
    """Whether an arrival at ``now`` is early, on time or late. The site's grace period applies before and after."""
    grace = timedelta(minutes=site.grace_minutes)
    if now < starts_at - grace:
        return ArrivalTiming.EARLY
    return ArrivalTiming.LATE if now > starts_at + grace else ArrivalTiming.ON_TIME

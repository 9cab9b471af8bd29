"""Facts of the house, in the past tense."""

from dataclasses import dataclass
from datetime import datetime

from core.booking import Actor, Booking, Timing


@dataclass(frozen=True, kw_only=True)
class BookingMade:
    booking: Booking
    by: Actor


@dataclass(frozen=True, kw_only=True)
class BookingMoved:
    booking: Booking
    by: Actor
    moved_from: datetime


@dataclass(frozen=True, kw_only=True)
class BookingCancelled:
    booking: Booking
    by: Actor


@dataclass(frozen=True, kw_only=True)
class GuestArrived:
    booking: Booking
    by: Actor
    timing: Timing


Event = BookingMade | BookingMoved | BookingCancelled | GuestArrived

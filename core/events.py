"""Facts of the house, in the past tense."""

from dataclasses import dataclass
from datetime import datetime

from core.booking import Actor, Booking, Timing
from core.complaints import Complaint
from core.guests import Name
from core.leads import Lead
from core.staff import Member


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


@dataclass(frozen=True, kw_only=True)
class LeadTaken:
    lead: Lead


@dataclass(frozen=True, kw_only=True)
class ComplaintMade:
    """``readers`` are the members of staff it is for, by Telegram id."""

    complaint: Complaint
    readers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class GuestPressed:
    """A guest from out of town leaves soon and asked for the nearest hour; ``readers`` may book at any notice."""

    name: Name
    phone: str | None
    readers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class MemberJoined:
    member: Member
    invited_by: int | None


@dataclass(frozen=True, kw_only=True)
class GroupLost:
    """The staff's bot was taken out of the staff's group."""

    readers: tuple[int, ...]


Event = (
    BookingMade
    | BookingMoved
    | BookingCancelled
    | GuestArrived
    | LeadTaken
    | ComplaintMade
    | GuestPressed
    | MemberJoined
    | GroupLost
)

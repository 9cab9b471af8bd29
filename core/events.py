"""Facts of the house, in the past tense."""

from dataclasses import dataclass
from datetime import datetime

from core.booking import Actor, Booking, Timing
from core.complaints import Complaint
from core.consultants import Consultant
from core.guests import Name
from core.leads import Lead
from core.requests import Request
from core.staff import Member
from core.waitlist import Entry


@dataclass(frozen=True, kw_only=True)
class Doubled:
    """Another party of the same slot, whose guest has the same consultant."""

    consultant: Consultant
    other: Booking


@dataclass(frozen=True, kw_only=True)
class BookingMade:
    booking: Booking
    by: Actor
    helped: Doubled | None = None


@dataclass(frozen=True, kw_only=True)
class BookingMoved:
    booking: Booking
    by: Actor
    moved_from: datetime
    helped: Doubled | None = None


@dataclass(frozen=True, kw_only=True)
class TierChanged:
    """A manager has ordered another reception."""

    booking: Booking
    by: Actor


@dataclass(frozen=True, kw_only=True)
class SeatOffered:
    entry: Entry


@dataclass(frozen=True, kw_only=True)
class SeatOfferLapsed:
    entry: Entry


@dataclass(frozen=True, kw_only=True)
class OfferRecalled:
    """``entry`` is as it was while the seat was offered; they wait on in their old place."""

    entry: Entry


@dataclass(frozen=True, kw_only=True)
class TakenOffList:
    """Staff have given up a place on the waitlist, for its guest."""

    entry: Entry


@dataclass(frozen=True, kw_only=True)
class RequestMade:
    """``readers`` may answer it."""

    request: Request
    readers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class RequestDeclined:
    request: Request


@dataclass(frozen=True, kw_only=True)
class RequestOverdue:
    """The hour by which the house answers has come."""

    request: Request
    readers: tuple[int, ...]


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
    | TierChanged
    | SeatOffered
    | SeatOfferLapsed
    | OfferRecalled
    | TakenOffList
    | RequestMade
    | RequestDeclined
    | RequestOverdue
    | LeadTaken
    | ComplaintMade
    | GuestPressed
    | MemberJoined
    | GroupLost
)

"""Facts of the house, in the past tense."""

from dataclasses import dataclass
from datetime import datetime

from core.booking import Actor, ArrivalTiming, Booking
from core.complaints import Complaint
from core.consultants import Consultant
from core.guests import Name
from core.leads import Lead
from core.requests import DayRequest
from core.staff import Member
from core.waitlist import WaitlistEntry


@dataclass(frozen=True, kw_only=True)
class SharedConsultant:
    """Another party of the same slot, whose guest has the same consultant."""

    consultant: Consultant
    other: Booking


@dataclass(frozen=True, kw_only=True)
class BookingMade:
    booking: Booking
    by: Actor
    shared_consultant: SharedConsultant | None = None


@dataclass(frozen=True, kw_only=True)
class BookingMoved:
    booking: Booking
    by: Actor
    moved_from: datetime
    shared_consultant: SharedConsultant | None = None


@dataclass(frozen=True, kw_only=True)
class TierChanged:
    """A manager has ordered another reception."""

    booking: Booking
    by: Actor


@dataclass(frozen=True, kw_only=True)
class SeatOffered:
    entry: WaitlistEntry


@dataclass(frozen=True, kw_only=True)
class SeatOfferLapsed:
    entry: WaitlistEntry


@dataclass(frozen=True, kw_only=True)
class OfferRecalled:
    """``entry`` is as it was while the seat was offered; they wait on in their old place."""

    entry: WaitlistEntry


@dataclass(frozen=True, kw_only=True)
class RemovedFromWaitlist:
    """Staff have given up a place on the waitlist, for its guest."""

    entry: WaitlistEntry


@dataclass(frozen=True, kw_only=True)
class RequestMade:
    """``readers`` may answer it."""

    request: DayRequest
    readers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class RequestDeclined:
    request: DayRequest


@dataclass(frozen=True, kw_only=True)
class RequestOverdue:
    """The hour by which the house answers has come."""

    request: DayRequest
    readers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class BookingCancelled:
    booking: Booking
    by: Actor


@dataclass(frozen=True, kw_only=True)
class PartyArrived:
    booking: Booking
    by: Actor
    timing: ArrivalTiming


@dataclass(frozen=True, kw_only=True)
class LeadCreated:
    lead: Lead


@dataclass(frozen=True, kw_only=True)
class ComplaintFiled:
    """``readers`` are the members of staff it is for, by Telegram id."""

    complaint: Complaint
    readers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class UrgentRequest:
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
    | PartyArrived
    | TierChanged
    | SeatOffered
    | SeatOfferLapsed
    | OfferRecalled
    | RemovedFromWaitlist
    | RequestMade
    | RequestDeclined
    | RequestOverdue
    | LeadCreated
    | ComplaintFiled
    | UrgentRequest
    | MemberJoined
    | GroupLost
)

"""Events: what has happened in the house, in the past tense. Notices tell of them (``core.notices``)."""

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
    """Another party in the same slot whose guest has the same consultant."""

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
    """A manager has changed the tier in which the party is received."""

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
    """``entry`` is as it was while the seat was offered; its guest keeps their old place."""

    entry: WaitlistEntry


@dataclass(frozen=True, kw_only=True)
class RemovedFromWaitlist:
    """Staff have given up a guest's place on the waitlist."""

    entry: WaitlistEntry


@dataclass(frozen=True, kw_only=True)
class RequestMade:
    request: DayRequest


@dataclass(frozen=True, kw_only=True)
class RequestDeclined:
    request: DayRequest


@dataclass(frozen=True, kw_only=True)
class RequestOverdue:
    """The request is open, and the time by which the house answers has come."""

    request: DayRequest


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
    complaint: Complaint


@dataclass(frozen=True, kw_only=True)
class UrgentRequest:
    """A guest from out of town leaves soon and asked for the nearest hour. ``phone`` is E.164, None when it is not
    known."""

    name: Name
    phone: str | None


@dataclass(frozen=True, kw_only=True)
class CallRequested:
    """A guest asks to be called by a person. ``phone`` is E.164."""

    name: Name
    phone: str


@dataclass(frozen=True, kw_only=True)
class GuestFellSilent:
    """A guest has left a form half-way; ``telegram_id`` is theirs."""

    telegram_id: int


@dataclass(frozen=True, kw_only=True)
class MemberJoined:
    """``invited_by`` is a member's Telegram id; None for the first administrator."""

    member: Member
    invited_by: int | None


@dataclass(frozen=True, kw_only=True)
class GroupLost:
    """The staff bot was taken out of the staff group."""


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
    | CallRequested
    | GuestFellSilent
    | MemberJoined
    | GroupLost
)

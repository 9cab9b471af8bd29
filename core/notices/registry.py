"""Every type of notice: found by its event and by its kind, written to the outbox and read from it."""

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from core.events import Event
from core.notices.booking_cancelled import BookingCancelledForGroup, BookingCancelledForGuest
from core.notices.booking_made import BookingMadeForGroup, BookingMadeForGuest
from core.notices.booking_moved import BookingMovedForGroup, BookingMovedForGuest
from core.notices.call_requested import CallRequestedForStaff
from core.notices.complaint_filed import ComplaintFiledForManagers
from core.notices.group_lost import GroupLostForAdministrators
from core.notices.guest_fell_silent import GuestFellSilentForGuest
from core.notices.lead_created import LeadCreatedForOwner
from core.notices.member_joined import MemberJoinedForInviter
from core.notices.notice import Notice
from core.notices.offer_recalled import OfferRecalledForGuest, OfferRecalledForMember
from core.notices.party_arrived import PartyArrivedForGroup
from core.notices.removed_from_waitlist import RemovedFromWaitlistForGuest
from core.notices.request_declined import RequestDeclinedForGuest
from core.notices.request_made import RequestMadeForStaff
from core.notices.request_overdue import RequestOverdueForGuest, RequestOverdueForManagers
from core.notices.seat_offer_lapsed import SeatOfferLapsedForGuest, SeatOfferLapsedForMember
from core.notices.seat_offered import SeatOfferedForGuest, SeatOfferedForMember
from core.notices.tier_changed import TierChangedForGroup
from core.notices.urgent_request import UrgentRequestForOperators

NoticeType = type[Notice[Any]]

# The notices of one event are written in this order.
NOTICE_TYPES: tuple[NoticeType, ...] = (
    BookingMadeForGroup,
    BookingMadeForGuest,
    BookingMovedForGroup,
    BookingMovedForGuest,
    BookingCancelledForGroup,
    BookingCancelledForGuest,
    PartyArrivedForGroup,
    TierChangedForGroup,
    SeatOfferedForGuest,
    SeatOfferedForMember,
    SeatOfferLapsedForGuest,
    SeatOfferLapsedForMember,
    OfferRecalledForGuest,
    OfferRecalledForMember,
    RemovedFromWaitlistForGuest,
    RequestMadeForStaff,
    RequestOverdueForManagers,
    RequestOverdueForGuest,
    RequestDeclinedForGuest,
    LeadCreatedForOwner,
    ComplaintFiledForManagers,
    UrgentRequestForOperators,
    CallRequestedForStaff,
    GuestFellSilentForGuest,
    MemberJoinedForInviter,
    GroupLostForAdministrators,
)

_OF_KIND: dict[str, NoticeType] = {each.kind: each for each in NOTICE_TYPES}
_OF_EVENT: dict[type, list[NoticeType]] = {
    event: [each for each in NOTICE_TYPES if each.event is event] for event in get_args(Event)
}


def types_for(event: Event) -> list[NoticeType]:
    """The types of notice that tell of an event."""
    return _OF_EVENT[type(event)]


def to_json(notice: Notice[Any]) -> dict[str, Any]:
    """A notice as the body of an outbox row."""
    facts = _adapter(type(notice)).dump_python(notice, mode="json")
    return {"kind": notice.kind, "facts": facts}


def is_said_once(body: Mapping[str, Any]) -> bool:
    """Whether an outbox row is of a notice that is given up where it may have been sent."""
    notice_type = _OF_KIND.get(body.get("kind", ""))
    return notice_type is not None and notice_type.said_once


class UnreadableNoticeError(Exception):
    """This version does not know the kind, or cannot read the fields it names. The facts themselves are left out:
    errors are logged, and guests' names are not."""


def from_json(body: Mapping[str, Any]) -> Notice[Any]:
    """The notice in the body of an outbox row. Raises UnreadableNoticeError."""
    kind = body["kind"]
    if kind not in _OF_KIND:
        raise UnreadableNoticeError(kind)
    try:
        notice: Notice[Any] = _adapter(_OF_KIND[kind]).validate_python(body["facts"])
    except ValidationError as error:
        wrong = sorted({str(each["loc"][0]) for each in error.errors(include_input=False) if each["loc"]})
        raise UnreadableNoticeError(kind, *wrong) from None
    return notice


@cache
def _adapter(notice_type: NoticeType) -> TypeAdapter[Any]:
    return TypeAdapter(notice_type)

"""Notices in their reader's words, with their buttons: one file for each event, as in ``core.notices``.

A notice is worded when it is sent. Its buttons name subjects of the record, and are checked when they are tapped.
"""

from collections.abc import Callable
from typing import Any

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording.notices import (
    booking_cancelled,
    booking_made,
    booking_moved,
    call_requested,
    complaint_filed,
    group_lost,
    guest_fell_silent,
    lead_created,
    member_joined,
    offer_recalled,
    party_arrived,
    removed_from_waitlist,
    request_declined,
    request_made,
    request_overdue,
    seat_offer_lapsed,
    seat_offered,
    tier_changed,
    urgent_request,
)
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

# Each function takes the type of notice it stands beside.
WORDINGS: dict[type[Notice[Any]], Callable[[Words, Any], Screen]] = {
    BookingMadeForGroup: booking_made.for_group,
    BookingMadeForGuest: booking_made.for_guest,
    BookingMovedForGroup: booking_moved.for_group,
    BookingMovedForGuest: booking_moved.for_guest,
    BookingCancelledForGroup: booking_cancelled.for_group,
    BookingCancelledForGuest: booking_cancelled.for_guest,
    PartyArrivedForGroup: party_arrived.for_group,
    TierChangedForGroup: tier_changed.for_group,
    SeatOfferedForGuest: seat_offered.for_guest,
    SeatOfferedForMember: seat_offered.for_member,
    SeatOfferLapsedForGuest: seat_offer_lapsed.for_guest,
    SeatOfferLapsedForMember: seat_offer_lapsed.for_member,
    OfferRecalledForGuest: offer_recalled.for_guest,
    OfferRecalledForMember: offer_recalled.for_member,
    RemovedFromWaitlistForGuest: removed_from_waitlist.for_guest,
    RequestMadeForStaff: request_made.for_staff,
    RequestOverdueForManagers: request_overdue.for_managers,
    RequestOverdueForGuest: request_overdue.for_guest,
    RequestDeclinedForGuest: request_declined.for_guest,
    LeadCreatedForOwner: lead_created.for_owner,
    ComplaintFiledForManagers: complaint_filed.for_managers,
    UrgentRequestForOperators: urgent_request.for_operators,
    CallRequestedForStaff: call_requested.for_staff,
    GuestFellSilentForGuest: guest_fell_silent.for_guest,
    MemberJoinedForInviter: member_joined.for_inviter,
    GroupLostForAdministrators: group_lost.for_administrators,
}


def screen(words: Words, notice: Notice[Any]) -> Screen:
    """What a notice says and offers."""
    return WORDINGS[type(notice)](words, notice)

"""Who is to be told of an event, and what: facts, never sentences. Rules: docs/rules.md, "Notices"."""

from dataclasses import dataclass
from typing import Any

from core.booking import Booking
from core.events import (
    BookingCancelled,
    BookingMade,
    BookingMoved,
    ComplaintFiled,
    Event,
    GroupLost,
    LeadCreated,
    MemberJoined,
    OfferRecalled,
    PartyArrived,
    RemovedFromWaitlist,
    RequestDeclined,
    RequestMade,
    RequestOverdue,
    SeatOffered,
    SeatOfferLapsed,
    SharedConsultant,
    TierChanged,
    UrgentRequest,
)
from core.guests import Guest, Name
from core.requests import DayRequest, RequestId
from core.waitlist import EntryId, WaitlistEntry

BUYERS = "buyers"
STAFF = "staff"
# Characters of an E.164 number below which four last digits would be most of it.
SHORT = 11


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something to tell: to a guest or to a member of staff by Telegram id, or to the staff group when both
    are None. A later notice of the same ``handle`` takes the buttons of an earlier one."""

    guest: int | None = None
    member: int | None = None
    kind: str
    facts: dict[str, Any]
    handle: str | None = None


def notices_of(event: Event) -> list[Notice]:
    """The staff group hears of bookings and arrivals; a guest hears of what the house did with their booking and of
    what they wait for; members of staff hear what is theirs to see to."""
    match event:
        case BookingMade(shared_consultant=shared_consultant):
            return _told("made", event, shared_consultant=_helped(shared_consultant))
        case BookingMoved(moved_from=moved_from, shared_consultant=shared_consultant):
            return _told(
                "moved",
                event,
                moved_from=moved_from.isoformat(),
                shared_consultant=_helped(shared_consultant),
            )
        case BookingCancelled():
            return _told("cancelled", event)
        case PartyArrived(timing=timing):
            facts = booking_facts(event.booking) | {"by": event.by.staff_name, "timing": timing}
            return [Notice(kind="group_arrived", facts=facts)]
        case TierChanged():
            # The reason may speak of the guest: it is for who reads the audit, not for the whole house.
            facts = booking_facts(event.booking) | {"by": event.by.staff_name}
            return [Notice(kind="group_tier", facts=facts)]
        case SeatOffered() | SeatOfferLapsed() | OfferRecalled():
            return [_to_who_waits(event)]
        case RemovedFromWaitlist(entry=entry):
            return _to_guest(entry.guest, "guest_taken_off", entry_facts(entry), entry_handle(entry.id))
        case RequestMade() | RequestOverdue() | RequestDeclined():
            return _of_a_request(event)
        case _:
            return _to_members(*_of_the_house(event))


def _of_the_house(
    event: LeadCreated | ComplaintFiled | UrgentRequest | MemberJoined | GroupLost,
) -> tuple[tuple[int, ...], str, dict[str, Any]]:
    """What some members of staff are told: who, of what, and the facts."""
    match event:
        case LeadCreated(lead=lead):
            # Whoever must call sees the whole number; the letter is the record of it.
            facts = {"phone": lead.phone.number, "invite_on": lead.invite_on.isoformat()}
            readers = (lead.owner,) if lead.owner is not None else ()
            return readers, "member_lead", name_facts(lead.name) | facts
        case ComplaintFiled(complaint=complaint, readers=readers):
            return readers, "member_complaint", name_facts(complaint.name) | {"words": complaint.words}
        case UrgentRequest(name=name, phone=phone, readers=readers):
            return readers, "member_pressed", name_facts(name) | {"phone": phone}
        case MemberJoined(member=member, invited_by=invited_by):
            readers = (invited_by,) if invited_by is not None else ()
            return readers, "member_joined", {"name": member.name, "role": member.role}
        case GroupLost(readers=readers):
            return readers, "member_group_lost", {}


def _of_a_request(event: RequestMade | RequestOverdue | RequestDeclined) -> list[Notice]:
    facts = request_facts(event.request)
    match event:
        case RequestMade(readers=readers):
            return _to_members(readers, "member_request", facts, request_handle(event.request.id))
        case RequestOverdue(readers=readers):
            handle = request_handle(event.request.id)
            told = _to_members(readers, "member_request_overdue", facts, handle)
            return [*told, *_to_guest(event.request.guest, "guest_request_overdue", facts)]
        case RequestDeclined():
            return _to_guest(event.request.guest, "guest_request_declined", facts)


def _to_guest(guest: Guest, kind: str, facts: dict[str, Any], handle: str | None = None) -> list[Notice]:
    """To a guest in their own chat; who has none is told nothing."""
    if guest.telegram_id is None:
        return []
    return [Notice(guest=guest.telegram_id, kind=kind, facts=facts, handle=handle)]


def _to_who_waits(event: SeatOffered | SeatOfferLapsed | OfferRecalled) -> Notice:
    """To the guest in their own chat, or to the member of staff who put them on the list."""
    kinds = {SeatOffered: "offered", SeatOfferLapsed: "offer_lapsed", OfferRecalled: "offer_recalled"}
    entry, what = event.entry, kinds[type(event)]
    guest = entry.guest.telegram_id
    facts, handle = entry_facts(entry), entry_handle(entry.id)
    if guest is not None:
        return Notice(guest=guest, kind=f"guest_{what}", facts=facts, handle=handle)
    return Notice(member=entry.by_user, kind=f"member_{what}", facts=facts, handle=handle)


def entry_handle(entry_id: EntryId) -> str:
    """What is said of one place on the waitlist goes by this handle, so that only the last has buttons."""
    return f"wait-{entry_id}"


def request_handle(request_id: RequestId) -> str:
    """What staff are told of one request goes by this handle."""
    return f"request-{request_id}"


def _helped(doubled: SharedConsultant | None) -> dict[str, Any] | None:
    """Who is already expected by the same consultant; for the house alone."""
    if doubled is None:
        return None
    return {"consultant": doubled.consultant.name, **name_facts(doubled.other.guest.name)}


def _told(what: str, event: BookingMade | BookingMoved | BookingCancelled, **more: Any) -> list[Notice]:
    facts = booking_facts(event.booking) | {"by": event.by.staff_name} | more
    told = [Notice(kind=f"group_{what}", facts=facts)]
    guest = event.booking.guest.telegram_id
    if event.by.is_staff and guest is not None:
        # A guest is never told a consultant's name.
        told.append(Notice(guest=guest, kind=f"guest_{what}", facts={**facts, "shared_consultant": None}))
    return told


def _to_members(
    members: tuple[int, ...], kind: str, facts: dict[str, Any], handle: str | None = None
) -> list[Notice]:
    return [Notice(member=member, kind=kind, facts=facts, handle=handle) for member in members]


def name_facts(name: Name) -> dict[str, Any]:
    """A name as JSON."""
    return {"surname": name.surname, "given": name.given, "title": name.title}


def entry_facts(entry: WaitlistEntry) -> dict[str, Any]:
    """A place on the waitlist as JSON."""
    return (
        name_facts(entry.guest.name)
        | {
            "entry": entry.id,
            "version": entry.version,
            "day": entry.day.isoformat(),
            "wanted": entry.wanted.isoformat() if entry.wanted else None,
            "offered": entry.offered.isoformat() if entry.offered else None,
            "offer_until": entry.offer_until.isoformat() if entry.offer_until else None,
            "phone": entry.guest.phone.number,
        }
        | vars(entry.party)
    )


def request_facts(request: DayRequest) -> dict[str, Any]:
    """A request for a day as JSON."""
    return (
        name_facts(request.guest.name)
        | {
            "request": request.id,
            "day": request.day.isoformat(),
            "answer_by": request.answer_by.isoformat(),
        }
        | vars(request.party)
    )


def booking_facts(booking: Booking) -> dict[str, Any]:
    """A booking as JSON, with the phone masked: notices are kept and read by many."""
    guest = booking.guest
    return name_facts(guest.name) | {
        "booking": booking.id,
        "version": booking.version,
        "code": booking.code,
        "starts_at": booking.starts_at.isoformat(),
        "adults": booking.party.adults,
        "elders": booking.party.elders,
        "children": booking.party.children,
        "tier": booking.tier,
        "phone": masked(guest.phone.number) if guest.phone.number else None,
        "plate": booking.plate,
        "remarks": booking.remarks,
    }


def masked(number: str) -> str:
    """An E.164 number with four digits hidden: enough to recognise, not enough to call."""
    shown = 4 if len(number) >= SHORT else 2
    return f"{number[: -shown - 4]}****{number[-shown:]}"

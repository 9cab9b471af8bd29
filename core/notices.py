"""Who is to be told of an event, and what: facts, never sentences. Rules: docs/rules.md, "Notices"."""

from dataclasses import dataclass
from typing import Any

from core.booking import Booking
from core.events import (
    BookingCancelled,
    BookingMade,
    BookingMoved,
    ComplaintMade,
    Event,
    GroupLost,
    GuestArrived,
    GuestPressed,
    LeadTaken,
    MemberJoined,
)
from core.guests import Name

BUYERS = "buyers"
STAFF = "staff"
# Characters of an E.164 number below which four last digits would be most of it.
SHORT = 11


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something to tell: to a guest or to a member of staff by Telegram id, or to the staff group when both
    are None."""

    guest: int | None = None
    member: int | None = None
    kind: str
    facts: dict[str, Any]


def notices_of(event: Event) -> list[Notice]:
    """The staff group hears of bookings and arrivals; a guest hears of what the house did with their booking;
    members of staff hear what is theirs to see to."""
    match event:
        case BookingMade():
            return _told("made", event)
        case BookingMoved(moved_from=moved_from):
            return _told("moved", event, moved_from=moved_from.isoformat())
        case BookingCancelled():
            return _told("cancelled", event)
        case GuestArrived(timing=timing):
            facts = booking_facts(event.booking) | {"by": event.by.staff_name, "timing": timing}
            return [Notice(kind="group_arrived", facts=facts)]
        case LeadTaken(lead=lead):
            # Whoever must call sees the whole number; the letter is the record of it.
            facts = name_facts(lead.name) | {
                "phone": lead.phone.number,
                "invite_on": lead.invite_on.isoformat(),
            }
            return _to_members((lead.owner,) if lead.owner is not None else (), "member_lead", facts)
        case ComplaintMade(complaint=complaint, readers=readers):
            facts = name_facts(complaint.name) | {"words": complaint.words}
            return _to_members(readers, "member_complaint", facts)
        case GuestPressed(name=name, phone=phone, readers=readers):
            return _to_members(readers, "member_pressed", name_facts(name) | {"phone": phone})
        case MemberJoined(member=member, invited_by=invited_by):
            facts = {"name": member.name, "role": member.role}
            return _to_members((invited_by,) if invited_by is not None else (), "member_joined", facts)
        case GroupLost(readers=readers):
            return _to_members(readers, "member_group_lost", {})


def _told(what: str, event: BookingMade | BookingMoved | BookingCancelled, **more: str) -> list[Notice]:
    facts = booking_facts(event.booking) | {"by": event.by.staff_name} | more
    told = [Notice(kind=f"group_{what}", facts=facts)]
    guest = event.booking.guest.telegram_id
    if event.by.is_staff and guest is not None:
        told.append(Notice(guest=guest, kind=f"guest_{what}", facts=facts))
    return told


def _to_members(members: tuple[int, ...], kind: str, facts: dict[str, Any]) -> list[Notice]:
    return [Notice(member=member, kind=kind, facts=facts) for member in members]


def name_facts(name: Name) -> dict[str, Any]:
    """A name as JSON."""
    return {"surname": name.surname, "given": name.given, "title": name.title}


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

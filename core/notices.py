"""Who is to be told of an event, and what: facts, never sentences. Rules: docs/rules.md, "Notices"."""

from dataclasses import dataclass
from typing import Any

from core.booking import Booking
from core.events import BookingCancelled, BookingMade, BookingMoved, Event, GuestArrived

BUYERS = "buyers"
STAFF = "staff"
# Characters of an E.164 number below which four last digits would be most of it.
SHORT = 11


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something to tell: to the guest with this Telegram id, or to the staff group when that is None."""

    guest_telegram_id: int | None = None
    kind: str
    facts: dict[str, Any]


def notices_of(event: Event) -> list[Notice]:
    """The staff group hears of everything; a guest hears of what the house did with their booking."""
    facts = booking_facts(event.booking) | {"by": event.by.staff_name}
    match event:
        case BookingMade():
            return _told("made", facts, event)
        case BookingMoved(moved_from=moved_from):
            return _told("moved", facts | {"moved_from": moved_from.isoformat()}, event)
        case BookingCancelled():
            return _told("cancelled", facts, event)
        case GuestArrived(timing=timing):
            return [Notice(kind="group_arrived", facts=facts | {"timing": timing})]


def _told(what: str, facts: dict[str, Any], event: Event) -> list[Notice]:
    told = [Notice(kind=f"group_{what}", facts=facts)]
    guest = event.booking.guest.telegram_id
    if event.by.is_staff and guest is not None:
        told.append(Notice(guest_telegram_id=guest, kind=f"guest_{what}", facts=facts))
    return told


def booking_facts(booking: Booking) -> dict[str, Any]:
    """A booking as JSON, with the phone masked: notices are kept and read by many."""
    guest = booking.guest
    return {
        "booking": booking.id,
        "version": booking.version,
        "code": booking.code,
        "starts_at": booking.starts_at.isoformat(),
        "surname": guest.name.surname,
        "given": guest.name.given,
        "title": guest.name.title,
        "adults": booking.party.adults,
        "elders": booking.party.elders,
        "children": booking.party.children,
        "tier": booking.tier,
        "phone": masked(guest.phone.number) if guest.phone.number else None,
    }


def masked(number: str) -> str:
    """An E.164 number with four digits hidden: enough to recognise, not enough to call."""
    shown = 4 if len(number) >= SHORT else 2
    return f"{number[: -shown - 4]}****{number[-shown:]}"

"""The facts several notices share. Each is flat, so that it reads as plain JSON; see ``Notice``."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from core.booking import Booking, BookingId, Party
from core.events import SharedConsultant
from core.guests import Name, Tier, Title, masked
from core.requests import DayRequest, RequestId
from core.waitlist import EntryId, WaitlistEntry


@dataclass(frozen=True, kw_only=True)
class NameFacts:
    """A guest's name."""

    surname: str
    given: str
    title: Title

    @classmethod
    def of_name(cls, name: Name, **more: Any) -> Self:
        """The name, with the other facts of a notice."""
        return cls(surname=name.surname, given=name.given, title=name.title, **more)

    @property
    def name(self) -> Name:
        return Name(surname=self.surname, given=self.given, title=self.title)


@dataclass(frozen=True, kw_only=True)
class PartyFacts(NameFacts):
    """A guest and their party."""

    adults: int
    elders: int
    children: int

    @classmethod
    def of_party(cls, name: Name, party: Party, **more: Any) -> Self:
        """The name and the party, with the other facts of a notice."""
        return cls.of_name(name, adults=party.adults, elders=party.elders, children=party.children, **more)

    @property
    def party(self) -> Party:
        return Party(adults=self.adults, elders=self.elders, children=self.children)


@dataclass(frozen=True, kw_only=True)
class BookingFacts(PartyFacts):
    """A booking. The phone is masked: these notices are kept, and many read them."""

    booking: BookingId
    version: int
    code: str
    starts_at: datetime
    tier: Tier
    phone: str | None
    plate: str | None
    remarks: str | None

    @classmethod
    def of_booking(cls, booking: Booking, **more: Any) -> Self:
        """The booking, with the other facts of a notice."""
        number = booking.guest.phone.number
        return cls.of_party(
            booking.guest.name,
            booking.party,
            booking=booking.id,
            version=booking.version,
            code=booking.code,
            starts_at=booking.starts_at,
            tier=booking.tier,
            phone=masked(number) if number else None,
            plate=booking.plate,
            remarks=booking.remarks,
            **more,
        )


@dataclass(frozen=True, kw_only=True)
class SharedConsultantFacts(NameFacts):
    """The name of another guest in the same slot, and the consultant both have. Only staff may read it."""

    consultant: str

    @classmethod
    def of_shared(cls, shared: SharedConsultant | None) -> Self | None:
        if shared is None:
            return None
        return cls.of_name(shared.other.guest.name, consultant=shared.consultant.name)


@dataclass(frozen=True, kw_only=True)
class WaitlistFacts(PartyFacts):
    """A place on the waitlist, with the whole phone number: a member of staff must ring a caller."""

    entry: EntryId
    version: int
    day: date
    wanted: datetime | None
    offered: datetime | None
    offer_until: datetime | None
    phone: str | None

    @classmethod
    def of_entry(cls, entry: WaitlistEntry) -> Self:
        return cls.of_party(
            entry.guest.name,
            entry.party,
            entry=entry.id,
            version=entry.version,
            day=entry.day,
            wanted=entry.wanted,
            offered=entry.offered,
            offer_until=entry.offer_until,
            phone=entry.guest.phone.number,
        )


@dataclass(frozen=True, kw_only=True)
class OfferFacts(WaitlistFacts):
    """A place on the waitlist that is offered a seat, or was until the offer ended."""

    offered: datetime
    offer_until: datetime


@dataclass(frozen=True, kw_only=True)
class RequestFacts(PartyFacts):
    """A request for a day."""

    request: RequestId
    day: date
    answer_by: datetime

    @classmethod
    def of_request(cls, request: DayRequest) -> Self:
        return cls.of_party(
            request.guest.name,
            request.party,
            request=request.id,
            day=request.day,
            answer_by=request.answer_by,
        )

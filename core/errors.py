"""Refusals: exceptions that carry the facts a front-end needs to explain them. They never contain text for people."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from core.booking import Booking
from core.requests import DayRequest
from core.staff import Member
from core.waitlist import WaitlistEntry


class Refusal(Exception):  # noqa: N818 - "refusal" is the domain's word; it is no error
    """The house refuses a request."""


@dataclass(eq=False)
class TimeRefused(Refusal):
    """The wanted slot is not available. ``nearest`` are free slots (starts, UTC) near it, earliest first."""

    slot: datetime
    nearest: tuple[datetime, ...] = ()

    def with_nearest(self, nearest: tuple[datetime, ...]) -> Self:
        return replace(self, nearest=nearest)


class SlotFull(TimeRefused):
    pass


class DayFull(SlotFull):
    """The day or its week has reached its cap."""


class Closed(TimeRefused):
    """The slot is closed by an arrangement."""


class NotForPeers(TimeRefused):
    """People of other property firms are received only in the peers' hours."""


class OnRequestOnly(TimeRefused):
    """The site is in request mode: a guest asks for a day, and the house answers with an hour."""


class SlotPast(TimeRefused):
    """The slot has begun or is over."""


class OutsideHours(TimeRefused):
    """The moment is not the start of a slot."""


@dataclass(eq=False, kw_only=True)
class TooSoon(TimeRefused):
    """The site requires more notice; ``first`` is the first day that satisfies it."""

    first: date


@dataclass(eq=False, kw_only=True)
class TooFar(TimeRefused):
    """The day is beyond the booking horizon; ``last`` is the last day within it."""

    last: date


@dataclass(eq=False)
class PartyRefused(Refusal):
    """The party is empty or larger than ``largest``; a member of staff must handle a larger one."""

    size: int
    largest: int


@dataclass(eq=False)
class BookingRefused(Refusal):
    """Refused because of the state of this booking."""

    booking: Booking


class HasOpenBooking(BookingRefused):
    """A guest may have one open booking: this is it."""


class BookingNotOpen(BookingRefused):
    """The booking was cancelled, the party has arrived, or the day is over."""


class AlreadyBegun(BookingRefused):
    """The booking's slot has begun: the guest cannot change it any more."""


class AlreadyArrived(BookingRefused):
    """The party was marked as arrived before."""


class WrongDay(BookingRefused):
    """The party is at the gate on another day than the booking's."""


class BookingChanged(BookingRefused):
    """The booking has changed since the actor saw it; ``booking`` is its current state."""


class NoSuchBooking(Refusal):
    """The booking does not exist, or the actor may not see it."""


class NotPermitted(Refusal):
    """The person lacks the right this needs."""


class InvitationRefused(Refusal):
    """The invitation token is unknown, used or expired."""


@dataclass(eq=False)
class AlreadyStaff(Refusal):
    """The person is a member of staff already; the invitation stays valid."""

    member: Member


@dataclass(eq=False)
class LastAdministrator(Refusal):
    """The house must keep at least one administrator."""

    member: Member


class NoSuchMember(Refusal):
    pass


@dataclass(eq=False)
class SeatsAvailable(Refusal):
    """There is no need to wait: these slots (starts, UTC) are free."""

    free: tuple[datetime, ...]


@dataclass(eq=False)
class NotWaiting(Refusal):
    """The entry is closed, or it has changed since the actor saw it."""

    entry: WaitlistEntry


@dataclass(eq=False)
class OfferLapsed(Refusal):
    """The offer of the seat has expired."""

    entry: WaitlistEntry


class NoSuchEntry(Refusal):
    pass


class NoSuchRequest(Refusal):
    """The request does not exist, or it is no longer open."""


@dataclass(eq=False)
class HasRequest(Refusal):
    """A guest may have one open request: this is it."""

    request: DayRequest


class NoSuchGuest(Refusal):
    pass


class NoSuchConsultant(Refusal):
    pass


class NameTaken(Refusal):
    """The agency already has a consultant of this name."""


class NoSuchArrangement(Refusal):
    pass


class NothingToArrange(Refusal):
    """The period contains no slot that is still ahead."""


class NoSuchLead(Refusal):
    pass


class NoSuchComplaint(Refusal):
    pass

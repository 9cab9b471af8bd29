"""Refusals: types that carry the facts a front-end needs to say why, courteously. Never text."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from core.booking import Booking
from core.requests import DayRequest
from core.staff import Member
from core.waitlist import WaitlistEntry


class Refusal(Exception):  # noqa: N818 - a refusal is the house's word; nothing has gone wrong
    """The house does not do what was asked."""


@dataclass(eq=False)
class TimeRefused(Refusal):
    """The wanted hour cannot be had. ``nearest`` are free slots (starts, UTC) near it, soonest first."""

    slot: datetime
    nearest: tuple[datetime, ...] = ()

    def with_nearest(self, nearest: tuple[datetime, ...]) -> Self:
        return replace(self, nearest=nearest)


class SlotFull(TimeRefused):
    pass


class DayFull(SlotFull):
    """The day, or its week, has as many parties as the house will have."""


class Closed(TimeRefused):
    """The house receives nobody then."""


class NotForPeers(TimeRefused):
    """People of other property firms are received only in the peers' hours."""


class OnRequestOnly(TimeRefused):
    """A guest asks for a day, and the house answers with the hour."""


class SlotPast(TimeRefused):
    pass


class OutsideHours(TimeRefused):
    """Not the start of any slot of the house."""


@dataclass(eq=False, kw_only=True)
class TooSoon(TimeRefused):
    """Less notice than the house asks; ``first`` is the first day it would take."""

    first: date


@dataclass(eq=False, kw_only=True)
class TooFar(TimeRefused):
    """Beyond the days the house books; ``last`` is the last of them."""

    last: date


@dataclass(eq=False)
class PartyRefused(Refusal):
    """A party of nobody, or one larger than ``largest``, which a person must look after."""

    size: int
    largest: int


@dataclass(eq=False)
class BookingRefused(Refusal):
    """Refused because of how this booking stands."""

    booking: Booking


class HasOpenBooking(BookingRefused):
    """One open booking per guest: this is the one they have."""


class BookingNotOpen(BookingRefused):
    """The booking was cancelled, or its day is over."""


class AlreadyBegun(BookingRefused):
    """Its hour has begun: a guest can not change it any more."""


class AlreadyArrived(BookingRefused):
    pass


class WrongDay(BookingRefused):
    """At the gate on a day that is not the booking's."""


class BookingChanged(BookingRefused):
    """The booking has changed since it was shown; this is how it stands."""


class NoSuchBooking(Refusal):
    pass


class NotPermitted(Refusal):
    pass


class InvitationRefused(Refusal):
    """The one-time link is wrong, spent or out of date."""


@dataclass(eq=False)
class AlreadyStaff(Refusal):
    """An invitation is for somebody new; it stays good."""

    member: Member


@dataclass(eq=False)
class LastAdministrator(Refusal):
    """Somebody must be left who can let others in."""

    member: Member


class NoSuchMember(Refusal):
    pass


@dataclass(eq=False)
class SeatsAvailable(Refusal):
    """Nobody need wait: these slots (starts, UTC) can be had."""

    free: tuple[datetime, ...]


@dataclass(eq=False)
class NotWaiting(Refusal):
    """What is waited for is over, was left, or has changed since it was shown."""

    entry: WaitlistEntry


@dataclass(eq=False)
class OfferLapsed(Refusal):
    """The seat was kept until a moment that has passed, and has gone on."""

    entry: WaitlistEntry


class NoSuchEntry(Refusal):
    pass


class NoSuchRequest(Refusal):
    """Asked, answered and over, or never asked."""


@dataclass(eq=False)
class HasRequest(Refusal):
    """One request per guest: this is the one they have."""

    request: DayRequest


class NoSuchGuest(Refusal):
    pass


class NoSuchConsultant(Refusal):
    pass


class NameTaken(Refusal):
    """The agency has a consultant of this name already."""


class NoSuchArrangement(Refusal):
    pass


class NothingToArrange(Refusal):
    """No slot of the house lies in the stretch of time, or it is over."""


class NoSuchLead(Refusal):
    pass


class NoSuchComplaint(Refusal):
    pass

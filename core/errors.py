"""Refusals: types that carry the facts a front-end needs to say why, courteously. Never text."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Self

from core.booking import Booking
from core.staff import Member


class Refusal(Exception):  # noqa: N818 - a refusal is the house's word; nothing has gone wrong
    """The house does not do what was asked."""


@dataclass(eq=False)
class TimeRefused(Refusal):
    """The wanted hour cannot be had. ``nearest`` are free slots (starts, UTC) near it, soonest first."""

    slot: datetime
    nearest: tuple[datetime, ...] = ()

    def offering(self, nearest: tuple[datetime, ...]) -> Self:
        return replace(self, nearest=nearest)


class SlotFull(TimeRefused):
    pass


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


class NotOpen(BookingRefused):
    """The booking was cancelled, or its day is over."""


class AlreadyArrived(BookingRefused):
    pass


class AnotherDay(BookingRefused):
    """At the gate on a day that is not the booking's."""


class Changed(BookingRefused):
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


class NoSuchLead(Refusal):
    pass


class NoSuchComplaint(Refusal):
    pass

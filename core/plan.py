"""The plan of some days: what is arranged and what is taken, and what it lets anybody have.

Screens and writes ask the same functions, so what is offered is what would be accepted. Rules: docs/rules.md,
"Booking" and "Capacity".
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Self

from core import timetable
from core.arrangements import Arrangement, ArrangementKind
from core.booking import Actor, Booking
from core.capacity import Duty, SlotLoad, UnavailableReason, duty_of, on_duty
from core.errors import (
    Closed,
    DayFull,
    NotForPeers,
    OnRequestOnly,
    OutsideHours,
    SlotFull,
    SlotPast,
    TimeRefused,
    TooFar,
    TooSoon,
)
from core.site import Agency, Site


@dataclass(frozen=True, kw_only=True)
class SeatRequest:
    """Who asks for a seat, and how.

    ``moving`` is the booking they have, ``own_seat`` the slot of a seat that is offered to them, and kept; a
    ``peer`` is bound to the peers' hours but up to the day ``exempt_until``; ``offered``: the house itself offers the
    seat, and asks no notice. ``override`` is a manager's reason to go past notice, horizon, closures, caps and the
    withheld share, though never past the consultants on duty.
    """

    by: Actor
    moving: Booking | None = None
    own_seat: datetime | None = None
    peer: bool = False
    exempt_until: date | None = None
    offered: bool = False
    override: str | None = None

    @property
    def is_guest(self) -> bool:
        """Whether the rules for guests of their own accord apply."""
        return not (self.by.is_staff or self.offered or self.override)


@dataclass(frozen=True)
class Seats:
    """Parties that have a seat of a slot, and seats held for who is offered one."""

    taken: int = 0
    offered: int = 0

    @property
    def occupied(self) -> int:
        return self.taken + self.offered


@dataclass(frozen=True, kw_only=True)
class Plan:
    """``arrangements`` oldest first; ``seats`` of every slot that has any, of whole weeks wherever a cap of the week
    may stand in the way."""

    site: Site
    now: datetime
    arrangements: tuple[Arrangement, ...]
    seats: Mapping[datetime, Seats]

    def load(self, slot: datetime) -> SlotLoad:
        """A slot as a manager sees it."""
        seats = self.seats_of(slot)
        load = SlotLoad(
            slot,
            self.on_duty(slot),
            self._latest(ArrangementKind.WITHHELD, slot, self.site.withheld) or 0,
            seats.taken,
            seats.offered,
            peers=timetable.is_for_peers(self.site, slot),
        )
        return replace(load, unavailable=self._unavailable(load))

    def seats_of(self, slot: datetime) -> Seats:
        return self.seats.get(slot, Seats())

    def on_duty(self, slot: datetime) -> int:
        """Consultants on duty in a slot."""
        return on_duty(self.site, slot, self._duties)

    def duty(self, slot: datetime, agency: Agency) -> Duty:
        """An agency's consultants on duty in a slot."""
        return duty_of(self.site, agency, slot, self._duties)

    def capacity(self, slot: datetime) -> int:
        """Parties a slot can take."""
        withheld = self._latest(ArrangementKind.WITHHELD, slot, self.site.withheld) or 0
        return max(self.on_duty(slot) - withheld, 0)

    def is_overbooked(self, slot: datetime) -> bool:
        """Whether a slot has more than it can take, as after a roster was cut."""
        return self.seats_of(slot).occupied > self.capacity(slot)

    def closure(self, slot: datetime) -> Arrangement | None:
        """What closes a slot, the latest if several do."""
        closures = [
            each for each in self.arrangements if each.what is ArrangementKind.CLOSED and each.covers(slot)
        ]
        # What is left of a closure that was opened in part is entered anew, and yet as old as it was.
        return max(closures, key=lambda each: (each.made_at, each.id), default=None)

    def without_seats_of(self, seat_request: SeatRequest) -> Self:
        """The plan without the seats this guest has or is offered: they would give them up."""
        plan = self.without_offers([seat_request.own_seat] if seat_request.own_seat is not None else [])
        if seat_request.moving is None:
            return plan
        own = plan.seats_of(seat_request.moving.starts_at)
        given_up = {seat_request.moving.starts_at: replace(own, taken=max(own.taken - 1, 0))}
        return replace(plan, seats={**plan.seats, **given_up})

    def without_offers(self, slots: Iterable[datetime]) -> Self:
        """The plan without a held seat of each of these slots."""
        seats = dict(self.seats)
        for slot in slots:
            before = seats.get(slot, Seats())
            seats[slot] = replace(before, offered=max(before.offered - 1, 0))
        return replace(self, seats=seats)

    def refusal(self, slot: datetime, seat_request: SeatRequest) -> TimeRefused | None:
        """Why this slot can not be had, or None."""
        return self.time_refusal(slot, seat_request) or self.room_refusal(slot, seat_request)

    def time_refusal(self, slot: datetime, seat_request: SeatRequest) -> TimeRefused | None:
        """Why a slot can not be had however free it is."""
        day = timetable.day_of(self.site, slot)
        if slot not in timetable.slots_of(self.site, day):
            return OutsideHours(slot)
        # Of a day that has not passed, a guest is told how much notice is asked, not that it is late in the day.
        if day >= self._today and not self.notice_allows(day, seat_request):
            return TooSoon(slot, first=self._first_day)
        if slot <= self.now:
            return SlotPast(slot)
        if day > self._last_day and not seat_request.override:
            return TooFar(slot, last=self._last_day)
        exempt = seat_request.exempt_until is not None and day <= seat_request.exempt_until
        if seat_request.peer and not exempt and not timetable.is_for_peers(self.site, slot):
            return NotForPeers(slot)
        if not seat_request.override and self.closure(slot):
            return Closed(slot)
        return OnRequestOnly(slot) if self._only_on_request(day, seat_request) else None

    def room_refusal(self, slot: datetime, seat_request: SeatRequest) -> TimeRefused | None:
        """Why there is no room for one party more."""
        if slot == seat_request.own_seat:
            return None
        if seat_request.override:
            return SlotFull(slot) if self.seats_of(slot).occupied >= self.on_duty(slot) else None
        if self.seats_of(slot).occupied >= self.capacity(slot):
            return SlotFull(slot)
        return DayFull(slot) if self._cap_reached(timetable.day_of(self.site, slot)) is not None else None

    def notice_allows(self, day: date, seat_request: SeatRequest) -> bool:
        """Notice binds guests, for a new booking and for a move to another day; not staff."""
        return day >= self._first_day or not seat_request.is_guest or self._is_own(day, seat_request)

    def day_cap(self, day: date) -> int | None:
        """Parties the day may have; None without a cap."""
        return self._latest(
            ArrangementKind.DAY_CAP, timetable.midnight(self.site, day), self.site.booking.daily_cap
        )

    def week_cap(self, monday: date) -> int | None:
        """Parties the week from this Monday on may have; None without a cap."""
        return self._latest(
            ArrangementKind.WEEK_CAP, timetable.midnight(self.site, monday), self.site.booking.weekly_cap
        )

    def parties_on(self, days: Iterable[date]) -> int:
        """Seats taken and held on these days."""
        wanted = set(days)
        return sum(
            seats.occupied
            for slot, seats in self.seats.items()
            if timetable.day_of(self.site, slot) in wanted
        )

    def _only_on_request(self, day: date, seat_request: SeatRequest) -> bool:
        return (
            self.site.booking.request_mode and seat_request.is_guest and not self._is_own(day, seat_request)
        )

    def _is_own(self, day: date, seat_request: SeatRequest) -> bool:
        """Whether the booking to be moved is of this day."""
        return (
            seat_request.moving is not None
            and timetable.day_of(self.site, seat_request.moving.starts_at) == day
        )

    def _unavailable(self, load: SlotLoad) -> UnavailableReason | None:
        slot, day = load.starts_at, timetable.day_of(self.site, load.starts_at)
        if slot <= self.now:
            return UnavailableReason.PAST
        if self.closure(slot) is not None:
            return UnavailableReason.CLOSED
        if load.taken + load.offered > load.capacity:
            return UnavailableReason.OVERBOOKED
        if (cap := self._cap_reached(day)) is not None:
            return cap
        if day < self._first_day:
            return UnavailableReason.NOTICE
        return UnavailableReason.TOO_FAR if day > self._last_day else None

    def _cap_reached(self, day: date) -> UnavailableReason | None:
        """The cap that lets no more parties in on this day."""
        if day not in self._caps:
            self._caps[day] = self._find_reached_cap(day)
        return self._caps[day]

    def _find_reached_cap(self, day: date) -> UnavailableReason | None:
        monday = timetable.monday_of(day)
        week_cap, day_cap = self.week_cap(monday), self.day_cap(day)
        if week_cap is not None and self.parties_on(timetable.week_of(monday)) >= week_cap:
            return UnavailableReason.WEEK_CAP
        return (
            UnavailableReason.DAY_CAP if day_cap is not None and self.parties_on([day]) >= day_cap else None
        )

    # A plan is asked about every slot of the horizon: what is the same for all of them is reckoned once.
    @cached_property
    def _caps(self) -> dict[date, UnavailableReason | None]:
        return {}

    @cached_property
    def _today(self) -> date:
        return timetable.day_of(self.site, self.now)

    @cached_property
    def _first_day(self) -> date:
        return timetable.first_day(self.site, self.now)

    @cached_property
    def _last_day(self) -> date:
        return timetable.last_day(self.site, self.now)

    @cached_property
    def _duties(self) -> tuple[Arrangement, ...]:
        return tuple(
            each
            for each in self.arrangements
            if each.what in {ArrangementKind.HEADCOUNT, ArrangementKind.ON_DUTY, ArrangementKind.AWAY}
        )

    def _latest(self, what: ArrangementKind, moment: datetime, usual: int | None) -> int | None:
        for each in reversed(self.arrangements):
            if each.what is what and each.covers(moment):
                return each.number
        return usual


def whole_weeks(first: date, last: date) -> tuple[date, date]:
    """From the Monday before to the Sunday after."""
    return timetable.monday_of(first), timetable.monday_of(last) + timedelta(days=6)

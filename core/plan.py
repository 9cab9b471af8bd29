"""The plan of some days: arrangements and occupied seats, and the rules that decide whether a slot can be booked.

Screens and writes call the same functions, so a screen offers exactly what a write accepts. Rules: docs/rules.md,
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
    """A request for a seat: who asks, and which rules apply to them.

    ``moving`` is the booking to move, if the guest has one. ``own_seat`` is the slot of the seat the waitlist offers
    to this guest. A ``peer`` may come only in the peers' hours, except up to the day ``exempt_until``. ``offered``:
    the house offers the seat itself, so no notice is needed. ``override`` is a manager's reason to ignore notice,
    horizon, closures, caps and the withheld share; the number of consultants on duty always applies.
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
        """Whether the rules for guests apply, and not those for staff."""
        return not (self.by.is_staff or self.offered or self.override)


@dataclass(frozen=True)
class Seats:
    """Seats of one slot: ``taken`` by live bookings, and ``offered`` to guests on the waitlist."""

    taken: int = 0
    offered: int = 0

    @property
    def occupied(self) -> int:
        return self.taken + self.offered


@dataclass(frozen=True, kw_only=True)
class Plan:
    """``arrangements`` are oldest first. ``seats`` holds every slot with occupied seats; it covers whole weeks if a
    weekly cap may apply."""

    site: Site
    now: datetime
    arrangements: tuple[Arrangement, ...]
    seats: Mapping[datetime, Seats]

    def load(self, slot: datetime) -> SlotLoad:
        """The figures of a slot, and what keeps guests from its free seats; ``refusal`` has what one guest is told."""
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
        """The number of consultants on duty in a slot."""
        if self._duties:
            return on_duty(self.site, slot, self._duties)
        # Without rosters and leaves it is the same in all slots of a day.
        day = timetable.day_of(self.site, slot)
        if day not in self._usual_numbers:
            self._usual_numbers[day] = on_duty(self.site, slot, ())
        return self._usual_numbers[day]

    def duty(self, slot: datetime, agency: Agency) -> Duty:
        """An agency's consultants on duty in a slot."""
        return duty_of(self.site, agency, slot, self._duties)

    def capacity(self, slot: datetime) -> int:
        """The number of parties a slot can take."""
        withheld = self._latest(ArrangementKind.WITHHELD, slot, self.site.withheld) or 0
        return max(self.on_duty(slot) - withheld, 0)

    def is_overbooked(self, slot: datetime) -> bool:
        """Whether a slot has more parties than it can take, for example after a roster was cut."""
        return self.seats_of(slot).occupied > self.capacity(slot)

    def closure(self, slot: datetime) -> Arrangement | None:
        """The closure that applies to a slot, the latest if there are several."""
        closures = [
            each for each in self.arrangements if each.what is ArrangementKind.CLOSED and each.covers(slot)
        ]
        # The rest of a partly lifted closure is a new row with the old time: order by time first.
        return max(closures, key=lambda each: (each.made_at, each.id), default=None)

    def without_seats_of(self, seat_request: SeatRequest) -> Self:
        """The plan without the seats this guest has booked or is offered, because they would give those up."""
        plan = self.without_offers([seat_request.own_seat] if seat_request.own_seat is not None else [])
        if seat_request.moving is None:
            return plan
        own = plan.seats_of(seat_request.moving.starts_at)
        given_up = {seat_request.moving.starts_at: replace(own, taken=max(own.taken - 1, 0))}
        return replace(plan, seats={**plan.seats, **given_up})

    def without_offers(self, slots: Iterable[datetime]) -> Self:
        """The plan with one offered seat less in each of these slots."""
        seats = dict(self.seats)
        for slot in slots:
            before = seats.get(slot, Seats())
            seats[slot] = replace(before, offered=max(before.offered - 1, 0))
        return replace(self, seats=seats)

    def refusal(self, slot: datetime, seat_request: SeatRequest) -> TimeRefused | None:
        """Why this slot cannot be booked, or None if it can."""
        return self.time_refusal(slot, seat_request) or self.room_refusal(slot, seat_request)

    def time_refusal(self, slot: datetime, seat_request: SeatRequest) -> TimeRefused | None:
        """Why this slot cannot be booked whatever its room, or None."""
        day = timetable.day_of(self.site, slot)
        if slot not in timetable.slots_of(self.site, day):
            return OutsideHours(slot)
        # For today, "too soon" tells a guest more than "the slot is past".
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
        """Why the slot has no room for one more party, or None."""
        if slot == seat_request.own_seat:
            return None
        if seat_request.override:
            return SlotFull(slot) if self.seats_of(slot).occupied >= self.on_duty(slot) else None
        if self.seats_of(slot).occupied >= self.capacity(slot):
            return SlotFull(slot)
        return DayFull(slot) if self._cap_reached(timetable.day_of(self.site, slot)) is not None else None

    def notice_allows(self, day: date, seat_request: SeatRequest) -> bool:
        """Whether the notice rule allows a day. It binds guests who book or move to another day, not staff."""
        return day >= self._first_day or not seat_request.is_guest or self._is_own(day, seat_request)

    def day_cap(self, day: date) -> int | None:
        """The most parties the day may have; None without a cap."""
        return self._latest(
            ArrangementKind.DAY_CAP, timetable.midnight(self.site, day), self.site.booking.daily_cap
        )

    def week_cap(self, monday: date) -> int | None:
        """The most parties the week from this Monday on may have; None without a cap."""
        return self._latest(
            ArrangementKind.WEEK_CAP, timetable.midnight(self.site, monday), self.site.booking.weekly_cap
        )

    def parties_on(self, days: Iterable[date]) -> int:
        """The number of occupied seats on these days."""
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
        """Whether the booking to move is on this day."""
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
        """The cap this day has reached, if any."""
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

    # A plan answers for every slot of the horizon: values common to all slots are computed once.
    @cached_property
    def _caps(self) -> dict[date, UnavailableReason | None]:
        return {}

    @cached_property
    def _usual_numbers(self) -> dict[date, int]:
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
    """The Monday of the first day's week and the Sunday of the last day's week."""
    return timetable.monday_of(first), timetable.monday_of(last) + timedelta(days=6)

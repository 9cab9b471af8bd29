"""The state that the rules expect, computed only from the rows and the site file."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Self

from core.site import Site
from tests.machine.record import Booking, Entry, Guest, Order, Record

# Shanghai has no daylight saving time.
EAST = timedelta(hours=8)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
SHORTEST = timedelta(minutes=5)
MIDNIGHT = time(0)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def local(moment: datetime) -> datetime:
    return moment + EAST


def day_of(moment: datetime) -> date:
    return local(moment).date()


def week_of(moment: datetime) -> tuple[int, int]:
    return day_of(moment).isocalendar()[:2]


def at(day: date, wall: time, like: datetime) -> datetime:
    """The moment of a local time on a day."""
    return datetime.combine(day, wall, like.tzinfo) - EAST


@dataclass(frozen=True)
class ExpectedState:
    """The state of the database at one moment."""

    site: Site
    record: Record
    now: datetime
    parties: Mapping[datetime, int]

    @classmethod
    def of(cls, site: Site, record: Record, now: datetime) -> Self:
        taken = [each.at for each in record.bookings.values() if each.status != "cancelled"]
        held = [each.offered for each in record.entries.values() if each.status == "offered"]
        return cls(site, record, now, Counter(slot for slot in (*taken, *held) if slot is not None))

    @property
    def today(self) -> date:
        return day_of(self.now)

    @property
    def last_day(self) -> date:
        return self.today + timedelta(days=self.site.booking.horizon_days)

    def grid(self, day: date) -> list[datetime]:
        hours = self.site.hours
        first, end = (at(day, wall, self.now) for wall in (hours.opens, hours.closes))
        return [first + n * HOUR for n in range((end - first) // HOUR)]

    def days(self) -> list[date]:
        return [self.today + n * DAY for n in range(self.site.booking.horizon_days + 1)]

    def slots(self) -> list[datetime]:
        return [slot for day in self.days() for slot in self.grid(day)]

    def _in_force(self, what: str, moment: datetime) -> list[Order]:
        return [each for each in self.record.orders if each.what == what and each.start <= moment < each.end]

    def closed(self, slot: datetime) -> bool:
        return bool(self._in_force("closed", slot))

    def is_placed(self, booking: Booking) -> bool:
        """Whether a manager has moved a party into its slot after the slot was closed."""
        closed = max(order.made for order in self._in_force("closed", booking.at))
        lines = [each for each in self.record.changes if each.booking == booking.id and each.at == booking.at]
        return any(each.what == "moved" and each.channel == "house" and each.made >= closed for each in lines)

    def withheld(self, slot: datetime) -> int:
        orders = self._in_force("withheld", slot)
        return (orders[-1].number or 0) if orders else self.site.withheld

    def capacity(self, slot: datetime) -> int:
        return max(self.on_duty(slot) - self.withheld(slot), 0)

    def on_duty(self, slot: datetime) -> int:
        day = day_of(slot)
        full = day.weekday() >= 5 or day in self.site.holidays.extra
        return sum(
            self._of_agency(each.name, each.consultants - (0 if full else each.weekday_rest), slot)
            for each in self.site.agencies
        )

    def _of_agency(self, name: str, usual: int, slot: datetime) -> int:
        heads = [each for each in self._in_force("headcount", slot) if each.agency == name]
        since = heads[-1].id if heads else 0
        named: dict[int, str] = {}
        by_name = False
        for order in self.record.orders:
            known = self.record.consultants.get(order.consultant or 0)
            if known is None or known.agency != name or order.id < since:
                continue
            if order.start <= slot < order.end:
                gone = known.left is not None
                named[known.id] = "away" if gone else order.what
                by_name = by_name or order.what == "on_duty"
        if by_name:
            return list(named.values()).count("on_duty")
        return max((heads[-1].number or 0 if heads else usual) - len(named), 0)

    def day_cap(self, day: date) -> int | None:
        orders = self._in_force("day_cap", at(day, MIDNIGHT, self.now))
        return orders[-1].number if orders else self.site.booking.daily_cap

    def week_cap(self, day: date) -> int | None:
        monday = day - timedelta(days=day.weekday())
        orders = self._in_force("week_cap", at(monday, MIDNIGHT, self.now))
        return orders[-1].number if orders else self.site.booking.weekly_cap

    def of_day(self, day: date) -> int:
        return sum(parties for slot, parties in self.parties.items() if day_of(slot) == day)

    def of_week(self, day: date) -> int:
        week = day.isocalendar()[:2]
        return sum(
            parties for slot, parties in self.parties.items() if day_of(slot).isocalendar()[:2] == week
        )

    def has_room(self, slot: datetime) -> bool:
        """Whether one party more would fit, by capacity and caps."""
        day = day_of(slot)
        day_cap, week_cap = self.day_cap(day), self.week_cap(day)
        return (
            self.parties.get(slot, 0) < self.capacity(slot)
            and (day_cap is None or self.of_day(day) < day_cap)
            and (week_cap is None or self.of_week(day) < week_cap)
        )

    def for_peers(self, slot: datetime) -> bool:
        wall, hours = local(slot), self.site.peers
        return WEEKDAYS[wall.weekday()] == hours.weekday and hours.opens <= wall.time() < hours.closes

    def welcome(self, guest: Guest, slot: datetime) -> bool:
        """Whether this kind of guest is received in a slot."""
        exempt = guest.exempt_until is not None and day_of(slot) <= guest.exempt_until
        return guest.kind != "peer" or exempt or self.for_peers(slot)

    def is_open(self, booking: Booking) -> bool:
        return booking.status == "booked" and self.now < self.grid(day_of(booking.at))[-1] + HOUR

    def booking_of(self, guest: int) -> Booking | None:
        """The open booking of a guest."""
        mine = [each for each in self.record.bookings.values() if each.guest == guest and self.is_open(each)]
        return mine[-1] if mine else None

    def offer_until(self, slot: datetime, guest: int) -> datetime:
        """The end of an offer made to a guest now; it ends at the latest when the guest's own visit begins."""
        rules = self.site.waitlist
        moment, left = self.now, timedelta(minutes=rules.offer_minutes)
        while left:
            wall = local(moment)
            if wall.time() >= rules.quiet_from:
                moment = at(wall.date() + DAY, rules.quiet_until, self.now)
            elif wall.time() < rules.quiet_until:
                moment = at(wall.date(), rules.quiet_until, self.now)
            else:
                awake = min(left, at(wall.date(), rules.quiet_from, self.now) - moment)
                moment, left = moment + awake, left - awake
        own = self.booking_of(guest)
        return min(moment, slot - timedelta(minutes=rules.last_call_minutes), own.at if own else slot)

    def could_be_offered(self, entry: Entry, slot: datetime) -> bool:
        """Whether a waiting guest could be offered a seat of this slot now."""
        if entry.wanted not in {None, slot} or entry.day != day_of(slot) or slot <= self.now:
            return False
        if self._missed_one(entry.guest):
            return False
        own = self.booking_of(entry.guest)
        guest = self.record.guests[entry.guest]
        if (own is not None and own.at == slot) or self.closed(slot) or not self.welcome(guest, slot):
            return False
        in_time = self.offer_until(slot, entry.guest) - self.now >= SHORTEST and day_of(slot) <= self.last_day
        return in_time and (self if own is None else self.without(own.at)).has_room(slot)

    def _missed_one(self, guest: int) -> bool:
        """Whether a guest missed a visit. They get no offer at the end of its day, but only for seats freed later."""
        visits = [each for each in self.record.bookings.values() if each.guest == guest]
        return any(each.status == "booked" and not self.is_open(each) for each in visits)

    def without(self, slot: datetime) -> Self:
        """The same state with one party fewer in a slot."""
        return replace(self, parties={**self.parties, slot: self.parties.get(slot, 1) - 1})

    def waiting(self) -> list[Entry]:
        return [each for each in self.record.entries.values() if each.status == "waiting"]

"""How many parties a slot takes: consultants on duty, less what is withheld. docs/rules.md, "Capacity"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core import holidays, timetable
from core.arrangements import Arrangement, ArrangementKind
from core.consultants import ConsultantId
from core.site import SATURDAY, Agency, Site


class UnavailableReason(StrEnum):
    """Why guests cannot book a slot, whether or not it has room. The members are in order of precedence."""

    PAST = "past"
    CLOSED = "closed"
    OVERBOOKED = "overbooked"
    WEEK_CAP = "week_cap"
    DAY_CAP = "day_cap"
    NOTICE = "notice"
    TOO_FAR = "too_far"


@dataclass(frozen=True)
class SlotLoad:
    """The figures of one slot, in parties; ``on_duty`` is in consultants.

    ``offered`` seats are offered to guests on the waitlist. ``peers``: the slot is in the hours in which people of
    other property firms are received.
    """

    starts_at: datetime
    on_duty: int
    withheld: int
    taken: int
    offered: int = 0
    unavailable: UnavailableReason | None = None
    peers: bool = False

    @property
    def capacity(self) -> int:
        return max(self.on_duty - self.withheld, 0)

    @property
    def free(self) -> int:
        """Seats left, whatever ``unavailable`` says."""
        return max(self.capacity - self.taken - self.offered, 0)


def is_full_roster(site: Site, day: date) -> bool:
    """Whether all consultants work: at weekends and on public holidays, unless the site file says otherwise."""
    own = site.holidays
    if day in own.extra or day in own.ordinary:
        return day in own.extra
    return day.weekday() >= SATURDAY or bool(own.country and holidays.is_public(own.country, day))


@dataclass(frozen=True)
class Duty:
    """How many consultants of an agency are on duty, and which of them the roster names as working or away."""

    number: int
    working: frozenset[ConsultantId]
    away: frozenset[ConsultantId]


def on_duty(site: Site, slot: datetime, arrangements: Iterable[Arrangement] = ()) -> int:
    """The number of consultants on duty when a slot (UTC) begins. ``arrangements`` are oldest first."""
    covering = [each for each in arrangements if each.covers(slot)]
    full = is_full_roster(site, timetable.day_of(site, slot))
    if not covering:
        return sum(_default_count(agency, full=full) for agency in site.agencies)
    return sum(_agency_duty(agency, covering, full=full).number for agency in site.agencies)


def duty_of(site: Site, agency: Agency, slot: datetime, arrangements: Iterable[Arrangement]) -> Duty:
    """An agency's duty when a slot (UTC) begins. ``arrangements`` are oldest first."""
    covering = [each for each in arrangements if each.covers(slot)]
    return _agency_duty(agency, covering, full=is_full_roster(site, timetable.day_of(site, slot)))


def _default_count(agency: Agency, *, full: bool) -> int:
    return agency.consultants - (0 if full else agency.weekday_rest)


def _agency_duty(agency: Agency, covering: list[Arrangement], *, full: bool) -> Duty:
    """If a roster names consultants, those; otherwise the arranged or usual headcount, less those away."""
    usual = _default_count(agency, full=full)
    working: dict[ConsultantId, bool] = {}
    rostered = False
    for each in covering:
        if each.agency != agency.name:
            continue
        if each.what is ArrangementKind.HEADCOUNT and each.number is not None:
            usual, rostered = each.number, False
            working.clear()
        elif each.consultant is not None:
            rostered = rostered or each.what is ArrangementKind.ON_DUTY
            working[each.consultant] = each.what is ArrangementKind.ON_DUTY and not each.consultant_left
    here = frozenset(one for one, works in working.items() if works)
    away = frozenset(working) - here
    return Duty(len(here) if rostered else max(usual - len(away), 0), here, away)

"""How many parties a slot takes: consultants on duty, less what is withheld. docs/rules.md, "Capacity"."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.site import SATURDAY, Site


class Shut(StrEnum):
    """Why a slot takes no more bookings of guests, although it may have room; what is told first stands first."""

    PAST = "past"
    CLOSED = "closed"
    OVER = "over"  # fewer are on duty than parties are booked
    WEEK_CAP = "week_cap"
    DAY_CAP = "day_cap"
    NOTICE = "notice"
    TOO_FAR = "too_far"


@dataclass(frozen=True)
class SlotLoad:
    """One slot as it stands: what it can take and what it has, in parties.

    ``held`` seats are offered to the waitlist and count against the capacity; with ``peers`` it is an hour in which
    peers are received.
    """

    starts_at: datetime
    on_duty: int
    withheld: int
    taken: int
    held: int = 0
    shut: Shut | None = None
    peers: bool = False

    @property
    def capacity(self) -> int:
        return max(self.on_duty - self.withheld, 0)

    @property
    def free(self) -> int:
        """What room there is, whatever it may be shut for."""
        return max(self.capacity - self.taken - self.held, 0)

    @property
    def bookable(self) -> int:
        """What a guest could still have."""
        return self.free if self.shut is None else 0


def on_duty(site: Site, day: date) -> int:
    """Consultants on duty by the default roster: some rest in turn on weekdays, all work at weekends."""
    weekend = day.weekday() >= SATURDAY
    return sum(a.consultants - (0 if weekend else a.weekday_rest) for a in site.agencies)


def capacity_of(site: Site, day: date) -> int:
    """Parties each slot of the day can take."""
    return max(on_duty(site, day) - site.withheld, 0)

"""How many parties a slot takes: consultants on duty, less what is withheld. docs/rules.md, "Capacity"."""

from dataclasses import dataclass
from datetime import date, datetime

from core.site import SATURDAY, Site


@dataclass(frozen=True)
class SlotLoad:
    """One slot as it stands: what it can take and what it has, in parties."""

    starts_at: datetime
    capacity: int
    taken: int

    @property
    def free(self) -> int:
        return max(self.capacity - self.taken, 0)


def on_duty(site: Site, day: date) -> int:
    """Consultants on duty by the default roster: some rest in turn on weekdays, all work at weekends."""
    weekend = day.weekday() >= SATURDAY
    return sum(a.consultants - (0 if weekend else a.weekday_rest) for a in site.agencies)


def capacity_of(site: Site, day: date) -> int:
    """Parties each slot of the day can take."""
    return max(on_duty(site, day) - site.withheld, 0)

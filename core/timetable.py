"""Days and slots of a site: pure functions of its hours, in its zone. Rules: docs/rules.md, "Time"."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from core.site import WEEKDAYS, Hours, Site


def local(site: Site, moment: datetime) -> datetime:
    """A moment in the site's time zone."""
    return moment.astimezone(site.zone)


def day_of(site: Site, moment: datetime) -> date:
    """The calendar day of a moment in the site's time zone."""
    return _day(site.zone, moment)


# Cached: it is called for every slot of the horizon at each step of a booking.
@lru_cache(maxsize=4096)
def _day(zone: ZoneInfo, moment: datetime) -> date:
    return moment.astimezone(zone).date()


def moment_at(site: Site, day: date, wall: time) -> datetime | None:
    """The moment (UTC) of a wall time at the site; None if a change of the clocks skips it.

    If the clocks show it twice, this is the first time.
    """
    return _moment(site.zone, day, wall)


def _moment(zone: ZoneInfo, day: date, wall: time) -> datetime | None:
    aware = datetime.combine(day, wall, zone)
    moment = aware.astimezone(UTC)
    return moment if moment.astimezone(zone).replace(tzinfo=None) == aware.replace(tzinfo=None) else None


def midnight(site: Site, day: date) -> datetime:
    """The moment (UTC) the day begins at the site."""
    return datetime.combine(day, time.min, site.zone).astimezone(UTC)


def slots_of(site: Site, day: date) -> tuple[datetime, ...]:
    """Starts (UTC) of the day's slots, in order."""
    return _slots(site.hours, site.zone, day)


@lru_cache(maxsize=1024)
def _slots(hours: Hours, zone: ZoneInfo, day: date) -> tuple[datetime, ...]:
    opening = datetime.combine(day, hours.opens)
    closing = datetime.combine(day, hours.closes)
    step = timedelta(minutes=hours.slot_minutes)
    walls = [opening + step * n for n in range((closing - opening) // step)]
    return tuple(moment for wall in walls if (moment := _moment(zone, day, wall.time())) is not None)


def opening(site: Site, day: date) -> datetime:
    """The moment (UTC) the day's first slot begins."""
    return slots_of(site, day)[0]


def closing(site: Site, day: date) -> datetime:
    """The moment (UTC) the day's last slot ends."""
    return slots_of(site, day)[-1] + slot_length(site)


def slot_length(site: Site) -> timedelta:
    return timedelta(minutes=site.hours.slot_minutes)


def first_day(site: Site, now: datetime) -> date:
    """The first day that satisfies the notice rule for a new booking."""
    return day_of(site, now) + timedelta(days=site.booking.notice_days)


def last_day(site: Site, now: datetime) -> date:
    """The last day within the booking horizon."""
    return day_of(site, now) + timedelta(days=site.booking.horizon_days)


def days_between(first: date, last: date) -> list[date]:
    """Every day from ``first`` to ``last``, both included; empty if ``last`` is before ``first``."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def week_of(monday: date) -> list[date]:
    """The seven days from a Monday on."""
    return days_between(monday, monday + timedelta(days=6))


def is_for_peers(site: Site, slot: datetime) -> bool:
    """Whether people of other property firms are received in a slot (UTC)."""
    wall = local(site, slot)
    hours = site.peers
    return WEEKDAYS[wall.weekday()] == hours.weekday and hours.opens <= wall.time() < hours.closes


def slots_between(site: Site, start: datetime, end: datetime) -> list[datetime]:
    """Starts (UTC) of all slots in ``[start, end)``, in order."""
    days = days_between(day_of(site, start), day_of(site, end))
    return [slot for day in days for slot in slots_of(site, day) if start <= slot < end]

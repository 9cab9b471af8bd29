"""The waitlist: who would come if a seat came free, and how long one is kept for them. docs/rules.md, "Waitlist"."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NewType

from core import timetable
from core.booking import Channel, Party
from core.guests import Guest
from core.site import Site

EntryId = NewType("EntryId", int)
# An offer nobody has time to read is none.
MIN_OFFER = timedelta(minutes=5)


class EntryStatus(StrEnum):
    """LAPSED: the offer was not answered in time; LEFT: refused, or withdrawn by the guest."""

    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"
    LEFT = "left"


@dataclass(frozen=True, kw_only=True)
class WaitlistEntry:
    """One guest's place on the list. ``wanted`` is the slot they wait for, None for any of the ``day``.

    While a seat is offered, ``offered`` is its slot, kept until ``offer_until``. ``version`` grows with each change.
    ``by_user`` put them on the list, or sees to it since; ``channel`` is how.
    """

    id: EntryId
    guest: Guest
    party: Party
    day: date
    wanted: datetime | None
    status: EntryStatus
    version: int
    offered: datetime | None
    offer_until: datetime | None
    joined_at: datetime
    by_user: int
    channel: Channel

    def acceptable_slots(self, site: Site) -> tuple[datetime, ...]:
        """The slots that would do."""
        return (self.wanted,) if self.wanted is not None else timetable.slots_of(site, self.day)


def is_open(site: Site, entry: WaitlistEntry, now: datetime) -> bool:
    """Whether they still wait, or have a seat offered, for a time that is to come."""
    return entry.status in {EntryStatus.WAITING, EntryStatus.OFFERED} and any(
        slot > now for slot in entry.acceptable_slots(site)
    )


def offer_until(site: Site, slot: datetime, now: datetime, visit: datetime | None = None) -> datetime | None:
    """Until when a seat of this slot is kept for whoever is offered it now; None when there is no time for that.

    Quiet hours do not count, and before the slot begins there is a last call. ``visit``: when the visit begins that
    they would give up for it; from then on they can not.
    """
    rules = site.waitlist
    until = min(
        _after_waking_time(site, now, timedelta(minutes=rules.offer_minutes)),
        slot - timedelta(minutes=rules.last_call_minutes),
        visit or slot,
    )
    return until if until - now >= MIN_OFFER else None


def _after_waking_time(site: Site, now: datetime, left: timedelta) -> datetime:
    """The moment so much waking time has passed."""
    while True:
        start = _end_of_quiet(site, now)
        quiet = _next_time(site, start, site.waitlist.quiet_from)
        if site.waitlist.quiet_from == site.waitlist.quiet_until or start + left <= quiet:
            return start + left
        left -= quiet - start
        now = quiet


def _end_of_quiet(site: Site, now: datetime) -> datetime:
    """Now, or the end of the quiet hours now is in."""
    begins, ends = site.waitlist.quiet_from, site.waitlist.quiet_until
    clock = timetable.local(site, now).time()
    quiet = begins <= clock or clock < ends if begins > ends else begins <= clock < ends
    return _next_time(site, now, ends) if quiet else now


def _next_time(site: Site, now: datetime, wall: time) -> datetime:
    """The next moment after now that the site's clock shows ``wall``, or would but for a change of the clock."""
    day = timetable.day_of(site, now)
    moments = (datetime.combine(day + timedelta(days=n), wall, site.zone).astimezone(UTC) for n in (0, 1, 2))
    return next(moment for moment in moments if moment > now)

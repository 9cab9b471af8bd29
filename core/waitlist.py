"""The waitlist: guests who wait for a seat, and how long an offer lasts. Rules: docs/rules.md, "Waitlist"."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NewType

from core import timetable
from core.booking import Channel, Party
from core.guests import Guest
from core.site import Site

EntryId = NewType("EntryId", int)
# The guest needs time to read an offer.
MIN_OFFER = timedelta(minutes=5)


class EntryStatus(StrEnum):
    """LAPSED: the offer was not answered in time. LEFT: the guest refused the offer or left the list."""

    WAITING = "waiting"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    LAPSED = "lapsed"
    LEFT = "left"


@dataclass(frozen=True, kw_only=True)
class WaitlistEntry:
    """One guest's entry on the list. ``wanted`` is the slot they wait for; None means any slot of the ``day``.

    While a seat is offered, ``offered`` is its slot and ``offer_until`` the end of the offer (UTC). ``version`` grows
    with each change. ``by_user`` added the entry or is now responsible for it; ``channel`` is how it was made.
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
        """The slots (starts, UTC) the guest would accept."""
        return (self.wanted,) if self.wanted is not None else timetable.slots_of(site, self.day)


def is_open(site: Site, entry: WaitlistEntry, now: datetime) -> bool:
    """Whether the guest still waits or has an offer, for a slot that is still ahead."""
    return entry.status in {EntryStatus.WAITING, EntryStatus.OFFERED} and any(
        slot > now for slot in entry.acceptable_slots(site)
    )


def offer_until(site: Site, slot: datetime, now: datetime, visit: datetime | None = None) -> datetime | None:
    """When an offer made now for a seat of this slot ends (UTC); None if there is too little time for an offer.

    Quiet hours do not count, and an offer ends some time before its slot begins. ``visit`` is the start of the booking
    the guest would give up: the offer ends then at the latest.
    """
    rules = site.waitlist
    until = min(
        _after_waking_time(site, now, timedelta(minutes=rules.offer_minutes)),
        slot - timedelta(minutes=rules.last_call_minutes),
        visit or slot,
    )
    return until if until - now >= MIN_OFFER else None


def _after_waking_time(site: Site, now: datetime, left: timedelta) -> datetime:
    """The moment ``left`` from ``now``, without counting quiet hours."""
    while True:
        start = _end_of_quiet(site, now)
        quiet = _next_time(site, start, site.waitlist.quiet_from)
        if site.waitlist.quiet_from == site.waitlist.quiet_until or start + left <= quiet:
            return start + left
        left -= quiet - start
        now = quiet


def _end_of_quiet(site: Site, now: datetime) -> datetime:
    """``now``, or the end of the quiet hours if ``now`` is within them."""
    begins, ends = site.waitlist.quiet_from, site.waitlist.quiet_until
    clock = timetable.local(site, now).time()
    quiet = begins <= clock or clock < ends if begins > ends else begins <= clock < ends
    return _next_time(site, now, ends) if quiet else now


def _next_time(site: Site, now: datetime, wall: time) -> datetime:
    """The next moment after ``now`` at which the wall time at the site is ``wall``, ignoring changes of the clocks."""
    day = timetable.day_of(site, now)
    moments = (datetime.combine(day + timedelta(days=n), wall, site.zone).astimezone(UTC) for n in (0, 1, 2))
    return next(moment for moment in moments if moment > now)

"""Promotion from the waitlist: a guest accepts the offered seat. Rules: docs/rules.md, "Waitlist"."""

from dataclasses import replace
from datetime import datetime

from core.booking import Actor, Booking
from core.desk import planning, queries, waitlist
from core.desk.booking import create_booking, move_booking
from core.desk.desk import Desk
from core.errors import NotWaiting, OfferLapsed
from core.store import bookings
from core.waitlist import EntryId, EntryStatus, WaitlistEntry


def accept(desk: Desk, entry_id: EntryId, version: int, by: Actor) -> Booking:
    """Accept the offered seat: make a booking, or move the guest's own booking there.

    Raises NoSuchEntry, NotWaiting, OfferLapsed or a TimeRefused.
    """
    with desk.savepoint():
        entry = waitlist.own_entry(desk, entry_id, by)
        bookings.lock_guest(desk.conn, entry.guest.id)
        existing = queries.booking_of(desk, entry.guest)
        slot = _offered_slot(desk, entry, version)
        planning.locked_plan(desk, {slot} | ({existing.starts_at} if existing is not None else set()))
        # Read again: before the locks were taken, the offer may have ended or been recalled.
        entry = waitlist.own_entry(desk, entry_id, by)
        slot = _offered_slot(desk, entry, version)
        seat_request = replace(queries.seat_request_for(desk, entry.guest, by, existing), offered=True)
        if existing is None:
            return create_booking(desk, entry.guest, entry.party, slot, seat_request)
        return move_booking(desk, existing, slot, seat_request)


def _offered_slot(desk: Desk, entry: WaitlistEntry, version: int) -> datetime:
    """The slot of a valid offer. Raises NotWaiting, OfferLapsed."""
    if entry.status is EntryStatus.LAPSED:
        raise OfferLapsed(entry)
    if entry.status is not EntryStatus.OFFERED or entry.version != version or entry.offered is None:
        raise NotWaiting(entry)
    if entry.offer_until is not None and desk.now >= entry.offer_until:
        raise OfferLapsed(entry)
    return entry.offered

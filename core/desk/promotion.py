"""From the waitlist into the book: taking the seat that is offered. Rules: docs/rules.md, "Waitlist"."""

from dataclasses import replace
from datetime import datetime

from core.booking import Actor, Booking
from core.desk import look, planning, waitlist
from core.desk.booking import change_seat, give_seat
from core.desk.desk import Desk
from core.errors import NotWaiting, OfferLapsed
from core.store import bookings
from core.waitlist import Entry, EntryId, Status


def accept(desk: Desk, entry_id: EntryId, version: int, by: Actor) -> Booking:
    """Take the seat that is offered: a new booking, or the guest's own moved there.

    Raises NoSuchEntry, NotWaiting, OfferLapsed or a TimeRefused.
    """
    with desk.savepoint():
        entry = waitlist.own_entry(desk, entry_id, by)
        bookings.lock_guest(desk.conn, entry.guest.id)
        standing = look.booking_of(desk, entry.guest)
        slot = _offered(desk, entry, version)
        planning.hold(desk, {slot} | ({standing.starts_at} if standing is not None else set()))
        # Only now is it sure that the offer is neither over nor taken back.
        entry = waitlist.own_entry(desk, entry_id, by)
        slot = _offered(desk, entry, version)
        ask = replace(look.asks_as(desk, entry.guest, by, standing), offered=True)
        if standing is None:
            return give_seat(desk, entry.guest, entry.party, slot, ask)
        return change_seat(desk, standing, slot, ask)


def _offered(desk: Desk, entry: Entry, version: int) -> datetime:
    """The slot that is offered, and still is. Raises NotWaiting, OfferLapsed."""
    if entry.status is Status.LAPSED:
        raise OfferLapsed(entry)
    if entry.status is not Status.OFFERED or entry.version != version or entry.offered is None:
        raise NotWaiting(entry)
    if entry.offer_until is not None and desk.now >= entry.offer_until:
        raise OfferLapsed(entry)
    return entry.offered

"""The waitlist: joining, offering freed seats, leaving. Rules: docs/rules.md, "Waitlist".

The transaction that frees a seat locks its slot and offers the seat, so nobody else can book it in between.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from itertools import cycle

from core import timetable
from core.booking import Actor, Party, has_begun
from core.desk import audience, guest_register, planning, queries, rules
from core.desk.desk import Desk
from core.errors import (
    AlreadyBegun,
    HasOpenBooking,
    NoSuchEntry,
    NotWaiting,
    SeatsAvailable,
    SlotFull,
    SlotPast,
)
from core.events import OfferRecalled, RemovedFromWaitlist, SeatOffered, SeatOfferLapsed
from core.guests import Guest, Name, Phone
from core.notices.audience import ON_CALL
from core.plan import Plan, SeatRequest
from core.store import bookings
from core.store import waitlist as store
from core.waitlist import EntryId, EntryStatus, WaitlistEntry, is_open, offer_until

LAPSE = "lapse"


def join(
    desk: Desk,
    *,
    name: Name,
    phone: Phone,
    party: Party,
    day: date,
    wanted: datetime | None,
    by: Actor,
    peer: bool = False,
    language: str | None = None,
) -> WaitlistEntry:
    """Put a guest on the list for a slot (UTC) or, with ``wanted`` None, for any slot of the day. It replaces an
    earlier entry.

    Raises PartyRefused, HasOpenBooking for the slot they have booked, SeatsAvailable if there is no need to wait, and
    a TimeRefused if waiting cannot succeed.
    """
    with desk.savepoint():
        rules.check_party(desk, party)
        guest = guest_register.receive(desk, name, phone, by, peer=peer, language=language)
        return add_guest(desk, guest, party=party, day=day, wanted=wanted, by=by)


def add_guest(
    desk: Desk, guest: Guest, *, party: Party, day: date, wanted: datetime | None, by: Actor
) -> WaitlistEntry:
    """Put a known guest on the list; see ``join``. Raises HasOpenBooking, SeatsAvailable or a TimeRefused."""
    with desk.savepoint():
        bookings.lock_guest(desk.conn, guest.id)
        existing = queries.booking_of(desk, guest)
        if existing is not None and existing.starts_at == wanted:
            raise HasOpenBooking(existing)
        if existing is not None and has_begun(existing, desk.now) and not by.is_staff:
            raise AlreadyBegun(existing)
        seat_request = queries.seat_request_for(desk, guest, by, existing)
        slots = (wanted,) if wanted is not None else timetable.slots_of(desk.site, day)
        plan = planning.locked_plan(desk, {*slots, *queries.own_seat(seat_request)})
        seat_request = refresh_own_seat(desk, guest, seat_request)
        _check_room(desk, plan.without_seats_of(seat_request), slots, seat_request)
        close_entries(desk, guest)
        entry_id = store.insert_entry(
            desk.conn,
            guest_id=guest.id,
            party=party,
            day=day,
            wanted=wanted,
            by_user=by.user_id,
            channel=by.channel,
            now=desk.now,
        )
        return _get(desk, entry_id)


def _check_room(desk: Desk, plan: Plan, slots: Iterable[datetime], seat_request: SeatRequest) -> None:
    """Raises SeatsAvailable if one of the slots is free, and a TimeRefused if more room would help in none of them."""
    own = seat_request.moving
    refusals = {
        slot: plan.refusal(slot, seat_request) for slot in slots if own is None or slot != own.starts_at
    }
    if own is not None and not refusals:
        raise HasOpenBooking(own)
    free = tuple(slot for slot, refused in refusals.items() if refused is None)
    if free:
        raise SeatsAvailable(free)
    if not any(isinstance(refused, SlotFull) for refused in refusals.values()):
        slot, refused = next(reversed(refusals.items()))
        raise (refused or SlotPast(slot)).with_nearest(queries.nearest(desk, slot, seat_request))


def leave(desk: Desk, entry_id: EntryId, version: int, by: Actor) -> WaitlistEntry:
    """Leave the list; an offered seat goes to the next entry. If staff remove the guest, the guest is notified.

    Raises NoSuchEntry, NotWaiting.
    """
    with desk.savepoint():
        entry = own_entry(desk, entry_id, by)
        bookings.lock_guest(desk.conn, entry.guest.id)
        plan = planning.locked_plan(desk, {entry.offered}) if entry.offered is not None else None
        if entry.version != version or not store.update_entry(desk.conn, entry, status=EntryStatus.LEFT):
            raise NotWaiting(own_entry(desk, entry_id, by))
        if plan is not None and entry.offered is not None:
            offer_freed_seat(desk, plan, entry.offered)
        removed = own_entry(desk, entry_id, by)
        if by.is_staff:
            desk.emit(RemovedFromWaitlist(entry=removed))
        return removed


def lapse_offer(desk: Desk, entry_id: EntryId, version: int) -> None:
    """End an offer that was not answered in time, and offer its seat to the next entry."""
    entry = store.find(desk.conn, entry_id)
    if entry is None or entry.version != version or entry.offered is None:
        return
    with desk.savepoint():
        plan = planning.locked_plan(desk, {entry.offered})
        if store.update_entry(desk.conn, entry, status=EntryStatus.LAPSED):
            desk.emit(SeatOfferLapsed(entry=_get(desk, entry_id)))
            offer_freed_seat(desk, plan, entry.offered)


def close_entries(desk: Desk, guest: Guest, got: datetime | None = None) -> None:
    """Close the entries of a locked guest, as accepted if they ``got`` the offered slot, otherwise as left."""
    while (entry := store.find_open_of_guest(desk.conn, guest.id)) is not None:
        accepted = entry.offered is not None and entry.offered == got
        # If another transaction has just offered a seat or recalled one, read the entry again.
        if not store.update_entry(
            desk.conn, entry, status=EntryStatus.ACCEPTED if accepted else EntryStatus.LEFT
        ):
            continue
        if entry.offered is not None and not accepted:
            offer_freed_seat(desk, planning.locked_plan(desk, {entry.offered}), entry.offered)


def offer_freed_seat(desk: Desk, plan: Plan, freed: datetime) -> None:
    """Offer a freed seat, whose slot ``plan`` has locked. Under a cap it makes room in any slot of the day or week."""
    offer_seats(desk, _slots_sharing_cap(desk, plan, [freed]))


def _slots_sharing_cap(desk: Desk, plan: Plan, slots: Iterable[datetime]) -> set[datetime]:
    """These slots, and those that share a cap with them."""
    days: set[date] = set()
    for day in {timetable.day_of(desk.site, slot) for slot in slots}:
        monday = timetable.monday_of(day)
        if plan.week_cap(monday) is not None:
            days.update(timetable.week_of(monday))
        elif plan.day_cap(day) is not None:
            days.add(day)
    return {*slots, *(slot for day in days for slot in timetable.slots_of(desk.site, day))}


def recheck_offer(desk: Desk, guest: Guest) -> None:
    """After a locked guest's permitted hours have changed: recall an offer that is no longer permitted, and offer the
    seats that now are."""
    entry = store.find_open_of_guest(desk.conn, guest.id)
    slots = (
        [slot for slot in entry.acceptable_slots(desk.site) if slot > desk.now] if entry is not None else []
    )
    if slots:
        plan = planning.locked_plan(desk, slots)
        recall_offers(desk, unkeepable_offers(desk, plan, slots))
        offer_seats(desk, _slots_sharing_cap(desk, plan, slots))


def offer_seats(desk: Desk, slots: Iterable[datetime]) -> None:
    """Offer the free seats of these locked slots, longest-waiting entries first."""
    upcoming = sorted(slot for slot in slots if slot > desk.now and offer_until(desk.site, slot, desk.now))
    if not upcoming:
        return
    first, last = timetable.day_of(desk.site, upcoming[0]), timetable.day_of(desk.site, upcoming[-1])
    waiting = [
        each for each in store.list_for_days(desk.conn, first, last) if each.status is EntryStatus.WAITING
    ]
    plan = planning.read(desk, first, last) if waiting else None
    for entry in sorted(waiting, key=lambda each: each.id):
        offer = _first_available(desk, plan, entry, upcoming) if plan is not None else None
        if offer is not None and store.update_entry(
            desk.conn, entry, status=EntryStatus.OFFERED, offered=offer[0], offer_until=offer[1]
        ):
            offered = _get(desk, entry.id)
            desk.emit(SeatOffered(entry=offered))
            desk.schedule_job(LAPSE, offered.id, offered.version, offer[1])
            plan = planning.read(desk, first, last)


def _first_available(
    desk: Desk, plan: Plan, entry: WaitlistEntry, slots: Iterable[datetime]
) -> tuple[datetime, datetime] | None:
    """The first of these slots that an entry can be offered, and the end of the offer; None if there is none."""
    wanted = set(entry.acceptable_slots(desk.site))
    with_room = [
        slot for slot in slots if slot in wanted and plan.seats_of(slot).occupied < plan.capacity(slot)
    ]
    if not with_room:
        return None
    seat_request = _seat_request_of(desk, entry)
    own = seat_request.moving.starts_at if seat_request.moving is not None else None
    seen = plan.without_seats_of(seat_request)
    for slot in with_room:
        until = offer_until(desk.site, slot, desk.now, own)
        if until is not None and slot != own and seen.refusal(slot, seat_request) is None:
            return slot, until
    return None


def unkeepable_offers(desk: Desk, plan: Plan, slots: Iterable[datetime]) -> tuple[WaitlistEntry, ...]:
    """The offers in these slots that a plan cannot keep, newest entries first."""
    offers = sorted(
        (entry for slot in set(slots) for entry in store.list_offered_at(desk.conn, slot)),
        key=lambda each: -each.id,
    )
    unkeepable = []
    for entry in offers:
        seat_request = _seat_request_of(desk, entry)
        # Ignore that the seat is reserved for them: would the plan offer it now?
        as_anybody = replace(seat_request, own_seat=None)
        if (
            entry.offered
            and plan.without_seats_of(seat_request).refusal(entry.offered, as_anybody) is not None
        ):
            unkeepable.append(entry)
            plan = plan.without_offers([entry.offered])
    return tuple(unkeepable)


def recall_offers(desk: Desk, offers: Iterable[WaitlistEntry]) -> None:
    """Recall these offers; their guests keep their place on the list. The caller has locked the slots or the plan."""
    for entry in offers:
        if store.update_entry(desk.conn, entry, status=EntryStatus.WAITING, offered=None, offer_until=None):
            desk.emit(OfferRecalled(entry=entry))


def refresh_own_seat(desk: Desk, guest: Guest, seat_request: SeatRequest) -> SeatRequest:
    """The seat request without its ``own_seat`` if that offer ended before the slots were locked."""
    entry = store.find_open_of_guest(desk.conn, guest.id)
    own_seat = seat_request.own_seat if entry is not None and entry.offered == seat_request.own_seat else None
    return replace(seat_request, own_seat=own_seat)


def on_booking_moved(desk: Desk, guest: Guest, to: datetime) -> None:
    """After a guest's booking has moved: close their entry if it wanted this slot or had an offer."""
    entry = store.find_open_of_guest(desk.conn, guest.id)
    if entry is not None and (entry.offered is not None or to in entry.acceptable_slots(desk.site)):
        close_entries(desk, guest, got=to)


def reassign(desk: Desk, user_id: int) -> None:
    """Give the callers whom a member put on the list to the members on call, in turn; an offer that is open is
    announced to its new member. Without anybody on call, nothing changes."""
    for entry, successor in zip(
        store.list_for_callers_by(desk.conn, user_id),
        cycle(audience.members(desk.conn, ON_CALL)),
        strict=False,
    ):
        store.assign(desk.conn, entry.id, successor.user_id)
        if entry.status is EntryStatus.OFFERED:
            desk.emit(SeatOffered(entry=_get(desk, entry.id)))


def own_entry(desk: Desk, entry_id: EntryId, by: Actor) -> WaitlistEntry:
    """An entry that the actor may see: a guest their own, staff any. Raises NoSuchEntry."""
    entry = store.find(desk.conn, entry_id)
    if entry is None or not (by.is_staff or entry.guest.telegram_id == by.user_id):
        raise NoSuchEntry
    return entry


def open_entry_of_account(desk: Desk, telegram_id: int) -> WaitlistEntry | None:
    """The open entry of the guest with this Telegram id, if there is one."""
    guest = queries.known_guest(desk, telegram_id)
    return open_entry_of(desk, guest) if guest is not None else None


def open_entry_of(desk: Desk, guest: Guest) -> WaitlistEntry | None:
    """The guest's open entry, if there is one."""
    entry = store.find_open_of_guest(desk.conn, guest.id)
    return entry if entry is not None and is_open(desk.site, entry, desk.now) else None


def cannot_succeed(desk: Desk, entry: WaitlistEntry) -> bool:
    """Whether every remaining slot the guest would accept is closed."""
    plan = planning.read(desk, entry.day, entry.day)
    return all(plan.closure(slot) for slot in entry.acceptable_slots(desk.site) if slot > desk.now)


def _seat_request_of(desk: Desk, entry: WaitlistEntry) -> SeatRequest:
    """The seat request for an entry, made by the house."""
    by = Actor(user_id=entry.by_user, channel=entry.channel)
    seat_request = queries.seat_request_for(desk, entry.guest, by, queries.booking_of(desk, entry.guest))
    return replace(seat_request, offered=True)


def _get(desk: Desk, entry_id: EntryId) -> WaitlistEntry:
    entry = store.find(desk.conn, entry_id)
    if entry is None:
        raise NoSuchEntry
    return entry

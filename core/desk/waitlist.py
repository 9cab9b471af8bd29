"""The waitlist: joining, being offered a freed seat, taking it, leaving. Rules: docs/rules.md, "Waitlist".

A freed seat is offered in the transaction that frees it, under the slot's lock: nobody else can take it in between.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from itertools import cycle

from core import timetable
from core.booking import Actor, Party, has_begun
from core.desk import audience, guest_register, planning, queries, rules
from core.desk.desk import Desk
from core.errors import Begun, HasOpenBooking, HasRoom, NoSuchEntry, NotWaiting, SlotFull, SlotPast
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
    """Put a guest on the list for the slot ``wanted`` (UTC) or, with None, for any slot of the day; an earlier place
    is given up.

    Raises PartyRefused, HasOpenBooking for the slot they have, HasRoom where a seat is free, and TimeRefused where no
    seat can come free.
    """
    with desk.savepoint():
        rules.check_party(desk, party)
        guest = guest_register.receive(desk, name, phone, by, peer=peer, language=language)
        return enter(desk, guest, party=party, day=day, wanted=wanted, by=by)


def enter(
    desk: Desk, guest: Guest, *, party: Party, day: date, wanted: datetime | None, by: Actor
) -> WaitlistEntry:
    """Put a guest of the register on the list; see ``join``. Raises HasOpenBooking, HasRoom or a TimeRefused."""
    with desk.savepoint():
        bookings.lock_guest(desk.conn, guest.id)
        existing = queries.booking_of(desk, guest)
        if existing is not None and existing.starts_at == wanted:
            raise HasOpenBooking(existing)
        if existing is not None and has_begun(existing, desk.now) and not by.is_staff:
            raise Begun(existing)
        seat_request = queries.seat_request_for(desk, guest, by, existing)
        slots = (wanted,) if wanted is not None else timetable.slots_of(desk.site, day)
        plan = planning.locked_plan(desk, {*slots, *queries.own_seat(seat_request)})
        seat_request = refresh_own_seat(desk, guest, seat_request)
        _check_room(desk, plan.as_seen_by(seat_request), slots, seat_request)
        end(desk, guest)
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
    """Raises HasRoom where one of the slots is free, a TimeRefused where none is refused for lack of room."""
    own = seat_request.moving
    refusals = {
        slot: plan.refusal(slot, seat_request) for slot in slots if own is None or slot != own.starts_at
    }
    if own is not None and not refusals:
        raise HasOpenBooking(own)
    free = tuple(slot for slot, refused in refusals.items() if refused is None)
    if free:
        raise HasRoom(free)
    if not any(isinstance(refused, SlotFull) for refused in refusals.values()):
        slot, refused = next(reversed(refusals.items()))
        raise (refused or SlotPast(slot)).offering(queries.nearest(desk, slot, seat_request))


def leave(desk: Desk, entry_id: EntryId, version: int, by: Actor) -> WaitlistEntry:
    """Leave the list, or refuse the seat that is offered; the seat is offered to the next guest. A guest whose place
    staff give up is told. Raises NoSuchEntry, NotWaiting."""
    with desk.savepoint():
        entry = own_entry(desk, entry_id, by)
        bookings.lock_guest(desk.conn, entry.guest.id)
        plan = planning.locked_plan(desk, {entry.offered}) if entry.offered is not None else None
        if entry.version != version or not store.change(desk.conn, entry, status=EntryStatus.LEFT):
            raise NotWaiting(own_entry(desk, entry_id, by))
        if plan is not None and entry.offered is not None:
            offer_freed_seat(desk, plan, entry.offered)
        gone = own_entry(desk, entry_id, by)
        if by.is_staff:
            desk.emit(RemovedFromWaitlist(entry=gone))
        return gone


def lapse(desk: Desk, entry_id: EntryId, version: int) -> None:
    """End an offer whose time is over and offer its seat to the next guest; one that was answered is left alone."""
    entry = store.find(desk.conn, entry_id)
    if entry is None or entry.version != version or entry.offered is None:
        return
    with desk.savepoint():
        plan = planning.locked_plan(desk, {entry.offered})
        if store.change(desk.conn, entry, status=EntryStatus.LAPSED):
            desk.emit(SeatOfferLapsed(entry=_get(desk, entry_id)))
            offer_freed_seat(desk, plan, entry.offered)


def end(desk: Desk, guest: Guest, got: datetime | None = None) -> None:
    """End the place of a guest who is locked: they ``got`` this slot, or give up their place."""
    while (entry := store.of_guest(desk.conn, guest.id)) is not None:
        accepted = entry.offered is not None and entry.offered == got
        # Another transaction may just have offered them a seat, or taken an offer back: then it is read again.
        if not store.change(desk.conn, entry, status=EntryStatus.ACCEPTED if accepted else EntryStatus.LEFT):
            continue
        if entry.offered is not None and not accepted:
            offer_freed_seat(desk, planning.locked_plan(desk, {entry.offered}), entry.offered)


def offer_freed_seat(desk: Desk, plan: Plan, freed: datetime) -> None:
    """Offer the room that a freed seat makes: in its slot or, under a cap, in any slot of the day or the week. ``plan``
    was read under the slot's lock."""
    offer(desk, _sharing(desk, plan, [freed]))


def _sharing(desk: Desk, plan: Plan, slots: Iterable[datetime]) -> set[datetime]:
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
    """Check the place of a guest, who is locked and may now have other hours than before: an offer they may no longer
    have is taken back, and a free seat they may have is offered."""
    entry = store.of_guest(desk.conn, guest.id)
    slots = [slot for slot in entry.waits_for(desk.site) if slot > desk.now] if entry is not None else []
    if slots:
        plan = planning.locked_plan(desk, slots)
        recall(desk, unkeepable_offers(desk, plan, slots))
        offer(desk, _sharing(desk, plan, slots))


def offer(desk: Desk, slots: Iterable[datetime]) -> None:
    """Offer the free seats of these slots, which are locked. The guest who has waited longest comes first, whichever
    of the slots they wait for."""
    soon = sorted(slot for slot in slots if slot > desk.now and offer_until(desk.site, slot, desk.now))
    if not soon:
        return
    first, last = timetable.day_of(desk.site, soon[0]), timetable.day_of(desk.site, soon[-1])
    waiting = [each for each in store.of_days(desk.conn, first, last) if each.status is EntryStatus.WAITING]
    plan = planning.read(desk, first, last) if waiting else None
    for entry in sorted(waiting, key=lambda each: each.id):
        kept = _first_for(desk, plan, entry, soon) if plan is not None else None
        if kept is not None and store.change(
            desk.conn, entry, status=EntryStatus.OFFERED, offered=kept[0], offer_until=kept[1]
        ):
            offered = _get(desk, entry.id)
            desk.emit(SeatOffered(entry=offered))
            desk.schedule_job(LAPSE, offered.id, offered.version, kept[1])
            plan = planning.read(desk, first, last)


def _first_for(
    desk: Desk, plan: Plan, entry: WaitlistEntry, slots: Iterable[datetime]
) -> tuple[datetime, datetime] | None:
    """The first of these slots that the guest of an entry could have, and until when it would be kept for them."""
    wanted = set(entry.waits_for(desk.site))
    roomy = [slot for slot in slots if slot in wanted and plan.seats_of(slot).gone < plan.capacity(slot)]
    if not roomy:
        return None
    seat_request = _seat_request_of(desk, entry)
    own = seat_request.moving.starts_at if seat_request.moving is not None else None
    seen = plan.as_seen_by(seat_request)
    for slot in roomy:
        until = offer_until(desk.site, slot, desk.now, own)
        if until is not None and slot != own and seen.refusal(slot, seat_request) is None:
            return slot, until
    return None


def unkeepable_offers(desk: Desk, plan: Plan, slots: Iterable[datetime]) -> tuple[WaitlistEntry, ...]:
    """The offers in these slots that cannot be kept under a plan, those of the latest entries first."""
    offers = sorted(
        (entry for slot in set(slots) for entry in store.offered_at(desk.conn, slot)),
        key=lambda each: -each.id,
    )
    gone = []
    for entry in offers:
        seat_request = _seat_request_of(desk, entry)
        # Asked without the seat that is kept for them: whether it would be offered now.
        as_anybody = replace(seat_request, own_seat=None)
        if entry.offered and plan.as_seen_by(seat_request).refusal(entry.offered, as_anybody) is not None:
            gone.append(entry)
            plan = plan.without_offers([entry.offered])
    return tuple(gone)


def recall(desk: Desk, offers: Iterable[WaitlistEntry]) -> None:
    """Take these offers back; their guests keep their old places. The caller holds the lock of the plan or the slots:
    nobody else takes or frees a seat meanwhile."""
    for entry in offers:
        if store.change(desk.conn, entry, status=EntryStatus.WAITING, offered=None, offer_until=None):
            desk.emit(OfferRecalled(entry=entry))


def refresh_own_seat(desk: Desk, guest: Guest, seat_request: SeatRequest) -> SeatRequest:
    """The request for a seat as it is once the slots are locked: the offer may have ended before that."""
    entry = store.of_guest(desk.conn, guest.id)
    own_seat = seat_request.own_seat if entry is not None and entry.offered == seat_request.own_seat else None
    return replace(seat_request, own_seat=own_seat)


def moved(desk: Desk, guest: Guest, to: datetime) -> None:
    """End the place of a guest whose booking has moved to what they waited for, or away from what was offered."""
    entry = store.of_guest(desk.conn, guest.id)
    if entry is not None and (entry.offered is not None or to in entry.waits_for(desk.site)):
        end(desk, guest, got=to)


def reassign(desk: Desk, user_id: int) -> None:
    """Give the callers whom a member put on the list to the members on call, in turn; an offer that is open is
    announced to its new member. Without anybody on call, nothing changes."""
    for entry, successor in zip(
        store.for_callers_by(desk.conn, user_id), cycle(audience.members(desk.conn, ON_CALL)), strict=False
    ):
        store.give(desk.conn, entry.id, successor.user_id)
        if entry.status is EntryStatus.OFFERED:
            desk.emit(SeatOffered(entry=_get(desk, entry.id)))


def own_entry(desk: Desk, entry_id: EntryId, by: Actor) -> WaitlistEntry:
    """A place on the list that the actor may see: a guest their own, staff any. Raises NoSuchEntry."""
    entry = store.find(desk.conn, entry_id)
    if entry is None or not (by.is_staff or entry.guest.telegram_id == by.user_id):
        raise NoSuchEntry
    return entry


def entry_of(desk: Desk, telegram_id: int) -> WaitlistEntry | None:
    """The open place of the guest with this Telegram id, if there is one."""
    guest = queries.known_guest(desk, telegram_id)
    return place_of(desk, guest) if guest is not None else None


def place_of(desk: Desk, guest: Guest) -> WaitlistEntry | None:
    """The guest's open place on the list, if there is one."""
    entry = store.of_guest(desk.conn, guest.id)
    return entry if entry is not None and is_open(desk.site, entry, desk.now) else None


def cannot_succeed(desk: Desk, entry: WaitlistEntry) -> bool:
    """Whether the house is now closed in every slot to come that the guest waits for."""
    plan = planning.read(desk, entry.day, entry.day)
    return all(plan.closure(slot) for slot in entry.waits_for(desk.site) if slot > desk.now)


def _seat_request_of(desk: Desk, entry: WaitlistEntry) -> SeatRequest:
    """The request for a seat that an offer to this entry makes."""
    by = Actor(user_id=entry.by_user, channel=entry.channel)
    seat_request = queries.seat_request_for(desk, entry.guest, by, queries.booking_of(desk, entry.guest))
    return replace(seat_request, offered=True)


def _get(desk: Desk, entry_id: EntryId) -> WaitlistEntry:
    entry = store.find(desk.conn, entry_id)
    if entry is None:
        raise NoSuchEntry
    return entry

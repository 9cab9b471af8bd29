"""The waitlist: joining, being offered a freed seat, taking it, leaving. Rules: docs/rules.md, "Waitlist".

Whoever frees a seat holds its slot, and offers it in the same transaction: nobody else can take it in between.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from core import timetable
from core.booking import Actor, Party
from core.desk import look, planning, register, rules
from core.desk.desk import Desk
from core.errors import HasOpenBooking, HasRoom, NoSuchEntry, NotWaiting, SlotFull, SlotPast
from core.events import OfferRecalled, SeatOffered, SeatOfferLapsed
from core.guests import Guest, Name, Phone
from core.notices import STAFF
from core.plan import Ask, Plan
from core.staff import Role
from core.store import bookings, staff
from core.store import waitlist as store
from core.waitlist import Entry, EntryId, Status, is_open, offer_until

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
) -> Entry:
    """Put a guest on the list for a slot (UTC) or, with ``wanted`` None, for any of the day; an earlier place is
    given up.

    Raises PartyRefused, HasOpenBooking for the slot they have, HasRoom where nobody need wait, and TimeRefused where
    waiting would be in vain.
    """
    with desk.savepoint():
        rules.check_party(desk, party)
        guest = register.receive(desk, name, phone, by, peer=peer, language=language)
        return enter(desk, guest, party=party, day=day, wanted=wanted, by=by)


def enter(desk: Desk, guest: Guest, *, party: Party, day: date, wanted: datetime | None, by: Actor) -> Entry:
    """Put a guest the house knows on the list; see ``join``. Raises HasOpenBooking, HasRoom or a TimeRefused."""
    with desk.savepoint():
        bookings.lock_guest(desk.conn, guest.id)
        standing = look.booking_of(desk, guest)
        if standing is not None and standing.starts_at == wanted:
            raise HasOpenBooking(standing)
        ask = look.asks_as(desk, guest, by, standing)
        slots = (wanted,) if wanted is not None else timetable.slots_of(desk.site, day)
        plan = planning.hold(desk, {*slots, *([ask.own_seat] if ask.own_seat is not None else [])})
        _check_room(desk, plan.as_seen_by(ask), slots, ask)
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


def _check_room(desk: Desk, plan: Plan, slots: Iterable[datetime], ask: Ask) -> None:
    """Raises HasRoom where one of the slots can be had, a TimeRefused where no room would make any of them good."""
    refusals = {slot: plan.refusal(slot, ask) for slot in slots}
    own = ask.moving.starts_at if ask.moving is not None else None
    free = tuple(slot for slot, refused in refusals.items() if refused is None and slot != own)
    if free:
        raise HasRoom(free)
    if not any(isinstance(refused, SlotFull) for refused in refusals.values()):
        slot, refused = next(reversed(refusals.items()))
        raise (refused or SlotPast(slot)).offering(look.nearest(desk, slot, ask))


def leave(desk: Desk, entry_id: EntryId, version: int, by: Actor) -> Entry:
    """Leave the list, or refuse the seat that is offered; it goes to the next. Raises NoSuchEntry, NotWaiting."""
    with desk.savepoint():
        entry = own_entry(desk, entry_id, by)
        bookings.lock_guest(desk.conn, entry.guest.id)
        plan = planning.hold(desk, {entry.offered}) if entry.offered is not None else None
        if entry.version != version or not store.change(desk.conn, entry, status=Status.LEFT):
            raise NotWaiting(own_entry(desk, entry_id, by))
        if plan is not None and entry.offered is not None:
            pass_on(desk, plan, entry.offered)
        return own_entry(desk, entry_id, by)


def lapse(desk: Desk, entry_id: EntryId, version: int) -> None:
    """The time of an offer is over: unless it was answered, the seat goes to the next."""
    entry = store.find(desk.conn, entry_id)
    if entry is None or entry.version != version or entry.offered is None:
        return
    with desk.savepoint():
        plan = planning.hold(desk, {entry.offered})
        if store.change(desk.conn, entry, status=Status.LAPSED):
            desk.tell(SeatOfferLapsed(entry=_get(desk, entry_id)))
            pass_on(desk, plan, entry.offered)


def end(desk: Desk, guest: Guest, got: datetime | None = None) -> None:
    """A guest waits no longer: they ``got`` this slot, or give up their place. The slot of a seat that is offered to
    them must be held."""
    entry = store.of_guest(desk.conn, guest.id)
    if entry is None:
        return
    accepted = entry.offered is not None and entry.offered == got
    store.change(desk.conn, entry, status=Status.ACCEPTED if accepted else Status.LEFT)
    if entry.offered is not None and not accepted:
        pass_on(desk, planning.hold(desk, {entry.offered}), entry.offered)


def pass_on(desk: Desk, plan: Plan, freed: datetime) -> None:
    """Offer what a freed seat makes room for; ``plan`` is of when its slot was held. Under a cap that is room in any
    slot of the day or the week."""
    day = timetable.day_of(desk.site, freed)
    monday = timetable.monday_of(day)
    slots: Iterable[datetime] = [freed]
    if plan.week_cap(monday) is not None:
        slots = [slot for each in timetable.week_of(monday) for slot in timetable.slots_of(desk.site, each)]
    elif plan.day_cap(day) is not None:
        slots = timetable.slots_of(desk.site, day)
    offer(desk, slots)


def offer(desk: Desk, slots: Iterable[datetime]) -> None:
    """Offer every free seat of these slots, which are held, to who waits for it longest."""
    for slot in slots:
        while slot > desk.now and _offer_one(desk, slot):
            pass


def _offer_one(desk: Desk, slot: datetime) -> bool:
    """Offer one seat of a slot; whether anybody was there for it, and a seat."""
    day = timetable.day_of(desk.site, slot)
    until = offer_until(desk.site, slot, desk.now)
    entries = store.for_slot(desk.conn, day, slot) if until is not None else []
    plan = planning.read(desk, day, day) if entries else None
    for entry in entries:
        ask = _ask_of(desk, entry)
        has_it = ask.moving is not None and ask.moving.starts_at == slot
        if plan is None or has_it or plan.as_seen_by(ask).refusal(slot, ask) is not None:
            continue
        if store.change(desk.conn, entry, status=Status.OFFERED, offered=slot, offer_until=until):
            offered = _get(desk, entry.id)
            desk.tell(SeatOffered(entry=offered))
            if until is not None:
                desk.later(LAPSE, offered.id, offered.version, until)
            return True
    return False


def recall(desk: Desk, plan: Plan, slots: Iterable[datetime]) -> None:
    """Take back offers in slots that are closed or have more than they can take, the last made first; they wait
    on in their old place. Nobody else may take or free a seat meanwhile."""
    for slot in slots:
        surplus = plan.seats_of(slot).gone - plan.capacity(slot)
        offers = store.offered_at(desk.conn, slot)
        for entry in offers if plan.closure(slot) else offers[: max(surplus, 0)]:
            if store.change(desk.conn, entry, status=Status.WAITING, offered=None, offer_until=None):
                desk.tell(OfferRecalled(entry=entry))


def hand_over(desk: Desk, user_id: int) -> None:
    """A member may see to callers no longer: those they put on the list go to another, who hears of what is offered
    just now. Where there is nobody else, nobody is told of it."""
    after = [
        member
        for role in (Role.OPERATOR, Role.SITE_MANAGER, Role.ADMINISTRATOR)
        for member in staff.reachable(desk.conn, STAFF, {role})
        if member.user_id != user_id
    ]
    for entry in store.for_callers_by(desk.conn, user_id) if after else []:
        store.give(desk.conn, entry.id, after[0].user_id)
        if entry.status is Status.OFFERED:
            desk.tell(SeatOffered(entry=_get(desk, entry.id)))


def own_entry(desk: Desk, entry_id: EntryId, by: Actor) -> Entry:
    """A place on the list as the one who asks may see it: a guest their own, staff any. Raises NoSuchEntry."""
    entry = store.find(desk.conn, entry_id)
    if entry is None or not (by.is_staff or entry.guest.telegram_id == by.user_id):
        raise NoSuchEntry
    return entry


def entry_of(desk: Desk, telegram_id: int) -> Entry | None:
    """The open place of the guest with this Telegram id, if there is one."""
    guest = look.known_guest(desk, telegram_id)
    return place_of(desk, guest) if guest is not None else None


def place_of(desk: Desk, guest: Guest) -> Entry | None:
    """The guest's open place, if there is one."""
    entry = store.of_guest(desk.conn, guest.id)
    return entry if entry is not None and is_open(desk.site, entry, desk.now) else None


def list_open(desk: Desk, first: date, last: date) -> list[Entry]:
    """Who waits for any of the days, both included, by day, first come first."""
    return [each for each in store.of_days(desk.conn, first, last) if is_open(desk.site, each, desk.now)]


def _ask_of(desk: Desk, entry: Entry) -> Ask:
    """How the house asks for who waits."""
    by = Actor(user_id=entry.by_user, channel=entry.channel)
    asked = look.asks_as(desk, entry.guest, by, look.booking_of(desk, entry.guest))
    return replace(asked, offered=True)


def _get(desk: Desk, entry_id: EntryId) -> Entry:
    entry = store.find(desk.conn, entry_id)
    if entry is None:
        raise NoSuchEntry
    return entry

"""Compares screens with writes: each shown choice is tried and rolled back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from core.booking import Actor, Booking, Channel
from core.capacity import UnavailableReason
from core.desk import Desk, arrangements, booking, promotion, queries, requests, waitlist
from core.desk.booking import BookingDetails
from core.errors import AlreadyBegun, OnRequestOnly, Refusal, SeatsAvailable, SlotFull, TimeRefused
from core.guests import Guest, GuestId
from core.plan import SeatRequest
from core.store import guests
from core.waitlist import EntryId
from tests.machine.expected_state import DAY, HOUR, ExpectedState, day_of
from tests.machine.harness import attempt
from tests.machine.record import Entry

NEAREST = 3


@dataclass(frozen=True)
class Asker:
    """An actor, the guest they act for if the house knows one, and the form they would submit."""

    by: Actor
    guest: int | None
    form: BookingDetails


def compare(desk: Desk, state: ExpectedState, asker: Asker) -> None:
    """Try every slot, and some moments that are not slots."""
    guest = guests.get(desk.conn, GuestId(asker.guest)) if asker.guest is not None else None
    existing = queries.booking_of(desk, guest) if guest is not None else None
    own = existing.starts_at if existing is not None else None
    # A move uses the recorded kind of the guest, not what they say now.
    peer = asker.form.peer and existing is None
    seat_request = queries.seat_request_for(desk, guest, asker.by, existing, peer=peer)
    open_ = queries.open_slots(desk, seat_request)
    free, full = list(open_.free), list(open_.full)
    slots = [slot for slot in state.slots() if slot != own]
    refused = {slot: _book(desk, asker, existing, slot) for slot in slots}
    could = [slot for slot, why in refused.items() if why is None]
    assert could == free, f"shown {free}, could be had {could}"
    for why in refused.values():
        _nearest(free, why)
    first, last = state.slots()[0], state.slots()[-1]
    for slot in (first - HOUR, first + HOUR / 2, last + 24 * HOUR):
        assert _book(desk, asker, existing, slot) is not None, f"had {slot}"
    if not any(isinstance(why, AlreadyBegun) for why in refused.values()):
        lack = [slot for slot, why in refused.items() if isinstance(why, SlotFull)]
        assert lack == full, f"shown as full {full}, full {lack}"
    _list(desk, state, replace(asker, form=replace(asker.form, peer=peer)), full)
    if existing is None:
        _requests(desk, state, asker, guest)


def loads(desk: Desk, state: ExpectedState) -> None:
    """The loads for a manager, and the free slots for a new guest, agree with the rows."""
    seen = queries.loads(desk, state.today, state.last_day)
    assert [load.starts_at for load in seen] == state.slots()
    for load in seen:
        slot = load.starts_at
        figures = load.on_duty, load.withheld, load.taken + load.offered
        assert figures == (state.on_duty(slot), state.withheld(slot), state.parties.get(slot, 0)), f"{load}"
        assert (load.unavailable is UnavailableReason.CLOSED) == (state.closed(slot) and slot > state.now), (
            f"{load}"
        )
    newcomer = SeatRequest(by=Actor(user_id=999, channel=Channel.CHAT))
    bookable = [load.starts_at for load in seen if load.free and load.unavailable is None]
    if not state.site.booking.request_mode:
        assert list(queries.free_slots(desk, newcomer)) == bookable, f"{bookable} bookable"
    over = [slot for slot in state.slots() if slot >= state.now and not state.closed(slot)]
    over = [slot for slot in over if state.parties.get(slot, 0) > state.capacity(slot)]
    assert [load.starts_at for load in arrangements.find_problems(desk).overbooked_slots] == over


def _tried(desk: Desk, work: Callable[[], object]) -> Refusal | None:
    """The refusal of a work that is run and rolled back, if any."""
    try:
        attempt(desk.conn, work)
    except Refusal as refused:
        return refused
    return None


def _book(desk: Desk, asker: Asker, existing: Booking | None, slot: datetime) -> Refusal | None:
    if existing is not None:
        facts = existing.id, existing.version, slot, asker.by
        return _tried(desk, lambda: booking.move(desk, *facts))
    return _tried(desk, lambda: booking.book(desk, replace(asker.form, starts_at=slot), asker.by))


def _nearest(free: list[datetime], why: Refusal | None) -> None:
    """A refusal offers the nearest free slots, soonest first."""
    if not isinstance(why, TimeRefused):
        return
    nearest = sorted(sorted(free, key=lambda slot: (abs(slot - why.slot), slot))[:NEAREST])
    assert list(why.nearest) == nearest, f"{why!r} where {free} are free"


def _list(desk: Desk, state: ExpectedState, asker: Asker, full: list[datetime]) -> None:
    """A guest can wait for a full slot, and for a day without a free slot."""
    tried = {slot: _join(desk, asker, day_of(slot), slot) for slot in state.slots()}
    joined = [slot for slot, why in tried.items() if why is None]
    assert joined == full, f"shown as full {full}, could be waited for {joined}"
    room = [slot for slot, why in tried.items() if isinstance(why, SeatsAvailable)]
    for day in state.days():
        why = _join(desk, asker, day, None)
        there = {day_of(slot) == day for slot in room}, {day_of(slot) == day for slot in full}
        assert (why is None) == (True not in there[0] and True in there[1]), f"{day}: {why!r}, {room} free"
        if isinstance(why, SeatsAvailable):
            assert list(why.free) == [slot for slot in room if day_of(slot) == day], f"{day}: {why!r}"


def _join(desk: Desk, asker: Asker, day: date, slot: datetime | None) -> Refusal | None:
    form = asker.form
    facts: dict[str, Any] = {"name": form.name, "phone": form.phone, "party": form.party, "peer": form.peer}
    return _tried(desk, lambda: waitlist.join(desk, **facts, day=day, wanted=slot, by=asker.by))


def _requests(desk: Desk, state: ExpectedState, asker: Asker, guest: Guest | None) -> None:
    """A guest can request exactly the shown days."""
    asking = {each.guest for each in state.record.requests.values() if each.status == "open"}
    if asker.by.is_staff or (guest is not None and guest.id in asking):
        return
    shown = requests.requestable_days(
        desk, queries.seat_request_for(desk, guest, asker.by, peer=asker.form.peer)
    )
    form = asker.form
    facts: dict[str, Any] = {"name": form.name, "phone": form.phone, "party": form.party, "peer": form.peer}
    could = []
    for day in (state.today - DAY, *state.days(), state.last_day + DAY):
        why = _tried(desk, lambda day=day: requests.submit(desk, **facts, day=day, by=asker.by))
        assert not isinstance(why, OnRequestOnly), f"{day}: {why!r}"
        if why is None:
            could.append(day)
    assert could == shown, f"may ask for {shown}, could {could}"


def offers_are_kept(desk: Desk, kept: Iterable[Entry], by: Actor) -> None:
    """Every offer can be accepted until it ends."""
    for entry in kept:
        why = _tried(desk, lambda entry=entry: promotion.accept(desk, EntryId(entry.id), entry.version, by))
        assert why is None, f"{entry}: {why!r}"

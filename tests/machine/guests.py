"""Steps of guests, and of staff for guests: bookings, the waitlist and requests."""

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from core.booking import Actor, BookingId, Channel
from core.desk import arrival, booking, promotion, requests, waitlist
from core.desk.desk import Desk
from core.requests import RequestId
from core.waitlist import EntryId
from tests.machine.base import PHONE, Base, days, either, parties, people, rarely, slots, wish_of
from tests.machine.expected_state import day_of


class Guests(Base):
    @rule(person=people, slot=slots, staff=either, peer=rarely, adults=parties)
    def books(self, person: int, slot: int, staff: bool, peer: bool, adults: int) -> None:
        wish = wish_of(person, self.free_slot(slot), peer=peer, adults=adults)
        self.step("book", lambda desk: booking.book(desk, wish, self.by(person, staff=staff)))

    @rule(person=people, slot=slots, staff=either, stale=rarely)
    def moves(self, person: int, slot: int, staff: bool, stale: bool) -> None:
        if (found := self.having(person, self.booking_of)) is not None:
            who, old = found
            facts = BookingId(old.id), old.version - stale, self.free_slot(slot), self.by(who, staff=staff)
            self.step("move", lambda desk: booking.move(desk, *facts))

    @rule(person=people, staff=either, stale=rarely, thief=rarely)
    def cancels(self, person: int, staff: bool, stale: bool, thief: bool) -> None:
        if (found := self.having(person, self.booking_of)) is not None:
            who, old = found
            # Another guest tries to cancel the booking.
            by = Actor(user_id=1 + who % 3, channel=Channel.CHAT) if thief else self.by(who, staff=staff)
            facts = BookingId(old.id), old.version - stale, by
            done = self.step("cancel", lambda desk: booking.cancel(desk, *facts))
            assert not (done and thief)

    @rule(number=slots)
    def a_caller_cancels(self, number: int) -> None:
        self.free(number)

    def free(self, number: int) -> None:
        """Cancel a booking, mostly of a day that somebody waits for."""
        existing = [each for each in self.state.record.bookings.values() if self.state.is_open(each)]
        waited = {each.day for each in self.state.waiting()}
        wanted = [each for each in existing if day_of(each.at) in waited] or existing
        if wanted:
            old = wanted[(3 * number) % len(wanted)]
            self.step("cancel", lambda desk: booking.cancel(desk, BookingId(old.id), old.version, PHONE))

    @rule(person=people)
    def arrives(self, person: int) -> None:
        if (found := self.having(person, self.booking_of)) is not None:
            self.step("arrive", lambda desk: arrival.mark_arrived(desk, BookingId(found[1].id), PHONE))

    # The waitlist.

    @rule(person=people, slot=slots, whole_day=either, staff=either, peer=rarely)
    def joins(self, person: int, slot: int, whole_day: bool, staff: bool, peer: bool) -> None:
        self.join(person, slot, whole_day=whole_day, staff=staff, peer=peer)

    def join(self, person: int, slot: int, *, whole_day: bool, staff: bool, peer: bool) -> None:
        wanted = self.full_slot(slot)
        wish = wish_of(person, wanted, peer=peer)
        facts: dict[str, Any] = {"name": wish.name, "phone": wish.phone, "party": wish.party, "peer": peer}
        place: dict[str, Any] = {"day": day_of(wanted), "wanted": None if whole_day else wanted}
        by = self.by(person, staff=staff)
        self.step("join", lambda desk: waitlist.join(desk, **facts, **place, by=by))

    @rule(person=people, staff=either, stale=rarely)
    def accepts(self, person: int, staff: bool, stale: bool) -> None:
        found = self.having(person, self.offer_of) or self.having(person, self.entry_of)
        if found is not None:
            who, entry = found
            facts = EntryId(entry.id), entry.version - stale, self.by(who, staff=staff)
            self.step("accept", lambda desk: promotion.accept(desk, *facts))

    @rule(person=people, staff=either, stale=rarely)
    def leaves(self, person: int, staff: bool, stale: bool) -> None:
        if (found := self.having(person, self.entry_of)) is not None:
            who, entry = found
            facts = EntryId(entry.id), entry.version - stale, self.by(who, staff=staff)
            self.step("leave", lambda desk: waitlist.leave(desk, *facts))

    # Request mode.

    @rule(person=people, day=days, staff=either)
    def asks(self, person: int, day: int, staff: bool) -> None:
        wish = wish_of(person, self.now)
        facts: dict[str, Any] = {
            "name": wish.name,
            "phone": wish.phone,
            "party": wish.party,
            "day": self.day(day),
        }
        by = self.by(person, staff=staff)
        self.step("ask", lambda desk: requests.submit(desk, **facts, by=by))

    @rule(person=people, slot=slots, how=st.sampled_from(("answer", "answer", "decline", "withdraw")))
    def is_answered(self, person: int, slot: int, how: str) -> None:
        found = self.having(person, self.request_of)
        if found is None:
            return
        who, request_id, hour = found[0], RequestId(found[1].id), self.free_slot(slot)
        works: dict[str, Callable[[Desk], object]] = {
            "answer": lambda desk: requests.answer(desk, request_id, hour, PHONE),
            "decline": lambda desk: requests.decline(desk, request_id, PHONE),
            "withdraw": lambda desk: requests.withdraw(desk, request_id, self.by(who, staff=False)),
        }
        self.step(how, works[how])

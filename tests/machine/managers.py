"""Steps of managers: overrides, exceptions, closures, caps, roster and leave."""

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from core.arrangements import ArrangementId, ArrangementKind, ArrangementSpec
from core.booking import BookingId
from core.consultants import ConsultantId
from core.desk import arrangements, consultants, overrides
from core.desk.consequences import Consequences
from core.desk.desk import Desk
from core.guests import GuestId, GuestKind, Tier
from tests.machine.base import MANAGER, Base, agencies, days, lengths, people, rarely, slots
from tests.machine.expected_state import DAY, MIDNIGHT, at, day_of
from tests.machine.record import Consultant

STAFFING = ("leave", "roster", "leave", "roster", "leave", "roster", "give", "give", "dismiss", "hire")


class Managers(Base):
    @rule(person=people, slot=slots, stale=rarely)
    def overrides(self, person: int, slot: int, stale: bool) -> None:
        if (found := self.having(person, self.booking_of)) is not None:
            to, old = self.slot(slot), found[1]
            if to == old.at:
                return
            facts = BookingId(old.id), old.version - stale, to, MANAGER
            self.step("override", lambda desk: overrides.override(desk, *facts, reason="x"), override=to)

    @rule(person=people, what=st.sampled_from((*GuestKind, *Tier, "exempt", "exempt")), day=days)
    def makes_an_exception(self, person: int, what: str, day: int) -> None:
        """Set the kind of a guest, the tier of a booking, or an exception for a peer."""
        found = self.having(person, self.guest_of)
        old = self.booking_of(found[0]) if found is not None else None
        if found is None:
            return
        guest, until = GuestId(found[1]), self.day(day)
        if isinstance(what, GuestKind):
            self.step("kind", lambda desk: overrides.set_kind(desk, guest, what, MANAGER, reason="x"))
        elif what == "exempt":
            self.step("exempt", lambda desk: overrides.exempt(desk, guest, until, MANAGER, reason="x"))
        elif old is not None:
            booked = BookingId(old.id), old.version, Tier(what), MANAGER
            self.step("tier", lambda desk: overrides.set_tier(desk, *booked, reason="x"))

    @rule(
        what=st.sampled_from(("close", "close", "withhold", "headcount", "day_cap", "week_cap")),
        first=slots,
        length=lengths,
        number=st.sampled_from((0, 1, 1, 2, 3, 4, None)),
        agency=agencies,
    )
    def arranges(self, what: str, first: int, length: int, number: int | None, agency: str) -> None:
        stretch = self.stretch(first, length)
        if what == "close":
            self._arrange(ArrangementSpec(what=ArrangementKind.CLOSED, **stretch))
        elif what == "withhold":
            self._arrange(ArrangementSpec(what=ArrangementKind.WITHHELD, number=number or 0, **stretch))
        elif what == "headcount":
            self._arrange(
                ArrangementSpec(what=ArrangementKind.HEADCOUNT, number=number or 0, agency=agency, **stretch)
            )
        elif what == "day_cap":
            self._arrange(
                ArrangementSpec(what=ArrangementKind.DAY_CAP, number=number, **self.stretch(first, 0))
            )
        else:
            day = day_of(stretch["starts_at"])
            monday = at(day - timedelta(days=day.weekday()), MIDNIGHT, self.now)
            most = None if number is None else 3 * number
            self._arrange(
                ArrangementSpec(
                    what=ArrangementKind.WEEK_CAP, number=most, starts_at=monday, ends_at=monday + 7 * DAY
                )
            )

    @precondition(lambda self: self.state.record.orders)
    @rule(which=st.integers(0, 5))
    def lifts(self, which: int) -> None:
        orders = self.state.record.orders
        number = ArrangementId(orders[which % len(orders)].id)
        self.step("lift", lambda desk: arrangements.lift(desk, [number], MANAGER))

    @precondition(lambda self: any(each.what == "closed" for each in self.state.record.orders))
    @rule(first=slots, length=lengths)
    def reopens(self, first: int, length: int) -> None:
        stretch = self.stretch(first, length, closed=True)
        start, end = stretch["starts_at"], stretch["ends_at"]
        before = self.state
        if self.step("reopen", lambda desk: arrangements.reopen(desk, start, end, MANAGER)):
            for slot in self.state.slots():
                assert self.state.closed(slot) == (before.closed(slot) and not start <= slot < end), slot

    @rule(what=st.sampled_from(STAFFING), person=people, first=slots, length=lengths, which=st.integers(0, 7))
    def staffs(self, what: str, person: int, first: int, length: int, which: int) -> None:
        """Hire, dismiss or assign a consultant, or set leave or a roster by name."""
        present, found = self._present(), self.having(person, self.guest_of)
        one = present[which % len(present)].id if present else 0
        if what == "hire":
            name = f"C{len(self.state.record.consultants)}"
            self.step("hire", lambda desk: consultants.hire(desk, name, "A", MANAGER))
        elif what == "roster":
            self._rosters(first % 5, "AB"[person % 2], which)
        elif what == "dismiss" and present:
            self.step("dismiss", lambda desk: consultants.dismiss(desk, ConsultantId(one), MANAGER))
        elif what == "leave" and present:
            stretch = self.stretch(first, length)
            self._arrange(ArrangementSpec(what=ArrangementKind.AWAY, consultant=ConsultantId(one), **stretch))
        elif what == "give" and present and found is not None:
            facts = GuestId(found[1]), ConsultantId(one), MANAGER
            self.step("give", lambda desk: overrides.assign_consultant(desk, *facts))

    def _rosters(self, day: int, agency: str, works: int) -> None:
        """Set the consultants of an agency who are on duty on a day, by name."""
        known = [each for each in self._present() if each.agency == agency]
        working = [ConsultantId(each.id) for n, each in enumerate(known) if works >> n & 1]

        def work(desk: Desk) -> None:
            arrangements.arrange(
                desk, arrangements.roster_specs(desk, agency, self.day(day), working), MANAGER
            )

        self.step("arrange", work)

    def _present(self) -> list[Consultant]:
        return [each for each in self.state.record.consultants.values() if each.left is None]

    def _arrange(self, order: ArrangementSpec) -> None:
        results: list[Consequences] = []

        def work(desk: Desk) -> None:
            foreseen = arrangements.preview(desk, [order])
            results.append(arrangements.arrange(desk, [order], MANAGER))
            assert results[0] == foreseen

        if self.step("arrange", work):
            self._check_consequences(order, results[0])

    def _check_consequences(self, order: ArrangementSpec, result: Consequences) -> None:
        """The consequences list every booking in closed hours and every overbooked slot."""
        state = self.state
        coming = [slot for slot in state.slots() if order.covers(slot) and slot >= self.now]
        closed = [slot for slot in coming if state.closed(slot)]
        booked = [each for each in state.record.bookings.values() if each.status == "booked"]
        over = [slot for slot in coming if state.parties.get(slot, 0) > state.capacity(slot)]
        in_closed_hours = {each.id for each in booked if each.at in closed and not state.is_placed(each)}
        assert {each.id for each in result.bookings_in_closed_hours} == in_closed_hours
        assert [each.starts_at for each in result.overbooked_slots] == [
            slot for slot in over if slot not in closed
        ]

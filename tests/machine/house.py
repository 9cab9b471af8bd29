"""The machine: a house and its people in any order, with time, crashes, late and repeated updates."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from core.bots import STAFF
from core.desk import Desk, booking
from core.errors import Refusal
from core.runtime import jobs
from core.site import Site
from core.store import outbox
from tests.machine import model
from tests.machine.base import PHONE, buyers, either, mostly, people, rarely, slots, wish_of
from tests.machine.guests import Guests
from tests.machine.harness import Harness
from tests.machine.managers import Managers
from tests.machine.sites import SITES
from tests.machine.talk import Buyers

hows = st.integers(0, 9)
whiches = st.integers(0, 15)


class House(Guests, Managers):
    def __init__(self, harness: Harness, sites: Sequence[Site] = SITES) -> None:
        super().__init__(harness)
        self.sites = sites
        self.buyers = Buyers(harness.rows, self._talk)

    def _talk(self, work: Callable[[Desk], object]) -> None:
        self.step("talk", work)

    @initialize(
        site=st.integers(0, len(SITES) - 1),
        busy=mostly,
        waiting=st.lists(st.tuples(people, slots, either, rarely), max_size=4),
        freed=st.lists(slots, max_size=3),
    )
    def opens(
        self, site: int, busy: bool, waiting: list[tuple[int, int, bool, bool]], freed: list[int]
    ) -> None:
        """Open an empty or a busy house, with some waiting guests and some freed seats."""
        self.begin(self.sites[site % len(self.sites)], busy=busy)
        for person, slot, whole_day, peer in waiting:
            self.join(person, slot, whole_day=whole_day, staff=True, peer=peer)
        for number in freed:
            self.free(number)

    # Time, crashes and jobs.

    @rule(minutes=st.sampled_from((1, 4, 20, 20, 35, 35, 90, 4 * 60, 11 * 60, 24 * 60)))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        self.see(self.state)

    @rule(late=st.sampled_from((0, 0, 0, 25, 60, 26 * 60)), twice=rarely, waits=either)
    def does_what_is_due(self, late: int, twice: bool, waits: bool) -> None:
        """The staff courier runs due jobs, now or when the next offer ends; on time, late, or twice."""
        ends = [
            each.until
            for each in self.state.record.entries.values()
            if each.status == "offered" and each.until
        ]
        if waits and ends:
            self.now = max(self.now, min(ends) + timedelta(minutes=late))
            self.see(self.state)
        for delivery in self.harness.run(self.site, self.now, _claim):
            for _ in range(1 + twice):
                self.step("due", lambda desk, body=delivery.message.body: jobs.run_job(desk, body))

    @rule(new_engine=rarely, person=people, slot=slots)
    def crashes(self, new_engine: bool, person: int, slot: int) -> None:
        """The program crashes during a booking, which is rolled back, and starts again."""
        wish = wish_of(person, self.slot(slot))

        def work(desk: Desk) -> None:
            try:
                booking.book(desk, wish, PHONE)
            except Refusal:
                return

        self.harness.look(self.site, self.now, work)
        self.harness.restart(new_engine=new_engine)
        self.buyers.restart()
        before = self.state
        self.see(before)
        assert before.record == self.state.record

    # The conversation.

    @rule(person=buyers, gestures=st.lists(st.tuples(hows, whiches), min_size=1, max_size=4))
    def talks(self, person: int, gestures: list[tuple[int, int]]) -> None:
        for how, which in gestures:
            self.now += timedelta(seconds=1)
            self.buyers.say(person, how, which)

    @rule(person=buyers, how=hows, which=whiches)
    def says_what_comes_late(self, person: int, how: int, which: int) -> None:
        self.buyers.say(person, how, which, delayed=True)

    @precondition(lambda self: self.buyers.late)
    @rule(which=whiches)
    def hears_late(self, which: int) -> None:
        """An update arrives after later ones."""
        self.now += timedelta(seconds=1)
        self.buyers.hand_over(self.buyers.late.pop(which % len(self.buyers.late)))

    @precondition(lambda self: self.buyers.heard)
    @rule(which=whiches)
    def hears_again(self, which: int) -> None:
        """Telegram delivers an update again; it changes nothing and sends nothing."""
        before, message = self.state, self.last_message
        self.buyers.hand_over(self.buyers.heard[-1 - which % len(self.buyers.heard)])
        assert (before.record, message) == (self.state.record, self.last_message), "a repeat had an effect"

    # Screens and writes.

    @rule(person=people, staff=either, peer=rarely)
    def looks(self, person: int, staff: bool, peer: bool) -> None:
        """The shown slots are exactly those that can be booked."""
        form, guest = wish_of(person, self.now, peer=peer), self.guest_of(person)
        # A guest known only by phone is not recognised in their own chat.
        unlinked = guest is not None and self.state.record.guests[guest].telegram is None
        asker = model.Asker(by=self.by(person, staff=staff or unlinked), guest=guest, form=form)
        self.harness.look(self.site, self.now, lambda desk: model.compare(desk, self.state, asker))
        self.harness.look(self.site, self.now, lambda desk: model.loads(desk, self.state))
        self.tally["look"] += 1

    @invariant()
    def keeps_its_offers(self) -> None:
        entries = self.state.record.entries.values()
        kept = [each for each in entries if each.status == "offered" and each.until and self.now < each.until]
        if kept:
            self.harness.look(self.site, self.now, lambda desk: model.offers_are_kept(desk, kept, PHONE))


def _claim(desk: Desk) -> list[outbox.Delivery]:
    """The due jobs of the staff bot, claimed as the courier does; other messages are marked as sent."""
    found = []
    while claimed := outbox.claim(desk.conn, STAFF, desk.now, 50):
        for delivery in claimed:
            outbox.mark_sent(desk.conn, delivery, message_id=None, words="", now=desk.now)
        found += [each for each in claimed if each.message.kind == outbox.OutboxKind.JOB]
    return found

"""The base of the machine: its steps, and the guests and slots that a step uses."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from itertools import product
from typing import Any, ClassVar, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from core.booking import Actor, Channel, Party
from core.bots import STAFF
from core.desk import Desk, booking, consultants, guest_register
from core.desk import staff as staff_desk
from core.desk.booking import BookingDetails
from core.errors import Refusal
from core.guests import Name, Phone, PhoneKind, Title
from core.site import Site
from core.staff import Member, Role
from core.store import sessions, staff
from core.store.sessions import SessionKey
from tests.machine import laws, record
from tests.machine.expected_state import DAY, HOUR, MIDNIGHT, ExpectedState, at, day_of
from tests.machine.harness import Harness
from tests.machine.laws import GROUP_CHAT, Step
from tests.machine.sites import MORNING, SITES

T = TypeVar("T")

BUYER_IDS = (1, 2, 3)
CALLER_IDS = (4, 5)
# People with a booking in a busy house, in its first slots.
BOOKED = (1, 4, 2)
EVERYBODY = (*BUYER_IDS, *CALLER_IDS)
OPERATOR = Member(user_id=900, name="Zhou", role=Role.OPERATOR)
MANAGER = Member(user_id=901, name="Chen", role=Role.SITE_MANAGER)
STAFF_IDS = frozenset({OPERATOR.user_id, MANAGER.user_id})
PHONE = Actor(user_id=OPERATOR.user_id, channel=Channel.PHONE, staff_name=OPERATOR.name)

people = st.sampled_from(EVERYBODY)
buyers = st.sampled_from(BUYER_IDS)
slots = st.integers(0, 15)
days = st.integers(0, 4)
lengths = st.integers(0, 3)
agencies = st.sampled_from(("A", "B"))
rarely = st.sampled_from((False,) * 7 + (True,))
mostly = rarely.map(lambda rare: not rare)
either = st.booleans()
parties = st.sampled_from((1,) * 8 + (4, 5))

# Steps that change arrangements, and steps that are audited.
ARRANGING = {"arrange", "lift", "reopen", "dismiss"}
AUDITED = {*ARRANGING, "hire", "override", "tier", "kind", "exempt", "give"}


class Base(RuleBasedStateMachine):
    """``tally`` counts the results of the steps of all runs."""

    tally: ClassVar[Counter[str]] = Counter()

    def __init__(self, harness: Harness) -> None:
        super().__init__()
        self.harness = harness
        self.now = MORNING
        self.site = SITES[0]
        self.state: ExpectedState
        self.last_message = 0

    def teardown(self) -> None:
        self.harness.end()

    def begin(self, site: Site, *, busy: bool) -> None:
        """Open the house."""
        self.site = site
        self.harness.begin((site, busy))
        self.state = self._expected_state()
        self.last_message = self.harness.rows("SELECT coalesce(max(id), 0) FROM outbox")[0][0]

    def step(self, name: str, work: Callable[[Desk], object], *, override: datetime | None = None) -> bool:
        """Run one transaction and check every law; a refusal must change nothing. Returns whether the work was done."""
        refused: list[Refusal] = []

        def transact(desk: Desk) -> None:
            try:
                work(desk)
            except Refusal as refusal:
                refused.append(refusal)

        before = self.state
        self.harness.run(self.site, self.now, transact)
        self.see(before, override=override, arranged=name in ARRANGING)
        if refused:
            self.tally[f"{name}: {type(refused[0]).__name__}"] += 1
            assert before.record == self.state.record, f"{refused[0]!r} left traces"
        else:
            self.tally[name] += 1
            audited = self.state.record.audit - before.record.audit
            plain = name == "override" and not audited
            assert plain or audited == (name in AUDITED), f"{name}: {audited} lines in the audit"
        return not refused

    def see(self, before: ExpectedState, *, override: datetime | None = None, arranged: bool = False) -> None:
        """Read the database again, and check every law."""
        self.state = self._expected_state()
        messages = record.messages(self.harness.rows, self.last_message)
        self.last_message = messages[-1].id if messages else self.last_message
        # Time may have passed since the step before; the comparison is at the present moment.
        if self.state.record.audit == before.record.audit:
            # The override broke no rule, so it must keep every rule.
            override = None
        before = ExpectedState.of(self.site, before.record, self.now)
        step = Step(before, self.state, tuple(messages), STAFF_IDS, override=override, arranged=arranged)
        for entry in self.state.record.entries.values():
            old = before.record.entries.get(entry.id)
            if old is None or old.version != entry.version:
                self.tally[f"→ {entry.status}"] += 1
        laws.check(step)

    def _expected_state(self) -> ExpectedState:
        return ExpectedState.of(self.site, record.read(self.harness.rows), self.now)

    # The guests, bookings and slots of the steps.

    def guest_of(self, person: int) -> int | None:
        """The id of a person's guest record."""
        for each in self.state.record.guests.values():
            if each.telegram == person or (each.telegram is None and each.phone == phone_of(person)):
                return each.id
        return None

    def booking_of(self, person: int) -> record.Booking | None:
        """A person's open booking, or else their last one."""
        guest = self.guest_of(person)
        mine = [each for each in self.state.record.bookings.values() if each.guest == guest]
        return self.state.booking_of(guest or 0) or (mine[-1] if mine else None)

    def entry_of(self, person: int) -> record.Entry | None:
        guest = self.guest_of(person)
        mine = [each for each in self.state.record.entries.values() if each.guest == guest]
        return mine[-1] if mine else None

    def offer_of(self, person: int) -> record.Entry | None:
        """A person's entry, if a seat is offered."""
        entry = self.entry_of(person)
        return entry if entry is not None and entry.status == "offered" else None

    def request_of(self, person: int) -> record.Request | None:
        guest = self.guest_of(person)
        mine = [each for each in self.state.record.requests.values() if each.guest == guest]
        return mine[-1] if mine else None

    def having(self, person: int, finder: Callable[[int], T | None]) -> tuple[int, T] | None:
        """This person, or the next one for whom ``finder`` finds something, and what it found."""
        first = EVERYBODY.index(person)
        for other in (*EVERYBODY[first:], *EVERYBODY[:first]):
            found = finder(other)
            if found is not None:
                return other, found
        return None

    def by(self, person: int, *, staff: bool) -> Actor:
        """The actor: the operator, or the person if they have a chat."""
        return PHONE if staff or person in CALLER_IDS else Actor(user_id=person, channel=Channel.CHAT)

    def slot(self, number: int) -> datetime:
        """A slot, or sometimes a moment that is not a slot."""
        grid = self.state.slots()
        odd = (grid[0] - HOUR, grid[1] + HOUR / 2, grid[-1] + 23 * HOUR)
        return (*grid, *odd)[number % (len(grid) + len(odd))]

    def full_slot(self, number: int) -> datetime:
        """Mostly a full slot."""
        full = [slot for slot in self.state.slots() if slot > self.now and not self.state.has_room(slot)]
        return full[number % len(full)] if full and number < 12 else self.slot(number)

    def free_slot(self, number: int) -> datetime:
        """Mostly a slot with room."""
        free = [slot for slot in self.state.slots() if slot > self.now and self.state.has_room(slot)]
        return free[number % len(free)] if free and number < 12 else self.slot(number)

    def day(self, number: int) -> date:
        return self.state.today + number * DAY

    def stretch(self, first: int, length: int, *, closed: bool = False) -> dict[str, Any]:
        """Some hours or, with length 0, a day: mostly at an offered seat or, with ``closed``, at a closure."""
        shut = [order.start for order in self.state.record.orders if order.what == "closed"]
        offers = self.state.record.entries.values()
        offered = [each.offered for each in offers if each.status == "offered" and each.offered is not None]
        picked = (shut if closed else offered) if first < 10 else []
        start = max(picked[first % len(picked)], self.slot(0)) if picked else self.slot(first % 10)
        if length == 0:
            start = at(day_of(start), MIDNIGHT, self.now)
            return {"starts_at": start, "ends_at": start + DAY}
        return {"starts_at": start, "ends_at": start + length * HOUR}


def phone_of(person: int) -> str:
    return f"+861390000{person:04d}"


def wish_of(person: int, starts_at: datetime, *, peer: bool = False, adults: int = 1) -> BookingDetails:
    """The form of a person, with the phone number by which the house recognises them."""
    kind = PhoneKind.TAKEN if person in CALLER_IDS else PhoneKind.SHARED
    return BookingDetails(
        name=Name(surname=f"N{person}", title=Title.MR),
        phone=Phone(number=phone_of(person), kind=kind),
        party=Party(adults=adults),
        starts_at=starts_at,
        peer=peer,
    )


def furnish_all(harness: Harness) -> None:
    """Fill the databases of every site, empty and busy, once and before a control removes a guard."""
    for site, busy in product(SITES, (False, True)):
        harness.furnish((site, busy), site, MORNING, lambda desk, busy=busy: furnish(desk, busy=busy))


def furnish(desk: Desk, *, busy: bool) -> None:
    """Staff who have written to their bot, their group, consultants and, in a busy house, bookings in most seats."""
    for member in (OPERATOR, MANAGER):
        staff.upsert_member(desk.conn, member, desk.now)
        key = SessionKey(bot=STAFF, chat_id=member.user_id, user_id=member.user_id)
        sessions.lock(desk.conn, key, desk.now)
    staff_desk.set_group(desk, GROUP_CHAT)
    for name, agency in (("C0", "A"), ("C1", "A"), ("C2", "B")):
        consultants.hire(desk, name, agency, MANAGER)
    caller = Name(surname="Caller", title=Title.MR)
    line = Phone(number=None, kind=PhoneKind.DECLINED)
    grid = ExpectedState.of(desk.site, record.NOTHING, desk.now).slots()
    wishes = [wish_of(person, grid[n]) for n, person in enumerate(BOOKED)]
    wishes += [
        BookingDetails(name=caller, phone=line, party=Party(adults=2), starts_at=slot) for slot in grid[:-2]
    ] * 3
    for wish in wishes if busy else ():
        with suppress(Refusal):
            booking.book(desk, wish, PHONE)
    for person in BUYER_IDS if busy else ():
        wish = wish_of(person, desk.now)
        guest_register.receive(desk, wish.name, wish.phone, Actor(user_id=person, channel=Channel.CHAT))

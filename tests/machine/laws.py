"""Laws that hold after every step. A broken law raises AssertionError with the facts."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Any

from tests.machine.expected_state import ExpectedState, day_of, week_of
from tests.machine.record import Change, Entry, Message

LAST_WORDS = {"cancelled": "cancelled", "arrived": "arrived"}
GROUP_CHAT = 10_000
# The kinds of notices that the laws check, by the kind of change.
GROUP = {"made": "group_made", "moved": "group_moved", "cancelled": "group_cancelled", "arrived": "group_arrived",
    "tier": "group_tier"}  # fmt: skip
GUEST = {"made": "guest_made", "moved": "guest_moved", "cancelled": "guest_cancelled"}
OF_THE_LAWS = {*GROUP.values(), *GUEST.values()} | {
    f"{who}_{what}" for who in ("guest", "member") for what in ("offered", "offer_lapsed", "offer_recalled")
}


@dataclass(frozen=True)
class Step:
    """One step: the state before and after it, and the messages that it wrote to the outbox.

    ``override`` is the slot of a manager's override; ``arranged`` is whether the step changed arrangements.
    """

    before: ExpectedState
    after: ExpectedState
    messages: tuple[Message, ...]
    staff: frozenset[int]
    override: datetime | None = None
    arranged: bool = False

    @property
    def lines(self) -> list[Change]:
        """New lines of the change record."""
        known = set(self.before.record.changes)
        return [line for line in self.after.record.changes if line not in known]

    def offers(self) -> Iterator[Entry]:
        """Offers made in this step."""
        for entry in self.after.record.entries.values():
            old = self.before.record.entries.get(entry.id)
            if entry.status == "offered" and (old is None or old.version != entry.version):
                yield entry

    def accepted(self, guest: int, slot: datetime) -> bool:
        """Whether a guest took a seat that had been offered to them."""
        was = self.before.record.entries
        return any(
            entry.guest == guest and entry.offered == slot and entry.status == "accepted"
            for entry in self.after.record.entries.values()
            if entry.id in was and was[entry.id].status == "offered"
        )


def seats(step: Step) -> None:
    """No slot gets more parties than its capacity."""
    for slot, parties in step.after.parties.items():
        if parties <= step.before.parties.get(slot, 0):
            continue
        limit = step.after.on_duty(slot) if slot == step.override else step.after.capacity(slot)
        assert parties <= limit, f"{slot}: {parties} parties where {limit} can be received"


def caps(step: Step) -> None:
    """No new party exceeds a cap. A guest who would move is offered a second seat without exceeding it."""
    if step.override is not None:
        return
    moving = [step.after.booking_of(entry.guest) for entry in step.offers()]
    within = [booking.at for booking in moving if booking is not None]
    for day in {day_of(slot) for slot in step.after.parties}:
        of_day = sum(day_of(slot) == day for slot in within)
        of_week = sum(week_of(slot) == day.isocalendar()[:2] for slot in within)
        for name, cap, before, after in (
            ("day", step.after.day_cap(day), step.before.of_day(day), step.after.of_day(day) - of_day),
            ("week", step.after.week_cap(day), step.before.of_week(day), step.after.of_week(day) - of_week),
        ):
            ok = cap is None or after <= max(cap, before)
            assert ok, f"{name} of {day}: {after} parties over the cap of {cap}"


def rules(step: Step) -> None:
    """Every new booking is one that the rules allow to its guest."""
    for line in step.lines:
        if line.what not in {"made", "moved"}:
            continue
        booking = step.after.record.bookings[line.booking]
        guest, day, slot = step.after.record.guests[booking.guest], day_of(line.at), line.at
        assert slot in step.after.grid(day), f"{slot} is no slot"
        assert slot > step.after.now, f"{slot} has begun"
        assert step.after.welcome(guest, slot), f"a peer at {slot}"
        if step.override is not None:
            continue
        assert day <= step.after.last_day, f"{slot} is beyond the horizon"
        assert not step.after.closed(slot), f"{slot} is closed"
        if line.by_user in step.staff or step.accepted(guest.id, slot):
            continue
        same_day = line.moved_from is not None and day_of(line.moved_from) == day
        notice = (day - step.after.today).days >= step.after.site.booking.notice_days
        assert notice or same_day, f"{slot} without notice"
        assert same_day or not step.after.site.booking.request_mode, f"{slot} taken, though on request only"


def one_each(step: Step) -> None:
    """A guest has at most one open booking and one open entry, and no open request beside a booking."""
    record = step.after.record
    booked = Counter(each.guest for each in record.bookings.values() if step.after.is_open(each))
    assert max(booked.values(), default=0) <= 1, f"open bookings: {booked}"
    waiting = Counter(each.guest for each in record.entries.values() if each.status in {"waiting", "offered"})
    assert max(waiting.values(), default=0) <= 1, f"open places: {waiting}"
    asking = {each.guest for each in record.requests.values() if each.status == "open"}
    assert not asking & set(booked), f"booked, and still asking: {asking & set(booked)}"


def change_record(step: Step) -> None:
    """The change record has a line for each version, and its last line has the state of the booking."""
    lines: dict[int, list[Change]] = {}
    for line in step.after.record.changes:
        lines.setdefault(line.booking, []).append(line)
    assert set(lines) == set(step.after.record.bookings), "bookings without a record"
    for booking in step.after.record.bookings.values():
        changes = lines[booking.id]
        # A change of tier is not shown to the guest, so the version stays.
        grown = list(accumulate(line.what != "tier" for line in changes))
        assert [line.version for line in changes] == grown, f"versions of {booking}"
        assert grown[-1] == booking.version, f"versions of {booking}"
        assert changes[-1].at == booking.at, f"{booking} is recorded at {changes[-1].at}"
        ended = LAST_WORDS.get(booking.status)
        words = [line.what for line in changes]
        assert words[0] == "made", f"{booking}: {words}"
        assert (ended is None) == (words[-1] not in LAST_WORDS), f"{booking}: {words}"
        assert ended is None or words[-1] == ended, f"{booking}: {words}"
        for earlier, later in pairwise(changes):
            assert later.moved_from == (earlier.at if later.what == "moved" else None), f"{booking}: {words}"
            assert later.what == "moved" or later.at == earlier.at, f"{booking} has moved without a line"


def notices(step: Step) -> None:
    """Each change has exactly one notice to each of its readers, and there are no other notices."""
    sent = Counter(
        _key(message.chat, message.body["kind"], message.body["facts"])
        for message in step.messages
        if message.kind == "notice" and message.body["kind"] in OF_THE_LAWS
    )
    due = Counter([*_of_bookings(step), *_of_the_list(step)])
    assert sent == due, f"unexpected notices {sent - due}, missing notices {due - sent}"


def _key(chat: int, kind: str, facts: dict[str, Any]) -> tuple[int, str, int, int]:
    return chat, kind, facts.get("booking") or facts["entry"], facts["version"]


def _of_bookings(step: Step) -> Iterator[tuple[int, str, int, int]]:
    for line in step.lines:
        yield GROUP_CHAT, GROUP[line.what], line.booking, line.version
        guest = step.after.record.guests[step.after.record.bookings[line.booking].guest]
        if line.by_user in step.staff and line.what in GUEST and guest.telegram is not None:
            yield guest.telegram, GUEST[line.what], line.booking, line.version


def _of_the_list(step: Step) -> Iterator[tuple[int, str, int, int]]:
    for entry in step.after.record.entries.values():
        old = step.before.record.entries.get(entry.id)
        if old is None or old.version == entry.version:
            continue
        guest = step.after.record.guests[entry.guest].telegram
        chat, who = (entry.by_user, "member") if guest is None else (guest, "guest")
        if old.status == "offered" and entry.status in {"waiting", "offered"}:
            yield chat, f"{who}_offer_recalled", entry.id, old.version
        if entry.status == "offered":
            yield chat, f"{who}_offered", entry.id, entry.version
        if entry.status == "lapsed":
            yield chat, f"{who}_offer_lapsed", entry.id, entry.version


def offers(step: Step) -> None:
    """An offer is for an awaited slot, ends in time, and has a job that ends it."""
    for entry in step.after.record.entries.values():
        if entry.status == "offered":
            assert entry.offered is not None, entry
            assert day_of(entry.offered) == entry.day, entry
            assert entry.wanted in {None, entry.offered}, entry
            booked = step.after.booking_of(entry.guest)
            assert booked is None or booked.at != entry.offered, f"offered what they have: {entry}"
    for entry in step.offers():
        assert entry.offered is not None
        until = step.after.offer_until(entry.offered, entry.guest)
        assert entry.until == until, f"kept until {entry.until}: {entry}"
        tasks = [
            message.due
            for message in step.messages
            if message.kind == "job"
            and message.body == {"job": "lapse", "subject": entry.id, "version": entry.version}
        ]
        assert tasks == [entry.until], f"{entry} ends at {tasks}"


def order(step: Step) -> None:
    """No offer passes over a guest who has waited longer, and no awaited seat stays free."""
    after = step.after
    waiting = after.waiting()
    for offered in (None, *step.offers()):
        undone = after if offered is None or offered.offered is None else after.without(offered.offered)
        for entry in waiting:
            if offered is not None and entry.id > offered.id:
                continue
            idle = [slot for slot in after.grid(entry.day) if undone.could_be_offered(entry, slot)]
            assert not idle, f"{entry} could have {idle[0]}" + (f", offered to {offered}" if offered else "")


def kept_offers(step: Step) -> None:
    """After a change of arrangements, closed and overbooked slots that have not begun have no offers."""
    for entry in step.after.record.entries.values():
        slot = entry.offered
        if step.arranged and entry.status == "offered" and slot is not None and slot > step.after.now:
            assert not step.after.closed(slot), f"offered while closed: {entry}"
            over = step.after.parties[slot] > step.after.capacity(slot)
            assert not over or step.before.parties[slot] > step.before.capacity(slot), (
                f"offered while over: {entry}"
            )


LAWS = (seats, caps, rules, one_each, change_record, notices, offers, order, kept_offers)


def check(step: Step) -> None:
    for law in LAWS:
        law(step)

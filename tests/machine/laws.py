"""What must hold after every step, whatever it was. Each law raises AssertionError and says what was seen."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Any

from tests.machine.expected_state import ExpectedState, day_of, week_of
from tests.machine.record import Change, Entry, Letter

LAST_WORDS = {"cancelled": "cancelled", "arrived": "arrived"}
GROUP_CHAT = 10_000
# Sent to one reader each, by the step that writes them.
GROUP = {"made": "group_made", "moved": "group_moved", "cancelled": "group_cancelled", "arrived": "group_arrived",
    "tier": "group_tier"}  # fmt: skip
GUEST = {"made": "guest_made", "moved": "guest_moved", "cancelled": "guest_cancelled"}
OF_THE_LAWS = {*GROUP.values(), *GUEST.values()} | {
    f"{who}_{what}" for who in ("guest", "member") for what in ("offered", "offer_lapsed", "offer_recalled")
}


@dataclass(frozen=True)
class Step:
    """One step: the record before and after it, and what it wrote to the outbox.

    ``override`` is the slot a manager's override was for; ``arranged`` tells that it rearranged the days.
    """

    before: ExpectedState
    after: ExpectedState
    letters: tuple[Letter, ...]
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
    """Nobody gets a seat that is not there."""
    for slot, parties in step.after.parties.items():
        if parties <= step.before.parties.get(slot, 0):
            continue
        limit = step.after.on_duty(slot) if slot == step.override else step.after.capacity(slot)
        assert parties <= limit, f"{slot}: {parties} parties where {limit} can be received"


def caps(step: Step) -> None:
    """Under a cap nobody new comes in beyond it; who may move within it is offered a seat beside the one they have."""
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
    """Every new seat is one the asker may have, however free it is."""
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
    """One open booking a guest, one open place on the list; and no question left open that has its answer."""
    record = step.after.record
    booked = Counter(each.guest for each in record.bookings.values() if step.after.is_open(each))
    assert max(booked.values(), default=0) <= 1, f"open bookings: {booked}"
    waiting = Counter(each.guest for each in record.entries.values() if each.status in {"waiting", "offered"})
    assert max(waiting.values(), default=0) <= 1, f"open places: {waiting}"
    asking = {each.guest for each in record.requests.values() if each.status == "open"}
    assert not asking & set(booked), f"booked, and still asking: {asking & set(booked)}"


def change_record(step: Step) -> None:
    """The change record has a line for each version, and tells how the booking stands."""
    lines: dict[int, list[Change]] = {}
    for line in step.after.record.changes:
        lines.setdefault(line.booking, []).append(line)
    assert set(lines) == set(step.after.record.bookings), "bookings without a record"
    for booking in step.after.record.bookings.values():
        told = lines[booking.id]
        # A tier is the house's own: the guest was shown nothing new, and the version stays.
        grown = list(accumulate(line.what != "tier" for line in told))
        assert [line.version for line in told] == grown, f"versions of {booking}"
        assert grown[-1] == booking.version, f"versions of {booking}"
        assert told[-1].at == booking.at, f"{booking} is said to be at {told[-1].at}"
        ended = LAST_WORDS.get(booking.status)
        words = [line.what for line in told]
        assert words[0] == "made", f"{booking}: {words}"
        assert (ended is None) == (words[-1] not in LAST_WORDS), f"{booking}: {words}"
        assert ended is None or words[-1] == ended, f"{booking}: {words}"
        for earlier, later in pairwise(told):
            assert later.moved_from == (earlier.at if later.what == "moved" else None), f"{booking}: {words}"
            assert later.what == "moved" or later.at == earlier.at, f"{booking} has moved without a word"


def notices(step: Step) -> None:
    """Each change is told once to each who is to hear of it, and nothing else is."""
    told = Counter(
        _key(letter.chat, letter.body["kind"], letter.body["facts"])
        for letter in step.letters
        if letter.kind == "notice" and letter.body["kind"] in OF_THE_LAWS
    )
    due = Counter([*_of_bookings(step), *_of_the_list(step)])
    assert told == due, f"told {told - due}, not told {due - told}"


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
    """An offer is for a slot they wait for, in time, and ends by itself."""
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
            letter.due
            for letter in step.letters
            if letter.kind == "job"
            and letter.body == {"job": "lapse", "subject": entry.id, "version": entry.version}
        ]
        assert tasks == [entry.until], f"{entry} ends at {tasks}"


def order(step: Step) -> None:
    """Nobody is offered what somebody could have who has waited longer, and no seat is idle that is waited for."""
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
    """Where there is more than can be received, nothing is held any more; what has begun is nobody's to arrange."""
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

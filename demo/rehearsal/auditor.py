"""The auditor checks the results of a rehearsal independently of the product's own code.

It compares the database, read with its own SQL, with the chats as their readers see them. It does not use the desk or
the buyers' data, and computes the capacity of a slot from the site file.

Each buyer has one outcome. *booked*: they have a booking that is not cancelled. *cancelled*: all their bookings are
cancelled. Of those who never had a booking, *waited*: they were on the waiting list; *refused*: the house told them
that there was no room, and they found no other hour afterwards (they were not asked for a phone or to confirm);
*abandoned*: all others.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from bot.language.catalogues import NAMES, catalogue
from core.site import Site
from core.store.tables import booking_changes, bookings, guests, outbox, receipts, waitlist
from sandbox.telegram import ShownMessage, Telegram

NO_ROOM = (
    "I am sorry, {slot} is fully booked.",
    "I am sorry, {day} is fully booked.",
    "I am sorry, all our open hours are taken. Please call us on {phone}; we will gladly find a way.",
)
HEADINGS = {
    "made": "🆕 New booking",
    "moved": "🔁 Booking moved",
    "cancelled": "✖️ Booking cancelled",
    "arrived": "🔔 <b>Arrived</b>",
}
SENT_AGAIN = "(sent again)"
_SATURDAY = 5

# A notification about a booking: the kind of change and the booking's code.
Ping = tuple[str, str]


@dataclass(frozen=True, kw_only=True)
class Findings:
    """``moved`` counts moves, ``arrived`` counts parties. ``untold`` guests have a chat that does not show the current
    state of their booking. ``failed_updates`` could not be handled. ``pings_repeated`` were sent twice, unmarked."""

    buyers: int
    booked: int
    moved: int
    cancelled: int
    waited: int
    refused: int
    abandoned: int
    arrived: int
    oversold_slots: int
    pings_expected: int
    pings_delivered: int
    pings_repeated: int
    untold: int
    failed_updates: int
    updates: int

    @property
    def sound(self) -> bool:
        """Whether the house kept its promises."""
        faults = self.oversold_slots, self.pings_repeated, self.untold, self.failed_updates
        return not any(faults) and self.pings_expected == self.pings_delivered


@dataclass(frozen=True)
class _Step:
    """A change of seats at a moment; of simultaneous steps the one with the lower ``order`` comes first. ``parties``
    were added to slots or removed; the waitlist ``entry`` is ``offered`` a seat of a slot, or no longer is."""

    at: datetime
    order: int
    parties: Counter[datetime]
    entry: int = 0
    offered: datetime | None = None


@dataclass(frozen=True)
class Auditor:
    """Checks one database and one Telegram. ``bot`` is the buyers' bot's username, ``group`` the staff group's id."""

    conn: Connection
    telegram: Telegram
    site: Site
    bot: str
    group: int

    def findings(self) -> Findings:
        outcomes = Counter(self._outcomes().values())
        expected, delivered = self._pings_expected(), self._pings_delivered()
        return Findings(
            buyers=outcomes.total(),
            booked=outcomes["booked"],
            moved=sum(number for (what, _), number in expected.items() if what == "moved"),
            cancelled=outcomes["cancelled"],
            waited=outcomes["waited"],
            refused=outcomes["refused"],
            abandoned=outcomes["abandoned"],
            arrived=self._count(bookings.c.status == "arrived"),
            oversold_slots=len(self._oversold()),
            pings_expected=expected.total(),
            pings_delivered=(expected & delivered).total(),
            pings_repeated=(delivered - expected).total(),
            untold=sum(not self._is_informed(*row) for row in self._live_bookings()),
            failed_updates=self._count(receipts.c.result != "handled"),
            updates=self._count(receipts.c.update_id > 0),
        )

    def _count(self, which: ColumnElement[bool]) -> int:
        return self.conn.execute(select(func.count()).where(which)).scalar_one()

    # Outcomes of buyers

    def _outcomes(self) -> dict[int, str]:
        """The outcome of everyone who wrote to the buyers' bot, by Telegram id."""
        wrote = select(receipts.c.user_id).where(receipts.c.bot == "buyers").distinct()
        without = {user_id: self._outcome_without_booking(user_id) for user_id in self.conn.scalars(wrote)}
        listed = select(guests.c.telegram_id).join(waitlist, waitlist.c.guest_id == guests.c.id)
        without |= dict.fromkeys(self.conn.scalars(listed.where(guests.c.telegram_id.in_(without))), "waited")
        with_bookings = (
            select(guests.c.telegram_id, func.max(bookings.c.status != "cancelled"))
            .join(bookings, bookings.c.guest_id == guests.c.id)
            .where(guests.c.telegram_id.in_(without))
            .group_by(guests.c.telegram_id)
        )
        return without | {
            user_id: "booked" if has_live_booking else "cancelled"
            for user_id, has_live_booking in self.conn.execute(with_bookings)
        }

    def _outcome_without_booking(self, user_id: int) -> str:
        """The outcome of a buyer who never had a booking."""
        sent = (
            select(outbox.c.words, outbox.c.body)
            .where(outbox.c.bot == "buyers", outbox.c.chat_id == user_id, outbox.c.status == "sent")
            .order_by(outbox.c.id)
        )
        refused = False
        for words, body in self.conn.execute(sent):
            if any(sentence.search(words) for sentence in _NO_ROOM_PATTERNS):
                refused = True
            elif body.get("contact") or _has_choice(body, "guests"):
                refused = False
        return "refused" if refused else "abandoned"

    # Slots

    def _oversold(self) -> set[datetime]:
        """Slots that had more occupied seats than their capacity at any time, or have now."""
        oversold = {
            slot for slot, occupied in self._occupied_now().items() if occupied > self._capacity(slot)
        }
        taken: Counter[datetime] = Counter()
        offers_open: dict[int, datetime] = {}
        for step in sorted(self._history(), key=lambda step: (step.at, step.order)):
            for slot, parties in step.parties.items():
                taken[slot] += parties
            offers_open.pop(step.entry, None)
            if step.offered is not None:
                offers_open[step.entry] = step.offered
            occupied = taken + Counter(offers_open.values())
            touched = {*step.parties} if step.offered is None else {step.offered}
            oversold |= {slot for slot in touched if occupied[slot] > self._capacity(slot)}
        return oversold

    def _occupied_now(self) -> Counter[datetime]:
        parties = select(bookings.c.starts_at).where(bookings.c.status != "cancelled")
        offers = select(waitlist.c.offered).where(waitlist.c.status == "offered")
        return Counter(self.conn.scalars(parties)) + Counter(self.conn.scalars(offers))

    def _history(self) -> Iterator[_Step]:
        """All changes of seats. An offered seat is occupied until the next notice or tap of that waitlist entry."""
        rows = select(
            booking_changes.c.made_at,
            booking_changes.c.what,
            booking_changes.c.starts_at,
            booking_changes.c.moved_from,
        )
        for at, what, starts_at, moved_from in self.conn.execute(rows.order_by(booking_changes.c.id)):
            parties = Counter({starts_at: {"made": 1, "moved": 1, "cancelled": -1}.get(what, 0)})
            if what == "moved":
                parties[moved_from] -= 1
            yield _Step(at, 1, parties)
        delivered = select(outbox.c.written_at, outbox.c.body).where(outbox.c.kind == "notice")
        for at, body in self.conn.execute(delivered.order_by(outbox.c.id)):
            entry = body["facts"].get("entry")
            if entry is not None:
                offers = body["kind"].endswith("_offered")
                slot = datetime.fromisoformat(body["facts"]["offered"]) if offers else None
                yield _Step(at, 2 if offers else 0, Counter(), entry, slot)
        for at, sent in self.conn.execute(select(receipts.c.received_at, receipts.c.input)):
            tapped = sent.get("tapped") or {}
            if tapped.get("name") in {"accept", "leave"}:
                yield _Step(at, 0, Counter(), int(tapped["subject"]))

    def _capacity(self, slot: datetime) -> int:
        weekend = slot.astimezone(self.site.zone).weekday() >= _SATURDAY
        seats = -self.site.withheld
        for agency in self.site.agencies:
            seats += agency.consultants if weekend else agency.consultants - agency.weekday_rest
        return seats

    # Pings

    def _pings_expected(self) -> Counter[Ping]:
        """The pings the group should receive: one for each change of each booking."""
        rows = select(booking_changes.c.what, bookings.c.code).join(
            bookings, bookings.c.id == booking_changes.c.booking_id
        )
        return Counter((what, code) for what, code in self.conn.execute(rows))

    def _pings_delivered(self) -> Counter[Ping]:
        """The pings the group received. A ping marked as sent again counts only if there is no unmarked one."""
        words = catalogue(self.site.language)
        maybe_duplicate = words.gettext(SENT_AGAIN)
        headings = {_plain(words.gettext(heading)): what for what, heading in HEADINGS.items()}
        fresh: Counter[str] = Counter()
        repeats: set[str] = set()
        kinds: dict[str, Ping] = {}
        for message in self._bot_messages(chat_id=self.group):
            text = message.text.removeprefix(maybe_duplicate).lstrip()
            what = headings.get(text.partition("\n")[0])
            code = re.search(r"<code>(\w+)</code>", message.html)
            if what is None or code is None:
                continue
            kinds[text] = what, code[1]
            if message.text.startswith(maybe_duplicate):
                repeats.add(text)
            else:
                fresh[text] += 1
        delivered = fresh + Counter(repeats - set(fresh))
        sums: Counter[Ping] = Counter()
        for text, number in delivered.items():
            sums[kinds[text]] += number
        return sums

    # Messages to guests

    def _live_bookings(self) -> Iterator[tuple[int, str, datetime]]:
        rows = self.conn.execute(
            select(guests.c.telegram_id, bookings.c.code, bookings.c.starts_at)
            .join(bookings, bookings.c.guest_id == guests.c.id)
            .where(bookings.c.status != "cancelled", guests.c.telegram_id.is_not(None))
        )
        for telegram_id, code, starts_at in rows:
            yield telegram_id, code, starts_at.astimezone(self.site.zone)

    def _is_informed(self, user_id: int, code: str, starts_at: datetime) -> bool:
        """Whether the newest message with this code in a guest's chat shows the booking's day and hour."""
        cards = [
            message.text
            for message in self._bot_messages(bot=self.bot, user_id=user_id)
            if code in message.text
        ]
        when = next((line for line in reversed("".join(cards[-1:]).splitlines()) if line.startswith("🗓")), "")
        return f"{starts_at:%H:%M}" in when and re.search(rf"(?<!\d){starts_at.day}(?!\d)", when) is not None

    def _bot_messages(
        self, *, bot: str | None = None, user_id: int | None = None, chat_id: int | None = None
    ) -> Iterator[ShownMessage]:
        history = self.telegram.history(bot=bot, user_id=user_id, chat_id=chat_id)
        return (message for message in history if message.sender.is_bot)


def _has_choice(body: dict[str, object], choice: str) -> bool:
    rows = body.get("rows")
    return isinstance(rows, list) and any(data.endswith(f"|{choice}") for row in rows for _, data in row)


def _plain(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html)


def _sentence_pattern(msgid: str, language: str) -> re.Pattern[str]:
    """A pattern that matches a sentence in a language with any facts."""
    pieces = re.split(r"{\w+}", catalogue(language).gettext(msgid))
    return re.compile(".+?".join(map(re.escape, pieces)))


_NO_ROOM_PATTERNS = tuple(_sentence_pattern(msgid, language) for msgid in NO_ROOM for language in NAMES)

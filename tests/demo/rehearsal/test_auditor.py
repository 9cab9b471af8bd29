"""The auditor, on rows and messages written by the tests."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from sqlalchemy import Connection, create_engine, insert
from sqlalchemy.pool import NullPool

from bot.language.catalogues import LOCALES
from core.site import Agency, Site
from core.store.tables import booking_changes, bookings, guests, metadata, outbox, receipts, slots, waitlist
from demo.cast import GROUP, add_people
from demo.rehearsal.auditor import HEADINGS, NO_ROOM, SENT_AGAIN, Auditor
from demo.stage import BUYERS_BOT, STAFF_BOT
from sandbox.telegram import Person, Telegram

# A Saturday and a Monday, 10:00 in Shanghai.
SATURDAY = datetime(2026, 11, 21, 2, tzinfo=UTC)
MONDAY = SATURDAY + timedelta(days=2)
NOW = datetime(2026, 11, 19, 1, tzinfo=UTC)


class Record:
    """Writes rows of a house's database, and messages in its chats."""

    def __init__(self, conn: Connection, telegram: Telegram) -> None:
        self.conn = conn
        self.telegram = telegram
        self._update = 0

    def _row(self, table: object, **values: object) -> int:
        return self.conn.execute(insert(table).values(**values)).inserted_primary_key[0]  # type: ignore[arg-type]  # any table will do

    def _add(self, user_id: int) -> None:
        self.telegram.add_person(Person(user_id, "Grace", "Tan", language_code="en"))

    def wrote(self, user_id: int, *, result: str = "handled") -> None:
        self._update += 1
        self._add(user_id)
        self.telegram.send(user_id, "/start", bot=BUYERS_BOT.username)
        self._row(
            receipts, bot="buyers", update_id=self._update, user_id=user_id, chat_id=user_id, input={},
            result=result, received_at=NOW,
        )  # fmt: skip

    def was_sent(self, user_id: int, words: str, choice: str = "days") -> None:
        """Write a sent screen to the outbox."""
        self._row(
            outbox, bot="buyers", chat_id=user_id, kind="screen", handle="form", send_new=True, not_superseded=False,
            body={"text": words, "rows": [[["…", f"p|booking|3|{choice}"]]]}, status="sent", attempts=1,
            words=words, written_at=NOW, sent_at=NOW,
        )  # fmt: skip

    def booked(self, user_id: int, code: str, starts_at: datetime = SATURDAY) -> int:
        self._add(user_id)
        guest = self._row(
            guests, number=f"TY-{user_id}", surname="Tan", given="Grace", title="ms", kind="new",
            phone_kind="declined", telegram_id=user_id, registered_at=NOW,
        )  # fmt: skip
        if starts_at not in set(self.conn.execute(slots.select()).scalars()):
            self._row(slots, starts_at=starts_at)
        booking = self._row(
            bookings, code=code, guest_id=guest, starts_at=starts_at, adults=1, elders=0, children=0,
            tier="A", status="booked", version=1,
        )  # fmt: skip
        self.changed(booking, "made", 1, starts_at)
        return booking

    def changed(
        self,
        booking: int,
        what: str,
        version: int,
        starts_at: datetime,
        moved_from: datetime | None = None,
        at: datetime | None = None,
    ) -> None:
        self._row(
            booking_changes, booking_id=booking, serial=version, version=version, what=what, by_user=1, channel="chat",
            moved_from=moved_from, starts_at=starts_at, made_at=at or NOW,
        )  # fmt: skip

    def waits(self, user_id: int, entry: int = 1) -> None:
        """Write a waitlist entry for Monday."""
        self._add(user_id)
        guest = self._row(
            guests, number=f"TY-{user_id}", surname="Tan", given="Mei", title="ms", kind="new",
            phone_kind="declined", telegram_id=user_id, registered_at=NOW,
        )  # fmt: skip
        self._row(
            waitlist, id=entry, guest_id=guest, adults=1, elders=0, children=0, day=MONDAY.date(), wanted=MONDAY,
            status="waiting", version=1, joined_at=NOW, by_user=user_id, channel="chat",
        )  # fmt: skip

    def was_notified(self, what: str, at: datetime, entry: int = 1, slot: datetime = MONDAY) -> None:
        """Write a sent waitlist notice to the outbox."""
        facts = {"entry": entry, "offered": slot.isoformat()}
        self._row(
            outbox, bot="buyers", chat_id=1, kind="notice", send_new=True, not_superseded=True,
            status="sent", attempts=1,
            body={"kind": f"guest_{what}", "facts": facts}, words="…", written_at=at, sent_at=at,
        )  # fmt: skip

    def taps(self, action: str, at: datetime, entry: int = 1) -> None:
        self._update += 1
        tapped = {"name": action, "subject": str(entry), "version": 2}
        self._row(
            receipts, bot="buyers", update_id=self._update, user_id=1, chat_id=1,
            input={"tapped": tapped, "message": 1}, result="handled", received_at=at,
        )  # fmt: skip

    def update(self, booking: int, **values: object) -> None:
        self.conn.execute(bookings.update().where(bookings.c.id == booking).values(**values))

    async def says(self, bot: str, chat_id: int, text: str) -> None:
        answer = await self.telegram.call(
            bot, "sendMessage", {"chat_id": chat_id, "text": text, "parse_mode": "HTML"}
        )
        assert answer["ok"], answer

    async def pings(self, text: str) -> None:
        await self.says(STAFF_BOT.token, GROUP, text)


@pytest.fixture
def site(site: Site) -> Site:
    """Two parties a slot at the weekend, one on other days; the group reads English."""
    agencies = (Agency(name="A", consultants=3, weekday_rest=1),)
    return site.model_copy(update={"agencies": agencies, "withheld": 1, "language": "en"})


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    engine = create_engine(f"sqlite:///{tmp_path / 'house.db'}", poolclass=NullPool)
    telegram = Telegram(lambda: NOW, [BUYERS_BOT, STAFF_BOT])
    add_people(telegram)
    with engine.connect() as conn:
        metadata.create_all(conn)
        yield Record(conn, telegram)


@pytest.fixture
def auditor(record: Record, site: Site) -> Auditor:
    return Auditor(record.conn, record.telegram, site, BUYERS_BOT.username, GROUP)


def test_buyers_are_counted_by_their_outcome(record: Record, auditor: Auditor) -> None:
    full = "I am sorry, Sat, Nov 21 10:00 is fully booked.\n\nMay I offer one of these instead?"
    for user_id in range(1, 8):
        record.wrote(user_id)
        record.wrote(user_id)
    record.booked(1, "AAAAA")
    arrived = record.booked(2, "BBBBB")
    record.update(arrived, status="arrived", arrived_at=NOW)
    withdrawn = record.booked(3, "CCCCC", MONDAY)
    record.update(withdrawn, status="cancelled")
    record.changed(withdrawn, "cancelled", 2, MONDAY)
    record.was_sent(4, full)
    record.was_sent(4, "Welcome back. Shall we continue where we stopped?", "on")
    record.was_sent(5, full)
    record.was_sent(5, "Is everything as you wish?", "guests")
    record.was_sent(6, "抱歉，11月21日周六已约满。")
    record.was_sent(7, "How may we address you?")
    found = auditor.findings()
    assert (found.buyers, found.updates) == (7, 14)
    assert (found.booked, found.cancelled, found.refused, found.abandoned) == (2, 1, 2, 2)
    assert (found.arrived, found.moved) == (1, 0)


def test_a_slot_with_more_bookings_than_seats_is_oversold(record: Record, auditor: Auditor) -> None:
    record.booked(1, "AAAAA")
    record.booked(2, "BBBBB")
    assert auditor.findings().oversold_slots == 0
    record.booked(3, "CCCCC", MONDAY)
    record.booked(4, "DDDDD", MONDAY)
    assert auditor.findings().oversold_slots == 1
    record.booked(5, "EEEEE")
    assert auditor.findings().oversold_slots == 2


def test_a_slot_oversold_for_a_while_is_counted(record: Record, auditor: Auditor) -> None:
    first, second = record.booked(1, "AAAAA", MONDAY), record.booked(2, "BBBBB")
    record.update(second, starts_at=MONDAY)
    record.changed(second, "moved", 2, MONDAY, moved_from=SATURDAY)
    record.update(first, status="cancelled")
    record.changed(first, "cancelled", 2, MONDAY)
    found = auditor.findings()
    assert (found.oversold_slots, found.moved) == (1, 1)


def test_a_cancelled_seat_can_be_booked_again(record: Record, auditor: Auditor) -> None:
    first = record.booked(1, "AAAAA", MONDAY)
    record.update(first, status="cancelled")
    record.changed(first, "cancelled", 2, MONDAY)
    record.booked(2, "BBBBB", MONDAY)
    assert auditor.findings().oversold_slots == 0


LATER, LAST = NOW + timedelta(minutes=5), NOW + timedelta(minutes=9)


def test_a_buyer_on_the_waitlist_without_a_booking_counts_as_waited(record: Record, auditor: Auditor) -> None:
    record.wrote(1)
    record.waits(1)
    record.wrote(2)
    found = auditor.findings()
    assert (found.waited, found.abandoned, found.buyers) == (1, 1, 2)


def test_a_held_seat_counts_until_it_is_released(record: Record, auditor: Auditor) -> None:
    record.was_notified("offered", NOW)
    assert auditor.findings().oversold_slots == 0
    stolen = record.booked(2, "BBBBB", SATURDAY)
    record.update(stolen, starts_at=MONDAY)
    record.changed(stolen, "moved", 2, MONDAY, moved_from=SATURDAY, at=LATER)
    assert auditor.findings().oversold_slots == 1


@pytest.mark.parametrize("sign", ["offer_lapsed", "offer_recalled", "accept", "leave"])
def test_a_released_seat_can_be_booked(record: Record, auditor: Auditor, sign: str) -> None:
    record.was_notified("offered", NOW)
    if sign.startswith("offer"):
        record.was_notified(sign, LATER)
    else:
        record.taps(sign, LATER)
    later = record.booked(2, "BBBBB", SATURDAY)
    record.update(later, starts_at=MONDAY)
    record.changed(later, "moved", 2, MONDAY, moved_from=SATURDAY, at=LAST)
    assert auditor.findings().oversold_slots == 0


def test_an_offer_of_a_taken_seat_is_oversold(record: Record, auditor: Auditor) -> None:
    record.booked(2, "BBBBB", MONDAY)
    record.was_notified("offered", LATER)
    assert auditor.findings().oversold_slots == 1


PING = "<b>Sat, Nov 21 10:00</b> · Ms Tan · 1 guest\ntier A · <code>{code}</code> · no phone"


async def test_each_change_must_be_announced_to_the_group_once(record: Record, auditor: Auditor) -> None:
    booking = record.booked(1, "AAAAA", MONDAY)
    record.changed(booking, "moved", 2, SATURDAY, moved_from=MONDAY)
    record.update(booking, starts_at=SATURDAY)
    assert (auditor.findings().pings_expected, auditor.findings().pings_delivered) == (2, 0)
    await record.pings("🆕 New booking\n" + PING.format(code="AAAAA"))
    await record.pings("🔁 Booking moved\n" + PING.format(code="BBBBB"))
    assert auditor.findings().pings_delivered == 1
    await record.pings("🔁 Booking moved\n" + PING.format(code="AAAAA"))
    found = auditor.findings()
    assert (found.pings_delivered, found.pings_repeated) == (2, 1)


async def test_only_a_ping_marked_as_sent_again_may_repeat_another(record: Record, auditor: Auditor) -> None:
    record.booked(1, "AAAAA")
    ping = "🆕 New booking\n" + PING.format(code="AAAAA")
    await record.pings("(sent again)\n\n" + ping)
    assert (auditor.findings().pings_delivered, auditor.findings().pings_repeated) == (1, 0)
    await record.pings(ping)
    assert (auditor.findings().pings_delivered, auditor.findings().pings_repeated) == (1, 0)
    await record.pings(ping)
    assert (auditor.findings().pings_delivered, auditor.findings().pings_repeated) == (1, 1)


async def test_a_guest_must_be_shown_the_current_booking(record: Record, auditor: Auditor) -> None:
    record.wrote(1)
    booking = record.booked(1, "AAAAA", MONDAY)
    await record.says(BUYERS_BOT.token, 1, "🗓 <b>Mon, Nov 23 10:00–11:00</b>\n🔑 Booking code <b>AAAAA</b>")
    assert auditor.findings().untold == 0
    record.update(booking, starts_at=SATURDAY)
    assert auditor.findings().untold == 1


async def test_a_failed_update_makes_the_findings_unsound(record: Record, auditor: Auditor) -> None:
    record.wrote(1)
    assert auditor.findings().sound
    record.wrote(1, result="failed")
    found = auditor.findings()
    assert (found.failed_updates, found.sound) == (1, False)


def test_the_auditor_searches_for_sentences_that_the_house_uses() -> None:
    with (LOCALES / "messages.pot").open("rb") as file:
        said = {message.id for message in read_po(file)}
    assert {*NO_ROOM, *HEADINGS.values(), SENT_AGAIN} <= said

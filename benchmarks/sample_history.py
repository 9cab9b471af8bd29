"""A house with a past: so many bookings behind it, and a fortnight before it that is well filled.

Each hour of the past had twelve bookings, two of them cancelled and now and then one missed: 108 a day, as many as
the example site takes on a weekday; a million of them are twenty-five years. Every guest of the past came three times,
years apart; of each booking one change was recorded and one letter sent, to the staff's group. Half of the guests
write to the bot, the others call.
"""

from datetime import date, timedelta
from math import ceil
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    String,
    Subquery,
    Table,
    case,
    cast,
    func,
    insert,
    literal,
    null,
    select,
    true,
)

from benchmarks import MORNING
from core import timetable
from core.booking import BookingStatus, Channel
from core.guests import GuestKind, PhoneKind, Tier, Title
from core.notices import STAFF
from core.site import Site
from core.store.outbox import OutboxKind as LetterKind
from core.store.outbox import OutboxStatus as LetterStatus
from core.store.tables import booking_changes, bookings, guests, outbox, slots
from demo.cast import GROUP

AN_HOUR, AN_HOUR_TO_COME, VISITS = 12, 9, 3
TELEGRAM_IDS, NUMBERS = 5_000_000, 13_000_000_000
# The steps from one guest to the next, a prime: who comes today did not come yesterday.
STRIDE = 7919


def load(conn: Connection, site: Site, size: int) -> None:
    """Fill an empty record: ``size`` bookings of the past, and what is booked from today to the horizon."""
    today, horizon = timetable.day_of(site, MORNING), timetable.last_day(site, MORNING)
    to_come = _slots(site, today, horizon)
    first = today - timedelta(days=ceil(size / AN_HOUR / len(timetable.slots_of(site, today))))
    midnight, known = timetable.midnight(site, today), guests_of(size)
    conn.execute(insert(slots), [{"starts_at": slot} for slot in _slots(site, first, horizon)])
    _insert(conn, guests, _guests(known + AN_HOUR_TO_COME * len(to_come)))
    past = _numbered(slots.c.starts_at < midnight, AN_HOUR)
    _insert(conn, bookings, _bookings(past, 1 + past.c.n * STRIDE % known, "P").where(past.c.n <= size))
    ahead = _numbered(slots.c.starts_at >= midnight, AN_HOUR_TO_COME)
    _insert(conn, bookings, _bookings(ahead, known + ahead.c.n, "F"))
    _insert(conn, booking_changes, _changes())
    _insert(conn, outbox, _letters())


def guests_of(size: int) -> int:
    """How many guests the past has. Those with odd ids write to the bot, as ``TELEGRAM_IDS`` and their id; those with
    even ones call from ``NUMBERS`` and theirs."""
    return size // VISITS


def _slots(site: Site, first: date, last: date) -> list[Any]:
    return [slot for day in timetable.days_between(first, last) for slot in timetable.slots_of(site, day)]


def _insert(conn: Connection, table: Table, rows: Select[Any]) -> None:
    conn.execute(insert(table).from_select([column.name for column in rows.selected_columns], rows))


def _count(most: int) -> Subquery:
    """The numbers from 1."""
    counted = select(literal(1, BigInteger).label("n")).cte(recursive=True)
    return select(counted.union_all(select(counted.c.n + 1).where(counted.c.n < most)).c.n).subquery()


def _numbered(when: ColumnElement[bool], an_hour: int) -> Subquery:
    """So many rows for each hour, numbered from 1: ``n`` of all of them, ``k`` of their hour."""
    k = _count(an_hour)
    n = func.row_number().over(order_by=(slots.c.starts_at, k.c.n))
    rows = select(slots.c.starts_at, k.c.n.label("k"), n.label("n")).join_from(slots, k, true())
    return rows.where(when).subquery()


def _guests(number: int) -> Select[Any]:
    n = _count(number).c.n
    writes = n % 2 == 1
    return select(
        ("TY-H" + cast(n, String)).label("number"),
        literal("Chen").label("surname"),
        literal("Ming").label("given"),
        literal(Title.MR.value).label("title"),
        literal(GuestKind.NEW.value).label("kind"),
        ("+86" + cast(n + NUMBERS, String)).label("phone"),
        case((writes, PhoneKind.SHARED.value), else_=PhoneKind.TAKEN.value).label("phone_kind"),
        case((writes, n + TELEGRAM_IDS), else_=null()).label("telegram_id"),
        literal(MORNING, guests.c.registered_at.type).label("registered_at"),
    )


def _bookings(hours: Subquery, guest_id: ColumnElement[int], code: str) -> Select[Any]:
    """What came of them, if their hour is over; every sixth was cancelled."""
    past = hours.c.starts_at < literal(MORNING, slots.c.starts_at.type)
    came = past & (hours.c.n % 24 != 1)
    cancelled = hours.c.k % 6 == 0
    status = case(
        (cancelled, BookingStatus.CANCELLED.value),
        (came, BookingStatus.ARRIVED.value),
        else_=BookingStatus.BOOKED.value,
    )
    return select(
        (code + cast(hours.c.n, String)).label("code"),
        guest_id.label("guest_id"),
        hours.c.starts_at,
        literal(2).label("adults"),
        literal(0).label("elders"),
        literal(0).label("children"),
        literal(Tier.A.value).label("tier"),
        status.label("status"),
        literal(1).label("version"),
        case((~cancelled & came, hours.c.starts_at), else_=null()).label("arrived_at"),
    )


def _changes() -> Select[Any]:
    return select(
        bookings.c.id.label("booking_id"),
        bookings.c.version.label("serial"),
        bookings.c.version,
        literal("made").label("what"),
        bookings.c.guest_id.label("by_user"),
        literal(Channel.CHAT.value).label("channel"),
        bookings.c.starts_at,
        literal(MORNING, booking_changes.c.made_at.type).label("made_at"),
    )


def _letters() -> Select[Any]:
    return select(
        literal(STAFF).label("bot"),
        literal(GROUP).label("chat_id"),
        literal(LetterKind.NOTICE.value).label("kind"),
        literal({"kind": "booking_made", "facts": {"name": "Chen Ming", "tier": "A"}}, JSON()).label("body"),
        literal(True).label("send_new"),
        literal(False).label("not_superseded"),
        literal(LetterStatus.SENT.value).label("status"),
        literal(1).label("attempts"),
        bookings.c.id.label("message_id"),
        (literal("A booking was made: Mr Chen, two guests, tier A, code ") + bookings.c.code).label("words"),
        literal(MORNING, outbox.c.written_at.type).label("written_at"),
        literal(MORNING, outbox.c.sent_at.type).label("sent_at"),
    )

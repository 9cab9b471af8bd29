"""A generated database with many past bookings, and well-filled days up to the horizon.

Each hour of the past has twelve bookings, two of them cancelled and sometimes one a no-show: 108 a day, as many as the
example site takes on a weekday. A million bookings are twenty-five years. Every past guest has three bookings, years
apart. Each booking has one change and one message to the staff group. Half of the guests use the bot, the others call.
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
from core.bots import STAFF
from core.guests import GuestKind, PhoneKind, Tier, Title
from core.site import Site
from core.store.outbox import OutboxKind, OutboxStatus
from core.store.tables import booking_changes, bookings, guests, outbox, slots
from demo.cast import GROUP

PAST_PER_HOUR, FUTURE_PER_HOUR, VISITS_PER_GUEST = 12, 9, 3
FIRST_TELEGRAM_ID, FIRST_PHONE = 5_000_000, 13_000_000_000
# The step from one booking's guest to the next; it is a prime, so that consecutive days have different guests.
STRIDE = 7919


def load(conn: Connection, site: Site, size: int) -> None:
    """Fill an empty database with ``size`` past bookings, and with bookings from today to the horizon."""
    today, horizon = timetable.day_of(site, MORNING), timetable.last_day(site, MORNING)
    upcoming = _slots(site, today, horizon)
    first = today - timedelta(days=ceil(size / PAST_PER_HOUR / len(timetable.slots_of(site, today))))
    midnight, past_guests = timetable.midnight(site, today), guests_of(size)
    conn.execute(insert(slots), [{"starts_at": slot} for slot in _slots(site, first, horizon)])
    _insert(conn, guests, _guests(past_guests + FUTURE_PER_HOUR * len(upcoming)))
    past = _numbered(slots.c.starts_at < midnight, PAST_PER_HOUR)
    _insert(conn, bookings, _bookings(past, 1 + past.c.n * STRIDE % past_guests, "P").where(past.c.n <= size))
    ahead = _numbered(slots.c.starts_at >= midnight, FUTURE_PER_HOUR)
    _insert(conn, bookings, _bookings(ahead, past_guests + ahead.c.n, "F"))
    _insert(conn, booking_changes, _changes())
    _insert(conn, outbox, _outbox_messages())


def guests_of(size: int) -> int:
    """The number of past guests. A guest with an odd id uses the bot; their Telegram id is ``FIRST_TELEGRAM_ID`` plus
    their id. A guest with an even id calls; their number is ``FIRST_PHONE`` plus their id."""
    return size // VISITS_PER_GUEST


def _slots(site: Site, first: date, last: date) -> list[Any]:
    return [slot for day in timetable.days_between(first, last) for slot in timetable.slots_of(site, day)]


def _insert(conn: Connection, table: Table, rows: Select[Any]) -> None:
    conn.execute(insert(table).from_select([column.name for column in rows.selected_columns], rows))


def _count(most: int) -> Subquery:
    """The numbers from 1 to ``most``."""
    counted = select(literal(1, BigInteger).label("n")).cte(recursive=True)
    return select(counted.union_all(select(counted.c.n + 1).where(counted.c.n < most)).c.n).subquery()


def _numbered(when: ColumnElement[bool], per_hour: int) -> Subquery:
    """So many rows for each hour. ``n`` numbers all rows from 1, ``k`` those of an hour."""
    k = _count(per_hour)
    n = func.row_number().over(order_by=(slots.c.starts_at, k.c.n))
    rows = select(slots.c.starts_at, k.c.n.label("k"), n.label("n")).join_from(slots, k, true())
    return rows.where(when).subquery()


def _guests(number: int) -> Select[Any]:
    n = _count(number).c.n
    has_telegram = n % 2 == 1
    return select(
        ("TY-H" + cast(n, String)).label("number"),
        literal("Chen").label("surname"),
        literal("Ming").label("given"),
        literal(Title.MR.value).label("title"),
        literal(GuestKind.NEW.value).label("kind"),
        ("+86" + cast(n + FIRST_PHONE, String)).label("phone"),
        case((has_telegram, PhoneKind.SHARED.value), else_=PhoneKind.TAKEN.value).label("phone_kind"),
        case((has_telegram, n + FIRST_TELEGRAM_ID), else_=null()).label("telegram_id"),
        literal(MORNING, guests.c.registered_at.type).label("registered_at"),
    )


def _bookings(hours: Subquery, guest_id: ColumnElement[int], code: str) -> Select[Any]:
    """Bookings with a plausible status for their time; every sixth is cancelled."""
    past = hours.c.starts_at < literal(MORNING, slots.c.starts_at.type)
    arrived = past & (hours.c.n % 24 != 1)
    cancelled = hours.c.k % 6 == 0
    status = case(
        (cancelled, BookingStatus.CANCELLED.value),
        (arrived, BookingStatus.ARRIVED.value),
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
        case((~cancelled & arrived, hours.c.starts_at), else_=null()).label("arrived_at"),
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


def _outbox_messages() -> Select[Any]:
    return select(
        literal(STAFF).label("bot"),
        literal(GROUP).label("chat_id"),
        literal(OutboxKind.NOTICE.value).label("kind"),
        literal({"kind": "booking_made", "facts": {"name": "Chen Ming", "tier": "A"}}, JSON()).label("body"),
        literal(True).label("send_new"),
        literal(False).label("not_superseded"),
        literal(OutboxStatus.SENT.value).label("status"),
        literal(1).label("attempts"),
        bookings.c.id.label("message_id"),
        (literal("A booking was made: Mr Chen, two guests, tier A, code ") + bookings.c.code).label("words"),
        literal(MORNING, outbox.c.written_at.type).label("written_at"),
        literal(MORNING, outbox.c.sent_at.type).label("sent_at"),
    )

"""No query scans a table that grows with every booking; the tests read the query plans of each engine.

The database has some thousand bookings, so that the engines prefer an index. PostgreSQL uses generic plans for
frequent queries, so the tests ask for those. Hash and merge joins are off, because at this size PostgreSQL would use
them and scan a whole table.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, Connection, Table, event, insert, literal, select

from benchmarks import sample_history
from core.arrangements import ArrangementKind, ArrangementSpec
from core.booking import Actor, Channel, Party
from core.bots import BUYERS, STAFF
from core.desk import (
    Desk,
    arrangements,
    arrival,
    booking,
    guest_register,
    promotion,
    queries,
    requests,
    waitlist,
)
from core.desk.booking import BookingDetails
from core.guests import Name, Phone, PhoneKind
from core.runtime.house import House
from core.staff import Member, Role
from core.store import outbox, receipts, sessions, tables
from core.store.outbox import OutboxKind, OutboxMessage
from core.store.receipts import Receipt
from core.store.sessions import SessionKey
from tests.support.blocking import writing_engine

# Tables that grow with every booking and never shrink. A scan of the few unsent outbox messages is allowed.
GROWING = {"bookings", "guests", "changes", "slots", "receipts", "sessions", "outbox"}
UNSENT = "ix_outbox_unsent"
TODAY, TOMORROW = date(2026, 11, 19), datetime(2026, 11, 20, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
GUEST = Actor(user_id=1, channel=Channel.CHAT)
OPERATOR = Actor(user_id=900, channel=Channel.PHONE, staff_name="Zhou")
CALLER = "+8613800138000"
MANAGER = Member(user_id=800, name="Lin", role=Role.SITE_MANAGER)
Asked = dict[str, tuple[Any, ...]]


class UndoneError(Exception):
    """Raised to roll back a write."""


def wish(starts_at: datetime, number: str | None = None) -> BookingDetails:
    phone = Phone(number=number, kind=PhoneKind.TAKEN if number else PhoneKind.DECLINED)
    return BookingDetails(
        name=Name(surname="Chen", given="Ming"), phone=phone, party=Party(adults=2), starts_at=starts_at
    )


def book_move_cancel(desk: Desk) -> None:
    made = booking.book(desk, wish(TOMORROW), GUEST)
    booking.annotate(desk, made.id, GUEST, plate="粤B 12345")
    guest_register.annotate(desk, made.id, GUEST, district="Nanshan")
    moved = booking.move(desk, made.id, made.version, TOMORROW + HOUR, GUEST)
    booking.cancel(desk, moved.id, moved.version, GUEST)
    booking.book(desk, wish(TOMORROW), GUEST)


def receive_a_caller(desk: Desk) -> None:
    called = booking.book(desk, wish(desk.now + HOUR, CALLER), OPERATOR)
    arrival.mark_arrived(desk, arrival.find_by_code(desk, called.code).id, OPERATOR)
    booking.book(desk, wish(TOMORROW, CALLER), OPERATOR)


def wait_and_arrange(desk: Desk) -> None:
    day = TOMORROW.date()
    cap = ArrangementSpec(
        what=ArrangementKind.DAY_CAP, starts_at=TOMORROW - 10 * HOUR, ends_at=TOMORROW + 14 * HOUR, number=0
    )
    arrangements.arrange(desk, [cap], MANAGER)
    caller = Name(surname="Sun", given="Li")
    no_phone = Phone(number=None, kind=PhoneKind.DECLINED)
    entry = waitlist.join(
        desk, name=caller, phone=no_phone, party=Party(adults=1), day=day, wanted=TOMORROW, by=OPERATOR
    )
    arrangements.lift(desk, [arrangements.in_force(desk)[-1].id], MANAGER)
    offered = waitlist.own_entry(desk, entry.id, OPERATOR)
    promotion.accept(desk, offered.id, offered.version, OPERATOR)
    queries.audit_entries(desk, 10)
    requests.list_open(desk)


def look_around(desk: Desk) -> None:
    queries.free_slots(desk, queries.seat_request(desk, GUEST))
    queries.nearest(desk, TOMORROW, queries.seat_request(desk, GUEST))
    queries.open_booking(desk, GUEST.user_id)
    queries.bookings_on(desk, TODAY)
    queries.loads(desk, TODAY, TODAY + timedelta(days=14))


def converse(desk: Desk) -> None:
    receipts.insert_receipt(
        desk.conn, Receipt(bot=BUYERS, update_id=0, user_id=1, chat_id=1, input={}), desk.now
    )
    receipts.recent_results(desk.conn, BUYERS, 1, desk.now)
    key = SessionKey(bot=BUYERS, chat_id=1, user_id=1)
    sessions.save(desk.conn, key, sessions.lock(desk.conn, key, desk.now))


def deliver(desk: Desk) -> None:
    message = OutboxMessage(bot=STAFF, chat_id=1, kind=OutboxKind.SCREEN, body={"text": ""}, handle="today")
    outbox.add(desk.conn, message, desk.now)
    (delivery,) = claim_of(desk, message.chat_id)
    outbox.mark_waiting(desk.conn, delivery, desk.now)
    (again,) = claim_of(desk, message.chat_id)
    outbox.mark_sent(desk.conn, again, message_id=1, words="", now=desk.now)
    outbox.next_due(desk.conn, desk.now, STAFF)
    outbox.discard_unsent(desk.conn, STAFF, message.chat_id)
    outbox.recover(desk.conn, STAFF)


def claim_of(desk: Desk, chat_id: int) -> list[outbox.Delivery]:
    claimed = outbox.claim(desk.conn, STAFF, desk.now, 10)
    return [delivery for delivery in claimed if delivery.message.chat_id == chat_id]


STORY: tuple[Callable[[Desk], None], ...] = (
    book_move_cancel,
    receive_a_caller,
    wait_and_arrange,
    look_around,
    converse,
    deliver,
)


def add_long_history(desk: Desk) -> None:
    """Bookings with their rows, and a receipt and a session for each guest."""
    sample_history.load(desk.conn, desk.site, 5000)
    guest, at = tables.guests.c.id, tables.guests.c.registered_at
    fill(
        desk.conn,
        tables.receipts,
        bot=literal(BUYERS),
        update_id=guest,
        user_id=guest,
        chat_id=guest,
        input=literal({}, JSON()),
        result=literal("handled"),
        received_at=at,
    )
    fill(
        desk.conn,
        tables.sessions,
        bot=literal(BUYERS),
        chat_id=guest,
        user_id=guest,
        language_chosen=literal(value=False),
        turn=literal(1),
        reply_keyboard=literal(value=False),
        touched_at=at,
    )
    if desk.conn.dialect.name == "postgresql":
        desk.conn.exec_driver_sql("ANALYZE")


def fill(conn: Connection, table: Table, **columns: Any) -> None:
    conn.execute(insert(table).from_select(list(columns), select(*columns.values())))


@contextmanager
def listening(house: House) -> Iterator[Asked]:
    """The statements of a house with their parameters, without inserts."""
    asked: Asked = {}

    def note(_conn: object, _cursor: object, sql: str, parameters: Any, *_: object) -> None:
        if sql.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            asked[sql] = parameters

    engine = writing_engine(house)
    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
async def asked(house: House) -> Asked:
    """All statements of the use cases in STORY, on a database with a long history."""
    await house.run(add_long_history)
    with listening(house) as statements:
        for use_case in STORY:
            await house.run(use_case)
    return statements


def scanned(desk: Desk, asked: Asked) -> dict[str, set[str]]:
    """The growing tables that each statement scans."""
    find_scans = sqlite_scans if desk.conn.dialect.name == "sqlite" else postgres_scans
    found = {sql: set(find_scans(desk.conn, sql, parameters)) & GROWING for sql, parameters in asked.items()}
    return {sql: scans for sql, scans in found.items() if scans}


def sqlite_scans(conn: Connection, sql: str, parameters: tuple[Any, ...]) -> Iterator[str]:
    for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters):
        step = re.match(r"(SCAN|SEARCH) (\w+)", row.detail)
        if step and UNSENT not in row.detail and (step[1] == "SCAN" or row.detail.endswith("(bot=?)")):
            yield step[2]


def postgres_scans(conn: Connection, sql: str, parameters: tuple[Any, ...]) -> Iterator[str]:
    for setting in (
        "plan_cache_mode = force_generic_plan",
        "enable_hashjoin = off",
        "enable_mergejoin = off",
    ):
        conn.exec_driver_sql(f"SET LOCAL {setting}")
    conn.exec_driver_sql(f"PREPARE asked AS {sql}")
    values = f"({', '.join('NULL' for _ in parameters)})" if parameters else ""
    (explained,) = conn.exec_driver_sql(f"EXPLAIN (FORMAT JSON) EXECUTE asked{values}").scalar_one()
    conn.exec_driver_sql("DEALLOCATE asked")
    nodes = [explained["Plan"]]
    for node in nodes:
        nodes += node.get("Plans", [])
        condition, index = node.get("Index Cond", ""), node.get("Index Name")
        whole = not condition or re.fullmatch(r"\(+bot\)?(::text)? = \S+\)", condition)
        if node["Node Type"] == "Seq Scan":
            yield node["Relation Name"]
        if index and index != UNSENT and whole:
            yield node.get("Relation Name") or index.split("_")[1]


async def test_no_query_scans_a_growing_table(asked: Asked, outside: House) -> None:
    assert len(asked) > 25
    assert await outside.run(lambda desk: scanned(desk, asked)) == {}


async def test_without_its_index_a_query_scans_a_growing_table(asked: Asked, outside: House) -> None:
    """The control, for the queries of bookings by time and for those of the courier."""
    for index, table, least in (("ix_bookings_starts_at_status", "bookings", 2), (UNSENT, "outbox", 3)):

        def drop_and_scan(desk: Desk, index: str = index) -> None:
            desk.conn.exec_driver_sql(f"DROP INDEX {index}")
            raise UndoneError(scanned(desk, asked))

        with pytest.raises(UndoneError) as undone:
            await outside.run(drop_and_scan)
        found = undone.value.args[0]
        assert list(found.values()).count({table}) == len(found) >= least

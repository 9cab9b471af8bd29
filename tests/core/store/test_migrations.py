"""The upgrade from every earlier revision, with rows in every table.

The rows that each revision added are in old_rows/, in the SQL of that revision. The rows of a new revision are written
together with the next revision.
"""

import json
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, select

from bot import opening
from core.audit import AuditAction
from core.booking import BookingStatus, Party
from core.clock import PlayedClock
from core.desk import Desk, queries
from core.guests import GuestKind, HeardThrough, Name, Phone, PhoneKind, Tier, Title
from core.notices import registry
from core.notices.booking_made import BookingMadeForGroup
from core.notices.booking_moved import BookingMovedForGroup
from core.runtime.house import House
from core.site import Site
from core.staff import STAFF_GROUP, Member, Role
from core.store import (
    audit,
    bookings,
    complaints,
    guests,
    leads,
    outbox,
    receipts,
    schema,
    sessions,
    staff,
    tables,
    waitlist,
)
from core.store.receipts import Receipt
from core.store.sessions import SessionKey
from core.store.tables import metadata
from tests.conftest import Bare
from tests.core.store.differences import differences
from tests.support.people import TEN, books, guest

SCRIPTS = ScriptDirectory.from_config(schema._config())
# Oldest first.
REVISIONS = [script.revision for script in SCRIPTS.walk_revisions()][::-1]
OLD_ROWS = Path(__file__).with_name("old_rows")
# Tables that a revision has dropped with their rows.
DROPPED = {"claims", "holds"}
# Renamed tables, and renamed columns by the table's old name.
TABLES = {"waiting": "waitlist", "changes": "booking_changes"}
COLUMNS = {
    "audit": {"deed": "action"},
    "complaints": {"settled_by": "closed_by", "settled_at": "closed_at"},
    "outbox": {"anew": "send_new", "kept": "not_superseded", "trouble": "error"},
    "receipts": {"said": "input"},
}


def upgrade(conn: Connection, revision: str) -> None:
    config = schema._config()
    config.attributes["connection"] = conn
    command.upgrade(config, revision)


def upgrade_with_rows(desk: Desk, last: str) -> None:
    """Upgrade up to a revision, and add the rows of each revision on the way."""
    for revision in REVISIONS[: REVISIONS.index(last) + 1]:
        upgrade(desk.conn, revision)
        rows = OLD_ROWS / f"{revision}.sql"
        for statement in rows.read_text(encoding="utf-8").split(";\n") if rows.exists() else ():
            if statement:
                desk.conn.exec_driver_sql(statement)


Rows = dict[str, list[dict[str, Any]]]


def all_rows(desk: Desk) -> Rows:
    """Every row of every table, as the driver returns it."""
    conn, tables = desk.conn, set(inspect(desk.conn).get_table_names()) - {"alembic_version"}
    return {
        table: sorted(map(dict, conn.exec_driver_sql(f"SELECT * FROM {table}").mappings()), key=repr)  # noqa: S608 a table's name
        for table in tables
    }


def as_before(now: Rows, before: Rows) -> Rows:
    """The present rows, by the names of the earlier tables and columns."""
    return {
        table: [
            {name: row[COLUMNS.get(table, {}).get(name, name)] for name in old[0]}
            for row in now[table if table in now else TABLES[table]]
        ]
        for table, old in before.items()
        if old and table not in DROPPED
    }


# Renamed texts in the bodies of outbox rows, by the kind of the row.
BODIES = {
    "notice": (('"helped":', '"shared_consultant":'),),
    "task": (('"task":', '"job":'),),
    "picture": (
        ('"held":', '"offered":'),
        ('"shut":"over"', '"unavailable":"overbooked"'),
        ('"shut":', '"unavailable":'),
    ),
}


def as_of_0004(row: dict[str, Any]) -> dict[str, Any]:
    """The kind and body of an earlier outbox row after revision 0004."""
    kind, body = row["kind"], row["body"]
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    for old, new in BODIES.get(kind, ()):
        text = text.replace(old, new)
    kind = "job" if kind == "task" else kind
    return {"kind": kind, "body": text if isinstance(body, str) else json.loads(text)}


@pytest.fixture
def url(bare: Bare) -> str:
    return bare()


@pytest.fixture
async def upgraded(url: str, site: Site, clock: PlayedClock, revision: str) -> AsyncIterator[House]:
    """A house whose database is at a revision."""
    house = opening.open_house(url, site, clock)
    try:
        await house.run(lambda desk: upgrade_with_rows(desk, revision))
        yield house
    finally:
        await house.close()


@pytest.mark.parametrize("revision", REVISIONS)
async def test_every_row_survives_the_upgrade(upgraded: House, revision: str) -> None:
    before = await upgraded.read(all_rows)
    if revision != REVISIONS[-1]:
        assert [table for table, rows in before.items() if not rows] == [], "old_rows/ has none of these"
    await upgraded.upgrade()
    assert await upgraded.read(lambda desk: schema.versions(desk.conn)) == (REVISIONS[-1], REVISIONS[-1])
    assert await upgraded.read(lambda desk: differences(desk.conn, metadata)) == []
    after = await upgraded.read(all_rows)
    assert set(before) - set(after) <= DROPPED | set(TABLES)
    wanted = {table: rows for table, rows in before.items() if rows and table not in DROPPED}
    if revision < "0004":
        for row in wanted["outbox"]:
            row.update(as_of_0004(row))
        for row in wanted["sessions"]:
            if row["dialog"] == "complaint":
                # The dialog that a complaint had set aside is now in a separate column.
                row["state"] = "{}" if isinstance(row["state"], str) else {}
    assert as_before(after, before) == wanted
    assert wanted


@pytest.mark.parametrize("revision", REVISIONS)
async def test_upgraded_rows_are_read_correctly(upgraded: House, revision: str) -> None:
    await upgraded.upgrade()
    await upgraded.read(lambda desk: reads_the_first_rows(desk, later=revision > "0001"))
    if revision > "0001":
        await upgraded.read(reads_the_second_rows)
    if revision > "0002":
        await upgraded.read(reads_the_third_rows)
        await upgraded.run(resumes_the_dialog_that_a_complaint_set_aside)
    await upgraded.run(continues_the_conversation)
    made = await upgraded.run(books(guest(500), TEN))
    assert await upgraded.read(lambda desk: queries.open_booking(desk, 500)) == made
    assert made.id > 3


def reads_the_first_rows(desk: Desk, *, later: bool) -> None:
    assert staff.find_place(desk.conn, STAFF_GROUP) == -1001
    assert staff.find(desk.conn, 204) == Member(user_id=204, name="周静", role=Role.OPERATOR)
    assert staff.find(desk.conn, 201) is None
    known = guests.find_by_telegram(desk.conn, 101)
    assert known is not None
    assert (known.number, known.name, known.kind) == (
        "TY-WX001",
        Name(surname="王", given="小明", title=Title.MR),
        GuestKind.RETURNING,
    )
    assert known.phone == Phone(number="+8613800138000", kind=PhoneKind.SHARED)
    assert (known.heard_through, known.district) == ((HeardThrough.ONLINE, "南山") if later else (None, None))
    existing = queries.open_booking(desk, 101)
    assert existing is not None
    assert (existing.code, existing.starts_at, existing.party) == (
        "BBBBB",
        TEN,
        Party(adults=2, elders=1, children=3),
    )
    assert (existing.tier, existing.status, existing.version) == (Tier.A, BookingStatus.BOOKED, 2)
    assert (existing.plate, existing.remarks) == (("粤B12345", "轮椅") if later else (None, None))
    come = bookings.find_by_code(desk.conn, "ARRVD")
    assert come is not None
    assert come.arrived_at == datetime(2026, 11, 18, 2, 3, tzinfo=UTC)
    load = next(
        load for load in queries.loads(desk, date(2026, 11, 21), date(2026, 11, 21)) if load.starts_at == TEN
    )
    assert load.taken == 1


def reads_the_second_rows(desk: Desk) -> None:
    lead = leads.find_by_telegram(desk.conn, 102)
    assert lead is not None
    assert (lead.owner, lead.invite_on) == (204, date(2026, 11, 20))
    assert [complaint.words for complaint in complaints.list_open(desk.conn)] == ["门口没有伞"]


def reads_the_third_rows(desk: Desk) -> None:
    known = guests.find_by_telegram(desk.conn, 101)
    assert known is not None
    entry = waitlist.find_open_of_guest(desk.conn, known.id)
    assert entry is not None
    assert (entry.day, entry.wanted, entry.version) == (date(2026, 11, 28), None, 3)
    (entered,) = audit.list_latest(desk.conn, 10)
    assert (entered.action, entered.reason) == (AuditAction.ARRANGED, "贵宾")
    unsent = select(tables.outbox.c.body).where(tables.outbox.c.kind == outbox.OutboxKind.NOTICE)
    made, moved = (
        registry.from_json(body) for body in desk.conn.execute(unsent.order_by(tables.outbox.c.id)).scalars()
    )
    assert isinstance(made, BookingMadeForGroup)
    assert isinstance(moved, BookingMovedForGroup)
    assert made.remarks == '"helped": 请帮忙'
    assert made.shared_consultant is not None
    assert (made.shared_consultant.consultant, made.shared_consultant.surname) == ("王芳", "李")
    assert moved.shared_consultant is None


def resumes_the_dialog_that_a_complaint_set_aside(desk: Desk) -> None:
    kept = [
        sessions.lock(desk.conn, SessionKey(bot="buyers", chat_id=user, user_id=user), desk.now)
        for user in (103, 104)
    ]
    assert [(session.dialog, session.state) for session in kept] == [("complaint", {})] * 2
    under_way = {"dialog": "booking", "state": {"at": "guests", "surname": "Tan", "title": "ms"}}
    assert [session.aside for session in kept] == [[under_way], None]


def continues_the_conversation(desk: Desk) -> None:
    session = sessions.lock(desk.conn, SessionKey(bot="buyers", chat_id=101, user_id=101), desk.now)
    assert (session.language, session.dialog, session.state, session.turn) == (
        "zh_Hans",
        "booking",
        {"at": "name"},
        4,
    )
    received = Receipt(bot="buyers", update_id=7, user_id=101, chat_id=101, input={})
    assert not receipts.insert_receipt(desk.conn, received, desk.now)
    (message,) = outbox.claim(desk.conn, "buyers", desk.now, 10)
    assert message.message.body == {"text": "等", "rows": []}
    assert message.previous is not None
    assert message.previous.message_id == 55

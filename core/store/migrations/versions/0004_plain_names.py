"""plain names, a serial of its own for each booking's changes, and dialogs set aside in the session"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from core.store.tables import UtcDateTime

revision = "0004"
down_revision = "0003"

_Serial = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_OPEN = sa.text("status IN ('waiting', 'offered')")
_OFFERED = sa.text("status = 'offered'")
_NOT_CLOSED = sa.text("closed_at IS NULL")
_RENAMED = (
    ("outbox", "anew", "send_new"),
    ("outbox", "kept", "not_superseded"),
    ("outbox", "trouble", "error"),
    ("audit", "deed", "action"),
    ("receipts", "said", "input"),
)
# The figures of each slot travel in a picture's row until it is drawn.
_IN_PICTURES = (
    ('"held":', '"offered":'),
    ('"shut":"over"', '"unavailable":"overbooked"'),
    ('"shut":', '"unavailable":'),
)


def upgrade() -> None:
    for table, old, new in _RENAMED:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
    _bodies("task", '"task":', '"job":')
    op.execute("UPDATE outbox SET kind = 'job' WHERE kind = 'task'")
    _bodies("notice", '"helped":', '"shared_consultant":')
    for old, new in _IN_PICTURES:
        _bodies("picture", old, new)
    _named_locks()
    op.drop_index("ix_arrangements_standing", "arrangements")
    _partial_index("ix_arrangements_in_force", "arrangements", ["ends_at"], sa.text("lifted_at IS NULL"))
    _booking_changes()
    _waitlist()
    _complaints()
    _sessions()


def _bodies(kind: str, old: str, new: str) -> None:
    """Replace a key in the JSON of every outbox row of a kind. Quotes inside people's own words are escaped."""
    text, json = ("body", "{}") if op.get_bind().dialect.name == "sqlite" else ("body::text", "({})::json")
    body = json.format(f"replace({text}, '{old}', '{new}')")
    op.execute(f"UPDATE outbox SET body = {body} WHERE kind = '{kind}'")  # noqa: S608 constants of this file


def _named_locks() -> None:
    # These rows only serve as locks; they are inserted again when needed.
    op.drop_table("holds")
    op.create_table(
        "named_locks",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_named_locks")),
    )


def _booking_changes() -> None:
    op.create_table(
        "booking_changes",
        sa.Column("id", _Serial, autoincrement=True, nullable=False),
        sa.Column("booking_id", _Serial, nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("by_user", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("moved_from", UtcDateTime(timezone=True), nullable=True),
        sa.Column("starts_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("fk_booking_changes_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_changes")),
        sa.UniqueConstraint("booking_id", "serial", name=op.f("uq_booking_changes_booking_id_serial")),
    )
    kept = ("id", "booking_id", "version", "what", "by_user", "channel", "moved_from", "starts_at", "made_at")
    _move_rows("changes", "booking_changes", kept, {"serial": "version"})


def _waitlist() -> None:
    op.drop_index("ix_waiting_open", "waiting")
    op.drop_index("ix_waiting_day", "waiting")
    op.drop_index("ix_waiting_offered", "waiting")
    op.create_table(
        "waitlist",
        sa.Column("id", _Serial, autoincrement=True, nullable=False),
        sa.Column("guest_id", _Serial, nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("elders", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("wanted", UtcDateTime(timezone=True), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("offered", UtcDateTime(timezone=True), nullable=True),
        sa.Column("offer_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("joined_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("by_user", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.CheckConstraint("status <> 'waiting' OR offered IS NULL", name=op.f("ck_waitlist_waiting")),
        sa.CheckConstraint("status <> 'offered' OR offered IS NOT NULL", name=op.f("ck_waitlist_offered")),
        sa.CheckConstraint("(offered IS NULL) = (offer_until IS NULL)", name=op.f("ck_waitlist_offer_until")),
        sa.ForeignKeyConstraint(["guest_id"], ["guests.id"], name=op.f("fk_waitlist_guest_id")),
        sa.ForeignKeyConstraint(["offered"], ["slots.starts_at"], name=op.f("fk_waitlist_offered")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waitlist")),
    )
    kept = (
        *("id", "guest_id", "adults", "elders", "children", "day", "wanted", "status", "version"),
        *("offered", "offer_until", "joined_at", "by_user", "channel"),
    )
    _move_rows("waiting", "waitlist", kept)
    _partial_index("ix_waitlist_open", "waitlist", ["guest_id"], _OPEN, unique=True)
    _partial_index("ix_waitlist_day", "waitlist", ["day", "id"], _OPEN)
    _partial_index("ix_waitlist_offered", "waitlist", ["offered"], _OFFERED)


def _complaints() -> None:
    op.drop_index("ix_complaints_open", "complaints")
    op.rename_table("complaints", "old_complaints")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE old_complaints RENAME CONSTRAINT pk_complaints TO pk_old_complaints")
    op.create_table(
        "complaints",
        sa.Column("id", _Serial, autoincrement=True, nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=True),
        sa.Column("surname", sa.String(length=80), nullable=False),
        sa.Column("given", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(closed_by IS NULL) = (closed_at IS NULL)", name=op.f("ck_complaints_closed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaints")),
    )
    kept = ("id", "telegram_id", "surname", "given", "title", "words", "made_at")
    renamed = {"closed_by": "settled_by", "closed_at": "settled_at"}
    _move_rows("old_complaints", "complaints", kept, renamed)
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER SEQUENCE {_sequence('complaints')} RENAME TO complaints_id_seq")
    _partial_index("ix_complaints_open", "complaints", ["made_at"], _NOT_CLOSED)


def _sessions() -> None:
    """The engine keeps the dialogs set aside; until now a complaint kept the one in its own state."""
    op.add_column("sessions", sa.Column("aside", sa.JSON(), nullable=True))
    op.add_column("sessions", sa.Column("choices", sa.JSON(), nullable=True))
    key: list[sa.ColumnClause[Any]] = [sa.column(name) for name in ("bot", "chat_id", "user_id")]
    state, aside = sa.column("state", sa.JSON()), sa.column("aside", sa.JSON())
    table = sa.table("sessions", *key, sa.column("dialog"), state, aside)
    conn = op.get_bind()
    complaints = conn.execute(sa.select(*key, state).where(table.c.dialog == "complaint")).all()
    for *values, kept in complaints:
        under_way = (kept or {}).get("aside")
        this = sa.and_(*(column == value for column, value in zip(key, values, strict=True)))
        conn.execute(sa.update(table).where(this).values(state={}, aside=[under_way] if under_way else None))


def _move_rows(old: str, new: str, kept: Sequence[str], renamed: dict[str, str] | None = None) -> None:
    """Copy every row to the new table, go on numbering where the old one stopped, and drop the old one."""
    columns = {name: name for name in kept} | (renamed or {})
    into, out = ", ".join(columns), ", ".join(columns.values())
    op.execute(f"INSERT INTO {new} ({into}) SELECT {out} FROM {old} ORDER BY id")  # noqa: S608 constants of this file
    op.drop_table(old)
    if op.get_bind().dialect.name == "postgresql":
        last = f"SELECT coalesce(max(id), 1), max(id) IS NOT NULL FROM {new}"  # noqa: S608 constants of this file
        numbering = f"SELECT setval('{_sequence(new)}', n, used) FROM ({last}) AS last (n, used)"  # noqa: S608 constants too
        op.execute(numbering)


def _sequence(table: str) -> str:
    name = op.get_bind().scalar(sa.select(sa.func.pg_get_serial_sequence(table, "id")))
    return str(name)


def _partial_index(
    name: str, table: str, columns: list[str], where: sa.TextClause, *, unique: bool = False
) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=where, postgresql_where=where)

"""The tables. Times are aware UTC; user ids and chat ids are Telegram's."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.engine import Dialect

from core.guests import MAX_PHONE_LENGTH


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in and out, whether or not the engine stores a time zone. Raises ValueError for a naive time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time reached the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite generates ids only in a column of type INTEGER.
Serial = BigInteger().with_variant(Integer(), "sqlite")


def _key() -> Column[int]:
    return Column("id", Serial, primary_key=True, autoincrement=True)


def _name() -> tuple[Column[str], ...]:
    return (
        Column("surname", String(80), nullable=False),
        Column("given", String(80), nullable=False),
        Column("title", String(16), nullable=False),
    )


def _party() -> tuple[Column[int], ...]:
    return tuple(Column(name, Integer, nullable=False) for name in ("adults", "elders", "children"))


def _where(condition: str) -> dict[str, Any]:
    """The options of a partial index on both engines."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def _partial(name: str, *columns: str, where: str) -> Index:
    return Index(name, *columns, **_where(where))


receipts = Table(
    "receipts",
    metadata,
    Column("bot", String(16), primary_key=True),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("input", JSON, nullable=False),
    Column("result", String(16), nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Index(None, "bot", "user_id", "received_at"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("bot", String(16), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(16)),
    Column("language_chosen", Boolean, nullable=False),
    Column("dialog", String(32)),
    Column("state", JSON),
    Column("turn", Integer, nullable=False),
    Column("reply_keyboard", Boolean, nullable=False),
    Column("touched_at", UtcDateTime, nullable=False),
    Column("aside", JSON),
    Column("choices", JSON),
)

guests = Table(
    "guests",
    metadata,
    _key(),
    Column("number", String(32), nullable=False, unique=True),
    *_name(),
    Column("kind", String(16), nullable=False),
    Column("phone", String(MAX_PHONE_LENGTH)),
    Column("phone_kind", String(16), nullable=False),
    Column("telegram_id", BigInteger, unique=True),
    Column("heard_through", String(16)),
    Column("district", String(80)),
    Column("consultant_id", Serial, ForeignKey("consultants.id")),
    Column("affiliation", String(120)),
    Column("language", String(16)),
    Column("exempt_until", Date),
    Column("registered_at", UtcDateTime, nullable=False),
    Index(None, "phone"),
)

consultants = Table(
    "consultants",
    metadata,
    _key(),
    Column("name", String(80), nullable=False),
    Column("agency", String(80), nullable=False),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("left_at", UtcDateTime),
    Index("ix_consultants_present", "agency", "name", unique=True, **_where("left_at IS NULL")),
)

serials = Table(
    "serials",
    metadata,
    Column("initials", String(16), primary_key=True),
    Column("last", Integer, nullable=False),
)

slots = Table("slots", metadata, Column("starts_at", UtcDateTime, primary_key=True))

# Rows to lock for things that have no row of their own: the plan, and a day or a week with a cap.
named_locks = Table("named_locks", metadata, Column("name", String(32), primary_key=True))

arrangements = Table(
    "arrangements",
    metadata,
    _key(),
    Column("what", String(16), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("number", Integer),
    Column("agency", String(80)),
    Column("consultant_id", Serial, ForeignKey("consultants.id")),
    Column("reason", String(200), nullable=False),
    Column("by_user", BigInteger, nullable=False),
    Column("by_name", String(80), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("lifted_at", UtcDateTime),
    CheckConstraint("starts_at < ends_at", name="some_time"),
    _partial("ix_arrangements_in_force", "ends_at", where="lifted_at IS NULL"),
)

audit = Table(
    "audit",
    metadata,
    _key(),
    Column("at", UtcDateTime, nullable=False),
    Column("by_user", BigInteger, nullable=False),
    Column("by_name", String(80), nullable=False),
    Column("action", String(16), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("reason", String(200), nullable=False),
)

bookings = Table(
    "bookings",
    metadata,
    _key(),
    Column("code", String(12), nullable=False, unique=True),
    Column("guest_id", Serial, ForeignKey("guests.id"), nullable=False),
    Column("starts_at", UtcDateTime, ForeignKey("slots.starts_at"), nullable=False),
    *_party(),
    Column("tier", String(4), nullable=False),
    Column("status", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("arrived_at", UtcDateTime),
    Column("plate", String(16)),
    Column("remarks", String(500)),
    CheckConstraint("status IN ('booked', 'arrived', 'cancelled')", name="status"),
    CheckConstraint("(arrived_at IS NOT NULL) = (status = 'arrived')", name="arrived_at"),
    Index(None, "guest_id", "starts_at"),
    Index(None, "starts_at", "status"),
)

booking_changes = Table(
    "booking_changes",
    metadata,
    _key(),
    Column("booking_id", Serial, ForeignKey("bookings.id"), nullable=False),
    # Numbers the changes of one booking. The version grows only with the hour, party or status.
    Column("serial", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("what", String(16), nullable=False),
    Column("by_user", BigInteger, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("moved_from", UtcDateTime),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    UniqueConstraint("booking_id", "serial"),
)

waitlist = Table(
    "waitlist",
    metadata,
    _key(),
    Column("guest_id", Serial, ForeignKey("guests.id"), nullable=False),
    *_party(),
    Column("day", Date, nullable=False),
    Column("wanted", UtcDateTime),
    Column("status", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("offered", UtcDateTime, ForeignKey("slots.starts_at")),
    Column("offer_until", UtcDateTime),
    Column("joined_at", UtcDateTime, nullable=False),
    Column("by_user", BigInteger, nullable=False),
    Column("channel", String(16), nullable=False),
    CheckConstraint("status <> 'waiting' OR offered IS NULL", name="waiting"),
    CheckConstraint("status <> 'offered' OR offered IS NOT NULL", name="offered"),
    CheckConstraint("(offered IS NULL) = (offer_until IS NULL)", name="offer_until"),
    Index("ix_waitlist_open", "guest_id", unique=True, **_where("status IN ('waiting', 'offered')")),
    _partial("ix_waitlist_day", "day", "id", where="status IN ('waiting', 'offered')"),
    _partial("ix_waitlist_offered", "offered", where="status = 'offered'"),
)

requests = Table(
    "requests",
    metadata,
    _key(),
    Column("guest_id", Serial, ForeignKey("guests.id"), nullable=False),
    *_party(),
    Column("day", Date, nullable=False),
    Column("status", String(16), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("answer_by", UtcDateTime, nullable=False),
    Column("booking_id", Serial, ForeignKey("bookings.id")),
    Column("answered_by", BigInteger),
    Column("answered_at", UtcDateTime),
    CheckConstraint("(status = 'answered') = (booking_id IS NOT NULL)", name="booking"),
    CheckConstraint("(status = 'open') = (answered_at IS NULL)", name="answered"),
    Index("ix_requests_open", "guest_id", unique=True, **_where("status = 'open'")),
)

outbox = Table(
    "outbox",
    metadata,
    _key(),
    Column("bot", String(16), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("body", JSON, nullable=False),
    Column("handle", String(32)),
    Column("send_new", Boolean, nullable=False),
    Column("not_superseded", Boolean, nullable=False),
    Column("status", String(16), nullable=False),
    Column("due_at", UtcDateTime),
    Column("not_before", UtcDateTime),
    Column("attempts", Integer, nullable=False),
    Column("message_id", BigInteger),
    Column("words", Text),
    Column("error", Text),
    Column("written_at", UtcDateTime, nullable=False),
    Column("sent_at", UtcDateTime),
    CheckConstraint("(sent_at IS NOT NULL) = (status = 'sent')", name="sent_at"),
    _partial("ix_outbox_unsent", "bot", "chat_id", "id", where="status IN ('waiting', 'sending')"),
    _partial("ix_outbox_due", "bot", "due_at", where="status = 'waiting' AND due_at IS NOT NULL"),
    Index(None, "bot", "chat_id", "handle", "id"),
)

staff = Table(
    "staff",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(80), nullable=False),
    Column("role", String(32), nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    Column("revoked_at", UtcDateTime),
)

invitations = Table(
    "invitations",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("role", String(32), nullable=False),
    Column("name", String(80)),
    Column("invited_by", BigInteger),
    Column("expires_at", UtcDateTime, nullable=False),
    Column("spent_by", BigInteger),
    Column("spent_at", UtcDateTime),
    CheckConstraint("(spent_by IS NULL) = (spent_at IS NULL)", name="spent"),
)

places = Table(
    "places",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
)

leads = Table(
    "leads",
    metadata,
    _key(),
    Column("telegram_id", BigInteger),
    *_name(),
    Column("phone", String(MAX_PHONE_LENGTH), nullable=False),
    Column("phone_kind", String(16), nullable=False),
    Column("owner", BigInteger),
    Column("invite_on", Date, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("closed_at", UtcDateTime),
    Index("ix_leads_open", "telegram_id", unique=True, **_where("closed_at IS NULL")),
)

complaints = Table(
    "complaints",
    metadata,
    _key(),
    Column("telegram_id", BigInteger),
    *_name(),
    Column("words", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("closed_by", BigInteger),
    Column("closed_at", UtcDateTime),
    CheckConstraint("(closed_by IS NULL) = (closed_at IS NULL)", name="closed"),
    _partial("ix_complaints_open", "made_at", where="closed_at IS NULL"),
)

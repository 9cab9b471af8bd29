"""The first schema."""

import sqlalchemy as sa
from alembic import op

from core.store.tables import UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "claims",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("spent_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_claims")),
    )
    op.create_table(
        "guests",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("surname", sa.String(length=80), nullable=False),
        sa.Column("given", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("phone_kind", sa.String(length=16), nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=True),
        sa.Column("registered_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guests")),
        sa.UniqueConstraint("number", name=op.f("uq_guests_number")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_guests_telegram_id")),
    )
    with op.batch_alter_table("guests", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_guests_phone"), ["phone"], unique=False)

    op.create_table(
        "outbox",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("bot", sa.String(length=16), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("handle", sa.String(length=32), nullable=True),
        sa.Column("anew", sa.Boolean(), nullable=False),
        sa.Column("kept", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("not_before", UtcDateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("written_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(sent_at IS NOT NULL) = (status = 'sent')", name=op.f("ck_outbox_sent_at")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_outbox_bot_chat_id_handle_id"), ["bot", "chat_id", "handle", "id"], unique=False
        )
        batch_op.create_index(
            "ix_outbox_unsent",
            ["bot", "chat_id", "id"],
            unique=False,
            sqlite_where=sa.text("status IN ('waiting', 'sending')"),
            postgresql_where=sa.text("status IN ('waiting', 'sending')"),
        )

    op.create_table(
        "places",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_places")),
    )
    op.create_table(
        "receipts",
        sa.Column("bot", sa.String(length=16), nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("result", sa.String(length=16), nullable=False),
        sa.Column("received_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bot", "update_id", name=op.f("pk_receipts")),
    )
    op.create_table(
        "serials",
        sa.Column("initials", sa.String(length=16), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("initials", name=op.f("pk_serials")),
    )
    op.create_table(
        "sessions",
        sa.Column("bot", sa.String(length=16), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("language", sa.String(length=16), nullable=True),
        sa.Column("language_chosen", sa.Boolean(), nullable=False),
        sa.Column("dialog", sa.String(length=32), nullable=True),
        sa.Column("state", sa.JSON(), nullable=True),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("reply_keyboard", sa.Boolean(), nullable=False),
        sa.Column("touched_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bot", "chat_id", "user_id", name=op.f("pk_sessions")),
    )
    op.create_table(
        "slots",
        sa.Column("starts_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("starts_at", name=op.f("pk_slots")),
    )
    op.create_table(
        "staff",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("added_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_staff")),
    )
    op.create_table(
        "bookings",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("guest_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("starts_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("adults", sa.Integer(), nullable=False),
        sa.Column("elders", sa.Integer(), nullable=False),
        sa.Column("children", sa.Integer(), nullable=False),
        sa.Column("tier", sa.String(length=4), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("arrived_at", UtcDateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(arrived_at IS NOT NULL) = (status = 'arrived')", name=op.f("ck_bookings_arrived_at")
        ),
        sa.CheckConstraint("status IN ('booked', 'arrived', 'cancelled')", name=op.f("ck_bookings_status")),
        sa.ForeignKeyConstraint(["guest_id"], ["guests.id"], name=op.f("fk_bookings_guest_id")),
        sa.ForeignKeyConstraint(["starts_at"], ["slots.starts_at"], name=op.f("fk_bookings_starts_at")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
        sa.UniqueConstraint("code", name=op.f("uq_bookings_code")),
    )
    with op.batch_alter_table("bookings", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_bookings_guest_id_starts_at"), ["guest_id", "starts_at"], unique=False
        )
        batch_op.create_index(
            "ix_bookings_live",
            ["starts_at"],
            unique=False,
            sqlite_where=sa.text("status <> 'cancelled'"),
            postgresql_where=sa.text("status <> 'cancelled'"),
        )

    op.create_table(
        "changes",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False
        ),
        sa.Column("booking_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("by_user", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("moved_from", UtcDateTime(timezone=True), nullable=True),
        sa.Column("starts_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["bookings.id"], name=op.f("fk_changes_booking_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changes")),
        sa.UniqueConstraint("booking_id", "version", name=op.f("uq_changes_booking_id_version")),
    )

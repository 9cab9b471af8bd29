"""The outbox: messages to send, written in the commit that makes them true."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from core.store.tables import outbox, sessions


class OutboxKind(StrEnum):
    """SCREEN: text and buttons, already worded. NOTICE: facts, worded for the reader when sent. PICTURE: facts, drawn
    when sent. LEAVE: the bot leaves the chat. JOB: no message, but something the house does at the due time."""

    SCREEN = "screen"
    NOTICE = "notice"
    PICTURE = "picture"
    LEAVE = "leave"
    JOB = "job"


class OutboxStatus(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    SUPERSEDED = "superseded"


# The chat id of jobs, which have no chat.
NO_CHAT = 0

# Key in ``Connection.info``: the bots whose couriers have something to deliver once the transaction commits.
CHANGED_BOTS = "yingbin_changed_bots"

# Literals, as in the partial index: neither engine uses the index with bound parameters.
UNSENT = outbox.c.status.in_(
    [literal_column(f"'{status}'") for status in (OutboxStatus.WAITING, OutboxStatus.SENDING)]
)


@dataclass(frozen=True, kw_only=True)
class OutboxMessage:
    """A message for one chat.

    With a ``handle`` it replaces the last sent message of that handle, unless ``send_new``: then it is sent as a new
    message, which the handle names from then on. While it waits, a newer message of its handle supersedes it, unless
    ``not_superseded``.
    """

    bot: str
    chat_id: int
    kind: OutboxKind
    body: dict[str, Any]
    handle: str | None = None
    send_new: bool = True
    not_superseded: bool = False


@dataclass(frozen=True)
class SentMessage:
    """The message that a handle names now."""

    message_id: int
    body: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A message claimed for sending. ``previous`` is the message its handle names now. ``language`` is the reader's, or
    None if unknown. ``maybe_duplicate``: it may have been sent before."""

    id: int
    message: OutboxMessage
    previous: SentMessage | None
    language: str | None
    attempts: int
    maybe_duplicate: bool


def add(
    conn: Connection,
    message: OutboxMessage,
    now: datetime,
    *,
    not_before: datetime | None = None,
    due_at: datetime | None = None,
) -> None:
    """Add a message; it supersedes waiting messages of its handle.

    ``not_before`` delays the whole chat until then; with ``due_at`` other messages of the chat may be sent before it.
    """
    if message.handle is not None:
        conn.execute(_SUPERSEDE, _of(message.bot, message.chat_id, message.handle))
    times = {"written_at": now, "not_before": not_before, "due_at": due_at}
    conn.execute(_INSERT, vars(message) | _INITIAL | times)
    if CHANGED_BOTS in conn.info:
        conn.info[CHANGED_BOTS].add(message.bot)


def last_sent(conn: Connection, bot: str, chat_id: int, handle: str) -> SentMessage | None:
    """The message that a handle names, if one was sent."""
    row = conn.execute(_LAST_SENT, _of(bot, chat_id, handle)).first()
    return SentMessage(row.message_id, row.body) if row else None


def last_written(
    conn: Connection, bot: str, chat_id: int, handle: str, since: datetime
) -> dict[str, Any] | None:
    """The body of a handle's newest message, sent or not, if it was written since a moment; None if it is older."""
    row = conn.execute(_LAST_WRITTEN, _of(bot, chat_id, handle)).first()
    return row.body if row is not None and row.written_at >= since else None


def has_unsent(conn: Connection, bot: str, chat_id: int, handle: str) -> bool:
    """Whether a message of a handle is still to be sent."""
    found = select(outbox.c.id).where(_chat(bot, chat_id), outbox.c.handle == handle, UNSENT).limit(1)
    return conn.execute(found).first() is not None


def claim(conn: Connection, bot: str, now: datetime, limit: int) -> list[Delivery]:
    """Claim at most ``limit`` messages, the oldest unsent one of each chat that may be sent now."""
    rows = conn.execute(_CLAIMABLE, {"of_bot": bot, "now": now, "most": limit}).mappings().all()
    if rows:
        conn.execute(_CLAIM, {"ids": [row["id"] for row in rows]})
    return [_delivery(conn, row) for row in rows]


def next_due(conn: Connection, now: datetime, bot: str | None = None) -> datetime | None:
    """When the next waiting message of one bot, or of all bots, may be sent; None if none waits."""
    wanted = _NEXT if bot is None else _NEXT_OF_BOT
    times = conn.execute(wanted, {"now": now} | ({} if bot is None else {"of_bot": bot})).one()
    return min((time for time in times if time is not None), default=None)


def recover(conn: Connection, bot: str) -> None:
    """Mark messages that a stopped courier was sending as waiting; they may be duplicates."""
    left = update(outbox).where(outbox.c.bot == bot, UNSENT, outbox.c.status == OutboxStatus.SENDING)
    conn.execute(left.values(status=OutboxStatus.WAITING, error="interrupted"))


def mark_sent(
    conn: Connection, delivery: Delivery, *, message_id: int | None, words: str, now: datetime
) -> None:
    """Record that a message was sent, and its text unless it is secret."""
    secret = delivery.message.body.get("secret")
    sent_facts = {"message_id": message_id, "words": "" if secret else words}
    _mark(
        conn,
        delivery.id,
        status=OutboxStatus.SENT,
        sent_at=now,
        **sent_facts,
        **_without_secret(delivery.message.body),
    )


def mark_failed(conn: Connection, delivery: Delivery, error: str) -> None:
    without_secret = _without_secret(delivery.message.body)
    _mark(conn, delivery.id, status=OutboxStatus.FAILED, error=error, **without_secret)


def _without_secret(body: dict[str, Any]) -> dict[str, Any]:
    """The column changes that erase a secret text which will not be sent any more."""
    return {"body": body | {"text": ""}} if body.get("secret") else {}


def mark_waiting(conn: Connection, delivery: Delivery, not_before: datetime) -> None:
    """Send it again, not before a moment, unless a newer message of its handle waits by now."""
    _postpone(conn, delivery, status=OutboxStatus.WAITING, not_before=not_before)


def mark_maybe_sent(conn: Connection, delivery: Delivery, not_before: datetime) -> None:
    """It may have been sent: send it again, not before a moment, marked as a possible duplicate."""
    _postpone(conn, delivery, status=OutboxStatus.WAITING, not_before=not_before, error="unsure")


def readdress(conn: Connection, bot: str, old_chat: int, new_chat: int) -> None:
    """Move the unsent messages of a group to its new chat id."""
    moved = update(outbox).where(_chat(bot, old_chat), UNSENT)
    conn.execute(moved.values(chat_id=new_chat, status=OutboxStatus.WAITING))


def discard_unsent(conn: Connection, bot: str, chat_id: int, kind: OutboxKind | None = None) -> None:
    """Discard the unsent messages of a chat, or those of one kind."""
    unsent = select(outbox.c.id, outbox.c.body).where(_chat(bot, chat_id), UNSENT)
    if kind is not None:
        unsent = unsent.where(outbox.c.kind == kind)
    for row in conn.execute(unsent).all():
        _mark(conn, row.id, status=OutboxStatus.SUPERSEDED, **_without_secret(row.body))


def _postpone(conn: Connection, delivery: Delivery, **values: object) -> None:
    message = delivery.message
    newer = select(outbox.c.id).where(
        _chat(message.bot, message.chat_id),
        outbox.c.handle == message.handle,
        outbox.c.id > delivery.id,
        outbox.c.status == OutboxStatus.WAITING,
    )
    if message.handle is not None and not message.not_superseded and conn.execute(newer.limit(1)).first():
        values = {"status": OutboxStatus.SUPERSEDED}
    # If it was discarded meanwhile, it stays discarded.
    conn.execute(_MARK_SENDING, {"of_id": delivery.id, **values})


def _mark(conn: Connection, delivery_id: int, **values: object) -> None:
    conn.execute(_MARK, {"of_id": delivery_id, **values})


def _chat(bot: str, chat_id: int) -> ColumnElement[bool]:
    return and_(outbox.c.bot == bot, outbox.c.chat_id == chat_id)


def _reached(column: ColumnElement[datetime | None]) -> ColumnElement[bool]:
    return or_(column.is_(None), column <= bindparam("now"))


# Messages of one chat are sent in order; each job is a group of its own.
_JOB_ID = case((outbox.c.kind == literal_column("'job'"), outbox.c.id), else_=0)


def _heads(bot: BindParameter[Any] | None) -> Select[Any]:
    """The oldest unsent message of each chat, and every job, except those that are due later.

    If a message of the chat is being sent, it is that one, even if an older one has become due meanwhile.
    """
    sending = func.min(outbox.c.id).filter(outbox.c.status == literal_column("'sending'"))
    first = (
        select(func.coalesce(sending, func.min(outbox.c.id)))
        .where(UNSENT, _reached(outbox.c.due_at))
        .group_by(outbox.c.bot, outbox.c.chat_id, _JOB_ID)
    )
    if bot is not None:
        first = first.where(outbox.c.bot == bot)
    return select(outbox).where(outbox.c.id.in_(first)).order_by(outbox.c.id)


def _next(bot: BindParameter[Any] | None) -> Select[Any]:
    """Two times: when the first message that waits after a failure may be sent, and when the first later one is due."""
    heads = _heads(bot).subquery()
    later = select(func.min(outbox.c.due_at)).where(
        outbox.c.status == literal_column("'waiting'"), outbox.c.due_at > bindparam("now")
    )
    if bot is not None:
        later = later.where(outbox.c.bot == bot)
    waits = select(func.min(heads.c.not_before)).scalar_subquery()
    return select(waits, later.scalar_subquery())


def _of(bot: str, chat_id: int, handle: str) -> dict[str, Any]:
    return {"of_bot": bot, "of_chat": chat_id, "of_handle": handle}


_HANDLE = (
    outbox.c.bot == bindparam("of_bot"),
    outbox.c.chat_id == bindparam("of_chat"),
    outbox.c.handle == bindparam("of_handle"),
)
_INSERT = insert(outbox)
_INITIAL = {"status": OutboxStatus.WAITING, "attempts": 0}
_SUPERSEDE = (
    update(outbox)
    .where(*_HANDLE, outbox.c.status == OutboxStatus.WAITING, outbox.c.not_superseded.is_(False))
    .values(status=OutboxStatus.SUPERSEDED)
)
_LAST_SENT = (
    select(outbox.c.message_id, outbox.c.body)
    .where(*_HANDLE, outbox.c.status == OutboxStatus.SENT)
    .order_by(outbox.c.id.desc())
    .limit(1)
)
_LAST_WRITTEN = (
    select(outbox.c.body, outbox.c.written_at).where(*_HANDLE).order_by(outbox.c.id.desc()).limit(1)
)
_SESSION_OF_CHAT = and_(
    sessions.c.bot == outbox.c.bot,
    sessions.c.chat_id == outbox.c.chat_id,
    sessions.c.user_id == outbox.c.chat_id,
)
_CLAIMABLE = (
    _heads(bindparam("of_bot"))
    .add_columns(sessions.c.language)
    .outerjoin_from(outbox, sessions, _SESSION_OF_CHAT)
    .where(outbox.c.status == OutboxStatus.WAITING, _reached(outbox.c.not_before))
    .limit(bindparam("most"))
    .with_for_update(of=outbox)
)
_NEXT = _next(None)
_NEXT_OF_BOT = _next(bindparam("of_bot"))
_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(status=OutboxStatus.SENDING, attempts=outbox.c.attempts + 1)
)
_MARK = update(outbox).where(outbox.c.id == bindparam("of_id"))
_MARK_SENDING = _MARK.where(outbox.c.status == OutboxStatus.SENDING)


def _delivery(conn: Connection, row: Mapping[Any, Any]) -> Delivery:
    message = OutboxMessage(**{name: row[name] for name in OutboxMessage.__dataclass_fields__})
    return Delivery(
        id=row["id"],
        message=message,
        previous=last_sent(conn, message.bot, message.chat_id, message.handle) if message.handle else None,
        language=row["language"],
        attempts=row["attempts"] + 1,
        maybe_duplicate=row["error"] is not None,
    )

"""The outbox: everything that is to be said, written in the commit that makes it true."""

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
    """SCREEN is worded already; NOTICE is facts, worded for its reader when it is sent, and so is PICTURE, painted
    then; LEAVE says nothing: the bot leaves the chat. TASK is no letter: the house itself has something to do when it
    is due."""

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


# The chat of what is said to nobody.
NO_CHAT = 0

# Where a connection notes the bots whose couriers have something to do once it commits.
CHANGED_BOTS = "yingbin_letters"

# In the words of the index of them: neither engine finds it by values that come later.
UNSENT = outbox.c.status.in_(
    [literal_column(f"'{status}'") for status in (OutboxStatus.WAITING, OutboxStatus.SENDING)]
)


@dataclass(frozen=True, kw_only=True)
class OutboxMessage:
    """What is to be said in one chat. With a ``handle`` it takes the place of the last message of that
    handle, unless ``anew``: then the chat gets a new one, and the handle with it. A newer letter of its
    handle supersedes it while it waits, unless it is ``kept``."""

    bot: str
    chat_id: int
    kind: OutboxKind
    body: dict[str, Any]
    handle: str | None = None
    send_new: bool = True
    not_superseded: bool = False


@dataclass(frozen=True)
class SentMessage:
    """The message a handle stands for now."""

    message_id: int
    body: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """A letter claimed for sending. ``again``: it may have been sent before; ``language`` None: not known."""

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
    """Write a letter; letters of its handle still waiting are superseded by it.

    ``not_before`` holds up its chat until then; what is only ``due_at`` a moment lets the others pass.
    """
    if message.handle is not None:
        conn.execute(_SUPERSEDE, _of(message.bot, message.chat_id, message.handle))
    times = {"written_at": now, "not_before": not_before, "due_at": due_at}
    conn.execute(_INSERT, vars(message) | _INITIAL | times)
    if CHANGED_BOTS in conn.info:
        conn.info[CHANGED_BOTS].add(message.bot)


def last_sent(conn: Connection, bot: str, chat_id: int, handle: str) -> SentMessage | None:
    """The message that a handle stands for, if any was sent."""
    row = conn.execute(_LAST_SENT, _of(bot, chat_id, handle)).first()
    return SentMessage(row.message_id, row.body) if row else None


def claim(conn: Connection, bot: str, now: datetime, limit: int) -> list[Delivery]:
    """Take the oldest unsent letter of each chat that may be sent now, and mark them as being sent."""
    rows = conn.execute(_CLAIMABLE, {"of_bot": bot, "now": now, "most": limit}).mappings().all()
    if rows:
        conn.execute(_CLAIM, {"ids": [row["id"] for row in rows]})
    return [_delivery(conn, row) for row in rows]


def next_due(conn: Connection, now: datetime, bot: str | None = None) -> datetime | None:
    """When the first letter that waits for its time may go, of one bot or of all; None when none waits."""
    wanted = _NEXT if bot is None else _NEXT_OF_BOT
    times = conn.execute(wanted, {"now": now} | ({} if bot is None else {"of_bot": bot})).one()
    return min((time for time in times if time is not None), default=None)


def recover(conn: Connection, bot: str) -> None:
    """Letters a stopped courier left half-sent go out again, marked as such."""
    left = update(outbox).where(outbox.c.bot == bot, UNSENT, outbox.c.status == OutboxStatus.SENDING)
    conn.execute(left.values(status=OutboxStatus.WAITING, error="interrupted"))


def mark_sent(
    conn: Connection, delivery: Delivery, *, message_id: int | None, words: str, now: datetime
) -> None:
    """Keep what was said; of a secret, only that it was."""
    secret = delivery.message.body.get("secret")
    said = {"message_id": message_id, "words": "" if secret else words}
    _mark(
        conn,
        delivery.id,
        status=OutboxStatus.SENT,
        sent_at=now,
        **said,
        **_without_secret(delivery.message.body),
    )


def mark_failed(conn: Connection, delivery: Delivery, error: str) -> None:
    forgetting = _without_secret(delivery.message.body)
    _mark(conn, delivery.id, status=OutboxStatus.FAILED, error=error, **forgetting)


def _without_secret(body: dict[str, Any]) -> dict[str, Any]:
    """What becomes of a body that will not be sent any more: a secret one is blank."""
    return {"body": body | {"text": ""}} if body.get("secret") else {}


def mark_waiting(conn: Connection, delivery: Delivery, not_before: datetime) -> None:
    """To be sent again, not before a moment, unless a newer letter of its handle is there by now."""
    _postpone(conn, delivery, status=OutboxStatus.WAITING, not_before=not_before)


def mark_maybe_sent(conn: Connection, delivery: Delivery, not_before: datetime) -> None:
    """It may have been sent: to be sent again, not before a moment, and marked as a repeat."""
    _postpone(conn, delivery, status=OutboxStatus.WAITING, not_before=not_before, error="unsure")


def readdress(conn: Connection, bot: str, old_chat: int, new_chat: int) -> None:
    """A group has a new id: what is unsent follows it."""
    moved = update(outbox).where(_chat(bot, old_chat), UNSENT)
    conn.execute(moved.values(chat_id=new_chat, status=OutboxStatus.WAITING))


def discard_unsent(conn: Connection, bot: str, chat_id: int, kind: OutboxKind | None = None) -> None:
    """What is unsent for a chat, or what of one kind, is not sent any more, nor again."""
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
    # Withdrawn meanwhile, it stays so.
    conn.execute(_MARK_SENDING, {"of_id": delivery.id, **values})


def _mark(conn: Connection, delivery_id: int, **values: object) -> None:
    conn.execute(_MARK, {"of_id": delivery_id, **values})


def _chat(bot: str, chat_id: int) -> ColumnElement[bool]:
    return and_(outbox.c.bot == bot, outbox.c.chat_id == chat_id)


def _reached(column: ColumnElement[datetime | None]) -> ColumnElement[bool]:
    return or_(column.is_(None), column <= bindparam("now"))


# Letters of one chat wait for each other, tasks for nobody.
_JOB_ID = case((outbox.c.kind == literal_column("'job'"), outbox.c.id), else_=0)


def _heads(bot: BindParameter[Any] | None) -> Select[Any]:
    """The oldest unsent letter of each chat, and every task, those left out that are due only later.

    While one is being sent it is that one: what has become due meanwhile is older.
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
    """When the first letter may go that waits after a failure, and the first that is due only later."""
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

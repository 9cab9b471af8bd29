"""Sessions: where each person's conversation with each bot stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from core.store.locks import insert_or_leave
from core.store.tables import sessions


@dataclass(frozen=True, kw_only=True)
class SessionKey:
    bot: str
    chat_id: int
    user_id: int


@dataclass(frozen=True, kw_only=True)
class Session:
    """``turn`` grows with each screen; ``state`` is JSON; ``language`` None until known: the one chosen, else
    the last one Telegram told."""

    language: str | None
    language_chosen: bool
    dialog: str | None
    state: dict[str, Any] | None
    turn: int
    reply_keyboard: bool
    touched_at: datetime


def lock(conn: Connection, key: SessionKey, now: datetime) -> Session:
    """The session, made if new, held until the transaction ends."""
    insert_or_leave(
        conn, sessions, **vars(key), turn=0, reply_keyboard=False, language_chosen=False, touched_at=now
    )
    columns = [column for column in sessions.c if column.name in Session.__dataclass_fields__]
    row = conn.execute(select(*columns).filter_by(**vars(key)).with_for_update()).mappings().one()
    return Session(**row)


def save(conn: Connection, key: SessionKey, session: Session) -> None:
    conn.execute(update(sessions).filter_by(**vars(key)).values(**vars(session)))


def language_of(conn: Connection, bot: str, chat_id: int) -> str | None:
    """The language of the person whose private chat this is; None for groups and strangers."""
    return conn.execute(
        select(sessions.c.language).filter_by(bot=bot, chat_id=chat_id, user_id=chat_id)
    ).scalar_one_or_none()

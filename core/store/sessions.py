"""Sessions: the state of each person's conversation with each bot."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from core.store.locks import insert_or_ignore
from core.store.tables import sessions


@dataclass(frozen=True, kw_only=True)
class SessionKey:
    bot: str
    chat_id: int
    user_id: int


@dataclass(frozen=True, kw_only=True)
class Session:
    """``turn`` grows with each screen. ``state``, ``aside`` and ``choices`` are JSON: ``aside`` lists the dialogs set
    aside, the last one last; ``choices`` is what the screen shown offers, None if unknown. ``language`` is the one the
    person chose, else the last one Telegram reported; None if unknown."""

    language: str | None
    language_chosen: bool
    dialog: str | None
    state: dict[str, Any] | None
    turn: int
    reply_keyboard: bool
    touched_at: datetime
    aside: list[dict[str, Any]] | None = None
    choices: dict[str, Any] | None = None


_KEY = {name: sessions.c[name] == bindparam(f"of_{name}") for name in SessionKey.__dataclass_fields__}
_LOCK = (
    select(*(sessions.c[name] for name in Session.__dataclass_fields__))
    .where(*_KEY.values())
    .with_for_update()
)
_SAVE = update(sessions).where(*_KEY.values())


def _of(key: SessionKey) -> dict[str, Any]:
    return {f"of_{name}": value for name, value in vars(key).items()}


def find(conn: Connection, key: SessionKey) -> Session | None:
    """The session, locked until the transaction ends; None if there is none."""
    row = conn.execute(_LOCK, _of(key)).mappings().first()
    return None if row is None else Session(**row)


def lock(conn: Connection, key: SessionKey, now: datetime) -> Session:
    """The session, created if necessary, and locked until the transaction ends."""
    session = find(conn, key)
    if session is None:
        fresh = {"turn": 0, "reply_keyboard": False, "language_chosen": False, "touched_at": now}
        insert_or_ignore(conn, sessions, **vars(key), **fresh)
        session = Session(**conn.execute(_LOCK, _of(key)).mappings().one())
    return session


def save(conn: Connection, key: SessionKey, session: Session) -> None:
    conn.execute(_SAVE, _of(key) | vars(session))

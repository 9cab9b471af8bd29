"""Audits a killed house from outside, by comparing its database file with the chats."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, func, select
from sqlalchemy.pool import NullPool

from core.booking import BookingStatus
from core.capacity import on_duty
from core.site import Site
from core.store.receipts import Result
from core.store.tables import booking_changes, bookings, receipts, sessions
from demo.cast import GROUP
from tests.crash.killing import Loopback
from tests.crash.people import Player

AGAIN = "（重新发送）"


@dataclass(frozen=True, kw_only=True)
class Audit:
    """``lost`` updates were never answered, and ``doubled`` ones took effect more than once. ``undone`` counts the
    updates after which a conversation did not move on, ``repeated`` the pings marked as sent again.
    """

    updates: int
    bookings: int
    without_receipt: int
    lost: int
    undone: int
    doubled: int
    repeated: int
    problems: list[str]

    def __str__(self) -> str:
        figures = {name: value for name, value in vars(self).items() if name != "problems"}
        return ", ".join(f"{value} {name}" for name, value in figures.items())


def audit(database: Path, telegram: Loopback, players: Sequence[Player], site: Site) -> Audit:
    engine = create_engine(f"sqlite:///{database}", poolclass=NullPool)
    with engine.connect() as conn:
        expected = {key for key, update in telegram.given_out.items() if _is_for_the_house(update)}
        received = conn.execute(select(receipts.c.bot, receipts.c.update_id, receipts.c.result)).all()
        unknown = expected - {(row.bot, row.update_id) for row in received}
        surplus = [_turn(conn, player) - player.moves for player in players]
        problems = [
            *(f"{bot}'s update {number} has no receipt" for bot, number in sorted(unknown)),
            *(f"update {row.update_id} failed" for row in received if row.result != Result.HANDLED),
            *(
                f"{player.user_id} moved on {extra:+} times"
                for player, extra in zip(players, surplus, strict=True)
                if extra
            ),
            *(
                f"{p.user_id} was left without an answer {p.unanswered} times"
                for p in players
                if p.unanswered
            ),
            *_of_updates(telegram, players, expected),
            *_of_bookings(conn, players),
            *_of_slots(conn, site),
            *_of_pings(conn, telegram),
        ]
        made = conn.execute(select(func.count()).select_from(bookings)).scalar_one()
    return Audit(
        updates=len(expected),
        bookings=made,
        without_receipt=len(unknown),
        lost=sum(player.unanswered for player in players),
        undone=sum(-extra for extra in surplus if extra < 0),
        doubled=sum(extra for extra in surplus if extra > 0),
        repeated=sum(AGAIN in ping for ping in _pings(telegram)),
        problems=problems,
    )


def _is_for_the_house(update: dict[str, Any] | Any) -> bool:
    """Whether an update is a text or a tap, not a change of members."""
    return "callback_query" in update or "text" in update.get("message", {})


def _turn(conn: Connection, player: Player) -> int:
    turn = select(sessions.c.turn).filter_by(
        bot=player.bot.name, chat_id=player.user_id, user_id=player.user_id
    )
    return conn.execute(turn).scalar_one_or_none() or 0


def _of_updates(
    telegram: Loopback, players: Sequence[Player], expected: set[tuple[str, int]]
) -> Iterator[str]:
    done = sum(player.gestures for player in players)
    if len(expected) != done:
        yield f"{done} gestures made {len(expected)} updates"
    if telegram.pending():
        yield f"{telegram.pending()} updates are still unread"


def _of_bookings(conn: Connection, players: Sequence[Player]) -> Iterator[str]:
    """Confirmed and stored bookings are the same, no guest has two, and each player's last one is open."""
    kept: dict[int, dict[str, str]] = defaultdict(dict)
    rows = conn.execute(
        select(booking_changes.c.by_user, bookings.c.code, bookings.c.status)
        .join(bookings, bookings.c.id == booking_changes.c.booking_id)
        .where(booking_changes.c.what == "made")
        .order_by(bookings.c.id)
    )
    for row in rows:
        kept[row.by_user][row.code] = row.status
    for player in players:
        mine, seen = kept.pop(player.user_id, {}), player.codes
        yield from (f"{code} was confirmed and is not stored" for code in set(seen) - set(mine))
        yield from (f"{code} is stored and was never confirmed" for code in set(mine) - set(seen))
        existing = [code for code, status in mine.items() if status == BookingStatus.BOOKED]
        if existing != seen[-1:]:
            yield f"{player.user_id} saw {seen[-1:]} and has {existing}"
    if kept:
        yield f"bookings of nobody: {kept}"
    open_ones = select(bookings.c.guest_id).where(bookings.c.status == BookingStatus.BOOKED)
    many = conn.execute(open_ones.group_by(bookings.c.guest_id).having(func.count() > 1)).scalars().all()
    yield from (f"guest {guest} has several open bookings" for guest in many)


def _of_slots(conn: Connection, site: Site) -> Iterator[str]:
    taken = conn.execute(
        select(bookings.c.starts_at, func.count())
        .where(bookings.c.status != BookingStatus.CANCELLED)
        .group_by(bookings.c.starts_at)
    )
    for starts_at, parties in taken:
        if parties > on_duty(site, starts_at) - site.withheld:
            yield f"{starts_at} has {parties} parties"


def _of_pings(conn: Connection, telegram: Loopback) -> Iterator[str]:
    """The group got a ping for each booking and cancellation; a repeated ping is marked as sent again."""
    first = Counter(ping for ping in _pings(telegram) if AGAIN not in ping)
    marked = {ping.partition("\n\n")[2] for ping in _pings(telegram) if AGAIN in ping}
    yield from (f"sent {times} times without a mark: {ping}" for ping, times in first.items() if times > 1)
    headings = {"made": "🆕", "cancelled": "✖️"}
    pings = [*first, *marked]
    rows = conn.execute(
        select(bookings.c.code, booking_changes.c.what).join(
            booking_changes, booking_changes.c.booking_id == bookings.c.id
        )
    )
    for code, what in rows:
        if not any(code in ping and ping.startswith(headings[what]) for ping in pings):
            yield f"the group has no ping that {code} was {what}"


def _pings(telegram: Loopback) -> list[str]:
    return [message.text for message in telegram.history(chat_id=GROUP) if message.sender.is_bot]

"""A separate process that books on request: ``python -m benchmarks.booker <address>``.

Requests and answers are lines of JSON. A request names the contender (the house or a yardstick), the slot and the
numbers of the guests.
"""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import asyncpg

from benchmarks import MORNING, books, postgres
from bot import logs, opening
from bot.settings import ROOT
from core.clock import PlayedClock
from core.errors import SlotFull
from core.runtime.house import House
from core.site import load_site
from core.store.engine import POOL_SIZE

CONNECTIONS = POOL_SIZE  # as many as the house may open
CAPACITY = 16
Book = Callable[[int, datetime], Awaitable[bool]]

LOCK = "SELECT starts_at FROM slots WHERE starts_at = $1 FOR UPDATE"
# Only the booking, for an existing guest.
SEAT = """
INSERT INTO bookings (code, guest_id, starts_at, adults, elders, children, tier, status, version)
SELECT $3, (SELECT min(id) FROM guests), $1, 2, 0, 0, 'A', 'booked', 1
WHERE (SELECT count(*) FROM bookings WHERE starts_at = $1 AND status <> 'cancelled') < $2
"""
# Every row that the house writes: serial, guest, booking, change and the message to the group.
ROWS = """
WITH room AS (
    SELECT 1 WHERE (SELECT count(*) FROM bookings WHERE starts_at = $1 AND status <> 'cancelled') < $2
), serial AS (
    INSERT INTO serials (initials, last) SELECT $3, 1 FROM room
    ON CONFLICT (initials) DO UPDATE SET last = serials.last + 1 RETURNING last
), guest AS (
    INSERT INTO guests (number, surname, given, title, kind, phone_kind, telegram_id, registered_at)
    SELECT 'TY-' || $3 || last, $3, 'Ming', 'none', 'new', 'declined', $4, now() FROM serial RETURNING id
), booking AS (
    INSERT INTO bookings (code, guest_id, starts_at, adults, elders, children, tier, status, version)
    SELECT $3, id, $1, 2, 0, 0, 'A', 'booked', 1 FROM guest RETURNING id
), change AS (
    INSERT INTO booking_changes (booking_id, serial, version, what, by_user, channel, starts_at, made_at)
    SELECT id, 1, 1, 'made', $4, 'chat', $1, now() FROM booking
)
INSERT INTO outbox (bot, chat_id, kind, body, send_new, not_superseded, status, attempts, written_at)
SELECT 'staff', -1001, 'notice', $5, true, false, 'waiting', 0, now() FROM booking
"""
BODY = json.dumps(
    {"kind": "booking_made", "facts": {"name": "Chen Ming", "party": [2, 0, 0], "tier": "A", "code": "K7MQ4"}}
)


def by_house(house: House) -> Book:
    async def book(number: int, slot: datetime) -> bool:
        with suppress(SlotFull):
            await house.run(books(number, slot))
            return True
        return False

    return book


def by_raw_sql(pool: asyncpg.Pool, guard: str, facts: Callable[[int], tuple[Any, ...]]) -> Book:
    """Book with asyncpg: lock the slot's row, then count and write in one statement."""

    async def book(number: int, slot: datetime) -> bool:
        async with pool.acquire() as conn, conn.transaction():
            await conn.execute(LOCK, slot)
            done: str = await conn.execute(guard, slot, CAPACITY, *facts(number))
        return done.endswith(" 1")

    return book


async def serve(address: str) -> None:
    """Serve requests until standard input ends."""
    site = load_site(ROOT / "site.example.toml")
    house = opening.open_house(postgres.for_a_house(address), site, PlayedClock(MORNING))
    async with asyncpg.create_pool(address, min_size=CONNECTIONS, max_size=CONNECTIONS) as pool:
        contenders = {
            "house": by_house(house),
            "seat": by_raw_sql(pool, SEAT, lambda number: (f"S{number}",)),
            "rows": by_raw_sql(pool, ROWS, lambda number: (f"R{number}", 20_000 + number, BODY)),
        }
        print("ready", flush=True)
        for line in sys.stdin:  # blocking is fine: the process does nothing else
            request = json.loads(line)
            book, slot = contenders[request["who"]], datetime.fromisoformat(request["slot"])
            answers = await asyncio.gather(
                *(book(number, slot) for number in request["numbers"]), return_exceptions=True
            )
            errors = sum(isinstance(answer, BaseException) for answer in answers)
            print(json.dumps({"won": answers.count(True), "errors": errors}), flush=True)
    await house.close()


if __name__ == "__main__":
    logs.set_up_logs("ERROR")
    asyncio.run(serve(sys.argv[1]))

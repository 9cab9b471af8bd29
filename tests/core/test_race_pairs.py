"""Every two things that can be done to one slot, at once: it ends as if one had come after the other.

The slot takes four parties. Two are booked (one of them moves away, one withdraws), one seat is offered to somebody,
and one is free; or it is taken too, and somebody waits. The same is done elsewhere in one order on another day, in the
other order on a third, and the race must end as one of these.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.util import await_only

from bot import wiring
from core.arrangements import What
from core.booking import BookingId
from core.clock import PlayedClock
from core.consultants import ConsultantId
from core.desk import Desk, arrange, booking, consultants, exceptions, look, promotion, waitlist
from core.desk.consequences import Consequences
from core.errors import Refusal
from core.house import House
from core.site import Site
from core.store import plan
from core.store.tables import bookings, guests, waiting
from core.waitlist import EntryId
from tests.core.people import HOUR, MANAGER, books, guest, name, order, waits
from tests.engines import only_postgres
from tests.racing import FaceToFace, rush, take_off_the_lock

# Weekend days, alike in everything: for the race, and for one order and the other.
DAYS = [datetime(2026, 11, day, 2, tzinfo=UTC) for day in (21, 22, 28)]
LEAVES, CANCELS, OFFERED, WAITS, COMES, OVERRIDES, BOOKS = range(1, 8)
Deed = Callable[["Scene"], Callable[[Desk], Any]]


@dataclass(frozen=True)
class Scene:
    """One slot with its people; each of them has an id of their own, told apart by the last digit."""

    slot: datetime
    of: int
    booked: dict[int, BookingId]
    entry: tuple[EntryId, int]
    consultant: ConsultantId

    def guest(self, who: int) -> Any:
        return guest(self.of + who)


def arranges(at: Scene, what: What, **facts: object) -> Callable[[Desk], Any]:
    return lambda desk: arrange.arrange(desk, [order(what, **{"starts_at": at.slot} | facts)], MANAGER)


def rosters(at: Scene) -> Callable[[Desk], Any]:
    """Of agency A one consultant, by name."""
    return lambda desk: arrange.arrange(
        desk, arrange.roster(desk, "A", at.slot.date(), [at.consultant]), MANAGER
    )


DEEDS: dict[str, Deed] = {
    "book": lambda at: books(at.guest(BOOKS), at.slot, name=name(at.of + BOOKS)),
    "move in": lambda at: lambda desk: booking.move(desk, at.booked[COMES], 1, at.slot, at.guest(COMES)),
    "move out": lambda at: (
        lambda desk: booking.move(desk, at.booked[LEAVES], 1, at.slot + 2 * HOUR, at.guest(LEAVES))
    ),
    "cancel": lambda at: lambda desk: booking.cancel(desk, at.booked[CANCELS], 1, at.guest(CANCELS)),
    "promote": lambda at: lambda desk: promotion.accept(desk, *at.entry, at.guest(OFFERED)),
    "lapse": lambda at: lambda desk: waitlist.lapse(desk, *at.entry),
    "override": lambda at: (
        lambda desk: exceptions.override(desk, at.booked[OVERRIDES], 1, at.slot, MANAGER, reason="a friend")
    ),
    "close": lambda at: arranges(at, What.CLOSED),
    "roster": lambda at: arranges(at, What.HEADCOUNT, number=1, agency="A"),
    "roster by name": rosters,
    "leave": lambda at: arranges(at, What.AWAY, consultant=at.consultant),
    "withhold": lambda at: arranges(at, What.WITHHELD, number=1),
    # Of the day's seats, the two beside the slot's own counted.
    "cap": lambda at: arranges(
        at, What.DAY_CAP, starts_at=at.slot - 10 * HOUR, ends_at=at.slot + 14 * HOUR, number=5
    ),
}


def prepare(desk: Desk, slot: datetime, of: int, *, full: bool = False) -> Scene:
    consultant = consultants.hire(desk, f"Consultant {of}", "A", MANAGER).id
    counts = [order(What.HEADCOUNT, slot, number=2, agency=agency) for agency in ("A", "B")]
    arrange.arrange(desk, counts, MANAGER)

    def book(who: int, starts_at: datetime) -> BookingId:
        return books(guest(of + who), starts_at, name=name(of + who))(desk).id

    booked = {who: book(who, slot) for who in (LEAVES, CANCELS)}
    booked |= {who: book(who, slot + HOUR) for who in (COMES, OVERRIDES)}
    others = [books(guest(of + who), slot, name=name(of + who))(desk) for who in (8, 9)]
    entries = [waits(guest(of + who), slot, slot.date())(desk) for who in (OFFERED, WAITS)]
    booking.cancel(desk, others[0].id, 1, guest(of + 8))
    if not full:
        # With nobody waiting, the seat that comes free is for all.
        waitlist.leave(desk, entries[1].id, entries[1].version, guest(of + WAITS))
        booking.cancel(desk, others[1].id, 1, guest(of + 9))
    offered = waitlist.own_entry(desk, entries[0].id, guest(of + OFFERED))
    return Scene(slot, of, booked, (offered.id, offered.version), consultant)


def outcome(result: object) -> str:
    """What somebody was told."""
    if isinstance(result, Consequences):
        return f"inside {len(result.inside)}, over {[(load.taken, load.held) for load in result.over]}"
    return type(result).__name__


def ending(desk: Desk, scene: Scene, results: dict[str, object]) -> dict[str, Any]:
    """How the slot and its people stand, told without ids and days."""
    day = scene.slot.date()
    mine = guests.c.telegram_id.between(scene.of, scene.of + 9)
    booked = select(guests.c.telegram_id, bookings.c.starts_at, bookings.c.status, bookings.c.version)
    waited = select(guests.c.telegram_id, waiting.c.status, waiting.c.offered)
    load = next(load for load in look.loads(desk, day, day) if load.starts_at == scene.slot)
    return {
        "told": {what: outcome(result) for what, result in results.items()},
        "booked": sorted(
            (who - scene.of, at - scene.slot, status, version)
            for who, at, status, version in desk.conn.execute(booked.join(guests).where(mine))
        ),
        "waiting": sorted(
            (who - scene.of, status, offered is not None)
            for who, status, offered in desk.conn.execute(waited.join(guests).where(mine))
        ),
        "load": (load.capacity, load.taken, load.held, load.shut),
    }


async def one_after_the_other(house: House, scene: Scene, first: str, second: str) -> dict[str, Any]:
    results: dict[str, object] = {}
    for what in (first, second):
        try:
            results[what] = await house.run(DEEDS[what](scene))
        except Refusal as refused:
            results[what] = refused
    return await house.read(lambda desk: ending(desk, scene, results))


async def raced(houses: tuple[House, House], scene: Scene, first: str, second: str) -> dict[str, Any]:
    answers = await rush(houses, [DEEDS[first](scene), DEEDS[second](scene)])
    results = dict(zip((first, second), answers, strict=True))
    return await houses[0].read(lambda desk: ending(desk, scene, results))


SEATS = ("book", "move in", "move out", "cancel", "promote", "lapse", "override")
# Who arranges holds the plan alone, whatever it is about: among themselves, and with few seats, two kinds will do.
ORDERS = ("close", "roster")
OTHER_ORDERS = ("roster by name", "leave", "withhold", "cap")
WITHOUT_ROOM = ("move out", "cancel", "promote", "lapse")
PAIRS = [(*pair, False) for pair in combinations((*SEATS, *ORDERS), 2)]
PAIRS += [(*pair, False) for pair in product(SEATS, OTHER_ORDERS)]
PAIRS += [(*pair, True) for pair in combinations((*WITHOUT_ROOM, *ORDERS), 2)]
PAIRS += [(*pair, True) for pair in product(WITHOUT_ROOM, OTHER_ORDERS)]


@pytest.fixture
async def aside(template: Path, tmp_path: Path, site: Site, clock: PlayedClock) -> AsyncIterator[House]:
    """Where one thing is done after the other. An engine that would end otherwise would be seen too."""
    file = shutil.copy(template, tmp_path / "aside.db")
    house = wiring.open_house(f"sqlite+aiosqlite:///{file}", site, clock)
    yield house
    await house.close()


async def in_either_order(
    aside: House, first: str, second: str, *, full: bool = False
) -> list[dict[str, Any]]:
    scenes = [await aside.run(lambda desk, n=n: prepare(desk, DAYS[n], 100 * n, full=full)) for n in (1, 2)]
    return [
        await one_after_the_other(aside, scenes[0], first, second),
        await one_after_the_other(aside, scenes[1], second, first),
    ]


@pytest.mark.parametrize(("first", "second", "full"), PAIRS)
async def test_two_at_once_end_as_one_after_the_other(
    houses: tuple[House, House],
    aside: House,
    face_to_face: FaceToFace,
    first: str,
    second: str,
    full: bool,
) -> None:
    scene = await houses[0].run(lambda desk: prepare(desk, DAYS[0], 100, full=full))
    serial = await in_either_order(aside, first, second, full=full)
    face_to_face(2, "plan")
    ended = await raced(houses, scene, first, second)
    assert ended in serial
    _, taken, held, _ = ended["load"]
    assert taken + held <= 4


async def one_within_the_other(
    houses: tuple[House, House], scene: Scene, first: str, second: str
) -> dict[str, Any]:
    """The second is done, and kept, when the first has done all but being kept."""
    done, kept = asyncio.Event(), asyncio.Event()

    def work(desk: Desk) -> object:
        result = DEEDS[first](scene)(desk)
        done.set()
        await_only(kept.wait())
        return result

    begun = asyncio.ensure_future(houses[0].run(work))
    await done.wait()
    results = {second: await houses[1].run(DEEDS[second](scene))}
    kept.set()
    results[first] = await begun
    return await houses[0].read(lambda desk: ending(desk, scene, results))


# Those in which neither waits for a row the other has changed.
UNLOCKED = [
    ("book", "move in"),
    ("book", "close"),
    ("book", "roster"),
    ("book", "cap"),
    ("move in", "withhold"),
    ("move in", "leave"),
    ("override", "book"),
    ("override", "roster by name"),
]


@only_postgres
@pytest.mark.parametrize(("first", "second"), UNLOCKED)
async def test_without_the_locks_two_at_once_end_as_neither_order_would(
    houses: tuple[House, House], aside: House, monkeypatch: pytest.MonkeyPatch, first: str, second: str
) -> None:
    """The control. On SQLite it is the one writer who forbids it; see test_race."""
    scene = await houses[0].run(lambda desk: prepare(desk, DAYS[0], 100))
    serial = await in_either_order(aside, first, second)
    for lock in ("share_plan", "lock_plan", "lock_day", "lock_week"):
        monkeypatch.setattr(plan, lock, lambda *_: None)
    take_off_the_lock(monkeypatch)
    assert await one_within_the_other(houses, scene, first, second) not in serial

"""Each pair of changes of one slot, made concurrently, ends as if one had come after the other.

The slot takes four parties. Two seats are booked (one guest moves away, one cancels), one is offered, and one is free;
or it is booked too and a guest waits. Another house makes the same changes in one order on another day and in the
other order on a third day, and the race must end as one of these.
"""

import asyncio
import shutil
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark import ParameterSet
from sqlalchemy import select
from sqlalchemy.util import await_only

from bot import opening
from core.arrangements import ArrangementKind
from core.booking import BookingId
from core.clock import PlayedClock
from core.consultants import ConsultantId
from core.desk import Desk, arrangements, booking, consultants, overrides, promotion, queries, waitlist
from core.desk.consequences import Consequences
from core.errors import Refusal
from core.runtime.house import House
from core.site import Site
from core.store import plan_locks
from core.store.tables import bookings, guests
from core.store.tables import waitlist as waitlist_table
from core.waitlist import EntryId
from tests.conftest import MORNING
from tests.support.engines import only_postgres
from tests.support.people import HOUR, MANAGER, books, guest, name, order, waits
from tests.support.racing import FaceToFace, remove_the_lock, rush

pytestmark = pytest.mark.race

# Three equal weekend days: for the race, for one order, and for the other order.
DAYS = [datetime(2026, 11, day, 2, tzinfo=UTC) for day in (21, 22, 28)]
LEAVES, CANCELS, OFFERED, WAITS, COMES, OVERRIDES, BOOKS = range(1, 8)
Change = Callable[["Context"], Callable[[Desk], Any]]


@dataclass(frozen=True)
class Context:
    """One slot with its guests. The last digit of a guest's id tells their part in the test."""

    slot: datetime
    of: int
    booked: dict[int, BookingId]
    entry: tuple[EntryId, int]
    consultant: ConsultantId

    def guest(self, who: int) -> Any:
        return guest(self.of + who)


def arranges(at: Context, what: ArrangementKind, **facts: Any) -> Callable[[Desk], Any]:
    return lambda desk: arrangements.arrange(desk, [order(what, **{"starts_at": at.slot} | facts)], MANAGER)


def rosters(at: Context) -> Callable[[Desk], Any]:
    """A roster of agency A with one consultant by name."""
    return lambda desk: arrangements.arrange(
        desk, arrangements.roster_specs(desk, "A", at.slot.date(), [at.consultant]), MANAGER
    )


CHANGES: dict[str, Change] = {
    "book": lambda at: books(at.guest(BOOKS), at.slot, name=name(at.of + BOOKS)),
    "move in": lambda at: lambda desk: booking.move(desk, at.booked[COMES], 1, at.slot, at.guest(COMES)),
    "move out": lambda at: (
        lambda desk: booking.move(desk, at.booked[LEAVES], 1, at.slot + 2 * HOUR, at.guest(LEAVES))
    ),
    "cancel": lambda at: lambda desk: booking.cancel(desk, at.booked[CANCELS], 1, at.guest(CANCELS)),
    "promote": lambda at: lambda desk: promotion.accept(desk, *at.entry, at.guest(OFFERED)),
    "lapse": lambda at: lambda desk: waitlist.lapse_offer(desk, *at.entry),
    "override": lambda at: (
        lambda desk: overrides.override(desk, at.booked[OVERRIDES], 1, at.slot, MANAGER, reason="a friend")
    ),
    "close": lambda at: arranges(at, ArrangementKind.CLOSED),
    "roster": lambda at: arranges(at, ArrangementKind.HEADCOUNT, number=1, agency="A"),
    "roster by name": rosters,
    "leave": lambda at: arranges(at, ArrangementKind.AWAY, consultant=at.consultant),
    "withhold": lambda at: arranges(at, ArrangementKind.WITHHELD, number=1),
    # Five parties a day, which includes the two in the next slot.
    "cap": lambda at: arranges(
        at, ArrangementKind.DAY_CAP, starts_at=at.slot - 10 * HOUR, ends_at=at.slot + 14 * HOUR, number=5
    ),
}


def prepare(desk: Desk, slot: datetime, of: int, *, full: bool = False) -> Context:
    consultant = consultants.hire(desk, f"Consultant {of}", "A", MANAGER).id
    counts = [order(ArrangementKind.HEADCOUNT, slot, number=2, agency=agency) for agency in ("A", "B")]
    arrangements.arrange(desk, counts, MANAGER)

    def book(who: int, starts_at: datetime) -> BookingId:
        return books(guest(of + who), starts_at, name=name(of + who))(desk).id

    booked = {who: book(who, slot) for who in (LEAVES, CANCELS)}
    booked |= {who: book(who, slot + HOUR) for who in (COMES, OVERRIDES)}
    others = [books(guest(of + who), slot, name=name(of + who))(desk) for who in (8, 9)]
    entries = [waits(guest(of + who), slot, slot.date())(desk) for who in (OFFERED, WAITS)]
    booking.cancel(desk, others[0].id, 1, guest(of + 8))
    if not full:
        # Nobody waits, so every guest can book the freed seat.
        waitlist.leave(desk, entries[1].id, entries[1].version, guest(of + WAITS))
        booking.cancel(desk, others[1].id, 1, guest(of + 9))
    offered = waitlist.own_entry(desk, entries[0].id, guest(of + OFFERED))
    return Context(slot, of, booked, (offered.id, offered.version), consultant)


def outcome(result: object) -> str:
    """The result of one change, as a text."""
    if isinstance(result, Consequences):
        in_closed, over = result.bookings_in_closed_hours, result.overbooked_slots
        return f"in closed hours {len(in_closed)}, over {[(load.taken, load.offered) for load in over]}"
    return type(result).__name__


def ending(desk: Desk, context: Context, results: dict[str, object]) -> dict[str, Any]:
    """The state of the slot and its guests, without ids and days."""
    day = context.slot.date()
    mine = guests.c.telegram_id.between(context.of, context.of + 9)
    booked = select(guests.c.telegram_id, bookings.c.starts_at, bookings.c.status, bookings.c.version)
    waited = select(guests.c.telegram_id, waitlist_table.c.status, waitlist_table.c.offered)
    load = next(load for load in queries.loads(desk, day, day) if load.starts_at == context.slot)
    return {
        "results": {what: outcome(result) for what, result in results.items()},
        "booked": sorted(
            (who - context.of, at - context.slot, status, version)
            for who, at, status, version in desk.conn.execute(booked.join(guests).where(mine))
        ),
        "waiting": sorted(
            (who - context.of, status, offered is not None)
            for who, status, offered in desk.conn.execute(waited.join(guests).where(mine))
        ),
        "load": (load.capacity, load.taken, load.offered, load.unavailable),
    }


async def one_after_the_other(house: House, context: Context, first: str, second: str) -> dict[str, Any]:
    results: dict[str, object] = {}
    for what in (first, second):
        try:
            results[what] = await house.run(CHANGES[what](context))
        except Refusal as refused:
            results[what] = refused
    return await house.read(lambda desk: ending(desk, context, results))


async def raced(houses: tuple[House, House], context: Context, first: str, second: str) -> dict[str, Any]:
    answers = await rush(houses, [CHANGES[first](context), CHANGES[second](context)])
    results: dict[str, object] = dict(zip((first, second), answers, strict=True))
    return await houses[0].read(lambda desk: ending(desk, context, results))


SEATS = ("book", "move in", "move out", "cancel", "promote", "lapse", "override")
# Every arrangement locks the whole plan, so two kinds are enough to pair with each other and with the full slot.
ORDERS = ("close", "roster")
OTHER_ORDERS = ("roster by name", "leave", "withhold", "cap")
WITHOUT_ROOM = ("move out", "cancel", "promote", "lapse")
PAIRS = [(*pair, False) for pair in combinations((*SEATS, *ORDERS), 2)]
PAIRS += [(*pair, False) for pair in product(SEATS, OTHER_ORDERS)]
PAIRS += [(*pair, True) for pair in combinations((*WITHOUT_ROOM, *ORDERS), 2)]
PAIRS += [(*pair, True) for pair in product(WITHOUT_ROOM, OTHER_ORDERS)]
# SQLite runs one write after the other, so there each change is in one or two pairs; the others run in make soak.
ON_SQLITE = [
    ("book", "move in", False),
    ("book", "promote", False),
    ("book", "close", False),
    ("book", "cap", False),
    ("move in", "roster", False),
    ("cancel", "override", False),
    ("override", "roster by name", False),
    ("promote", "withhold", False),
    ("move out", "lapse", True),
    ("cancel", "promote", True),
    ("promote", "lapse", True),
    ("lapse", "leave", True),
]


def on_each_engine() -> Iterator[ParameterSet]:
    for pair in PAIRS:
        yield pytest.param("postgres", *pair, marks=pytest.mark.postgres)
        yield pytest.param("sqlite", *pair, marks=() if pair in ON_SQLITE else pytest.mark.soak)


Prepared = dict[bool, tuple[Path, list[Context]]]
InEitherOrder = Callable[..., Coroutine[Any, Any, list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def prepared(template: Path, tmp_path_factory: pytest.TempPathFactory, site: Site) -> Prepared:
    """Databases with the slot prepared on two days, with free seats and without."""

    async def prepare_both(full: bool) -> tuple[Path, list[Context]]:
        file = Path(shutil.copy(template, tmp_path_factory.mktemp("aside") / "house.db"))
        house = opening.open_house(f"sqlite+aiosqlite:///{file}", site, PlayedClock(MORNING))
        contexts = [
            await house.run(lambda desk, n=n: prepare(desk, DAYS[n], 100 * n, full=full)) for n in (1, 2)
        ]
        await house.close()
        return file, contexts

    return {full: asyncio.run(prepare_both(full)) for full in (False, True)}


@pytest.fixture
def in_either_order(prepared: Prepared, tmp_path: Path, site: Site, clock: PlayedClock) -> InEitherOrder:
    """Makes two changes one after the other, in both orders, in a house on SQLite. It shows differences between the
    engines too."""

    async def endings(first: str, second: str, *, full: bool = False) -> list[dict[str, Any]]:
        file, contexts = prepared[full]
        url = f"sqlite+aiosqlite:///{shutil.copy(file, tmp_path / 'aside.db')}"
        house = opening.open_house(url, site, clock)
        ended = [
            await one_after_the_other(house, contexts[0], first, second),
            await one_after_the_other(house, contexts[1], second, first),
        ]
        await house.close()
        return ended

    return endings


@pytest.mark.parametrize(
    ("database_url", "first", "second", "full"), list(on_each_engine()), indirect=["database_url"]
)
async def test_two_concurrent_changes_end_as_one_after_the_other(
    houses: tuple[House, House],
    in_either_order: InEitherOrder,
    face_to_face: FaceToFace,
    first: str,
    second: str,
    full: bool,
) -> None:
    context = await houses[0].run(lambda desk: prepare(desk, DAYS[0], 100, full=full))
    serial = await in_either_order(first, second, full=full)
    face_to_face(2, "plan")
    ended = await raced(houses, context, first, second)
    assert ended in serial
    _, taken, held, _ = ended["load"]
    assert taken + held <= 4


async def one_within_the_other(
    houses: tuple[House, House], context: Context, first: str, second: str
) -> dict[str, Any]:
    """The second change is made and committed after the first is made and before it is committed."""
    done, kept = asyncio.Event(), asyncio.Event()

    def work(desk: Desk) -> object:
        result = CHANGES[first](context)(desk)
        done.set()
        await_only(kept.wait())
        return result

    begun = asyncio.ensure_future(houses[0].run(work))
    await done.wait()
    results = {second: await houses[1].run(CHANGES[second](context))}
    kept.set()
    results[first] = await begun
    return await houses[0].read(lambda desk: ending(desk, context, results))


# Pairs in which neither change waits for a row that the other has changed.
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
async def test_without_the_locks_two_concurrent_changes_end_as_in_neither_order(
    houses: tuple[House, House],
    in_either_order: InEitherOrder,
    monkeypatch: pytest.MonkeyPatch,
    first: str,
    second: str,
) -> None:
    """The control. On SQLite writes never run at the same time; see test_races."""
    context = await houses[0].run(lambda desk: prepare(desk, DAYS[0], 100))
    serial = await in_either_order(first, second)
    for lock in ("lock_plan_shared", "lock_plan", "lock_day", "lock_week"):
        monkeypatch.setattr(plan_locks, lock, lambda *_: None)
    remove_the_lock(monkeypatch)
    assert await one_within_the_other(houses, context, first, second) not in serial

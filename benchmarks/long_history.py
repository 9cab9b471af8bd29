"""The cost of a long history: the same queries and bookings with ten thousand and with a million past bookings."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from itertools import count, cycle
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import asyncpg

from benchmarks import MORNING, ROUNDS, Figure, new_house, postgres, ratio_of, sample_history
from bot import opening
from bot.dialogs.reports import capacity as capacity_report
from bot.dialogs.reports import today as today_report
from bot.engine.dialog import Context
from bot.engine.inputs import Person
from bot.language.words import Words
from core import timetable
from core.booking import Actor, Booking, Channel, Party
from core.bots import STAFF
from core.clock import PlayedClock
from core.desk import Desk, booking, queries
from core.desk.booking import BookingDetails
from core.guests import Name, Phone, PhoneKind, Title
from core.runtime.house import House
from core.site import Site
from core.staff import Member, Role
from core.store import outbox
from demo.cast import MANAGER

SIZES = (10_000, 100_000, 1_000_000)
ENGINES = ("SQLite", "PostgreSQL")
STEPS = len(ENGINES) * (len(SIZES) + ROUNDS)
QUERIES_PER_ROUND, BOOKINGS_PER_ROUND = 30, 15  # times in a round
BOOKING_FIGURE = "one booking commit, of a guest known before"
AVAILABILITY_FIGURE = "availability of 14 days"
GUEST = Actor(user_id=1, channel=Channel.CHAT)
OPERATOR = Actor(user_id=204, channel=Channel.PHONE, staff_name="Zhou")

Query = Callable[[Desk], object]
Times = dict[str, list[list[float]]]


class _SampleHouse(NamedTuple):
    """A house with a generated history, and the next bookings to make."""

    house: House
    bookings: Iterator[Callable[[Desk], Booking]]


Timed = Callable[[_SampleHouse], Awaitable[float]]


async def measure(folder: Path, site: Site, done: Callable[[], None]) -> Figure:
    """Measure one engine after the other; on each, alternate between the sizes at every call."""
    rows: list[tuple[str, ...]] = []
    for engine in ENGINES:
        async with AsyncExitStack() as stack:
            houses = []
            for size in SIZES:
                address = await stack.enter_async_context(_empty_database(engine, folder, size))
                if address is None:
                    break
                houses.append(await stack.enter_async_context(_opened(address, site, size)))
                done()
            else:
                rows += _rows(engine, await _rounds(houses, site, done))
                continue
            rows.append((f"a long past, {engine}", f"no {engine}", "", "", ""))
    return Figure(
        rows,
        "A long past: the ratio is of times, lower is better, of a million past bookings to ten thousand; each house "
        "has the same days before it. The lists are the desk's reading alone, the commands are worded too. The "
        "booking finds its guest by their account or, of every other one, by the number they call from.",
    )


def _queries(site: Site) -> dict[str, Query]:
    today, words = timetable.day_of(site, MORNING), Words(site.language, site)
    manager = Person(user_id=MANAGER.id, chat_id=MANAGER.id)

    member = Member(user_id=MANAGER.id, name="Chen", role=Role.SITE_MANAGER)

    def context(desk: Desk) -> Context:
        return Context(desk=desk, words=words, bot=STAFF, bot_username="", person=manager, member=member)

    return {
        AVAILABILITY_FIGURE: lambda desk: queries.free_slots(desk, queries.seat_request(desk, GUEST)),
        "the day's list": lambda desk: queries.bookings_on(desk, today),
        "`/today`": lambda desk: today_report.report(context(desk), ""),
        "the day's loads": lambda desk: queries.loads(desk, today, today),
        "the courier's next message": lambda desk: outbox.next_due(desk.conn, desk.now, STAFF),
        "`/capacity`": lambda desk: capacity_report.report(context(desk), ""),
    }


async def _rounds(houses: list[_SampleHouse], site: Site, done: Callable[[], None]) -> Times:
    """The milliseconds of each round, by figure and size."""
    timed: dict[str, tuple[int, Timed]] = {
        name: (QUERIES_PER_ROUND, _time_query(query)) for name, query in _queries(site).items()
    }
    timed[BOOKING_FIGURE] = BOOKINGS_PER_ROUND, _book
    times: Times = {name: [[] for _ in houses] for name in timed}
    for turn in range(ROUNDS + 1):
        for name, (number, call) in timed.items():
            for each, milliseconds in zip(times[name], await _interleaved(houses, number, call), strict=True):
                each.append(milliseconds)
        if turn:  # the first round is a warm-up
            done()
    return {name: [each[1:] for each in sizes] for name, sizes in times.items()}


async def _interleaved(houses: list[_SampleHouse], number: int, timed: Timed) -> list[float]:
    """The median milliseconds of each house over so many calls; the houses take turns, and so does the first."""
    times_by_house: list[list[float]] = [[] for _ in houses]
    for n in range(number * len(houses)):
        which = (n + n // len(houses)) % len(houses)
        times_by_house[which].append(await timed(houses[which]))
    return [median(each) for each in times_by_house]


def _time_query(query: Query) -> Timed:
    async def run_query(sample: _SampleHouse) -> float:
        started = perf_counter()
        await sample.house.read(query)
        return 1000 * (perf_counter() - started)

    return run_query


async def _book(sample: _SampleHouse) -> float:
    """The milliseconds of one booking, which is cancelled afterwards, untimed."""
    work = next(sample.bookings)
    started = perf_counter()
    booked = await sample.house.run(work)
    milliseconds = 1000 * (perf_counter() - started)
    await sample.house.run(lambda desk: booking.cancel(desk, booked.id, booked.version, OPERATOR))
    return milliseconds


@asynccontextmanager
async def _empty_database(engine: str, folder: Path, size: int) -> AsyncIterator[str | None]:
    """The address of an empty database; None if there is no server."""
    if engine == "SQLite":
        yield f"sqlite+aiosqlite:///{folder / f'past-{size}.db'}"
        return
    async with postgres.database() as address:
        yield address and postgres.for_a_house(address)


@asynccontextmanager
async def _opened(address: str, site: Site, size: int) -> AsyncIterator[_SampleHouse]:
    loading, loads = await new_house(address, site)
    await loading.run(lambda desk: _load(desk, size))
    await loading.close()  # merges SQLite's write-ahead log into the file
    if address.startswith("postgresql"):
        server = await asyncpg.connect(postgres.of_a_house(address))
        await server.execute("VACUUM ANALYZE")
        await server.close()
    house = opening.open_house(address, site, PlayedClock(MORNING))
    yield _SampleHouse(house, _bookings(size, [load.starts_at for load in loads]))
    await house.close()


def _load(desk: Desk, size: int) -> None:
    if desk.conn.dialect.name == "postgresql":  # do not check foreign keys, which takes a minute
        desk.conn.exec_driver_sql("SET LOCAL session_replication_role = replica")
    sample_history.load(desk.conn, desk.site, size)


def _bookings(size: int, slots: list[datetime]) -> Iterator[Callable[[Desk], Booking]]:
    """Bookings of guests spread over the history, alternating between those with and without Telegram."""
    stride = sample_history.guests_of(size) // ((ROUNDS + 1) * BOOKINGS_PER_ROUND) - 1 | 1
    for number, slot in zip(count(), cycle(slots), strict=False):
        yield _books(1 + number * stride, slot)


def _books(guest: int, slot: datetime) -> Callable[[Desk], Booking]:
    has_telegram = guest % 2 == 1
    phone = (
        Phone(number=None, kind=PhoneKind.DECLINED)
        if has_telegram
        else Phone(number=f"+86{sample_history.FIRST_PHONE + guest}", kind=PhoneKind.TAKEN)
    )
    details = BookingDetails(
        name=Name(surname="Chen", given="Ming", title=Title.MR),
        phone=phone,
        party=Party(adults=2),
        starts_at=slot,
    )
    by = (
        Actor(user_id=sample_history.FIRST_TELEGRAM_ID + guest, channel=Channel.CHAT)
        if has_telegram
        else OPERATOR
    )
    return lambda desk: booking.book(desk, details, by)


def _rows(engine: str, times: Times) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for name, (few, more, most) in times.items():
        milliseconds = (
            f"1 M: {median(most):.2f} ms",
            f"10 k: {median(few):.2f} ms; 100 k: {median(more):.2f} ms",
        )
        goal = "≤ 1.2×" if name == AVAILABILITY_FIGURE and engine == "PostgreSQL" else "≤ 1.1×"
        rows.append(
            (
                f"{name}, {engine}",
                *milliseconds,
                ratio_of(most, few),
                "none named" if name == BOOKING_FIGURE else goal,
            )
        )
    return rows

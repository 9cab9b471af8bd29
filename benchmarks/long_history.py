"""What a long past costs: the same questions and the same bookings at ten thousand past bookings, and at a million."""

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
from bot import wiring
from bot.dialogs.reports import capacity as capacity_report
from bot.dialogs.reports import today as today_report
from bot.engine.dialog import Context
from bot.engine.inputs import Person
from bot.language.words import Words
from core import timetable
from core.booking import Actor, Booking, Channel, Party
from core.clock import PlayedClock
from core.desk import Desk, booking, queries
from core.desk.booking import BookingDetails
from core.guests import Name, Phone, PhoneKind, Title
from core.notices import STAFF
from core.runtime.house import House
from core.site import Site
from core.store import outbox
from demo.cast import MANAGER

SIZES = (10_000, 100_000, 1_000_000)
ENGINES = ("SQLite", "PostgreSQL")
STEPS = len(ENGINES) * (len(SIZES) + ROUNDS)
ASKED, BOOKED = 30, 15  # times in a round
WRITING = "one booking commit, of a guest known before"
AVAILABILITY = "availability of 14 days"
GUEST = Actor(user_id=1, channel=Channel.CHAT)
OPERATOR = Actor(user_id=204, channel=Channel.PHONE, staff_name="Zhou")

Question = Callable[[Desk], object]
Times = dict[str, list[list[float]]]


class _Long(NamedTuple):
    """A house with so many past bookings, and who of its guests book next."""

    house: House
    bookings: Iterator[Callable[[Desk], Booking]]


Timed = Callable[[_Long], Awaitable[float]]


async def measure(folder: Path, site: Site, done: Callable[[], None]) -> Figure:
    """Both engines, one after the other; on each the sizes in turns, call by call."""
    rows: list[tuple[str, ...]] = []
    for engine in ENGINES:
        async with AsyncExitStack() as stack:
            longs = []
            for size in SIZES:
                address = await stack.enter_async_context(_record(engine, folder, size))
                if address is None:
                    break
                longs.append(await stack.enter_async_context(_opened(address, site, size)))
                done()
            else:
                rows += _rows(engine, await _rounds(longs, site, done))
                continue
            rows.append((f"a long past, {engine}", f"no {engine}", "", "", ""))
    return Figure(
        rows,
        "A long past: the ratio is of times, lower is better, of a million past bookings to ten thousand; each house "
        "has the same days before it. The lists are the desk's reading alone, the commands are worded too. The "
        "booking finds its guest by their account or, of every other one, by the number they call from.",
    )


def _questions(site: Site) -> dict[str, Question]:
    today, words = timetable.day_of(site, MORNING), Words(site.language, site)
    manager = Person(user_id=MANAGER.id, chat_id=MANAGER.id)

    def context(desk: Desk) -> Context:
        return Context(desk=desk, words=words, bot=STAFF, bot_username="", person=manager, member=None)

    return {
        AVAILABILITY: lambda desk: queries.free_slots(desk, queries.seat_request(desk, GUEST)),
        "the day's list": lambda desk: queries.bookings_on(desk, today),
        "`/today`": lambda desk: today_report.report(context(desk), ""),
        "the day's loads": lambda desk: queries.loads(desk, today, today),
        "the courier's next letter": lambda desk: outbox.next_due(desk.conn, desk.now, STAFF),
        "`/capacity`": lambda desk: capacity_report.report(context(desk), ""),
    }


async def _rounds(longs: list[_Long], site: Site, done: Callable[[], None]) -> Times:
    """Of each question and each size, milliseconds in each round."""
    timed: dict[str, tuple[int, Timed]] = {what: (ASKED, _asks(it)) for what, it in _questions(site).items()}
    timed[WRITING] = BOOKED, _book
    times: Times = {what: [[] for _ in longs] for what in timed}
    for turn in range(ROUNDS + 1):
        for what, (number, call) in timed.items():
            for each, took in zip(times[what], await _interleaved(longs, number, call), strict=True):
                each.append(took)
        if turn:  # the first round is a warm-up
            done()
    return {what: [each[1:] for each in sizes] for what, sizes in times.items()}


async def _interleaved(longs: list[_Long], number: int, timed: Timed) -> list[float]:
    """So many calls of each, in turns, each time another one first; the median of each."""
    taken: list[list[float]] = [[] for _ in longs]
    for n in range(number * len(longs)):
        which = (n + n // len(longs)) % len(longs)
        taken[which].append(await timed(longs[which]))
    return [median(each) for each in taken]


def _asks(question: Question) -> Timed:
    async def seat_request(long: _Long) -> float:
        began = perf_counter()
        await long.house.read(question)
        return 1000 * (perf_counter() - began)

    return seat_request


async def _book(long: _Long) -> float:
    """The seat is given back, untimed."""
    work = next(long.bookings)
    began = perf_counter()
    booked = await long.house.run(work)
    took = 1000 * (perf_counter() - began)
    await long.house.run(lambda desk: booking.cancel(desk, booked.id, booked.version, OPERATOR))
    return took


@asynccontextmanager
async def _record(engine: str, folder: Path, size: int) -> AsyncIterator[str | None]:
    """The address of an empty record; None where there is no server for it."""
    if engine == "SQLite":
        yield f"sqlite+aiosqlite:///{folder / f'past-{size}.db'}"
        return
    async with postgres.database() as address:
        yield address and postgres.for_a_house(address)


@asynccontextmanager
async def _opened(address: str, site: Site, size: int) -> AsyncIterator[_Long]:
    loading, loads = await new_house(address, site)
    await loading.run(lambda desk: _load(desk, size))
    await loading.close()  # SQLite's log is put into the file
    if address.startswith("postgresql"):
        server = await asyncpg.connect(postgres.of_a_house(address))
        await server.execute("VACUUM ANALYZE")
        await server.close()
    house = wiring.open_house(address, site, PlayedClock(MORNING))
    yield _Long(house, _bookings(size, [load.starts_at for load in loads]))
    await house.close()


def _load(desk: Desk, size: int) -> None:
    if (
        desk.conn.dialect.name == "postgresql"
    ):  # all that is referred to is there; to look each up takes a minute
        desk.conn.exec_driver_sql("SET LOCAL session_replication_role = replica")
    sample_history.load(desk.conn, desk.site, size)


def _bookings(size: int, slots: list[datetime]) -> Iterator[Callable[[Desk], Booking]]:
    """Bookings of guests who come from all over the past, those who write and those who call in turns."""
    stride = sample_history.guests_of(size) // ((ROUNDS + 1) * BOOKED) - 1 | 1
    for number, slot in zip(count(), cycle(slots), strict=False):
        yield _books(1 + number * stride, slot)


def _books(guest: int, slot: datetime) -> Callable[[Desk], Booking]:
    writes = guest % 2 == 1
    phone = (
        Phone(number=None, kind=PhoneKind.DECLINED)
        if writes
        else Phone(number=f"+86{sample_history.NUMBERS + guest}", kind=PhoneKind.TAKEN)
    )
    wish = BookingDetails(
        name=Name(surname="Chen", given="Ming", title=Title.MR),
        phone=phone,
        party=Party(adults=2),
        starts_at=slot,
    )
    by = Actor(user_id=sample_history.TELEGRAM_IDS + guest, channel=Channel.CHAT) if writes else OPERATOR
    return lambda desk: booking.book(desk, wish, by)


def _rows(engine: str, times: Times) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for what, (few, more, most) in times.items():
        took = f"1 M: {median(most):.2f} ms", f"10 k: {median(few):.2f} ms; 100 k: {median(more):.2f} ms"
        goal = "≤ 1.2×" if what == AVAILABILITY and engine == "PostgreSQL" else "≤ 1.1×"
        rows.append(
            (f"{what}, {engine}", *took, ratio_of(most, few), "none named" if what == WRITING else goal)
        )
    return rows

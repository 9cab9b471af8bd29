"""Both bots in two processes each, on PostgreSQL, with updates that are delivered several times.

The updates are real: people talked to the house once (streams.py). Each update is delivered one to ten times.

- The first deliveries keep the order of each chat, because a person waits for an answer. Updates of different chats
  come in any order and at the same time.
- Every other copy comes at the same time as the first one or later, to either process of its bot.

If the first deliveries are out of order too, there is no single correct result; then the test checks the promises of
the house.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from random import Random, SystemRandom

import pytest
from sqlalchemy import func, select

from bot import opening
from core.booking import BookingStatus
from core.bots import BUYERS, STAFF
from core.clock import PlayedClock
from core.desk import Desk, queries
from core.runtime.house import House
from core.site import Site
from core.store.tables import booking_changes, bookings, outbox, receipts
from tests.conftest import MORNING, empty
from tests.processes.crew import Arguments, Crew
from tests.processes.endings import Ending, ending
from tests.processes.streams import FIRST_ID, Recorded, prepare, record, roomy, tight
from tests.processes.webhooks import close_bot, deliver, open_bot
from tests.support.progress import progress

pytestmark = [pytest.mark.postgres, pytest.mark.process]
# The processes of each bot.
HANDS = {BUYERS: (0, 1), STAFF: (2, 3)}
MOST_COPIES = 10
# The last copy of an update comes fewer than this number of waves later.
LATEST = 8
Wave = list[tuple[int, Recorded]]


def in_order(updates: list[Recorded], rng: Random) -> Iterator[Wave]:
    """Waves of deliveries. In each, about half of the chats have their next update for the first time; the other
    copies of an update are in the same wave or later ones."""
    chats: dict[tuple[str, int], list[Recorded]] = defaultdict(list)
    for update in reversed(updates):
        chats[update.bot, update.chat_id].append(update)
    waves: dict[int, Wave] = defaultdict(list)
    for number in count():
        for waiting in chats.values():
            if waiting and rng.random() < 0.5:
                scatter(waves, number, waiting.pop(), rng)
        if not waves and not any(chats.values()):
            return
        wave = waves.pop(number, [])
        rng.shuffle(wave)
        yield wave


def scatter(waves: dict[int, Wave], first: int, update: Recorded, rng: Random) -> None:
    """Add one to ten copies of an update, the first of them to this wave."""
    when = [first, *(first + rng.randrange(LATEST) for _ in range(rng.randrange(MOST_COPIES)))]
    for wave in when:
        waves[wave].append((rng.choice(HANDS[update.bot]), update))


def out_of_order(updates: list[Recorded], rng: Random) -> Iterator[Wave]:
    """The same, but first deliveries are moved by up to three places within their chat: most of them in half of the
    chats, and one in fifty in the others."""
    places: dict[tuple[str, int], Iterator[int]] = defaultdict(count)
    waves: dict[int, Wave] = defaultdict(list)
    for update in updates:
        place = next(places[update.bot, update.chat_id])
        if update.chat_id % 2 or rng.random() < 0.02:
            place += rng.randrange(-3, 4)
        scatter(waves, max(0, place), update, rng)
    for number in range(max(waves) + 1):
        wave = waves[number]
        rng.shuffle(wave)
        yield wave


async def deliver_all(crew: Crew, waves: Iterator[Wave]) -> tuple[int, list[str]]:
    """Deliver the waves one after the other, each to all processes at once; the number of deliveries, and the
    failures."""
    failed: list[str] = []
    delivered = 0
    for wave in waves:
        theirs: Arguments = [
            ([update.raw for hand, update in wave if hand == each],) for each in range(len(crew))
        ]
        failed += chain.from_iterable(await crew.do_each(deliver, theirs))
        delivered += len(wave)
    return delivered, failed


@asynccontextmanager
async def serving(
    crew: Crew, url: str, site: Site, people: int, *, receipted: bool = True
) -> AsyncIterator[House]:
    """Four processes that serve the house prepared for the play; another house on its database."""
    await empty(url)
    outside = opening.open_house(url, site, PlayedClock(MORNING))
    await outside.run(prepare(people))
    bots: Arguments = [(url, site, name, receipted) for name, hands in HANDS.items() for _ in hands]
    await crew.do_each(open_bot, bots)
    yield outside
    await crew.do(close_bot)
    await outside.close()


async def once_each(crew: Crew, url: str, site: Site, people: int, updates: list[Recorded]) -> Ending:
    """The final state after every update is delivered once, in its original order."""
    async with serving(crew, url, site, people) as outside:
        for update in updates:
            assert await crew.do_in(HANDS[update.bot][0], deliver, [update.raw]) == []
        return await outside.read(ending)


@pytest.fixture
def rng() -> Random:
    seed = SystemRandom().randrange(1_000_000)
    progress(f"seed {seed}")
    return Random(seed)


# Numbers of people in the play; FEW are enough in an ordinary run where people do not compete for seats: two or three
# of each kind.
ORDINARY, FEW, MANY = 16, 10, pytest.param(800, marks=pytest.mark.soak)


@dataclass(frozen=True)
class Played:
    """A recorded play: the number of its people, their updates, and the final state."""

    people: int
    updates: list[Recorded]
    ended: Ending

    def of(self, people: int) -> list[Recorded]:
        """The updates of this number of people and of the staff."""
        return [update for update in self.updates if update.chat_id < FIRST_ID + people]


@pytest.fixture(scope="module")
def plays() -> dict[int, Played]:
    return {}


@pytest.fixture(params=[ORDINARY])
def played(request: pytest.FixtureRequest, plays: dict[int, Played], database: Path, site: Site) -> Played:
    """The play with this number of people; each play is recorded once."""
    people: int = request.param
    if people not in plays:
        plays[people] = Played(people, *asyncio.run(record(database, roomy(site), people)))
        progress(f"{people} people recorded, {len(plays[people].updates)} updates")
    return plays[people]


@pytest.mark.parametrize("played", [ORDINARY, MANY], indirect=True)
async def test_updates_delivered_several_times_to_any_process_have_the_same_result(
    crew: Crew, database_url: str, played: Played, site: Site, rng: Random
) -> None:
    updates = played.of(FEW) if played.people == ORDINARY else played.updates
    single = await once_each(crew, database_url, roomy(site), played.people, updates)
    assert single["receipts"].total() == len(updates)
    if updates == played.updates:
        for part in ("guests", "bookings", "changes", "receipts"):
            assert single[part] == played.ended[part], part
    async with serving(crew, database_url, roomy(site), played.people) as outside:
        delivered, failed = await deliver_all(crew, in_order(updates, rng))
        # Telegram would deliver failed updates again, but the house must not rely on that.
        assert failed == []
        assert_same(await outside.read(ending), single)
    progress(f"{len(updates)} updates, {delivered} deliveries")
    assert delivered > 4 * len(updates)


def assert_same(ended: Ending, single: Ending) -> None:
    for part, wanted in single.items():
        assert ended[part] == wanted, part


async def test_without_receipts_repeated_updates_have_another_result(
    crew: Crew, database_url: str, played: Played, site: Site
) -> None:
    """The control: every copy counts as a new update."""
    updates = [update for update in played.of(3) if update.bot == BUYERS]
    single = await once_each(crew, database_url, roomy(site), played.people, updates)
    async with serving(crew, database_url, roomy(site), played.people, receipted=False) as outside:
        await deliver_all(crew, in_order(updates, Random(1)))
        ended = await outside.read(ending)
    assert ended["receipts"] == single["receipts"]
    assert sum(map(len, ended["messages"].values())) > sum(map(len, single["messages"].values()))


@pytest.mark.parametrize("played", [ORDINARY, MANY], indirect=True)
async def test_updates_delivered_out_of_order_break_no_promise(
    crew: Crew, database_url: str, played: Played, site: Site, rng: Random
) -> None:
    """The result depends on the order; but nothing fails, no update is lost or answered twice, no guest has two
    bookings, no slot is overbooked, and every change is recorded and announced once."""
    few_seats = tight(site, played.people)
    async with serving(crew, database_url, few_seats, played.people) as outside:
        before = await outside.read(bookings_made)
        _, failed = await deliver_all(crew, out_of_order(played.updates, rng))
        assert failed == []
        made = await outside.read(bookings_made)
        progress(f"{made - before} bookings made of {len(played.updates)} updates out of order")
        assert made > before
        await outside.read(lambda desk: check_promises(desk, len(played.updates)))


def bookings_made(desk: Desk) -> int:
    return desk.conn.execute(select(func.count()).select_from(bookings)).scalar_one()


def check_promises(desk: Desk, updates: int) -> None:
    conn = desk.conn
    assert Counter(conn.execute(select(receipts.c.result)).scalars()) == {"handled": updates}
    existing = Counter(
        conn.execute(select(bookings.c.guest_id).where(bookings.c.status == BookingStatus.BOOKED)).scalars()
    )
    assert set(existing.values()) == {1}
    days = conn.execute(select(func.min(bookings.c.starts_at), func.max(bookings.c.starts_at))).one()
    loads = queries.loads(desk, days[0].date(), days[1].date())
    assert [load for load in loads if load.taken > load.capacity] == []
    lines = defaultdict(list)
    for row in conn.execute(
        select(booking_changes.c.booking_id, booking_changes.c.version).order_by(booking_changes.c.id)
    ):
        lines[row.booking_id].append(row.version)
    versions = {row.id: row.version for row in conn.execute(select(bookings.c.id, bookings.c.version))}
    assert lines == {number: list(range(1, version + 1)) for number, version in versions.items()}
    notices = conn.execute(
        select(outbox.c.body).where(outbox.c.kind == "notice", outbox.c.chat_id < 0)
    ).scalars()
    assert len(list(notices)) == sum(versions.values())

"""The house is killed again and again during its work, and then audited from outside.

Some tests remove a guard and show that the audit sees the harm.
"""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bot import opening
from bot.handlers.polling import LONG_POLL_SECONDS
from core.bots import BUYERS, STAFF
from core.clock import SystemClock
from core.desk import Desk
from core.runtime.concurrency import first_completed
from core.site import Site, load_site
from core.staff import Member, Role
from core.store import staff
from demo.cast import prepare_house
from demo.stage import BUYERS_BOT, STAFF_BOT
from sandbox.telegram import Person
from tests.crash.audit import Audit, audit
from tests.crash.killing import ForkServer, KilledHouse
from tests.crash.people import WELCOME, Bot, LostPatienceError, Player

pytestmark = pytest.mark.process

# Few seats, so that people compete for them.
SITE = """
code = "TY"
phone = "+86 755 8888 0000"
name = { en = "Tianyue Bay" }
address = { en = "8 Haiyue Road" }
agencies = [{ name = "A", consultants = 3, weekday_rest = 1 }]
"""
SEED = 20261119
OPERATORS = (301, 302)
# Points in the handling of an update and in the sending of a message.
UPDATE_POINTS = ("buyers:fetched", "buyers:worked", "buyers:handled")
MESSAGE_POINTS = ("buyers:claimed", "buyers:sent")
PING_POINTS = ("staff:sent", "staff:claimed")
STAFF_POINTS = ("staff:fetched", "staff:worked", "staff:handled")
# Time limits in seconds; loading the program alone can take ten.
SOON, LONG = 100, 3600


@pytest.fixture(scope="module")
def fork_server() -> Iterator[ForkServer]:
    fork_server = ForkServer()
    yield fork_server
    fork_server.close()


@pytest.fixture
def site_file(tmp_path: Path) -> Path:
    file = tmp_path / "site.toml"
    file.write_text(SITE)
    return file


@pytest.fixture
def small_site(site_file: Path) -> Site:
    return load_site(site_file)


@pytest.fixture
async def open_database(database: Path, small_site: Site) -> Path:
    """The database of a closed house with its staff and group."""
    house = opening.open_house(f"sqlite+aiosqlite:///{database}", small_site, SystemClock())
    await house.run(_prepare)
    await house.close()
    return database


def _prepare(desk: Desk) -> None:
    prepare_house(desk)
    for user_id in OPERATORS:
        member = Member(user_id=user_id, name=f"Operator {user_id}", role=Role.OPERATOR)
        staff.upsert_member(desk.conn, member, desk.now)


@pytest.fixture
async def mortal(fork_server: ForkServer, open_database: Path, site_file: Path) -> AsyncIterator[KilledHouse]:
    house = await KilledHouse.on(fork_server, open_database, site_file)
    yield house
    await house.close()


def people(house: KilledHouse, rng: Random, buyers: int, operators: int = 0) -> list[Player]:
    """Buyers and operators with callers; every other one sends text instead of tapping."""
    players = []
    for number in range(buyers + operators):
        is_operator = number >= buyers
        user_id = OPERATORS[number - buyers] if is_operator else 5001 + number
        house.telegram.add_person(Person(user_id, "Grace", "Tan", language_code="en"))
        players.append(
            Player(
                house,
                user_id,
                bot=Bot(STAFF, STAFF_BOT.username) if is_operator else Bot(BUYERS, BUYERS_BOT.username),
                opening="/book" if is_operator else "/start",
                rng=Random(rng.random()),
                types=number % 2 == 0,
                impatient=number % 4 == 1,
            )
        )
    return players


async def play(
    house: KilledHouse,
    players: list[Player],
    killer: asyncio.Task[None],
    *,
    rounds: bool = False,
    briefly: bool = False,
) -> None:
    """All players book, and wait until the house is quiet.

    With ``rounds`` they cancel and book again until the killer has finished; with ``briefly`` they stop then.
    """
    enough = asyncio.Event()
    if rounds:
        killer.add_done_callback(lambda _: enough.set())
    else:
        enough.set()

    async def all_of_them() -> None:
        async with asyncio.TaskGroup() as crowd:
            playing = [crowd.create_task(player.play(enough)) for player in players]
            if briefly:
                await killer
                for one in playing:
                    one.cancel()
        await killer

    try:
        await first_completed(all_of_them(), house.breaks())
        await house.quiet()
    finally:
        killer.cancel()


async def stop_idle(house: KilledHouse, sign: signal.Signals = signal.SIGTERM) -> None:
    """Stop an idle house, which must not wait for the end of its long poll."""
    async with asyncio.timeout(LONG_POLL_SECONDS / 2):
        assert await house.stop(sign) == 0


async def kill_at(house: KilledHouse, points: Sequence[str], *flags: str, rng: Random | None = None) -> None:
    """Kill the house at each of these points in turn, the first time it gets there or, with ``rng``, a later time."""
    for point in points:
        await house.start_to(point, *flags, times=rng.randint(1, 6) if rng else 1)
        await house.kill()
        progress(house)
    await house.start(*flags)
    await house.opened()


async def kill_at_random(house: KilledHouse, rng: Random, kills: int, *flags: str) -> None:
    """Kill the house a random number of requests and milliseconds after its start, sometimes while it opens."""
    loop = asyncio.get_running_loop()
    for _ in range(kills):
        await house.start(*flags)
        await house.telegram.asked_for(house.telegram.asked + rng.randint(1, 60))
        moment = loop.create_future()
        loop.call_later(rng.uniform(0, 0.03), moment.set_result, None)
        await moment
        await house.kill()
        progress(house)
    await house.start(*flags)
    await house.opened()


def progress(house: KilledHouse) -> None:
    if house.kills % 25 == 0:
        report(f"{house.kills} kills so far, {len(house.telegram.given_out)} updates")


def report(line: str) -> None:
    sys.stdout.write(f"  {line}\n")
    sys.stdout.flush()


async def crash(
    house: KilledHouse,
    site: Site,
    players: list[Player],
    killing: Coroutine[Any, Any, None],
    *,
    rounds: bool = False,
    briefly: bool = False,
) -> Audit:
    """Let everybody play while the house is killed, then audit the result."""
    for player in players:
        player.begin()
    await play(house, players, asyncio.ensure_future(killing), rounds=rounds, briefly=briefly)
    await stop_idle(house)
    found = audit(house.database, house.telegram, players, site)
    report(f"seed {SEED}, {house.kills} kills: {found}")
    for problem in found.problems[:10]:
        report(f"  {problem}")
    return found


async def test_a_house_killed_at_random_loses_and_repeats_no_update(
    mortal: KilledHouse, small_site: Site
) -> None:
    rng = Random(SEED)
    players = people(mortal, rng, buyers=4, operators=1)
    async with asyncio.timeout(SOON):
        found = await crash(mortal, small_site, players, kill_at_random(mortal, rng, 4), rounds=True)
    assert found.problems == []
    assert (mortal.kills, found.lost, found.undone, found.doubled) == (4, 0, 0, 0)


async def test_a_house_killed_at_every_point_of_handling_and_sending_loses_and_repeats_no_update(
    mortal: KilledHouse, small_site: Site
) -> None:
    players = people(mortal, Random(SEED), buyers=1)
    points = (*UPDATE_POINTS, *MESSAGE_POINTS, *PING_POINTS)
    async with asyncio.timeout(SOON):
        found = await crash(mortal, small_site, players, kill_at(mortal, points))
    assert found.problems == []
    # At the kill after the sending of the ping, it was not yet marked as sent.
    assert (mortal.kills, found.repeated) == (len(points), 1)


async def test_the_audit_sees_updates_lost_by_confirming_them_before_the_commit(
    mortal: KilledHouse, small_site: Site
) -> None:
    players = people(mortal, Random(SEED), buyers=1)
    async with asyncio.timeout(SOON):
        killing = kill_at(mortal, ["buyers:fetched"] * 2, "--ack-first")
        found = await crash(mortal, small_site, players, killing)
    assert (found.without_receipt, found.lost, found.undone, found.doubled) == (2, 2, 2, 0)
    assert sum("has no receipt" in problem for problem in found.problems) == 2


async def test_the_audit_sees_updates_handled_twice_without_receipts(
    mortal: KilledHouse, small_site: Site
) -> None:
    players = people(mortal, Random(SEED), buyers=1)
    async with asyncio.timeout(SOON):
        killing = kill_at(mortal, ["buyers:handled"] * 2, "--no-receipt")
        # Without receipts a player may never reach the end.
        found = await crash(mortal, small_site, players, killing, briefly=True)
    assert (found.undone, found.doubled) == (0, 2)
    assert f"{players[0].user_id} moved on +2 times" in found.problems


@pytest.mark.parametrize(
    ("sign", "point"), [(signal.SIGTERM, "buyers:worked"), (signal.SIGINT, "buyers:claimed")]
)
async def test_a_stop_signal_finishes_begun_work_and_the_next_start_continues(
    mortal: KilledHouse, small_site: Site, sign: signal.Signals, point: str
) -> None:
    players = people(mortal, Random(SEED), buyers=2, operators=1)
    for player in players:
        player.begin()
    async with asyncio.timeout(SOON):
        await mortal.start_to(point)
        mortal.send_signal(sign)
        mortal.resume()
        assert await mortal.ended() == 0
        assert mortal.telegram.pending(BUYERS_BOT.username) == mortal.unsent() == 0
        assert [player.asked for player in players[:2]] == [WELCOME, WELCOME]
        await mortal.start()
        await play(mortal, players, asyncio.ensure_future(mortal.opened()))
        await stop_idle(mortal, sign)
    assert audit(mortal.database, mortal.telegram, players, small_site).problems == []


@pytest.mark.soak
async def test_hundreds_of_random_kills_lose_and_repeat_no_update(
    mortal: KilledHouse, small_site: Site
) -> None:
    rng = Random(SEED)
    players = people(mortal, rng, buyers=8, operators=2)
    async with asyncio.timeout(LONG):
        found = await crash(mortal, small_site, players, kill_at_random(mortal, rng, 300), rounds=True)
    assert found.problems == []


@pytest.mark.soak
async def test_hundreds_of_kills_at_chosen_points_lose_and_repeat_no_update(
    mortal: KilledHouse, small_site: Site
) -> None:
    rng = Random(SEED)
    points = rng.choices([*UPDATE_POINTS, *MESSAGE_POINTS, *PING_POINTS, *STAFF_POINTS], k=200)
    players = people(mortal, rng, buyers=4, operators=2)
    async with asyncio.timeout(LONG):
        found = await crash(mortal, small_site, players, kill_at(mortal, points, rng=rng), rounds=True)
    assert found.problems == []


@pytest.mark.soak
@pytest.mark.parametrize(("guard", "harm"), [("--ack-first", "lost"), ("--no-receipt", "doubled")])
async def test_the_audit_sees_the_harm_of_random_kills_without_a_guard(
    mortal: KilledHouse, small_site: Site, guard: str, harm: str
) -> None:
    rng = Random(SEED)
    players = people(mortal, rng, buyers=8, operators=2)
    found, unanswered = None, False
    try:
        async with asyncio.timeout(LONG):
            found = await crash(
                mortal, small_site, players, kill_at_random(mortal, rng, 60, guard), rounds=True
            )
    except* LostPatienceError:
        # A player was never answered, which is harm enough and ends the play.
        unanswered = True
    if found is None:
        assert unanswered
        return
    assert getattr(found, harm) > 0
    assert found.problems

"""One person floods the buyers' bot with a hundred updates a second, in real time; the waits of other people."""

import asyncio
import resource
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from time import perf_counter

import pytest

from bot.engine import conversation
from core.site import Site
from demo.cast import add_people, prepare_house
from demo.stage import BUYERS_BOT, Stage
from sandbox.telegram import Person
from tests.conftest import MORNING

pytestmark = pytest.mark.soak
OTHERS = 8
SECONDS = 20
RATE = 100
FLOODER = 9000
BOT = BUYERS_BOT.username
# The most that the 99th percentile of other people's waits may grow, in seconds.
WORSE = 0.2
# The most that peak memory may grow, in megabytes.
MOST_MEMORY = 50


@pytest.fixture
async def stage(tmp_path: Path, site: Site) -> AsyncIterator[Stage]:
    stage = await Stage.open(tmp_path / "house.db", site, MORNING, add_people, prepare_house, runs=True)
    for user_id in (FLOODER, *range(FLOODER + 1, FLOODER + 1 + OTHERS)):
        stage.telegram.add_person(Person(user_id, f"N{user_id}", language_code="en"))
    yield stage
    await stage.close()


def peak_memory() -> int:
    """The peak memory of this process, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def count_answers(stage: Stage, user_id: int) -> int:
    return sum(shown.sender.is_bot for shown in stage.telegram.history(bot=BOT, user_id=user_id))


async def flood(stage: Stage, until: float) -> int:
    sent = 0
    while perf_counter() < until:
        stage.telegram.send(FLOODER, "/help", bot=BOT)
        sent += 1
        # This test measures real time, so it sleeps; it is not part of `make test`.
        await asyncio.sleep(1 / RATE)
    return sent


async def talk(stage: Stage, user_id: int, until: float) -> list[float]:
    """Ask about once a second, as people do; the wait for each answer, in seconds."""
    waits: list[float] = []
    while perf_counter() < until:
        before, asked = count_answers(stage, user_id), perf_counter()
        stage.telegram.send(user_id, "/help", bot=BOT)
        version = stage.telegram.version()
        while count_answers(stage, user_id) == before:
            version = await stage.telegram.changed(version)
        waits.append(perf_counter() - asked)
        # A person reads and thinks.
        await asyncio.sleep(0.8)
    return waits


async def others(stage: Stage, *, flooded: bool) -> tuple[float, int]:
    """The 99th percentile of other people's waits in seconds, and the number of updates in the flood."""
    until = perf_counter() + SECONDS
    flooding = asyncio.ensure_future(flood(stage, until)) if flooded else None
    people = range(FLOODER + 1, FLOODER + 1 + OTHERS)
    waits = await asyncio.gather(*(talk(stage, user_id, until) for user_id in people))
    slowest = sorted(wait for each in waits for wait in each)
    sent = await flooding if flooding is not None else 0
    return slowest[int(len(slowest) * 0.99)], sent


def report(line: str) -> None:
    sys.stdout.write(f"  {line}\n")


def compared(calm: float, flooded: float) -> str:
    return f"p99 calm {calm * 1000:.0f} ms, flooded {flooded * 1000:.0f} ms"


async def test_a_flood_hardly_delays_others_and_the_flooder_is_warned_once(stage: Stage) -> None:
    calm, _ = await others(stage, flooded=False)
    before = peak_memory()
    flooded, sent = await others(stage, flooded=True)
    await stage.settle()
    grown = peak_memory() - before
    answers = [
        shown.text for shown in stage.telegram.history(bot=BOT, user_id=FLOODER) if shown.sender.is_bot
    ]
    notices = sum("more messages than I can follow" in text for text in answers)
    report(
        f"{compared(calm, flooded)}; {sent} flooded in, {len(answers)} answered, {notices} notices; {grown} MB more"
    )
    assert sent > RATE * SECONDS / 2
    assert flooded - calm <= WORSE
    assert notices == 1
    # This includes the memory of the sandbox, which stores every message and request.
    assert grown < MOST_MEMORY


async def test_without_the_guard_every_update_of_a_flood_is_answered_and_others_wait(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "FLOOD", 10**9)
    calm, _ = await others(stage, flooded=False)
    flooded, sent = await others(stage, flooded=True)
    report(f"unguarded: {compared(calm, flooded)}; {sent} flooded in")
    await stage.settle()
    assert count_answers(stage, FLOODER) == sent
    assert flooded > calm

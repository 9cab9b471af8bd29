"""One person floods the buyers' bot, a hundred updates a second; how the others fare. Real time: ``make soak``."""

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
# What the others may wait longer, in seconds, for the slowest hundredth of their answers.
WORSE = 0.2
# Megabytes.
MOST_MEMORY = 50


@pytest.fixture
async def stage(tmp_path: Path, site: Site) -> AsyncIterator[Stage]:
    stage = await Stage.open(tmp_path / "house.db", site, MORNING, add_people, prepare_house, runs=True)
    for user_id in (FLOODER, *range(FLOODER + 1, FLOODER + 1 + OTHERS)):
        stage.telegram.add_person(Person(user_id, f"N{user_id}", language_code="en"))
    yield stage
    await stage.close()


def peak_memory() -> int:
    """Of this process, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def said(stage: Stage, user_id: int) -> int:
    return sum(shown.sender.is_bot for shown in stage.telegram.history(bot=BOT, user_id=user_id))


async def flood(stage: Stage, until: float) -> int:
    sent = 0
    while perf_counter() < until:
        stage.telegram.send(FLOODER, "/help", bot=BOT)
        sent += 1
        # Real time is what is measured here; this is no test of `make test`.
        await asyncio.sleep(1 / RATE)
    return sent


async def talk(stage: Stage, user_id: int, until: float) -> list[float]:
    """How long each answer took; one asks every second or so, as people do."""
    waits: list[float] = []
    while perf_counter() < until:
        before, asked = said(stage, user_id), perf_counter()
        stage.telegram.send(user_id, "/help", bot=BOT)
        version = stage.telegram.version()
        while said(stage, user_id) == before:
            version = await stage.telegram.changed(version)
        waits.append(perf_counter() - asked)
        # A person reads, and thinks.
        await asyncio.sleep(0.8)
    return waits


async def others(stage: Stage, *, flooded: bool) -> tuple[float, int]:
    """The slowest hundredth of the others' waits, and how many updates were flooded in meanwhile."""
    until = perf_counter() + SECONDS
    flooding = asyncio.ensure_future(flood(stage, until)) if flooded else None
    people = range(FLOODER + 1, FLOODER + 1 + OTHERS)
    waits = await asyncio.gather(*(talk(stage, user_id, until) for user_id in people))
    slowest = sorted(wait for each in waits for wait in each)
    sent = await flooding if flooding is not None else 0
    return slowest[int(len(slowest) * 0.99)], sent


def tell(line: str) -> None:
    sys.stdout.write(f"  {line}\n")


def compared(calm: float, stormy: float) -> str:
    return f"p99 calm {calm * 1000:.0f} ms, flooded {stormy * 1000:.0f} ms"


async def test_the_others_hardly_notice_and_the_flooder_is_told_once(stage: Stage) -> None:
    calm, _ = await others(stage, flooded=False)
    before = peak_memory()
    stormy, sent = await others(stage, flooded=True)
    await stage.settle()
    grown = peak_memory() - before
    told = [shown.text for shown in stage.telegram.history(bot=BOT, user_id=FLOODER) if shown.sender.is_bot]
    notices = sum("more messages than I can follow" in text for text in told)
    tell(
        f"{compared(calm, stormy)}; {sent} flooded in, {len(told)} answered, {notices} notices; {grown} MB more"
    )
    assert sent > RATE * SECONDS / 2
    assert stormy - calm <= WORSE
    assert notices == 1
    # The sandbox's own among it, which remembers every message and request.
    assert grown < MOST_MEMORY


async def test_with_the_guard_off_every_flooded_update_is_answered_and_the_others_wait(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "FLOOD", 10**9)
    calm, _ = await others(stage, flooded=False)
    stormy, sent = await others(stage, flooded=True)
    tell(f"unguarded: {compared(calm, stormy)}; {sent} flooded in")
    await stage.settle()
    assert said(stage, FLOODER) == sent
    assert stormy > calm

"""The demo's house, which is filled before its page opens."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from core.site import Site
from demo import web_page
from demo.cast import BUYERS, GROUP
from demo.rehearsal.prefill import before_opening
from demo.stage import BUYERS_BOT, Stage
from tests.support.gestures import Chat


@pytest.fixture
async def filled(tmp_path: Path, site: Site) -> AsyncIterator[web_page.DemoPage]:
    fill = before_opening(4, 8, Console(file=StringIO()))
    house = web_page.DemoPage(site, tmp_path, lambda token: None, fill)
    await house.reset()
    yield house
    await house.close()


@pytest.mark.process
async def test_the_page_opens_on_a_morning_with_earlier_bookings(
    filled: web_page.DemoPage, site: Site
) -> None:
    telegram = filled.open_stage.telegram
    begun = filled.now().astimezone(site.zone)
    assert time(10, 30) <= begun.time() < time(10, 35)
    announced = [message.text for message in telegram.history(chat_id=GROUP) if message.sender.is_bot]
    assert sum(text.startswith("🆕") for text in announced) >= 2
    buyers, *_ = filled.page_state().panes
    own, others = buyers.people[: len(BUYERS)], buyers.people[len(BUYERS) :]
    assert own == tuple(person.id for person in BUYERS)
    assert len(others) == 4
    assert all(telegram.history(bot=BUYERS_BOT.username, user_id=other) for other in others)
    assert not telegram.history(bot=BUYERS_BOT.username, user_id=own[0])


@pytest.mark.process
async def test_the_demos_own_people_can_play_while_time_passes(filled: web_page.DemoPage) -> None:
    _, grace = BUYERS
    chat = Chat(filled.open_stage, grace.id, bot=BUYERS_BOT.username)
    await chat.open()
    assert "Shall I reserve an hour for you?" in chat.last
    before = filled.now()
    # The clock runs in real time, so even one iteration of the loop moves it.
    await asyncio.sleep(0)
    assert filled.now() > before
    await filled.play(filled.now() + timedelta(hours=1))
    assert filled.now() - before >= timedelta(hours=1)


@pytest.mark.process
async def test_a_reset_house_starts_empty(filled: web_page.DemoPage, site: Site) -> None:
    await filled.reset()
    telegram = filled.open_stage.telegram
    assert filled.now().astimezone(site.zone).hour == 9
    assert not [message for message in telegram.history(chat_id=GROUP) if message.sender.is_bot]
    assert filled.page_state().panes[0].people == tuple(person.id for person in BUYERS)


async def test_a_stop_during_filling_ends_the_demo() -> None:
    stopping, filling, addresses = asyncio.Event(), asyncio.Event(), []

    async def fill(stage: Stage, until: datetime) -> tuple[int, ...]:
        filling.set()
        await asyncio.Event().wait()
        return ()

    running = asyncio.ensure_future(
        web_page.run(0, stopping, lambda address, claim: addresses.append(address), browse=False, fill=fill)
    )
    await filling.wait()
    stopping.set()
    await running
    assert not addresses

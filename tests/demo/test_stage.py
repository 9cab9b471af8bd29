"""The whole house: over HTTP, restarted, with menus, and without names of agencies in its messages."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import select

from bot.handlers import polling
from bot.handlers.polling import UnreachableError
from core.clock import PlayedClock
from core.site import Agency, Site
from core.store.tables import outbox
from demo.cast import GATE, MANAGER, add_people, prepare_house
from demo.stage import BUYERS_BOT, STAFF_BOT, Stage
from tests.conftest import MORNING
from tests.support.gestures import BOOKING, Play, book


@pytest.fixture
async def over_http(database: Path, site: Site) -> AsyncIterator[Play]:
    stage = await Stage.open(database, site, MORNING, add_people, prepare_house, over_http=True)
    yield Play(stage)
    await stage.close()


async def test_a_booking_and_its_arrival_over_http(over_http: Play) -> None:
    play = over_http
    code = await book(play.buyer())
    await play.until(MORNING + timedelta(days=2, hours=2))
    gate = play.in_group(GATE)
    await gate.send("/arrived")
    await gate.tap("11:00 ·")
    assert "🔔" in gate.last
    assert code in gate.last


async def test_reports_and_errors_over_http(over_http: Play) -> None:
    play = over_http
    operator = play.operator()
    await operator.send("/today")
    assert "I am not able to do this" in operator.last
    play.stage.telegram.set_language(MANAGER.id, "en")
    manager = play.in_private(MANAGER)
    blocked = {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests",
        "parameters": {"retry_after": 5},
    }
    play.stage.telegram.fail_next(STAFF_BOT.username, "sendMessage", blocked)
    await manager.send("/capacity")
    assert not manager.said
    await play.until(MORNING + timedelta(seconds=5))
    assert "Taken 0 of 108" in manager.last


async def test_a_form_continues_after_a_restart(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in BOOKING[:4]:
        await buyer.tap(label)
    await play.stage.restart()
    await buyer.tap(BOOKING[4])
    assert "Which day" in buyer.last
    await play.stage.restart()
    await play.until(MORNING + timedelta(hours=1))
    await buyer.send("hello again")
    assert "Welcome back, Ms Tan" in buyer.last
    for label in ("Continue", *BOOKING[5:], "✓ Confirm"):
        await buyer.tap(label)
    assert "3 guests (1 elder, 1 child)" in buyer.card


async def test_updates_received_during_a_restart_are_answered_once(database: Path, site: Site) -> None:
    stage = await Stage.open(database, site, MORNING, add_people, prepare_house)
    play = Play(stage)
    buyers = [play.buyer() for _ in range(5)]
    for buyer in buyers:
        stage.telegram.open_link(buyer.user_id, BUYERS_BOT.username)
    await stage.settle()
    for buyer in buyers:
        buyer.press("Yes, please")
    await stage.restart()
    await stage.settle()
    assert all("How may we address you?" in buyer.last for buyer in buyers)
    # The greeting with its answer, and the question.
    assert {len(buyer.said) for buyer in buyers} == {2}
    await stage.close()


async def test_no_message_names_an_agency(database: Path, site: Site) -> None:
    named = site.model_copy(update={"agencies": (Agency(name="Zenith"), Agency(name="Quartz"))})
    stage = await Stage.open(database, named, MORNING, add_people, prepare_house)
    play = Play(stage)
    buyer = play.buyer()
    await book(buyer)
    for text in (
        "/my",
        "/help",
        "/language",
        "Which agency is Zenith?",
        "/start",
        "I want consultant Quartz",
    ):
        await buyer.send(text)
    for said in buyer.said:
        assert "Zenith" not in said
        assert "Quartz" not in said
    texts = await play.look(lambda desk: desk.conn.execute(select(outbox.c.words)).scalars().all())
    # A message that is not sent yet has no words.
    assert not any("Zenith" in words or "Quartz" in words for words in texts if words is not None)
    await stage.close()


async def test_a_bot_starts_once_telegram_can_be_reached() -> None:
    class Bot:
        name = "late"

        def __init__(self) -> None:
            self.tries = 0

        async def start(self, menus: object) -> None:
            self.tries += 1
            if self.tries < 3:
                raise UnreachableError("down")

    bot, clock, stopping = Bot(), PlayedClock(MORNING), asyncio.Event()
    starting = asyncio.ensure_future(polling.start(cast("polling.PolledBot", bot), {}, clock, stopping))

    async def settle() -> None:
        for _ in range(10):
            await asyncio.sleep(0)

    await clock.play(MORNING + timedelta(seconds=5), settle)
    assert not starting.done()
    await clock.play(MORNING + timedelta(seconds=6), settle)
    await starting
    assert bot.tries == 3


async def test_both_menus_are_set_in_both_languages(play: Play) -> None:
    telegram = play.stage.telegram
    english = {command.command for command in telegram.commands(BUYERS_BOT.username, 101, "en")}
    assert english == {"start", "my", "word", "language", "help"}
    chinese = telegram.commands(STAFF_BOT.username, GATE.id, "zh-hans")
    assert any("到访" in command.description for command in chinese)

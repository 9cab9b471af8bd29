"""A running house with a full disk, a revoked token, or another program that polls the same bot."""

import asyncio
from collections.abc import Iterator, MutableMapping
from datetime import timedelta
from pathlib import Path
from typing import Any, NoReturn

import pytest
import structlog
from sqlalchemy import event

from bot.exit_codes import Exit
from bot.handlers.polling import OtherPollerError
from core.clock import PlayedClock
from core.runtime.concurrency import first_completed
from core.site import Site
from demo.cast import BUYERS, add_people, prepare_house
from demo.stage import BUYERS_BOT, STAFF_BOT, Stage
from tests.bot.handlers.scripted_bot import ScriptedBot, poll
from tests.conftest import MORNING
from tests.support.blocking import writing_engine
from tests.support.gestures import Play
from tests.support.installation import Loopback, give_tokens, install, said, yingbin

GUEST = BUYERS[1].id


class Log:
    """The logged events."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.added = asyncio.Event()

    def __call__(self, _logger: object, _method: str, facts: MutableMapping[str, Any]) -> NoReturn:
        self.events.append(facts["event"])
        self.added.set()
        raise structlog.DropEvent

    async def until(self, said: str) -> None:
        while said not in self.events:
            self.added.clear()
            await self.added.wait()


@pytest.fixture
def log() -> Log:
    log = Log()
    structlog.configure(processors=[log])
    return log


async def turns() -> None:
    for _ in range(100):
        await asyncio.sleep(0)


class Disk:
    """Limits the number of pages of the SQLite database."""

    pages = 1_000_000

    def limit(self, connection: Any, *_: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA max_page_count = {self.pages}")
        cursor.close()


async def test_a_full_disk_is_logged_once_and_the_house_continues_once_there_is_room(
    database: Path, site: Site, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.runtime.retry.RETRY_PAUSE", timedelta(milliseconds=20))
    monkeypatch.setattr("bot.engine.conversation.FLOOD", 10_000)
    stage = await Stage.open(database, site, MORNING, add_people, prepare_house, runs=True)
    disk = Disk()
    event.listen(writing_engine(stage.house).pool, "checkout", disk.limit)
    disk.pages = 1
    sent = 0
    away = "the database is unavailable"
    while away not in log.events:
        assert sent < 200
        stage.telegram.send(GUEST, "/help", bot=BUYERS_BOT.username)
        sent += 1
        # If the house has ended, settle() raises the reason.
        await first_completed(stage.settle(), log.until(away))
    stage.telegram.send(GUEST, "/help", bot=BUYERS_BOT.username)
    disk.pages = 1_000_000
    await stage.settle()
    history = stage.telegram.history(bot=BUYERS_BOT.username, user_id=GUEST)
    assert sum(each.sender.is_bot for each in history) == sent + 1
    await stage.close()
    # The poller and the courier log it once each, however often they try.
    assert 1 <= log.events.count(away) <= 2
    assert log.events.count("the database is available again") == log.events.count(away)
    assert "update failed" not in log.events


@pytest.mark.parametrize("account", [BUYERS_BOT, STAFF_BOT], ids=["buyers", "staff"])
async def test_another_poller_of_a_bot_is_logged_and_polling_continues(
    play: Play, log: Log, account: Any
) -> None:
    await play.stage.telegram.call(account.token, "getUpdates", {"timeout": 0})
    await log.until(
        "another program reads this bot's updates with the same token, or a webhook receives them; retrying"
    )
    await play.stage.clock.play(MORNING + timedelta(seconds=3), turns)
    await play.stage.telegram.polled()
    chat = play.buyer() if account is BUYERS_BOT else play.operator()
    await chat.send("/help")
    assert "/language" in chat.last


class Timed(ScriptedBot):
    """Records the time of each fetch, in seconds from the start."""

    def __init__(self, clock: PlayedClock, *batches: Any) -> None:
        super().__init__(*batches)
        self.asked: list[float] = []
        self._clock = clock

    async def fetch(self, offset: int, seconds: int) -> list[Any]:
        self.asked.append((self._clock.now() - MORNING).total_seconds())
        return list(await super().fetch(offset, seconds))


async def test_another_poller_that_stays_is_logged_once(clock: PlayedClock, log: Log) -> None:
    rival = [OtherPollerError("terminated by other getUpdates request") for _ in range(7)]
    # One update does not prove that the other poller has gone; a complete poll without an error does.
    bot = Timed(clock, *rival[:6], [7], rival[6], [], OtherPollerError("another one"))
    running = asyncio.ensure_future(poll(bot, clock))
    await clock.play(MORNING + timedelta(minutes=3), turns)
    assert ("handled", 7) in await running
    assert len([each for each in log.events if each.startswith("another program")]) == 2
    assert bot.asked[:7] == [0, 2, 6, 14, 30, 60, 90]


@pytest.fixture
def telegram(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    with Loopback() as served:
        install(tmp_path, monkeypatch)
        give_tokens(monkeypatch, served.url)
        yield served


@pytest.mark.parametrize("setting", ["YINGBIN_BUYERS_TOKEN", "YINGBIN_STAFF_TOKEN"])
def test_a_token_unknown_to_telegram_ends_the_program(
    telegram: Loopback, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv(setting, "4321:nobodys-token-at-all")
    result = yingbin("run")
    assert result.exit_code == Exit.TELEGRAM
    assert f"Telegram does not recognise the token in {setting}" in said(result)
    assert "Traceback" not in result.output
    assert "nobodys-token-at-all" not in result.output


@pytest.mark.parametrize(
    ("account", "setting"), [(BUYERS_BOT, "YINGBIN_BUYERS_TOKEN"), (STAFF_BOT, "YINGBIN_STAFF_TOKEN")]
)
def test_a_token_revoked_while_running_ends_the_program(
    telegram: Loopback, account: Any, setting: str
) -> None:
    unauthorized = {"ok": False, "error_code": 401, "description": "Unauthorized"}
    telegram.do(lambda: telegram.telegram.fail_next(account.username, "getUpdates", unauthorized))
    result = yingbin("run")
    assert "The sales centre is open" in result.output
    assert result.exit_code == Exit.TELEGRAM, result.output
    assert f"Telegram does not recognise the token in {setting}" in said(result)
    assert "Traceback" not in result.output

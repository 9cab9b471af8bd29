"""Pictures in the outbox of both bots: painted when they are sent, without blocking anything."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.engine.screen import Page
from bot.language.words import Words
from bot.pictures import painter
from bot.pictures.fullness import Fullness
from core import timetable
from core.capacity import SlotLoad
from core.desk import Desk
from core.site import Site
from core.store.outbox import OutboxKind, OutboxMessage, add
from core.store.tables import outbox
from demo.stage import BUYERS_BOT, STAFF_BOT
from tests.bot.handlers.refusals import refusal
from tests.conftest import MORNING
from tests.support.gestures import Chat, Play

BOTS = {"buyers": BUYERS_BOT.username, "staff": STAFF_BOT.username}
CAPTION = "Tianyue Bay: availability, Thu, Nov 19 – Thu, Nov 19"
Row = tuple[str, str | None, bool]


@pytest.fixture(params=list(BOTS))
def bot(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
async def chat(play: Play, bot: str) -> Chat:
    """A person who has chosen English."""
    chat = play.buyer() if bot == "buyers" else play.operator()
    await chat.send("/language")
    await chat.tap("English")
    return chat


@pytest.fixture
def facts(site: Site) -> dict[str, Any]:
    day = date(2026, 11, 19)
    slots = timetable.slots_of(site, day)[:2]
    return Fullness(day, tuple(SlotLoad(slot, 12, 0, 5) for slot in slots)).to_json()


async def write(play: Play, bot: str, chat: Chat, *bodies: dict[str, Any]) -> None:
    """Write pictures and a page below them to the outbox, in one commit."""

    def put_all(desk: Desk) -> None:
        for body in bodies:
            add(
                desk.conn,
                OutboxMessage(bot=bot, chat_id=chat.user_id, kind=OutboxKind.PICTURE, body=body),
                desk.now,
            )
        page = Page(text="The figures", rows=[]).to_json()
        add(
            desk.conn,
            OutboxMessage(bot=bot, chat_id=chat.user_id, kind=OutboxKind.SCREEN, body=page),
            desk.now,
        )

    await play.stage.house.run(put_all)
    await play.stage.settle()


async def written(play: Play) -> list[Row]:
    """The outbox rows of ``write``: status, text, and whether each became a message."""
    rows = await play.look(lambda desk: desk.conn.execute(select(outbox).order_by(outbox.c.id)).all())
    return [(row.status, row.words, row.message_id is not None) for row in rows[2:]]


async def test_a_picture_is_sent_and_its_caption_is_stored(
    play: Play, bot: str, chat: Chat, facts: dict[str, Any]
) -> None:
    await write(play, bot, chat, {"kind": "heat_map", "facts": facts})
    picture, page = chat.shown[-2:]
    assert (picture.media.kind, picture.media.facts["width"], picture.text) == ("photo", 1080, CAPTION)
    assert page.text == "The figures"
    assert await written(play) == [("sent", CAPTION, True), ("sent", "The figures", True)]


async def test_a_picture_is_in_the_language_at_the_time_of_sending(
    play: Play, bot: str, chat: Chat, facts: dict[str, Any]
) -> None:
    wait = refusal(429, "Too Many Requests: retry after 30", retry_after=30)
    play.stage.telegram.fail_next(BOTS[bot], "sendPhoto", wait)
    await chat.send("/language")
    await write(play, bot, chat, {"kind": "heat_map", "facts": facts})
    assert not any(message.media for message in chat.shown)
    await chat.tap("简体中文")
    await play.until(MORNING + timedelta(seconds=30))
    picture = next(message for message in chat.shown if message.media)
    assert "天悦湾" in picture.text
    assert "11月19日周四" in picture.text


@pytest.mark.parametrize("body", [{"kind": "heat_map", "facts": {}}, {"kind": "portrait", "facts": {}}])
async def test_a_picture_that_cannot_be_painted_fails_and_the_page_is_sent(
    play: Play, bot: str, chat: Chat, facts: dict[str, Any], body: dict[str, Any]
) -> None:
    await write(play, bot, chat, body, {"kind": "heat_map", "facts": facts})
    assert [message.text for message in chat.shown[-2:]] == [CAPTION, "The figures"]
    assert [status for status, _, _ in await written(play)] == ["failed", "sent", "sent"]


async def test_a_picture_that_telegram_refuses_fails_and_the_page_is_sent(
    play: Play, bot: str, chat: Chat, facts: dict[str, Any]
) -> None:
    refused = refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
    play.stage.telegram.fail_next(BOTS[bot], "sendPhoto", refused)
    await write(play, bot, chat, {"kind": "heat_map", "facts": facts})
    assert chat.last == "The figures"
    assert [status for status, _, _ in await written(play)] == ["failed", "sent"]


async def test_a_picture_sent_again_says_so(play: Play, bot: str, chat: Chat, facts: dict[str, Any]) -> None:
    play.stage.telegram.fail_next(BOTS[bot], "sendPhoto", ConnectionError("cut"), after=True)
    await write(play, bot, chat, {"kind": "heat_map", "facts": facts})
    await play.until(MORNING + timedelta(minutes=1))
    pictures = [message.text for message in chat.shown if message.media]
    assert pictures == [CAPTION, f"(sent again)\n{CAPTION}"]


class Easel:
    """Replaces the painting: it waits until the event loop has run a callback, and notices overlapping calls."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._one = threading.Lock()
        self.overlapped = False
        self.blocked_the_loop = False

    def __call__(self, words: Words, fullness: Fullness) -> bytes:
        if not self._one.acquire(blocking=False):
            self.overlapped = True
            return b""
        turned = threading.Event()
        self._loop.call_soon_threadsafe(turned.set)
        self.blocked_the_loop = self.blocked_the_loop or not turned.wait(10)
        self._one.release()
        return b"a picture"


async def test_pictures_are_painted_one_at_a_time_without_blocking_the_event_loop(
    monkeypatch: pytest.MonkeyPatch, site: Site, facts: dict[str, Any]
) -> None:
    easel = Easel()
    monkeypatch.setattr(painter, "_heat_map", easel)
    words = Words("en", site)
    painted = await asyncio.gather(*(painter.paint(words, "heat_map", facts) for _ in range(8)))
    assert painted == [b"a picture"] * 8
    assert not easel.overlapped
    assert not easel.blocked_the_loop


async def test_with_two_painters_pictures_are_painted_at_the_same_time(
    monkeypatch: pytest.MonkeyPatch, site: Site, facts: dict[str, Any]
) -> None:
    met = threading.Barrier(2)
    monkeypatch.setattr(painter, "_heat_map", lambda words, fullness: bytes([met.wait(10)]))
    words = Words("en", site)
    with ThreadPoolExecutor(max_workers=2) as painters:
        monkeypatch.setattr(painter, "_PAINTER", painters)
        painted = await asyncio.gather(*(painter.paint(words, "heat_map", facts) for _ in range(2)))
    assert sorted(painted) == [b"\0", b"\1"]

"""The page's controls without real bots, and helpers to call the page over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient

from sandbox.model import BotAccount, Person
from sandbox.page import PageState, Pane
from sandbox.telegram import Telegram

BUYERS = BotAccount("1:buyers", 1, "bay_bot", "Bay")
STAFF = BotAccount("2:staff", 2, "bay_staff_bot", "Bay staff")
LIN, EVE, GATE, BUTLER, OWNER = 101, 102, 201, 202, 203
GROUP = -100500
START = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)  # 14:30 in Shanghai, a Monday
SHANGHAI = ZoneInfo("Asia/Shanghai")
PEOPLE = (
    Person(LIN, "Lin", language_code="zh-hans", phone="+8613800138000"),
    Person(EVE, "Eve", "Moor"),
    Person(GATE, "Gao"),
    Person(BUTLER, "Bai"),
    Person(OWNER, "Ouyang"),
)


@dataclass
class FakeHouse:
    """Controls without real bots: record clock moves; `hold`, if set, delays moves and resets."""

    time: datetime = START
    played: list[datetime] = field(default_factory=list)
    hold: asyncio.Event | None = None
    current: PageState = field(init=False)

    def __post_init__(self) -> None:
        self.reset_state()

    def reset_state(self) -> None:
        telegram = Telegram(self.now, [BUYERS, STAFF])
        for person in PEOPLE:
            telegram.add_person(person)
        telegram.add_group(GROUP, "The house", [OWNER, GATE, BUTLER], [STAFF.username])
        panes = (
            Pane("buyers", (LIN, EVE), bot=BUYERS.username),
            Pane("group", (GATE, BUTLER), chat_id=GROUP),
            Pane("office", (GATE, OWNER), bot=STAFF.username),
        )
        names = {"en": "Tianyue Bay", "zh": "天悦湾"}
        self.current = PageState(telegram, panes, SHANGHAI, names, {GATE: {"en": "Gate", "zh": "大门岗"}})

    @property
    def telegram(self) -> Telegram:
        return self.current.telegram

    def now(self) -> datetime:
        return self.time

    def page_state(self) -> PageState:
        return self.current

    async def play(self, until: datetime) -> None:
        if self.hold is not None:
            await self.hold.wait()
        self.played.append(until)
        self.time = until

    async def reset(self) -> None:
        if self.hold is not None:
            await self.hold.wait()
        self.time = START
        self.reset_state()

    async def say(self, chat_id: int, text: str, bot: BotAccount = BUYERS, **more: Any) -> int:
        reply = await self.telegram.call(bot.token, "sendMessage", {"chat_id": chat_id, "text": text, **more})
        assert reply["ok"], reply
        return int(reply["result"]["message_id"])


PageClient = TestClient[web.Request, web.Application]


async def post(page_client: PageClient, name: str, /, **body: Any) -> dict[str, Any]:
    answer = await page_client.post(f"/page/{name}", json=body)
    assert answer.status == 200, await answer.text()
    return dict(await answer.json())


async def refused(answer: ClientResponse) -> tuple[int, str]:
    body = await answer.json()
    assert body["error"]
    return answer.status, body["code"]


async def state(page_client: PageClient) -> dict[str, Any]:
    return dict(await (await page_client.get("/page/state")).json())


class Stream:
    """A stream of server-sent events."""

    def __init__(self, answer: ClientResponse) -> None:
        self._answer = answer

    async def next(self) -> tuple[str, dict[str, Any]]:
        kind = (await self._answer.content.readline()).decode().removeprefix("event: ").strip()
        data = (await self._answer.content.readline()).decode().removeprefix("data: ")
        await self._answer.content.readline()
        return kind, json.loads(data)

    async def until(self, kind: str, part: str) -> dict[str, Any]:
        """The data of the next event of this kind that contains `part`."""
        async with asyncio.timeout(5):
            while True:
                heard, news = await self.next()
                if heard == kind and part in news:
                    return news


@asynccontextmanager
async def open_stream(page_client: PageClient) -> AsyncIterator[Stream]:
    async with page_client.get("/page/events") as answer:
        assert answer.content_type == "text/event-stream"
        yield Stream(answer)


BUTTONS = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
CONTACT = {"keyboard": [[{"text": "Share", "request_contact": True}]]}

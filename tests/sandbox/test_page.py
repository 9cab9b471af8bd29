"""The page's JSON API, asked as a browser asks it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from sandbox.model import BotAccount, Person
from sandbox.page import Pane, Stage, page
from sandbox.page_requests import MoveClock, RefusedError, moment
from sandbox.page_view import HISTORY
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
class House:
    """Controls of a house without bots: what it was asked is kept, and `gate` holds it up."""

    time: datetime = START
    played: list[datetime] = field(default_factory=list)
    gate: asyncio.Event | None = None
    current: Stage = field(init=False)

    def __post_init__(self) -> None:
        self.furnish()

    def furnish(self) -> None:
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
        self.current = Stage(telegram, panes, SHANGHAI, names, {GATE: {"en": "Gate", "zh": "大门岗"}})

    @property
    def telegram(self) -> Telegram:
        return self.current.telegram

    def now(self) -> datetime:
        return self.time

    def stage(self) -> Stage:
        return self.current

    async def play(self, until: datetime) -> None:
        if self.gate is not None:
            await self.gate.wait()
        self.played.append(until)
        self.time = until

    async def reset(self) -> None:
        if self.gate is not None:
            await self.gate.wait()
        self.time = START
        self.furnish()

    async def say(self, chat_id: int, text: str, bot: BotAccount = BUYERS, **more: Any) -> int:
        reply = await self.telegram.call(bot.token, "sendMessage", {"chat_id": chat_id, "text": text, **more})
        assert reply["ok"], reply
        return int(reply["result"]["message_id"])


Browser = TestClient[web.Request, web.Application]


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
async def browser(house: House) -> AsyncIterator[Browser]:
    async with TestClient(TestServer(page(house))) as client:
        yield client


async def post(browser: Browser, name: str, **body: Any) -> dict[str, Any]:
    answer = await browser.post(f"/page/{name}", json=body)
    assert answer.status == 200, await answer.text()
    return dict(await answer.json())


async def refused(answer: ClientResponse) -> tuple[int, str]:
    body = await answer.json()
    assert body["error"]
    return answer.status, body["code"]


async def state(browser: Browser) -> dict[str, Any]:
    return dict(await (await browser.get("/page/state")).json())


class Stream:
    """The server-sent events of one browser."""

    def __init__(self, answer: ClientResponse) -> None:
        self._answer = answer

    async def next(self) -> tuple[str, dict[str, Any]]:
        kind = (await self._answer.content.readline()).decode().removeprefix("event: ").strip()
        data = (await self._answer.content.readline()).decode().removeprefix("data: ")
        await self._answer.content.readline()
        return kind, json.loads(data)

    async def until(self, kind: str, part: str) -> dict[str, Any]:
        """The next event of this kind that speaks of `part`."""
        async with asyncio.timeout(5):
            while True:
                heard, news = await self.next()
                if heard == kind and part in news:
                    return news


@asynccontextmanager
async def listening(browser: Browser) -> AsyncIterator[Stream]:
    async with browser.get("/page/events") as answer:
        assert answer.content_type == "text/event-stream"
        yield Stream(answer)


BUTTONS = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
CONTACT = {"keyboard": [[{"text": "Share", "request_contact": True}]]}


class TestFiles:
    async def test_the_page_and_its_files_come_with_a_strict_policy(self, browser: Browser) -> None:
        for path in ("/", "/page/assets/app.js", "/page/assets/style.css", "/page/state"):
            answer = await browser.get(path)
            assert answer.status == 200
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"

    async def test_the_page_asks_nobody_else_for_anything(self, browser: Browser) -> None:
        text = await (await browser.get("/")).text()
        assert "http" not in text.replace("http-equiv", "")
        assert "<style" not in text
        assert "onclick" not in text

    async def test_nothing_outside_the_folder_is_served(self, browser: Browser) -> None:
        assert (await browser.get("/page/assets/%2e%2e/page.py")).status in {403, 404}

    async def test_an_application_mounted_beside_keeps_its_own_manners(self, house: House) -> None:
        async def form(request: web.Request) -> web.Response:
            return web.Response(text=str((await request.post())["a"]))

        other = web.Application()
        other.router.add_post("/form", form)
        app = page(house)
        app.add_subapp("/beside", other)
        async with TestClient(TestServer(app)) as client:
            answer = await client.post(
                "/beside/form", data={"a": "b"}, headers={"Origin": "http://other.example"}
            )
            assert await answer.text() == "b"


class TestState:
    async def test_names_people_panes_and_the_clock(self, browser: Browser) -> None:
        seen = await state(browser)
        assert seen["names"] == {"en": "Tianyue Bay", "zh": "天悦湾"}
        assert seen["zone"] == "Asia/Shanghai"
        assert seen["clock"] == {"now": START.isoformat(), "busy": None}
        assert seen["people"][str(GATE)]["role"] == {"en": "Gate", "zh": "大门岗"}
        assert seen["people"][str(EVE)]["last_name"] == "Moor"
        assert [pane["id"] for pane in seen["panes"]] == ["buyers", "group", "office"]
        assert seen["panes"][1]["title"] == "The house"
        assert set(seen["chats"]) == {
            "bay_bot:101", "bay_bot:102", str(GROUP), "bay_staff_bot:201", "bay_staff_bot:203",
        }  # fmt: skip

    async def test_a_message_is_told_whole(self, browser: Browser, house: House) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        sent = await house.say(LIN, "<b>Welcome</b>", parse_mode="HTML", reply_markup=BUTTONS)
        message = (await state(browser))["chats"]["bay_bot:101"]["messages"][-1]
        assert message["id"] == sent
        assert message["from"] == {"id": 1, "name": "Bay", "bot": True}
        assert message["at"] == START.isoformat()
        assert (message["text"], message["edited"]) == ("Welcome", False)
        assert message["entities"] == [{"type": "bold", "offset": 0, "length": 7}]
        assert message["buttons"][0][0]["callback_data"] == "yes"

    async def test_menus_are_each_persons_own_and_name_the_bot_in_a_group(
        self, browser: Browser, house: House
    ) -> None:
        for bot in (BUYERS, STAFF):
            command = {"command": "today", "description": bot.name}
            await house.telegram.call(bot.token, "setMyCommands", {"commands": [command]})
        chats = (await state(browser))["chats"]
        entry = {"command": "today", "description": "Bay", "bot": ""}
        assert chats["bay_bot:101"]["commands"] == {"101": [entry]}
        # the buyers' bot is not in the group, so only the other one's menu is shown there
        assert chats[str(GROUP)]["commands"]["201"] == [
            {"command": "today", "description": "Bay staff", "bot": "bay_staff_bot"}
        ]

    async def test_a_group_tells_who_joined(self, browser: Browser) -> None:
        joined = (await state(browser))["chats"][str(GROUP)]["messages"][0]
        assert joined["service"] == "new_chat_members"
        assert joined["about"] == [{"id": 2, "name": "Bay staff", "bot": True}]

    async def test_only_the_newest_of_a_long_chat(self, browser: Browser, house: House) -> None:
        for number in range(HISTORY + 5):
            house.telegram.send(GATE, f"line {number}", chat_id=GROUP)
        messages = (await state(browser))["chats"][str(GROUP)]["messages"]
        assert len(messages) == HISTORY
        assert messages[-1]["text"] == f"line {HISTORY + 4}"

    def test_a_pane_is_of_a_bot_or_of_a_group(self) -> None:
        with pytest.raises(ValueError, match="needs a bot or a group"):
            Pane("odd", (LIN,))
        with pytest.raises(ValueError, match="needs a bot or a group"):
            Pane("odd", (LIN,), bot=BUYERS.username, chat_id=GROUP)


class TestGestures:
    async def test_send_in_private_and_in_the_group(self, browser: Browser, house: House) -> None:
        await post(browser, "send", chat="bay_bot:101", speaker=LIN, text="Hello\nthere")
        sent = await post(browser, "send", chat=str(GROUP), speaker=BUTLER, text="Ready")
        answer = await post(
            browser, "send", chat=str(GROUP), speaker=GATE, text="Good", reply_to=sent["message_id"]
        )
        assert house.telegram.history(bot="bay_bot", user_id=LIN)[-1].text == "Hello\nthere"
        last = house.telegram.history(chat_id=GROUP)[-1]
        assert (last.message_id, last.sender.id, last.reply_to) == (
            answer["message_id"], GATE, sent["message_id"],
        )  # fmt: skip

    async def test_tap_is_answered_with_a_toast(self, browser: Browser, house: House) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        sent = await house.say(LIN, "Shall I?", reply_markup=BUTTONS)
        query = (await post(browser, "tap", chat="bay_bot:101", speaker=LIN, message_id=sent, data="yes"))[
            "query"
        ]
        answer = {"callback_query_id": query, "text": "With pleasure", "show_alert": True}
        assert (await house.telegram.call(BUYERS.token, "answerCallbackQuery", answer))["ok"]
        toast = {"query": query, "text": "With pleasure", "alert": True, "url": ""}
        assert (await state(browser))["toasts"] == [toast]

    async def test_tap_of_a_button_that_is_not_there(self, browser: Browser, house: House) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        sent = await house.say(LIN, "Shall I?", reply_markup=BUTTONS)
        body = {"chat": "bay_bot:101", "speaker": LIN, "message_id": sent, "data": "no"}
        assert await refused(await browser.post("/page/tap", json=body)) == (400, "gesture")

    async def test_contact_only_when_a_button_asks(self, browser: Browser, house: House) -> None:
        body = {"chat": "bay_bot:101", "speaker": LIN}
        assert await refused(await browser.post("/page/contact", json=body)) == (400, "gesture")
        house.telegram.open_link(LIN, BUYERS.username)
        await house.say(LIN, "Your number?", reply_markup=CONTACT)
        assert (await state(browser))["chats"]["bay_bot:101"]["keyboard"] == CONTACT["keyboard"]
        await post(browser, "contact", **body)
        contact = (await state(browser))["chats"]["bay_bot:101"]["messages"][-1]["contact"]
        assert contact["phone_number"] == "+8613800138000"

    async def test_contact_in_a_group_is_refused(self, browser: Browser) -> None:
        answer = await browser.post("/page/contact", json={"chat": str(GROUP), "speaker": GATE})
        assert await refused(answer) == (400, "input")

    async def test_open_follows_a_link(self, browser: Browser, house: House) -> None:
        await post(browser, "open", speaker=OWNER, bot="bay_staff_bot", payload="claim_1")
        assert house.telegram.history(bot="bay_staff_bot", user_id=OWNER)[-1].text == "/start claim_1"

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"speaker": OWNER, "bot": "bay_bot"}, "bot"),
            ({"speaker": LIN, "bot": "nobody_bot"}, "bot"),
            ({"speaker": LIN, "bot": "bay_bot", "payload": "no spaces"}, "gesture"),
        ],
    )
    async def test_open_what_is_not_here(self, browser: Browser, body: dict[str, Any], code: str) -> None:
        assert await refused(await browser.post("/page/open", json=body)) == (400, code)

    @pytest.mark.parametrize(
        "who",
        [
            {"chat": "bay_bot:999", "speaker": 999},
            {"chat": "bay_bot:101", "speaker": EVE},
            {"chat": "bay_staff_bot:101", "speaker": LIN},
            {"chat": str(GROUP), "speaker": LIN},
            {"chat": "-1", "speaker": GATE},
        ],
    )
    async def test_nobody_speaks_where_they_are_not(self, browser: Browser, who: dict[str, Any]) -> None:
        assert await refused(await browser.post("/page/send", json=who | {"text": "x"})) == (400, "gone")

    @pytest.mark.parametrize("text", ["", "   ", "x" * 4097])
    async def test_a_text_no_client_would_send(self, browser: Browser, text: str) -> None:
        body = {"chat": "bay_bot:101", "speaker": LIN, "text": text}
        assert await refused(await browser.post("/page/send", json=body)) == (400, "gesture")


class TestClock:
    @pytest.mark.parametrize(
        ("body", "until"),
        [
            ({"minutes": 15}, START + timedelta(minutes=15)),
            ({"minutes": 60}, START + timedelta(hours=1)),
            ({"until": "morning"}, datetime(2026, 3, 3, 0, 0, tzinfo=UTC)),
            ({"until": "2026-03-04T10:30"}, datetime(2026, 3, 4, 2, 30, tzinfo=UTC)),
            ({"until": "2026-03-02T07:00:00+00:00"}, datetime(2026, 3, 2, 7, 0, tzinfo=UTC)),
        ],
    )
    async def test_moves_forward(
        self, browser: Browser, house: House, body: dict[str, Any], until: datetime
    ) -> None:
        assert await post(browser, "clock", **body) == {"now": until.isoformat()}
        assert house.played == [until]

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"minutes": 0}, "past"),
            ({"minutes": -15}, "past"),
            ({"until": "2026-03-02T14:30"}, "past"),
            ({"until": "2026-03-02T14:29"}, "past"),
            ({"until": "2026-05-01T10:00"}, "far"),
            ({"minutes": 10**12}, "far"),
            ({"until": "soon"}, "moment"),
            ({}, "input"),
            ({"minutes": 15, "until": "morning"}, "input"),
            ({"minutes": "15"}, "input"),
            ({"minutes": True}, "input"),
        ],
    )
    async def test_refuses(self, browser: Browser, house: House, body: dict[str, Any], code: str) -> None:
        assert await refused(await browser.post("/page/clock", json=body)) == (400, code)
        assert house.played == []

    def test_before_eight_the_next_morning_is_today(self) -> None:
        early = datetime(2026, 3, 2, 7, 59, tzinfo=SHANGHAI)
        assert moment(MoveClock(until="morning"), early, SHANGHAI) == datetime(2026, 3, 2, tzinfo=UTC)
        eight = datetime(2026, 3, 2, 8, 0, tzinfo=SHANGHAI)
        assert moment(MoveClock(until="morning"), eight, SHANGHAI) == datetime(2026, 3, 3, tzinfo=UTC)

    def test_a_wall_time_the_clocks_skip(self) -> None:
        berlin = ZoneInfo("Europe/Berlin")
        with pytest.raises(RefusedError) as refusal:
            moment(MoveClock(until="2026-03-29T02:30"), datetime(2026, 3, 28, tzinfo=UTC), berlin)
        assert refusal.value.code == "gap"

    async def test_one_thing_at_a_time_and_all_see_it(self, browser: Browser, house: House) -> None:
        house.gate = asyncio.Event()
        async with listening(browser) as stream:
            await stream.next()
            playing = asyncio.ensure_future(post(browser, "clock", minutes=30))
            _, news = await stream.next()
            busy = {
                "kind": "play",
                "from": START.isoformat(),
                "until": (START + timedelta(minutes=30)).isoformat(),
            }
            assert news["clock"]["busy"] == busy
            for name in ("clock", "reset"):
                answer = await browser.post(f"/page/{name}", json={"minutes": 1} if name == "clock" else {})
                assert await refused(answer) == (409, "busy")
            await post(browser, "send", chat="bay_bot:101", speaker=LIN, text="meanwhile")
            house.gate.set()
            await playing
        assert (await state(browser))["clock"]["busy"] is None


class TestHouse:
    async def test_reset_opens_a_new_house(self, browser: Browser) -> None:
        before = (await state(browser))["generation"]
        await post(browser, "send", chat="bay_bot:101", speaker=LIN, text="Hello")
        newcomer = (await post(browser, "buyer", first_name="Mo", language="en"))["id"]
        async with listening(browser) as stream:
            await stream.next()
            generation = (await post(browser, "reset"))["generation"]
            seen = await stream.until("state", "generation")
        assert seen["generation"] == generation != before
        assert seen["chats"]["bay_bot:101"]["messages"] == []
        assert newcomer not in seen["panes"][0]["people"]

    async def test_nothing_is_done_in_a_house_being_put_away(self, browser: Browser, house: House) -> None:
        house.gate = asyncio.Event()
        async with listening(browser) as stream:
            await stream.next()
            resetting = asyncio.ensure_future(post(browser, "reset"))
            _, news = await stream.next()
            assert news["clock"]["busy"] == {"kind": "reset"}
            body = {"chat": "bay_bot:101", "speaker": LIN, "text": "Hello"}
            assert await refused(await browser.post("/page/send", json=body)) == (409, "busy")
            house.gate.set()
            await resetting
        await post(browser, "send", **body)

    async def test_language_is_everybodys_and_outlives_the_house(
        self, browser: Browser, house: House
    ) -> None:
        await post(browser, "language", code="zh")
        assert {house.telegram.people[person.id].language_code for person in PEOPLE} == {"zh-hans"}
        await post(browser, "reset")
        assert house.telegram.people[EVE].language_code == "zh-hans"
        await post(browser, "language", code="en")
        assert house.telegram.people[LIN].language_code == "en"

    async def test_people_keep_their_languages_until_one_is_chosen(
        self, browser: Browser, house: House
    ) -> None:
        await state(browser)
        assert house.telegram.people[LIN].language_code == "zh-hans"
        assert house.telegram.people[EVE].language_code == "en"

    async def test_a_new_buyer_can_speak_and_share_a_number(self, browser: Browser, house: House) -> None:
        told = {"first_name": " 思远 ", "last_name": "林", "language": "zh-hant"}
        user_id = (await post(browser, "buyer", **told))["id"]
        seen = await state(browser)
        assert seen["panes"][0]["people"] == [LIN, EVE, user_id]
        assert seen["people"][str(user_id)] == {
            "first_name": "思远", "last_name": "林", "language": "zh-hant", "role": {},
        }  # fmt: skip
        await post(browser, "send", chat=f"bay_bot:{user_id}", speaker=user_id, text="Hello")
        assert house.telegram.people[user_id].phone.startswith("+86139")
        assert (await post(browser, "buyer", first_name="Mo", language="en"))["id"] != user_id

    @pytest.mark.parametrize(
        ("name", "body"),
        [
            ("language", {"code": "fr"}),
            ("buyer", {"first_name": " ", "language": "en"}),
            ("buyer", {"first_name": "x" * 65, "language": "en"}),
            ("buyer", {"first_name": "Mo", "language": "<b>"}),
            ("reset", {"really": True}),
            ("send", {"chat": "bay_bot:101", "speaker": "101", "text": "x"}),
            ("send", {"chat": "bay_bot:101", "speaker": 101}),
            ("tap", {"chat": "bay_bot:101", "speaker": 101, "message_id": 1}),
        ],
    )
    async def test_bad_input(self, browser: Browser, name: str, body: dict[str, Any]) -> None:
        assert await refused(await browser.post(f"/page/{name}", json=body)) == (400, "input")


class TestStream:
    async def test_first_everything_then_what_changed(self, browser: Browser, house: House) -> None:
        async with listening(browser) as stream:
            kind, first = await stream.next()
            assert kind == "state"
            assert first["clock"]["now"] == START.isoformat()
            house.telegram.open_link(LIN, BUYERS.username)
            sent = await house.say(LIN, "One", reply_markup=BUTTONS)
            news = (await stream.until("patch", "chats"))["chats"]
            assert list(news) == ["bay_bot:101"]
            assert [message["text"] for message in news["bay_bot:101"]["upsert"]] == ["/start", "One"]

            edit = {"chat_id": LIN, "message_id": sent, "text": "Two"}
            assert (await house.telegram.call(BUYERS.token, "editMessageText", edit))["ok"]
            news = (await stream.until("patch", "chats"))["chats"]["bay_bot:101"]
            assert [(message["id"], message["text"]) for message in news["upsert"]] == [(sent, "Two")]

            gone = {"chat_id": LIN, "message_id": sent}
            assert (await house.telegram.call(BUYERS.token, "deleteMessage", gone))["ok"]
            assert (await stream.until("patch", "chats"))["chats"] == {"bay_bot:101": {"gone": [sent]}}

    async def test_a_newcomer_and_an_answer_are_news(self, browser: Browser, house: House) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        sent = await house.say(LIN, "Shall I?", reply_markup=BUTTONS)
        async with listening(browser) as stream:
            await stream.next()
            user_id = (await post(browser, "buyer", first_name="Mo", language="en"))["id"]
            assert str(user_id) in (await stream.until("patch", "people"))["people"]
            query = house.telegram.tap(LIN, sent, "yes", bot=BUYERS.username)
            await house.telegram.call(BUYERS.token, "answerCallbackQuery", {"callback_query_id": query})
            toasts = (await stream.until("patch", "toasts"))["toasts"]
            assert toasts == [{"query": query, "text": "", "alert": False, "url": ""}]

    async def test_the_time_is_told_when_it_moved(self, browser: Browser) -> None:
        async with listening(browser) as stream:
            await stream.next()
            await post(browser, "clock", minutes=15)
            async with asyncio.timeout(5):
                while (await stream.next())[1]["clock"] != {
                    "now": (START + timedelta(minutes=15)).isoformat(),
                    "busy": None,
                }:
                    pass

    async def test_streams_end_when_the_page_closes(self, house: House) -> None:
        client = TestClient(TestServer(page(house)))
        await client.start_server()
        async with client.get("/page/events") as answer:
            await Stream(answer).next()
            async with asyncio.timeout(5):
                await client.server.close()
                assert await answer.content.read() == b""
        await client.close()


class TestWhoMayAsk:
    @pytest.mark.parametrize("host", ["house.example", "house.example:8090", "127.0.0.1.house.example", "["])
    @pytest.mark.parametrize("path", ["/", "/page/state", "/page/events"])
    async def test_another_host_is_refused(self, browser: Browser, path: str, host: str) -> None:
        assert await refused(await browser.get(path, headers={"Host": host})) == (403, "origin")

    @pytest.mark.parametrize("origin", ["http://house.example", "null", "http://127.0.0.1:1", "http://["])
    async def test_another_page_is_refused(self, browser: Browser, house: House, origin: str) -> None:
        body = {"chat": "bay_bot:101", "speaker": LIN, "text": "x"}
        answer = await browser.post("/page/send", json=body, headers={"Origin": origin})
        assert await refused(answer) == (403, "origin")
        assert house.telegram.history(bot="bay_bot", user_id=LIN) == []

    @pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LocalHost"])
    async def test_this_computer_by_its_names(self, browser: Browser, name: str) -> None:
        host = f"{name}:{browser.port}"
        headers = {"Host": host, "Origin": f"http://{host}"}
        assert (await browser.post("/page/language", json={"code": "en"}, headers=headers)).status == 200

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
    async def test_only_json_is_read(self, browser: Browser, kind: str) -> None:
        answer = await browser.post("/page/reset", data=b"{}", headers={"Content-Type": kind})
        assert await refused(answer) == (415, "input")

    @pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"\xff"])
    async def test_json_that_is_none(self, browser: Browser, raw: bytes) -> None:
        answer = await browser.post("/page/reset", data=raw, headers={"Content-Type": "application/json"})
        assert await refused(answer) == (400, "input")

"""The page's static files, state, event stream and origin checks."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from sandbox.page import Pane, page_app
from sandbox.page_view import HISTORY
from tests.sandbox.page_harness import (
    BUTTONS,
    BUYERS,
    EVE,
    GATE,
    GROUP,
    LIN,
    STAFF,
    START,
    FakeHouse,
    PageClient,
    Stream,
    open_stream,
    post,
    refused,
    state,
)


class TestFiles:
    async def test_every_response_has_security_headers(self, page_client: PageClient) -> None:
        for path in ("/", "/page/assets/app.js", "/page/assets/style.css", "/page/state"):
            answer = await page_client.get(path)
            assert answer.status == 200
            assert answer.headers["Content-Security-Policy"].startswith("default-src 'self';")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"

    async def test_the_page_loads_nothing_from_other_hosts(self, page_client: PageClient) -> None:
        text = await (await page_client.get("/")).text()
        assert "http" not in text.replace("http-equiv", "")
        assert "<style" not in text
        assert "onclick" not in text

    async def test_files_outside_the_folder_are_not_served(self, page_client: PageClient) -> None:
        assert (await page_client.get("/page/assets/%2e%2e/page.py")).status in {403, 404}

    async def test_a_sub_application_is_not_guarded(self, house: FakeHouse) -> None:
        async def form(request: web.Request) -> web.Response:
            return web.Response(text=str((await request.post())["a"]))

        other = web.Application()
        other.router.add_post("/form", form)
        app = page_app(house)
        app.add_subapp("/beside", other)
        async with TestClient(TestServer(app)) as client:
            answer = await client.post(
                "/beside/form", data={"a": "b"}, headers={"Origin": "http://other.example"}
            )
            assert await answer.text() == "b"


class TestState:
    async def test_the_state_has_names_people_panes_and_the_clock(self, page_client: PageClient) -> None:
        seen = await state(page_client)
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

    async def test_the_state_has_every_field_of_a_message(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        sent = await house.say(LIN, "<b>Welcome</b>", parse_mode="HTML", reply_markup=BUTTONS)
        message = (await state(page_client))["chats"]["bay_bot:101"]["messages"][-1]
        assert message["id"] == sent
        assert message["from"] == {"id": 1, "name": "Bay", "bot": True}
        assert message["at"] == START.isoformat()
        assert (message["text"], message["edited"]) == ("Welcome", False)
        assert message["entities"] == [{"type": "bold", "offset": 0, "length": 7}]
        assert message["buttons"][0][0]["callback_data"] == "yes"

    async def test_menus_are_per_person_and_name_the_bot_in_a_group(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        for bot in (BUYERS, STAFF):
            command = {"command": "today", "description": bot.name}
            await house.telegram.call(bot.token, "setMyCommands", {"commands": [command]})
        chats = (await state(page_client))["chats"]
        entry = {"command": "today", "description": "Bay", "bot": ""}
        assert chats["bay_bot:101"]["commands"] == {"101": [entry]}
        # The buyers' bot is not in the group, so only the staff bot's menu is shown there.
        assert chats[str(GROUP)]["commands"]["201"] == [
            {"command": "today", "description": "Bay staff", "bot": "bay_staff_bot"}
        ]

    async def test_a_service_message_names_who_joined(self, page_client: PageClient) -> None:
        joined = (await state(page_client))["chats"][str(GROUP)]["messages"][0]
        assert joined["service"] == "new_chat_members"
        assert joined["about"] == [{"id": 2, "name": "Bay staff", "bot": True}]

    async def test_the_state_has_only_the_newest_messages_of_a_chat(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        for number in range(HISTORY + 5):
            house.telegram.send(GATE, f"line {number}", chat_id=GROUP)
        messages = (await state(page_client))["chats"][str(GROUP)]["messages"]
        assert len(messages) == HISTORY
        assert messages[-1]["text"] == f"line {HISTORY + 4}"

    def test_a_pane_needs_either_a_bot_or_a_group(self) -> None:
        with pytest.raises(ValueError, match="needs a bot or a group"):
            Pane("odd", (LIN,))
        with pytest.raises(ValueError, match="needs a bot or a group"):
            Pane("odd", (LIN,), bot=BUYERS.username, chat_id=GROUP)


class TestStream:
    async def test_the_stream_sends_the_state_and_then_changes(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        async with open_stream(page_client) as stream:
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

    async def test_the_stream_sends_new_people_and_toasts(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        sent = await house.say(LIN, "Shall I?", reply_markup=BUTTONS)
        async with open_stream(page_client) as stream:
            await stream.next()
            user_id = (await post(page_client, "buyer", first_name="Mo", language="en"))["id"]
            assert str(user_id) in (await stream.until("patch", "people"))["people"]
            query = house.telegram.tap(LIN, sent, "yes", bot=BUYERS.username)
            await house.telegram.call(BUYERS.token, "answerCallbackQuery", {"callback_query_id": query})
            toasts = (await stream.until("patch", "toasts"))["toasts"]
            assert toasts == [{"query": query, "text": "", "alert": False, "url": ""}]

    async def test_the_stream_sends_the_time_after_a_move(self, page_client: PageClient) -> None:
        async with open_stream(page_client) as stream:
            await stream.next()
            await post(page_client, "clock", minutes=15)
            async with asyncio.timeout(5):
                while (await stream.next())[1]["clock"] != {
                    "now": (START + timedelta(minutes=15)).isoformat(),
                    "busy": None,
                }:
                    pass

    async def test_streams_end_when_the_application_shuts_down(self, house: FakeHouse) -> None:
        client = TestClient(TestServer(page_app(house)))
        await client.start_server()
        async with client.get("/page/events") as answer:
            await Stream(answer).next()
            async with asyncio.timeout(5):
                await client.server.close()
                assert await answer.content.read() == b""
        await client.close()


class TestOriginChecks:
    @pytest.mark.parametrize("host", ["house.example", "house.example:8090", "127.0.0.1.house.example", "["])
    @pytest.mark.parametrize("path", ["/", "/page/state", "/page/events"])
    async def test_another_host_is_refused(self, page_client: PageClient, path: str, host: str) -> None:
        assert await refused(await page_client.get(path, headers={"Host": host})) == (403, "origin")

    @pytest.mark.parametrize("origin", ["http://house.example", "null", "http://127.0.0.1:1", "http://["])
    async def test_another_page_is_refused(
        self, page_client: PageClient, house: FakeHouse, origin: str
    ) -> None:
        body = {"chat": "bay_bot:101", "speaker": LIN, "text": "x"}
        answer = await page_client.post("/page/send", json=body, headers={"Origin": origin})
        assert await refused(answer) == (403, "origin")
        assert house.telegram.history(bot="bay_bot", user_id=LIN) == []

    @pytest.mark.parametrize("name", ["localhost", "127.0.0.1", "[::1]", "LocalHost"])
    async def test_every_loopback_name_is_accepted(self, page_client: PageClient, name: str) -> None:
        host = f"{name}:{page_client.port}"
        headers = {"Host": host, "Origin": f"http://{host}"}
        assert (await page_client.post("/page/language", json={"code": "en"}, headers=headers)).status == 200

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
    async def test_other_content_types_are_refused(self, page_client: PageClient, kind: str) -> None:
        answer = await page_client.post("/page/reset", data=b"{}", headers={"Content-Type": kind})
        assert await refused(answer) == (415, "input")

    @pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"null", b"\xff"])
    async def test_invalid_json_is_refused(self, page_client: PageClient, raw: bytes) -> None:
        answer = await page_client.post("/page/reset", data=raw, headers={"Content-Type": "application/json"})
        assert await refused(answer) == (400, "input")

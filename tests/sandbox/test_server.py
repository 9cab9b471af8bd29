"""The Bot API over HTTP: where fields can be, HTTP statuses, downloads, and loopback only."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession, FormData, web

from sandbox.server import bot_api, serve
from sandbox.telegram import Telegram, Upload
from tests.sandbox.conftest import Api, StartPoll

INLINE = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}


@pytest.fixture
async def site(started: Telegram) -> AsyncIterator[ClientSession]:
    runner = await serve(bot_api(started), "127.0.0.1", 0)
    host, port = runner.addresses[0]
    async with ClientSession(f"http://{host}:{port}/") as session:
        yield session
    await runner.cleanup()


SEND = "/bot1001:buyers-token/sendMessage"


async def body(response: Any, status: Any = 200) -> Any:
    async with response as answer:
        assert (answer.status, answer.content_type) == (status, "application/json")
        reply = await answer.json()
        assert reply["ok"] == (status == 200)
        return reply["result"] if reply["ok"] else reply["description"]


async def test_fields_can_be_in_the_query(site: ClientSession) -> None:
    assert (await body(site.get(SEND, params={"chat_id": "7", "text": "a&b"})))["text"] == "a&b"
    assert (await body(site.post(SEND, params={"chat_id": "7", "text": "c"})))["text"] == "c"


async def test_fields_can_be_in_a_form(site: ClientSession) -> None:
    form = {"chat_id": "7", "text": "迎宾", "reply_markup": json.dumps(INLINE)}
    sent = await body(site.post(SEND, data=form))
    assert (sent["text"], sent["reply_markup"]) == ("迎宾", INLINE)


async def test_fields_can_be_in_a_multipart_form(site: ClientSession) -> None:
    form = FormData(default_to_multipart=True)
    form.add_field("chat_id", "7")
    form.add_field("text", "迎宾")
    assert (await body(site.post(SEND, data=form)))["text"] == "迎宾"


async def test_fields_can_be_in_json(site: ClientSession) -> None:
    sent = await body(site.post(SEND, json={"chat_id": 7, "text": "x", "reply_markup": INLINE}))
    assert sent["reply_markup"] == INLINE


async def test_fields_can_be_split_between_query_and_body(site: ClientSession) -> None:
    assert (await body(site.post(SEND, params={"chat_id": "7"}, json={"text": "x"})))["text"] == "x"


async def test_invalid_json_bodies_are_refused(site: ClientSession) -> None:
    headers = {"Content-Type": "application/json"}
    broken = await body(site.post(SEND, data=b"{", headers=headers), 400)
    assert broken == "Bad Request: can't parse request JSON object"
    assert await body(site.post(SEND, json=[1]), 400) == "Bad Request: request must be a JSON object"


async def test_a_file_in_the_wrong_method_is_refused(site: ClientSession) -> None:
    form = FormData()
    form.add_field("chat_id", "7")
    form.add_field("photo", b"\x89PNG", filename="x.png")
    assert await body(site.post(SEND, data=form), 400) == 'Bad Request: unknown field "photo" of sendMessage'


async def test_a_body_over_the_size_limit_gets_413(
    started: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.server._MAX_BODY", 1000)
    runner = await serve(bot_api(started), "127.0.0.1", 0)
    async with ClientSession(f"http://127.0.0.1:{runner.addresses[0][1]}/") as session:
        for kind in ("data", "json"):
            fields: Any = {"chat_id": "7", "text": "x" * 2000}
            assert (
                await body(session.request("POST", SEND, **{kind: fields}), 413) == "Request Entity Too Large"
            )
    await runner.cleanup()
    assert len(started.history(bot="house_bot", user_id=7)) == 1


async def test_files_are_downloaded_as_bytes(site: ClientSession, started: Telegram, buyers: Api) -> None:
    sent = await buyers("sendDocument", chat_id=7, document=Upload("迎 宾.xlsx", b"a workbook"))
    path = (await buyers("getFile", file_id=sent["document"]["file_id"]))["file_path"]
    async with site.get(f"/file/bot1001:buyers-token/{path}") as answer:
        assert (answer.status, answer.content_type) == (200, "application/octet-stream")
        assert await answer.read() == b"a workbook"
    assert await body(site.get(f"/file/bot1002:staff-token/{path}"), 404) == "Not Found"
    assert await body(site.get(f"/file/bot1:none/{path}"), 404) == "Not Found"


async def test_errors_have_their_http_status(site: ClientSession, started: Telegram) -> None:
    assert await body(site.get("/bot1:none/getMe"), 401) == "Unauthorized"
    assert await body(site.get("/bot1001:buyers-token/sendPoem"), 404) == "Not Found"
    assert await body(site.get("/file/bot1001:buyers-token/x.png"), 404) == "Not Found"
    assert await body(site.get("/"), 404) == "Not Found"
    assert await body(site.put("/bot1001:buyers-token/getMe"), 405) == "Method Not Allowed"
    forbidden = await body(site.get(SEND, params={"chat_id": "8", "text": "x"}), 403)
    assert forbidden == "Forbidden: bot can't initiate conversation with a user"
    flood = {"ok": False, "error_code": 429, "description": "Too Many", "parameters": {"retry_after": 7}}
    started.fail_next("house_bot", "getMe", flood)
    async with site.get("/bot1001:buyers-token/getMe") as answer:
        assert (answer.status, await answer.json()) == (429, flood)


async def test_a_long_poll_waits_over_http(
    site: ClientSession, started: Telegram, buyers: Api, start_poll: StartPoll
) -> None:
    await buyers.updates()
    poll = await start_poll(body(site.get("/bot1001:buyers-token/getUpdates", params={"timeout": "50"})))
    started.send(7, "hello", bot="house_bot")
    async with asyncio.timeout(5):
        [update] = await poll
    assert update["message"]["text"] == "hello"


async def test_a_stopping_server_ends_its_polls(
    started: Telegram, buyers: Api, start_poll: StartPoll
) -> None:
    await buyers.updates()
    runner = await serve(bot_api(started), "127.0.0.1", 0)
    host, port = runner.addresses[0]
    async with ClientSession(f"http://{host}:{port}/") as session:
        url = "/bot1001:buyers-token/getUpdates"
        poll = await start_poll(body(session.get(url, params={"timeout": "50"})))
        async with asyncio.timeout(1):
            await runner.cleanup()
            assert await poll == []


async def test_an_injected_break_closes_the_connection(site: ClientSession, started: Telegram) -> None:
    started.fail_next("house_bot", "getMe", ConnectionResetError("cut"))
    with pytest.raises(ClientError):
        await body(site.post("/bot1001:buyers-token/getMe"))
    assert await body(site.post("/bot1001:buyers-token/getMe"))


async def test_the_api_can_be_a_sub_application(started: Telegram) -> None:
    app = web.Application()
    app.add_subapp("/telegram", bot_api(started))
    runner = await serve(app, "localhost", 0)
    port = runner.addresses[0][1]
    async with ClientSession() as session:
        assert await body(session.get(f"http://localhost:{port}/telegram/bot1001:buyers-token/getMe"))
    await runner.cleanup()


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.com", ""])  # noqa: S104 each host is refused
async def test_only_loopback_is_served(started: Telegram, host: str) -> None:
    with pytest.raises(ValueError, match="loopback"):
        await serve(bot_api(started), host, 0)


async def test_a_taken_port_is_an_error(started: Telegram) -> None:
    runner = await serve(bot_api(started), "127.0.0.1", 0)
    port = runner.addresses[0][1]
    with pytest.raises(OSError, match="address already in use"):
        await serve(bot_api(started), "127.0.0.1", port)
    await runner.cleanup()

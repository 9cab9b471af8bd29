"""Pictures, files, pins, edits and blocks on the page."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from sandbox.page import page_app
from sandbox.sample_media import blank_png
from sandbox.telegram import Upload
from tests.sandbox.page_stand import BUYERS, GATE, GROUP, LIN, Browser, House, post, refused, state

PICTURE = blank_png(8, 6)
HERE = {"chat": "bay_bot:101", "speaker": LIN}


async def ask(house: House, method: str, **params: Any) -> Any:
    reply = await house.telegram.call(BUYERS.token, method, {"chat_id": LIN} | params)
    assert reply["ok"], reply
    return reply["result"]


async def chat(browser: Browser) -> dict[str, Any]:
    return dict((await state(browser))["chats"]["bay_bot:101"])


class TestLooking:
    async def test_a_photo_is_shown_and_a_document_kept(self, browser: Browser, house: House) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        await ask(house, "sendPhoto", photo=Upload("load.png", PICTURE), caption="Load")
        await ask(house, "sendDocument", document=Upload("今日 today.xlsx", b"a workbook"))
        photo, book = (await chat(browser))["messages"][-2:]
        assert (photo["text"], photo["media"]["kind"]) == ("Load", "photo")
        assert photo["media"]["facts"] == {"width": 8, "height": 6}
        assert (book["media"]["name"], book["media"]["size"]) == ("今日 today.xlsx", 10)

        shown = await browser.get(f"/page/file/{photo['media']['file']}")
        assert (shown.content_type, await shown.read()) == ("image/png", PICTURE)
        kept = await browser.get(f"/page/file/{book['media']['file']}")
        assert (kept.content_type, await kept.read()) == ("application/octet-stream", b"a workbook")
        assert kept.headers["Content-Disposition"] == (
            "attachment; filename*=UTF-8''%E4%BB%8A%E6%97%A5%20today.xlsx"
        )
        assert kept.headers["X-Content-Type-Options"] == "nosniff"

    @pytest.mark.parametrize(
        "upload",
        [
            Upload("page.html", b"<script>alert(1)</script>", "text/html"),
            Upload("picture.svg", b"<svg onload='alert(1)'/>", "image/svg+xml"),
            Upload("picture.png", b"<script>alert(1)</script>", "image/png"),
            Upload("picture.png", PICTURE, "text/html"),
        ],
    )
    async def test_nothing_but_pictures_is_opened(
        self, browser: Browser, house: House, upload: Upload
    ) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        await ask(house, "sendDocument", document=upload)
        file = (await chat(browser))["messages"][-1]["media"]["file"]
        answer = await browser.get(f"/page/file/{file}")
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment;")

    async def test_a_file_that_is_not_there(self, browser: Browser) -> None:
        assert await refused(await browser.get("/page/file/AQADnothing")) == (404, "gone")

    async def test_the_newest_pin_stands_above(self, browser: Browser, house: House) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        assert (await chat(browser))["pinned"] is None
        ids = [await house.say(LIN, text) for text in ("One", "Two")]
        for message_id in ids:
            await ask(house, "pinChatMessage", message_id=message_id)
        seen = await chat(browser)
        assert seen["pinned"]["text"] == "Two"
        assert seen["messages"][-1]["service"] == "pinned_message"
        await ask(house, "unpinChatMessage")
        assert (await chat(browser))["pinned"]["text"] == "One"


class TestDoing:
    @pytest.mark.parametrize("kind", ["photo", "location", "voice", "sticker"])
    async def test_each_kind_is_sent(self, browser: Browser, house: House, kind: str) -> None:
        await post(browser, "media", kind=kind, **HERE)
        await post(browser, "media", kind=kind, chat=str(GROUP), speaker=GATE)
        assert (await chat(browser))["messages"][-1]["media"]["kind"] == kind
        shown = house.telegram.history(chat_id=GROUP)[-1]
        assert shown.media is not None
        assert (shown.media.kind, shown.sender.id) == (kind, GATE)

    async def test_a_picture_of_ones_own(self, browser: Browser, house: House) -> None:
        chosen = base64.b64encode(PICTURE).decode()
        await post(browser, "media", kind="photo", content=chosen, name="car.png", caption="My car", **HERE)
        shown = house.telegram.history(bot=BUYERS.username, user_id=LIN)[-1]
        assert shown.media is not None
        assert (shown.media.content, shown.media.name, shown.text) == (PICTURE, "car.png", "My car")

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"kind": "photo", "content": base64.b64encode(b"no picture").decode()}, "gesture"),
            ({"kind": "photo", "content": 5}, "input"),
            ({"kind": "document"}, "input"),
            ({"kind": "sticker", "caption": "x"}, "gesture"),
        ],
    )
    async def test_what_is_not_sent(self, browser: Browser, body: dict[str, Any], code: str) -> None:
        assert await refused(await browser.post("/page/media", json=HERE | body)) == (400, code)

    async def test_more_than_a_photo_may_have(self, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sandbox.page._MAX_BODY", 1000)
        async with TestClient(TestServer(page_app(house))) as client:
            body = HERE | {"kind": "photo", "content": "A" * 1000}
            assert await refused(await client.post("/page/media", json=body)) == (413, "large")

    async def test_an_edit_is_seen_and_heard(self, browser: Browser, house: House) -> None:
        sent = await post(browser, "send", text="Tomorow", **HERE)
        await post(browser, "edit", message_id=sent["message_id"], text="Tomorrow", **HERE)
        message = (await chat(browser))["messages"][-1]
        assert (message["text"], message["edited"]) == ("Tomorrow", True)
        updates = await heard(house)
        assert [list(update)[1] for update in updates] == ["message", "edited_message"]

    async def test_nobody_edits_what_is_not_theirs(self, browser: Browser, house: House) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        said = await house.say(LIN, "Welcome")
        body = HERE | {"message_id": said, "text": "Goodbye"}
        assert await refused(await browser.post("/page/edit", json=body)) == (400, "gesture")

    async def test_blocking_and_unblocking(self, browser: Browser, house: House) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        assert (await chat(browser))["blocked"] is False
        assert await post(browser, "block", blocked=True, **HERE) == {"blocked": True}
        assert (await chat(browser))["blocked"] is True
        body = HERE | {"text": "x"}
        assert await refused(await browser.post("/page/send", json=body)) == (400, "gesture")
        twice = await browser.post("/page/block", json=HERE | {"blocked": True})
        assert await refused(twice) == (400, "gesture")
        await post(browser, "block", blocked=False, **HERE)
        assert (await chat(browser))["blocked"] is False

    async def test_a_group_cannot_be_blocked(self, browser: Browser) -> None:
        body = {"chat": str(GROUP), "speaker": GATE, "blocked": True}
        assert await refused(await browser.post("/page/block", json=body)) == (400, "input")


async def heard(house: House) -> list[dict[str, Any]]:
    reply = await house.telegram.call(BUYERS.token, "getUpdates", {})
    return list(reply["result"])

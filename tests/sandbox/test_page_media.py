"""The page's API for media, files, pins, edits and blocking."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from sandbox.page import page_app
from sandbox.sample_media import blank_png
from sandbox.telegram import Upload
from tests.sandbox.page_harness import BUYERS, GATE, GROUP, LIN, FakeHouse, PageClient, post, refused, state

PICTURE = blank_png(8, 6)
HERE = {"chat": "bay_bot:101", "speaker": LIN}


async def ask(house: FakeHouse, method: str, **params: Any) -> Any:
    reply = await house.telegram.call(BUYERS.token, method, {"chat_id": LIN} | params)
    assert reply["ok"], reply
    return reply["result"]


async def chat(page_client: PageClient) -> dict[str, Any]:
    return dict((await state(page_client))["chats"]["bay_bot:101"])


class TestReading:
    async def test_a_photo_is_displayed_and_a_document_downloaded(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        await ask(house, "sendPhoto", photo=Upload("load.png", PICTURE), caption="Load")
        await ask(house, "sendDocument", document=Upload("今日 today.xlsx", b"a workbook"))
        photo, book = (await chat(page_client))["messages"][-2:]
        assert (photo["text"], photo["media"]["kind"]) == ("Load", "photo")
        assert photo["media"]["facts"] == {"width": 8, "height": 6}
        assert (book["media"]["name"], book["media"]["size"]) == ("今日 today.xlsx", 10)

        shown = await page_client.get(f"/page/file/{photo['media']['file']}")
        assert (shown.content_type, await shown.read()) == ("image/png", PICTURE)
        kept = await page_client.get(f"/page/file/{book['media']['file']}")
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
    async def test_files_that_are_not_images_are_downloads(
        self, page_client: PageClient, house: FakeHouse, upload: Upload
    ) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        await ask(house, "sendDocument", document=upload)
        file = (await chat(page_client))["messages"][-1]["media"]["file"]
        answer = await page_client.get(f"/page/file/{file}")
        assert answer.content_type == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment;")

    async def test_an_unknown_file_gets_404(self, page_client: PageClient) -> None:
        assert await refused(await page_client.get("/page/file/AQADnothing")) == (404, "gone")

    async def test_the_newest_pinned_message_is_shown(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        assert (await chat(page_client))["pinned"] is None
        ids = [await house.say(LIN, text) for text in ("One", "Two")]
        for message_id in ids:
            await ask(house, "pinChatMessage", message_id=message_id)
        seen = await chat(page_client)
        assert seen["pinned"]["text"] == "Two"
        assert seen["messages"][-1]["service"] == "pinned_message"
        await ask(house, "unpinChatMessage")
        assert (await chat(page_client))["pinned"]["text"] == "One"


class TestActions:
    @pytest.mark.parametrize("kind", ["photo", "location", "voice", "sticker"])
    async def test_each_kind_of_media_can_be_sent(
        self, page_client: PageClient, house: FakeHouse, kind: str
    ) -> None:
        await post(page_client, "media", kind=kind, **HERE)
        await post(page_client, "media", kind=kind, chat=str(GROUP), speaker=GATE)
        assert (await chat(page_client))["messages"][-1]["media"]["kind"] == kind
        shown = house.telegram.history(chat_id=GROUP)[-1]
        assert shown.media is not None
        assert (shown.media.kind, shown.sender.id) == (kind, GATE)

    async def test_a_chosen_picture_can_be_sent(self, page_client: PageClient, house: FakeHouse) -> None:
        chosen = base64.b64encode(PICTURE).decode()
        await post(
            page_client, "media", kind="photo", content=chosen, name="car.png", caption="My car", **HERE
        )
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
    async def test_invalid_media_are_refused(
        self, page_client: PageClient, body: dict[str, Any], code: str
    ) -> None:
        assert await refused(await page_client.post("/page/media", json=HERE | body)) == (400, code)

    async def test_a_photo_over_the_size_limit_gets_413(
        self, house: FakeHouse, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sandbox.page._MAX_BODY", 1000)
        async with TestClient(TestServer(page_app(house))) as client:
            body = HERE | {"kind": "photo", "content": "A" * 1000}
            assert await refused(await client.post("/page/media", json=body)) == (413, "large")

    async def test_an_edit_is_shown_and_sent_to_the_bot(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        sent = await post(page_client, "send", text="Tomorow", **HERE)
        await post(page_client, "edit", message_id=sent["message_id"], text="Tomorrow", **HERE)
        message = (await chat(page_client))["messages"][-1]
        assert (message["text"], message["edited"]) == ("Tomorrow", True)
        updates = await heard(house)
        assert [list(update)[1] for update in updates] == ["message", "edited_message"]

    async def test_a_person_cannot_edit_a_bots_message(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        said = await house.say(LIN, "Welcome")
        body = HERE | {"message_id": said, "text": "Goodbye"}
        assert await refused(await page_client.post("/page/edit", json=body)) == (400, "gesture")

    async def test_a_bot_can_be_blocked_and_unblocked(
        self, page_client: PageClient, house: FakeHouse
    ) -> None:
        house.telegram.open_link(LIN, BUYERS.username)
        assert (await chat(page_client))["blocked"] is False
        assert await post(page_client, "block", blocked=True, **HERE) == {"blocked": True}
        assert (await chat(page_client))["blocked"] is True
        body = HERE | {"text": "x"}
        assert await refused(await page_client.post("/page/send", json=body)) == (400, "gesture")
        twice = await page_client.post("/page/block", json=HERE | {"blocked": True})
        assert await refused(twice) == (400, "gesture")
        await post(page_client, "block", blocked=False, **HERE)
        assert (await chat(page_client))["blocked"] is False

    async def test_a_group_cannot_be_blocked(self, page_client: PageClient) -> None:
        body = {"chat": str(GROUP), "speaker": GATE, "blocked": True}
        assert await refused(await page_client.post("/page/block", json=body)) == (400, "input")


async def heard(house: FakeHouse) -> list[dict[str, Any]]:
    reply = await house.telegram.call(BUYERS.token, "getUpdates", {})
    return list(reply["result"])

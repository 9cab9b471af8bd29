"""Media, files, pins, edits and blocking in a real browser, on a desktop and on a phone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from sandbox.page import page_app
from sandbox.sample_media import blank_png
from sandbox.server import serve
from sandbox.telegram import Upload
from tests.sandbox.page_harness import BUYERS, LIN, FakeHouse

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.parametrize("page", [(1440, 900), (390, 844)], indirect=True, ids=["desktop", "phone"]),
]
PICTURE = blank_png(640, 360)


@pytest.fixture
def house() -> FakeHouse:
    house = FakeHouse()
    house.telegram.open_link(LIN, BUYERS.username)
    return house


@pytest_asyncio.fixture(loop_scope="session")
async def pane(page: Page, house: FakeHouse) -> AsyncIterator[Locator]:
    """The buyers' pane of a page without real bots."""
    runner = await serve(page_app(house), "127.0.0.1", 0)
    await page.goto(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    yield page.get_by_test_id("pane-buyers")
    await page.goto("about:blank")
    await runner.cleanup()


async def ask(house: FakeHouse, method: str, **params: Any) -> Any:
    reply = await house.telegram.call(BUYERS.token, method, {"chat_id": LIN} | params)
    assert reply["ok"], reply
    return reply["result"]


async def test_the_page_shows_a_bots_photo_document_and_pinned_message(
    page: Page, house: FakeHouse, pane: Locator
) -> None:
    await ask(house, "sendPhoto", photo=Upload("load.png", PICTURE), caption="The week")
    book = await ask(house, "sendDocument", document=Upload("来访登记.xlsx", b"a workbook"))
    await ask(house, "pinChatMessage", message_id=book["message_id"])
    photo = pane.get_by_test_id("photo")
    await expect(photo).to_have_js_property("naturalWidth", 640)
    box, frame = await photo.bounding_box(), await pane.bounding_box()
    assert box is not None
    assert frame is not None
    assert 200 < box["width"] < frame["width"]
    assert box["width"] / box["height"] == pytest.approx(640 / 360, rel=0.02)
    await expect(pane.get_by_test_id("pinned")).to_contain_text("来访登记.xlsx")
    async with page.expect_download() as download:
        await pane.get_by_test_id("document").click()
    kept = await download.value
    assert kept.suggested_filename == "来访登记.xlsx"
    assert await asyncio.to_thread((await kept.path()).read_bytes) == b"a workbook"


async def test_a_person_can_attach_each_kind_of_media(
    house: FakeHouse, pane: Locator, tmp_path: Path
) -> None:
    for kind, shown in (("location", "31.2304, 121.4737"), ("voice", "0:03"), ("sticker", "👍")):
        await pane.get_by_test_id("attach").click()
        await pane.get_by_test_id(f"attach-{kind}").click()
        await expect(pane.get_by_test_id("message").last).to_contain_text(shown)
    chosen = tmp_path / "car.png"
    chosen.write_bytes(PICTURE)
    await pane.get_by_test_id("attach").click()
    async with pane.page.expect_file_chooser() as chooser:
        await pane.get_by_test_id("attach-photo").click()
    await (await chooser.value).set_files(chosen)
    await expect(pane.get_by_test_id("photo")).to_have_js_property("naturalWidth", 640)
    kinds = [
        shown.media.kind
        for shown in house.telegram.history(bot=BUYERS.username, user_id=LIN)
        if shown.media is not None
    ]
    assert kinds == ["location", "voice", "sticker", "photo"]


async def test_a_person_can_edit_their_last_message(house: FakeHouse, pane: Locator) -> None:
    field = pane.get_by_test_id("composer")
    await field.fill("Tomorow")
    await field.press("Enter")
    await expect(pane.get_by_test_id("message").last).to_contain_text("Tomorow")
    await expect(pane.get_by_test_id("edit")).to_have_count(1)
    await field.press("ArrowUp")
    await expect(field).to_have_value("Tomorow")
    await field.fill("Tomorrow")
    await field.press("Enter")
    await expect(pane.get_by_test_id("message").last).to_contain_text("Tomorrow")
    await expect(pane.get_by_test_id("message").last).to_contain_text("edited")
    await expect(field).to_have_value("")
    await pane.get_by_test_id("message").last.hover()
    await pane.get_by_test_id("edit").click()
    await expect(field).to_have_value("Tomorrow")
    await field.press("Escape")
    await expect(field).to_have_value("")


async def test_a_person_can_block_and_unblock_a_bot(house: FakeHouse, pane: Locator) -> None:
    await pane.get_by_test_id("block").click()
    await expect(pane.get_by_test_id("composer")).to_be_hidden()
    assert house.telegram.blocked(LIN, BUYERS.username)
    await pane.get_by_test_id("unblock").click()
    await pane.get_by_test_id("composer").fill("Back again")
    await pane.get_by_test_id("send").click()
    await expect(pane.get_by_test_id("message").last).to_contain_text("Back again")

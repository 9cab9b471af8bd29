"""The demo in a real browser: one booking, its arrival, /today and /capacity."""

import asyncio
import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from demo import web_page

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def address() -> AsyncIterator[str]:
    """The address of a running demo."""
    stopping, opened = asyncio.Event(), asyncio.get_running_loop().create_future()

    def on_open(address: str, claim: str) -> None:
        if not opened.done():
            opened.set_result((address, claim))

    running = asyncio.ensure_future(web_page.run(0, stopping, on_open, browse=False))
    done, _ = await asyncio.wait([running, opened], return_when=asyncio.FIRST_COMPLETED)
    if running in done:
        running.result()
    yield opened.result()[0]
    stopping.set()
    await running


class Pane:
    """One pane of the page, with actions and checks."""

    def __init__(self, page: Page, name: str) -> None:
        self.pane = page.get_by_test_id(f"pane-{name}")

    async def start(self) -> None:
        await self.pane.get_by_test_id("start").click()

    async def person(self, name: str) -> None:
        await self.pane.get_by_test_id("person").filter(has_text=name).click()

    async def tap(self, label: str) -> None:
        await (
            self.pane.get_by_test_id("button")
            .filter(has_text=re.compile(f"^{re.escape(label)}"))
            .last.click()
        )

    async def press(self, label: str) -> None:
        await self.pane.get_by_test_id("reply-button").filter(has_text=label).click()

    async def send(self, text: str) -> None:
        await self.pane.get_by_test_id("composer").fill(text)
        await self.pane.get_by_test_id("send").click()

    async def shows(self, text: str | re.Pattern[str]) -> Locator:
        message = self.pane.get_by_test_id("message").filter(has_text=text).last
        await expect(message).to_be_visible()
        return message

    async def asks(self, text: str) -> None:
        """Wait until the newest message contains this text, so that `tap` finds its buttons."""
        await expect(self.pane.get_by_test_id("message").last).to_contain_text(text)

    async def first_button(self) -> str:
        return (await self.pane.get_by_test_id("button").first.inner_text()).strip()


async def book(buyer: Pane) -> str:
    """Book eleven o'clock on an offered day, as Grace Tan; return the booking code."""
    await buyer.person("Grace Tan")
    await buyer.start()
    await buyer.asks("Shall I reserve an hour for you?")
    await buyer.tap("Yes, please")
    for question, answer in (
        ("How may we address you?", "Grace Tan"),
        ("How would you like us to address you?", "Ms"),
        ("how many guests", "3"),
        ("any elders or children", "1 elder, 1 child"),
    ):
        await buyer.asks(question)
        await buyer.tap(answer)
    await buyer.asks("Which day would suit you?")
    await buyer.tap(await buyer.first_button())
    await buyer.asks("which hour would suit you")
    await buyer.tap("11:00")
    await buyer.asks("Which number")
    await buyer.press("Share my number")
    await buyer.asks("Is everything as you wish?")
    await buyer.tap("✓ Confirm")
    done = await buyer.shows("Your hour is reserved")
    found = re.search(r"Booking code (\w{5})", await done.inner_text())
    assert found is not None
    return found[1]


async def play_a_day(page: Page, address: str) -> bytes:
    """Play from the booking to the manager's reports; return a screenshot."""
    await page.goto(address)
    buyer, group, office = (Pane(page, name) for name in ("buyers", "group", "office"))
    code = await book(buyer)
    await group.shows(code)
    await group.shows("+65****4567")

    await page.get_by_test_id("morning").click()
    await expect(page.get_by_test_id("clock")).to_contain_text("08:00")
    for _ in range(3):
        await page.get_by_test_id("advance-60").click()
        await expect(page.get_by_test_id("playing")).to_be_hidden()
    await expect(page.get_by_test_id("clock")).to_contain_text("11:00")

    await group.send("/arrived")
    await group.asks("11")
    await group.tap("11:00 · Tan女士")
    await group.shows("已到访")
    await expect(page.get_by_test_id("toast").first).to_contain_text("Tan女士")

    await page.get_by_test_id("lang").click()
    await page.get_by_test_id("lang").click()
    await office.send("/today")
    await office.shows(
        re.compile(
            rf"Parties 1 .*✅ 11:00 · Ms Tan · 3 guests \(1 elder, 1 child\) · tier A · {code}", re.DOTALL
        )
    )
    await office.send("/capacity")
    await office.shows(re.compile(r"Taken 1 of 1(08|44).*11:00 █·····", re.DOTALL))
    await office.tap("Fortnight")
    picture = await office.shows("availability")
    await expect(picture.locator("img")).to_have_js_property("naturalWidth", 1080)
    await office.shows(re.compile(r"Taken 1 of 1656.* 1/1(08|44) ", re.DOTALL))

    return await page.screenshot(animations="disabled")


async def test_the_page_shows_a_booking_its_arrival_and_the_managers_reports(
    page: Page, address: str
) -> None:
    picture = await play_a_day(page, address)
    if kept := os.environ.get("YINGBIN_SCREENSHOT"):
        await asyncio.to_thread(Path(kept).write_bytes, picture)


@pytest.mark.parametrize("page", [(390, 844)], indirect=True)
async def test_a_phone_shows_one_pane_and_unread_badges(page: Page, address: str) -> None:
    await page.goto(address)
    await expect(page.get_by_test_id("pane-buyers")).to_be_visible()
    await expect(page.get_by_test_id("pane-group")).to_be_hidden()
    await book(Pane(page, "buyers"))
    await expect(page.get_by_test_id("tab-group")).to_contain_text("1")
    await page.get_by_test_id("tab-group").click()
    await Pane(page, "group").shows("Tan女士")


async def test_reset_opens_a_new_house(page: Page, address: str) -> None:
    await page.goto(address)
    buyer = Pane(page, "buyers")
    await book(buyer)
    await page.get_by_test_id("reset").click()
    await page.get_by_test_id("yes").click()
    await expect(buyer.pane.get_by_test_id("message")).to_have_count(0)
    await book(buyer)

"""The page's labels: both languages have the same keys."""

import pytest
from playwright.async_api import Page

from sandbox.page import page_app
from sandbox.server import serve
from tests.sandbox.page_harness import FakeHouse

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NAMES = """async () => {
  const words = await import("/page/assets/labels.js");
  const names = (part, before) => Object.entries(part).flatMap(([name, value]) =>
    value !== null && typeof value === "object" ? names(value, `${before}${name}.`) : [before + name]);
  return ["en", "zh"].map((code) => { words.speak(code); return names(words.labels, "").sort(); });
}"""


async def test_both_languages_have_the_same_labels(page: Page) -> None:
    runner = await serve(page_app(FakeHouse()), "127.0.0.1", 0)
    await page.goto(f"http://127.0.0.1:{runner.addresses[0][1]}/")
    english, chinese = await page.evaluate(NAMES)
    await page.goto("about:blank")
    await runner.cleanup()
    assert english == chinese
    assert "media.photo" in english

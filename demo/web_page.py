"""``yingbin demo``: the house on a page in the browser, without tokens and without a network."""

import asyncio
import os
import sys
import tempfile
import webbrowser
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

from bot.language.catalogues import catalogue, role_name
from bot.settings import ROOT
from core.desk import staff as staff_desk
from core.runtime.concurrency import first_completed
from core.site import Site, load_site
from demo.cast import BUTLER, BUYERS, GATE, GROUP, MANAGER, OPERATOR, OWNER, STAFF, add_people, prepare_house
from demo.stage import BUYERS_BOT, STAFF_BOT, Stage
from sandbox.page import PageState, Pane, page_app
from sandbox.server import serve

# Plays a stage up to a moment (UTC) before the page opens. Returns the ids of people to show on the page.
Fill = Callable[[Stage, datetime], Awaitable[tuple[int, ...]]]
PREFILLED_PERIOD = timedelta(days=3)
# By then the first parties of the morning have arrived.
PREFILLED_UNTIL = time(10, 30)


async def _start_staff_chats(stage: Stage) -> None:
    """Have every member of staff open the staff bot, so that it may write to them."""
    for person in STAFF:
        stage.telegram.open_link(person.id, STAFF_BOT.username)
    await stage.settle()


class DemoPage:
    """What the page can do with the house; it implements ``sandbox.page.Controls``."""

    def __init__(
        self, site: Site, folder: Path, opened: Callable[[str], None], fill: Fill | None = None
    ) -> None:
        """``opened`` is called with the invitation token of each new house; ``fill`` plays the past of the first."""
        self._site = site
        self._folder = folder
        self._on_opened = opened
        self._fill = fill
        self._shown_buyers: tuple[int, ...] = ()
        self._count = 0
        self._stage: Stage | None = None
        self._closing: asyncio.Future[None] | None = None

    @property
    def open_stage(self) -> Stage:
        if self._stage is None:
            raise RuntimeError("the house is not open")
        return self._stage

    async def play(self, until: datetime) -> None:
        await self.open_stage.play(until.astimezone(UTC))

    async def reset(self) -> None:
        """Open a new house, at nine o'clock today or later if it is filled, and close the old one."""
        self._count += 1
        database = self._folder / f"house-{self._count}.db"
        fill, self._fill = self._fill, None
        new, self._shown_buyers = await (
            self._open_empty(database) if fill is None else self._open_filled(database, fill)
        )
        # The demo's clock is moved by days, so the token must last.
        token = await new.house.run(lambda desk: staff_desk.first_invitation(desk, timedelta(days=365)))
        old, self._stage = self._stage, new
        self._on_opened(token or "")
        await self._wait_until_closed()
        if old is not None:
            # Close it in the background: the new house is open already.
            self._closing = asyncio.ensure_future(old.close())

    async def _wait_until_closed(self) -> None:
        if self._closing is not None:
            closing, self._closing = self._closing, None
            await closing

    async def _open_empty(self, database: Path) -> tuple[Stage, tuple[int, ...]]:
        start = self._today(time(9))
        stage = await Stage.open(
            database, self._site, start, add_people, prepare_house, over_http=True, runs=True
        )
        await _start_staff_chats(stage)
        return stage, ()

    async def _open_filled(self, database: Path, fill: Fill) -> tuple[Stage, tuple[int, ...]]:
        stage = await Stage.open(
            database, self._site, self._today(time(9)) - PREFILLED_PERIOD, add_people, prepare_house
        )
        try:
            await _start_staff_chats(stage)
            people = await fill(stage, self._today(PREFILLED_UNTIL))
        except BaseException:
            await stage.close()
            raise
        await stage.switch_to_real_time()
        return stage, people

    def _today(self, at: time) -> datetime:
        # The machine's calendar is used only here: the demo opens today.
        return datetime.combine(datetime.now(self._site.zone).date(), at, self._site.zone).astimezone(UTC)

    def now(self) -> datetime:
        return self.open_stage.clock.now()

    def page_state(self) -> PageState:
        buyers = (*(person.id for person in BUYERS), *self._shown_buyers)
        group = (GATE.id, BUTLER.id, MANAGER.id)
        office = (MANAGER.id, GATE.id, OPERATOR.id, OWNER.id)
        return PageState(
            telegram=self.open_stage.telegram,
            panes=(
                Pane("buyers", buyers, bot=BUYERS_BOT.username),
                Pane("group", group, chat_id=GROUP),
                Pane("office", office, bot=STAFF_BOT.username),
            ),
            zone=self._site.zone,
            house_name={"en": self._site.name.in_("en"), "zh": self._site.name.in_("zh_Hans")},
            roles={person.id: _bilingual(partial(role_name, role)) for person, role in STAFF.items()}
            | {OWNER.id: _bilingual(lambda language: catalogue(language).gettext("owner"))},
        )

    async def close(self) -> None:
        await self._wait_until_closed()
        if self._stage is not None:
            stage, self._stage = self._stage, None
            await stage.close()


async def run(
    port: int,
    stopping: asyncio.Event,
    opened: Callable[[str, str], None],
    *,
    browse: bool = True,
    fill: Fill | None = None,
) -> None:
    """Serve the demo until told to stop. ``opened`` is called for each house with the address of the page and the link
    that makes its user the first administrator. ``fill`` plays the past of the first house.
    """
    tokens: asyncio.Queue[str] = asyncio.Queue()
    with tempfile.TemporaryDirectory(prefix="yingbin-demo-") as folder:
        demo = DemoPage(load_site(ROOT / "site.example.toml"), Path(folder), tokens.put_nowait, fill)
        await first_completed(demo.reset(), stopping.wait())
        if stopping.is_set():
            await demo.close()
            return
        try:
            runner = await serve(page_app(demo), "127.0.0.1", port)
            try:
                address = f"http://127.0.0.1:{runner.addresses[0][1]}/"
                if browse and _has_display():
                    await asyncio.to_thread(webbrowser.open, address)
                await first_completed(stopping.wait(), _announce(tokens, address, opened))
            finally:
                await runner.cleanup()
        finally:
            await demo.close()


async def _announce(tokens: asyncio.Queue[str], address: str, opened: Callable[[str, str], None]) -> None:
    while True:
        query = urlencode({"open": STAFF_BOT.username, "start": await tokens.get()})
        opened(address, f"{address}?{query}")


def _bilingual(word: Callable[[str], str]) -> dict[str, str]:
    """A label in the page's two languages."""
    return {"en": word("en").capitalize(), "zh": word("zh_Hans")}


def _has_display() -> bool:
    """Whether a browser would open in a window and not in this terminal."""
    return sys.platform in {"darwin", "win32"} or bool(
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    )

"""An installation in a folder of its own, with a Telegram over HTTP."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import opening
from core.clock import SystemClock
from core.desk import Desk
from core.site import Site
from core.staff import Member, Role
from core.store import staff
from demo.cast import add_people, prepare_house
from tests.support.installation import Loopback, give_tokens, install


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    install(tmp_path, monkeypatch)
    # Detecting another program that polls takes a wait; only its own test waits.
    monkeypatch.setattr("bot.doctor.telegram.POLL_SECONDS", 0)
    return tmp_path


@pytest.fixture
def telegram(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    with Loopback() as served:
        served.do(lambda: add_people(served.telegram))
        give_tokens(monkeypatch, served.url)
        yield served


@pytest.fixture
def database(folder: Path, template: Path, site: Site) -> Path:
    """A house with an administrator and a group."""
    path = Path(shutil.copy(template, folder / "house.db"))

    def furnish(desk: Desk) -> None:
        prepare_house(desk)
        staff.upsert_member(desk.conn, Member(user_id=1, name="Ms He", role=Role.ADMINISTRATOR), desk.now)

    async def furnished() -> None:
        house = opening.open_house(f"sqlite+aiosqlite:///{path}", site, SystemClock())
        await house.run(furnish)
        await house.close()

    asyncio.run(furnished())
    return path

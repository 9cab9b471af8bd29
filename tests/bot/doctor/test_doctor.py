"""``yingbin doctor``: its report, and that it changes nothing."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot import opening
from bot.exit_codes import Exit
from core.clock import SystemClock
from core.site import Site
from demo.cast import BUYERS
from demo.stage import BUYERS_BOT
from tests.support.installation import Loopback, said, yingbin


@pytest.mark.usefixtures("database", "telegram")
def test_a_sound_installation_passes(folder: Path) -> None:
    (folder / ".env").write_text("YINGBIN_LOG_LEVEL=INFO\n")
    (folder / ".env").chmod(0o600)
    result = yingbin("doctor")
    assert result.exit_code == Exit.OK, result.output
    assert all(line[0] in "✓–" for line in result.output.splitlines())
    for line in (
        "✓ .env is not readable by everyone",
        "✓ Every setting is recognised",
        "site.example.toml: Tianyue Bay",
        "house.db can be read",
        "✓ The database file is sound",
        "✓ The database is writable",
        "✓ No sales centre is running on this database",
        "✓ The database is at version",
        "✓ There is an administrator",
        "✓ The staff group is set",
        "✓ Telegram answers at http://127.0.0.1:",
        "✓ YINGBIN_BUYERS_TOKEN is the token of @yingbin_bot",
        "✓ YINGBIN_STAFF_TOKEN is the token of @yingbin_staff_bot",
        "✓ No other program is reading the updates of @yingbin_bot",
    ):
        assert line in result.output
    assert BUYERS_BOT.token not in result.output


def test_the_doctor_changes_nothing(database: Path, telegram: Loopback) -> None:
    def dump() -> list[str]:
        with closing(sqlite3.connect(database)) as connection:
            return list(connection.iterdump())

    telegram.do(lambda: telegram.telegram.send(BUYERS[0].id, "/start", bot=BUYERS_BOT.username))
    before = dump(), telegram.do(telegram.telegram.pending)
    assert yingbin("doctor").exit_code == Exit.OK
    assert (dump(), telegram.do(telegram.telegram.pending)) == before


def test_the_doctor_can_run_while_the_house_is_open(
    database: Path, telegram: Loopback, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = opening.open_house(f"sqlite+aiosqlite:///{database}", site, SystemClock())
    held = house.exclusive()
    with asyncio.Runner() as another:
        another.run(held.__aenter__())
        result = yingbin("doctor")
        another.run(held.__aexit__(None, None, None))
        another.run(house.close())
    assert result.exit_code == Exit.OK, result.output
    assert "✓ A sales centre is running on this database" in result.output
    assert "The running sales centre's log shows whether another program reads the bots' updates" in said(
        result
    )
    asked = telegram.do(lambda: [request.method for request in telegram.telegram.requests])
    assert "getUpdates" not in asked

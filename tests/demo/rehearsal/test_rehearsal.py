"""The rehearsal: repeatable with its seed, sound on a sound house, and unsound on a faulty one."""

import json
import re
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import fields
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from sqlalchemy import Connection
from typer.testing import CliRunner, Result

from bot import cli
from bot.engine.screen import Page
from bot.handlers.staff.outbound import PtbMessenger
from core.site import Agency, Site
from core.store import outbox, seats
from core.store.outbox import OutboxMessage
from demo.cast import GROUP
from demo.rehearsal.auditor import Findings
from demo.rehearsal.play import rehearse
from demo.rehearsal.report import as_table
from demo.rehearsal.terminal import progress
from tests.conftest import MORNING

FIGURES = {
    "seed", "buyers", "booked", "moved", "cancelled", "waited", "refused", "abandoned", "oversold_slots",
    "pings_expected", "pings_delivered", "updates", "seconds",
}  # fmt: skip


@pytest.fixture
def small(site: Site) -> Site:
    """A house that is soon full: one party in a slot, two at the weekend."""
    return site.model_copy(update={"agencies": (Agency(name="A", consultants=2, weekday_rest=1),)})


async def played(
    database: Path, site: Site, buyers: int, seed: int
) -> tuple[Findings, list[tuple[Any, ...]]]:
    """The findings of a rehearsal, and its updates with booking ids in place of booking codes."""
    findings = await rehearse(database, site, buyers, seed, lambda share, moment: None)
    with sqlite3.connect(database) as conn:
        codes = dict(conn.execute("SELECT code, id FROM bookings"))
        rows = conn.execute("SELECT bot, update_id, user_id, input, received_at FROM receipts ORDER BY rowid")
        updates = [
            (*row[:3], re.sub(r"[2-9A-Z]{5}", lambda code: str(codes.get(code[0], code[0])), row[3]), row[4])
            for row in rows
        ]
    conn.close()
    return findings, updates


@pytest.mark.process
async def test_the_seed_determines_the_rehearsal(tmp_path: Path, template: Path, small: Site) -> None:
    first, first_updates = await played(Path(shutil.copy(template, tmp_path / "first.db")), small, 3, 4)
    second, second_updates = await played(Path(shutil.copy(template, tmp_path / "again.db")), small, 3, 4)
    assert first == second
    assert first_updates == second_updates
    _, other = await played(Path(shutil.copy(template, tmp_path / "other.db")), small, 3, 5)
    assert [update[2:4] for update in other] != [update[2:4] for update in first_updates]


@pytest.mark.process
async def test_a_small_house_refuses_buyers_and_is_sound(database: Path, small: Site) -> None:
    findings, _ = await played(database, small, 9, 5)
    assert findings.sound
    assert min(findings.waited, findings.refused, findings.arrived) > 0
    assert findings.booked > 2
    ends = findings.booked, findings.cancelled, findings.waited, findings.refused, findings.abandoned
    assert findings.buyers == sum(ends) == 9


def rehearsed(monkeypatch: pytest.MonkeyPatch, site: Site, buyers: int) -> tuple[int, dict[str, Any]]:
    """The command's exit code and figures, in a house of this site."""
    monkeypatch.setattr(cli, "load_site", lambda _: site)
    asked = ["rehearse", "--buyers", str(buyers), "--seed", "6", "--json"]
    result: Result = CliRunner().invoke(cli.app, asked)
    return result.exit_code, json.loads(result.stdout)


@pytest.mark.process
def test_without_the_seat_check_the_rehearsal_finds_oversold_slots(
    monkeypatch: pytest.MonkeyPatch, small: Site
) -> None:
    monkeypatch.setattr(seats, "count_seats", lambda conn, start, end: {})
    code, figures = rehearsed(monkeypatch, small, 9)
    assert figures["oversold_slots"] > 0
    assert code == 1


def drop_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drop every other message to the group before it is written."""
    put, seen = outbox.add, []

    def forgetful(conn: Connection, message: OutboxMessage, now: Any, **times: Any) -> None:
        if message.chat_id == GROUP:
            seen.append(message)
        if len(seen) % 2 == 0 or message.chat_id != GROUP:
            put(conn, message, now, **times)

    monkeypatch.setattr(outbox, "add", forgetful)


def swallow_pings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the messenger report pings as sent without sending them."""
    send = PtbMessenger.send

    async def swallowing(self: PtbMessenger, chat_id: int, page: Page, *, html: bool) -> int:
        if chat_id == GROUP and "🆕" in page.text:
            return 1
        return await send(self, chat_id, page, html=html)

    monkeypatch.setattr(PtbMessenger, "send", swallowing)


@pytest.mark.process
@pytest.mark.parametrize("harm", [drop_messages, swallow_pings])
def test_the_rehearsal_finds_lost_pings(
    monkeypatch: pytest.MonkeyPatch, small: Site, harm: Callable[[pytest.MonkeyPatch], None]
) -> None:
    harm(monkeypatch)
    code, figures = rehearsed(monkeypatch, small, 3)
    assert figures["pings_delivered"] < figures["pings_expected"]
    assert code == 1


def test_the_command_prints_one_json_object_and_succeeds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    done = CliRunner().invoke(cli.app, ["rehearse", "--buyers", "3", "--seed", "3", "--json"])
    assert done.exit_code == 0, done.stderr
    figures = json.loads(done.stdout)
    assert set(figures) >= FIGURES
    assert (figures["seed"], figures["buyers"]) == (3, 3)
    assert sum(figures[name] for name in ("booked", "cancelled", "waited", "refused", "abandoned")) == 3
    assert figures["oversold_slots"] == 0
    assert figures["pings_expected"] == figures["pings_delivered"] > 0


def test_the_table_shows_the_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    figures = {field.name: number for number, field in enumerate(fields(Findings))}
    console = Console(width=80)
    with console.capture() as seen:
        console.print(as_table(Findings(**figures), 7, 1.25))
    assert re.search(r"refused for lack of room\W+5\b", seen.get())
    assert "The sales centre did not keep its promises." in " ".join(seen.get().split())
    figures |= dict.fromkeys(("oversold_slots", "pings_repeated", "untold", "failed_updates"), 0)
    with console.capture() as seen:
        console.print(as_table(Findings(**figures | {"pings_delivered": figures["pings_expected"]}), 7, 1.25))
    assert "The sales centre kept its promises." in seen.get()


def test_the_progress_bar_shows_the_houses_clock(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    screen = StringIO()
    with progress(Console(file=screen, force_terminal=True, width=120), site) as watch:
        watch(0.5, MORNING)
    assert "The rehearsal is running" in screen.getvalue()
    assert "Nov 19 09:00" in screen.getvalue()
    unseen = StringIO()
    with progress(Console(file=unseen), site) as watch:
        watch(0.5, MORNING)
    assert not unseen.getvalue()

"""``yingbin doctor``, as an administrator reads it, with a Telegram over HTTP."""

import asyncio
import re
import shutil
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import Result

from bot import demo, wiring
from bot.exits import Exit
from bot.pictures import fonts
from bot.settings import ROOT
from bot.staging import BUYERS_BOT, STAFF_BOT
from core.clock import SystemClock
from core.desk import Desk
from core.site import Site
from core.staff import Member, Role
from core.store import staff
from sandbox.methods import METHODS, Method
from tests.installation import Loopback, as_process, give_tokens, install, said, yingbin


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    install(tmp_path, monkeypatch)
    # Whether another program polls takes a wait to find out; only its own test waits.
    monkeypatch.setattr("bot.doctor.telegram.POLL_SECONDS", 0)
    return tmp_path


@pytest.fixture
def telegram(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    with Loopback() as served:
        served.do(lambda: demo.cast(served.telegram))
        give_tokens(monkeypatch, served.url)
        yield served


@pytest.fixture
def database(folder: Path, template: Path, site: Site) -> Path:
    """A house with an administrator and a group."""
    path = Path(shutil.copy(template, folder / "house.db"))

    def furnish(desk: Desk) -> None:
        demo.prepare(desk)
        staff.put(desk.conn, Member(user_id=1, name="Ms He", role=Role.ADMINISTRATOR), desk.now)

    async def furnished() -> None:
        house = wiring.open_house(f"sqlite+aiosqlite:///{path}", site, SystemClock())
        await house.run(furnish)
        await house.close()

    asyncio.run(furnished())
    return path


def change(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


def found(result: Result, amiss: str, mend: str) -> None:
    """This, and only this, is to be mended."""
    assert result.exit_code == Exit.FOUND, result.output
    wrong = re.findall(r"^✗ (.*)\n    (.*)$", result.output, re.MULTILINE)
    assert len(wrong) == 1, result.output
    assert amiss in wrong[0][0]
    assert mend in wrong[0][1]
    assert result.output.count("✗") == 1


@pytest.mark.usefixtures("database", "telegram")
def test_all_is_well(folder: Path) -> None:
    (folder / ".env").write_text("YINGBIN_LOG_LEVEL=INFO\n")
    (folder / ".env").chmod(0o600)
    result = yingbin("doctor")
    assert result.exit_code == Exit.FINE, result.output
    assert all(line[0] in "✓–" for line in result.output.splitlines())
    for told in (
        "✓ .env is not open to everybody",
        "✓ Every setting has a name that is known",
        "site.example.toml: Tianyue Bay",
        "house.db can be read",
        "✓ The database file is sound",
        "✓ The database can be written",
        "✓ No house is open on this database",
        "✓ The database is at version",
        "✓ The house has an administrator",
        "✓ The staff group is named",
        "✓ Telegram answers at http://127.0.0.1:",
        "✓ YINGBIN_BUYERS_TOKEN is the token of @yingbin_bot",
        "✓ YINGBIN_STAFF_TOKEN is the token of @yingbin_staff_bot",
        "✓ No other program reads the updates of @yingbin_bot",
    ):
        assert told in result.output
    assert BUYERS_BOT.token not in result.output


def test_it_changes_nothing(database: Path, telegram: Loopback) -> None:
    def dump() -> list[str]:
        with closing(sqlite3.connect(database)) as connection:
            return list(connection.iterdump())

    telegram.do(lambda: telegram.telegram.send(demo.BUYERS[0].id, "/start", bot=BUYERS_BOT.username))
    before = dump(), telegram.do(telegram.telegram.pending)
    assert yingbin("doctor").exit_code == Exit.FINE
    assert (dump(), telegram.do(telegram.telegram.pending)) == before


def test_it_may_be_asked_while_the_house_is_open(
    database: Path, telegram: Loopback, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = wiring.open_house(f"sqlite+aiosqlite:///{database}", site, SystemClock())
    held = house.held()
    with asyncio.Runner() as another:
        another.run(held.__aenter__())
        result = yingbin("doctor")
        another.run(held.__aexit__(None, None, None))
        another.run(house.close())
    assert result.exit_code == Exit.FINE, result.output
    assert "✓ A house is open on this database" in result.output
    assert "– Whether another program reads the bots' updates, the open house's log tells" in said(result)
    asked = telegram.do(lambda: [request.method for request in telegram.telegram.requests])
    assert "getUpdates" not in asked


# The settings and the site file.


@pytest.mark.usefixtures("database", "telegram")
def test_an_env_file_everybody_may_read(folder: Path) -> None:
    (folder / ".env").write_text("YINGBIN_LOG_LEVEL=INFO\n")
    (folder / ".env").chmod(0o644)
    found(yingbin("doctor"), ".env can be read by everybody", "chmod 600 .env")


@pytest.mark.usefixtures("database", "telegram")
@pytest.mark.parametrize(
    ("font", "told"),
    [
        ("Noto Sans CJK SC", "✓ Pictures are lettered in Chinese with Noto Sans CJK SC"),
        (None, "– No Chinese font is installed: pictures are lettered in English"),
    ],
)
def test_what_pictures_are_lettered_with(
    folder: Path, monkeypatch: pytest.MonkeyPatch, font: str | None, told: str
) -> None:
    monkeypatch.setattr(fonts, "chinese", lambda: font)
    result = yingbin("doctor")
    assert result.exit_code == Exit.FINE, result.output
    assert told in said(result)


@pytest.mark.usefixtures("database", "telegram")
@pytest.mark.parametrize("where", ["environment", "file"])
def test_a_setting_nobody_reads(folder: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    if where == "environment":
        monkeypatch.setenv("YINGBIN_BUYER_TOKEN", "1:x")
    else:
        (folder / ".env").write_text("YINGBIN_BUYER_TOKEN=1:x\nOTHERS=1\n")
        (folder / ".env").chmod(0o600)
    found(yingbin("doctor"), "Nobody reads YINGBIN_BUYER_TOKEN", "YINGBIN_BUYERS_TOKEN")


@pytest.mark.usefixtures("database", "telegram")
def test_settings_that_can_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINGBIN_LOG_LEVEL", "LOUD")
    found(yingbin("doctor"), "The settings", "YINGBIN_LOG_LEVEL")


@pytest.mark.usefixtures("database", "telegram")
def test_a_site_file_with_a_mistake(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "site.example.toml").read_text(encoding="utf-8")
    (folder / "site.toml").write_text(text.replace('code = "TY"', 'code = "ty"'), encoding="utf-8")
    monkeypatch.setenv("YINGBIN_SITE_FILE", "site.toml")
    found(yingbin("doctor"), "site.toml", "code: must be capital letters only")


# The database.


def test_no_database_yet_is_nothing_to_mend(folder: Path, telegram: Loopback) -> None:
    result = yingbin("doctor")
    assert result.exit_code == Exit.FINE, result.output
    assert "– There is no database" in result.output
    assert not (folder / "house.db").exists()


@pytest.mark.usefixtures("telegram")
def test_a_database_nothing_can_be_kept_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://db/house")
    found(yingbin("doctor"), "The database", "DATABASE_URL names nothing")


@pytest.mark.usefixtures("telegram")
def test_a_postgres_that_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://postgres@127.0.0.1:9/house")
    found(yingbin("doctor"), "The database", "can not be reached")


@pytest.mark.postgres
@pytest.mark.usefixtures("telegram")
def test_a_postgres_that_is_well(monkeypatch: pytest.MonkeyPatch, postgres_url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    result = yingbin("doctor")
    assert re.search(r"✓ PostgreSQL \d+ answers", result.output)
    assert "✓ The database can be written" in result.output


@pytest.mark.usefixtures("telegram")
@pytest.mark.parametrize(
    ("statement", "amiss", "mend"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "version 9999", "install the newer program"),
        ("DELETE FROM alembic_version", "is at version 0, the program needs", "yingbin db upgrade"),
        ("DELETE FROM staff WHERE role = 'administrator'", "no administrator", "open the link it prints"),
        ("DELETE FROM places", "no staff group", "write /here in it"),
    ],
)
def test_a_database_that_lacks_something(database: Path, statement: str, amiss: str, mend: str) -> None:
    change(database, statement)
    found(yingbin("doctor"), amiss, mend)


@pytest.mark.usefixtures("telegram")
def test_a_damaged_database(database: Path) -> None:
    change(database, "PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(database.read_bytes())
    content[4096:12288] = b"\x55" * 8192
    database.write_bytes(content)
    result = yingbin("doctor")
    assert result.exit_code == Exit.FOUND
    assert "damaged" in result.output
    assert "put the last backup in its place" in said(result)


@pytest.mark.usefixtures("telegram", "database")
def test_a_disk_that_is_nearly_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10 * 1024 * 1024))
    found(yingbin("doctor"), "Only 10 MB are free", "a full disk stops the house")


@pytest.mark.usefixtures("telegram")
def test_a_database_that_is_kept_locked(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.store.engine.BUSY_SECONDS", 0)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = yingbin("doctor")
    found(result, "can not be written", "Another program keeps the database file locked")


# Telegram.


@pytest.mark.usefixtures("database", "telegram")
@pytest.mark.parametrize(
    ("setting", "token", "amiss", "mend"),
    [
        ("YINGBIN_STAFF_TOKEN", "", "The tokens", "Two tokens are needed"),
        ("YINGBIN_STAFF_TOKEN", "nonsense", "The tokens", "YINGBIN_STAFF_TOKEN does not look like a token"),
        ("YINGBIN_STAFF_TOKEN", BUYERS_BOT.token, "The tokens", "belong to one bot"),
        ("YINGBIN_STAFF_TOKEN", "9:nobodys", "the token in YINGBIN_STAFF_TOKEN", "BotFather"),
        ("YINGBIN_BUYERS_TOKEN", "9:nobodys", "the token in YINGBIN_BUYERS_TOKEN", "BotFather"),
        (
            "YINGBIN_API_URL",
            "http://127.0.0.1:9",
            "Telegram does not answer at http://127.0.0.1:9",
            "network",
        ),
    ],
)
def test_tokens_and_telegram(
    monkeypatch: pytest.MonkeyPatch, setting: str, token: str, amiss: str, mend: str
) -> None:
    monkeypatch.setenv(setting, token)
    found(yingbin("doctor"), amiss, mend)


@pytest.mark.usefixtures("database", "telegram")
def test_a_telegram_that_never_answers_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.doctor.telegram.SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("YINGBIN_API_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")
        result = yingbin("doctor")
    found(result, "Telegram does not answer", "network")


@pytest.mark.usefixtures("database")
def test_another_program_that_polls(telegram: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.doctor.telegram.POLL_SECONDS", 3)

    async def rival() -> None:
        offset = 0
        while True:
            asked = {"timeout": 50, "offset": offset}
            reply = await telegram.telegram.call(STAFF_BOT.token, "getUpdates", asked)
            offset = max([offset, *(update["update_id"] + 1 for update in reply.get("result", ()))])

    polling = telegram.begin(rival())
    try:
        result = yingbin("doctor")
    finally:
        polling.cancel()
    found(result, "Another program reads the updates of @yingbin_staff_bot", "/revoke at BotFather")


def answers(monkeypatch: pytest.MonkeyPatch, name: str, answer: dict[str, Any]) -> None:
    """Have Telegram answer a method like this, whatever is asked."""
    fields: dict[str, Callable[..., Any]] = {field: lambda *_: None for field in ("chat_id", "user_id")}
    method = Method(name, lambda *_: answer, fields)
    monkeypatch.setitem(METHODS, name.lower(), method)


USER = {"id": STAFF_BOT.id, "is_bot": True, "first_name": STAFF_BOT.name, "username": STAFF_BOT.username}
ME = USER | {"can_join_groups": True, "can_read_all_group_messages": False}
HOOK = {"url": "https://example.com/hook", "has_custom_certificate": False, "pending_update_count": 0}
MUTED = dict.fromkeys(
    ("can_send_messages", "can_send_audios", "can_send_documents", "can_send_photos", "can_send_videos",
     "can_send_video_notes", "can_send_voice_notes", "can_send_polls", "can_send_other_messages",
     "can_add_web_page_previews", "can_change_info", "can_invite_users", "can_pin_messages", "can_manage_topics",
     "can_edit_tag", "can_react_to_messages"), False,
)  # fmt: skip


@pytest.mark.usefixtures("database", "telegram")
@pytest.mark.parametrize(
    ("method", "answer", "amiss", "mend"),
    [
        ("getChatMember", {"status": "left", "user": USER}, "is not in its group", "write /here"),
        (
            "getChatMember",
            {"status": "restricted", "user": USER, "is_member": True, "until_date": 0, **MUTED},
            "may not write in its group",
            "Let it send messages",
        ),
    ],
)
def test_a_staff_bot_that_can_not_speak_in_its_group(
    monkeypatch: pytest.MonkeyPatch, method: str, answer: dict[str, Any], amiss: str, mend: str
) -> None:
    answers(monkeypatch, method, answer)
    found(yingbin("doctor"), amiss, mend)


@pytest.mark.usefixtures("database", "telegram")
def test_a_staff_bot_that_may_write(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "getChatMember", {"status": "member", "user": USER})
    result = yingbin("doctor")
    assert result.exit_code == Exit.FINE, result.output
    assert f"✓ The staff bot may write in its group {demo.GROUP_TITLE}" in result.output


@pytest.mark.usefixtures("database", "telegram")
def test_a_server_that_does_not_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    for method in ("getchatmember", "getwebhookinfo"):
        monkeypatch.delitem(METHODS, method, raising=False)
    result = yingbin("doctor")
    assert result.exit_code == Exit.FINE, result.output
    assert "– The staff bot knows its group; this server does not tell whether" in said(result)
    assert "– @yingbin_bot: this server does not tell of webhooks" in said(result)


@pytest.mark.usefixtures("database")
def test_a_staff_bot_that_was_removed_from_its_group(telegram: Loopback) -> None:
    telegram.do(lambda: telegram.telegram.remove_bot(demo.MANAGER.id, STAFF_BOT.username, demo.GROUP))
    found(yingbin("doctor"), "can not reach its group", "write /here")


@pytest.mark.usefixtures("database", "telegram")
def test_a_bot_with_a_webhook(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "getWebhookInfo", HOOK)
    result = yingbin("doctor")
    assert result.exit_code == Exit.FOUND
    assert "✗ @yingbin_bot has a webhook" in result.output
    assert "deleteWebhook" in result.output


@pytest.mark.usefixtures("database", "telegram")
@pytest.mark.parametrize(
    ("ability", "amiss", "mend"),
    [
        ({"can_join_groups": False}, "may not be added to groups", "/setjoingroups"),
        ({"can_read_all_group_messages": True}, "reads everything said in its group", "/setprivacy"),
    ],
)
def test_a_staff_bot_set_up_otherwise_at_botfather(
    monkeypatch: pytest.MonkeyPatch, ability: dict[str, bool], amiss: str, mend: str
) -> None:
    answers(monkeypatch, "getMe", ME | ability)
    found(yingbin("doctor"), amiss, mend)


def test_a_folder_without_room_for_a_database(folder: Path) -> None:
    folder.chmod(0o555)
    ended = as_process("doctor", folder=folder, YINGBIN_API_URL="http://127.0.0.1:9")
    assert ended.returncode == Exit.FOUND
    assert "This user may not write to its folder" in ended.stdout
    assert "Traceback" not in ended.stderr

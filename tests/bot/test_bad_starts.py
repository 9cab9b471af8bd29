"""Each problem that prevents a start gives one courteous sentence, the right exit code, and no traceback."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event
from typer.testing import Result

from bot import opening
from bot.exit_codes import Exit
from bot.settings import ROOT
from core.clock import SystemClock
from core.site import Site
from core.store import engine
from tests.support.installation import as_process, give_tokens, install, said, yingbin

POSTGRES = "postgresql+asyncpg://{}"


@pytest.fixture(autouse=True)
def _installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch)
    # Nothing listens there: these problems are found before Telegram is asked.
    give_tokens(monkeypatch, "http://127.0.0.1:9")


def refused(result: Result, code: Exit, *words: str) -> None:
    assert (result.exit_code, result.exception.__class__) == (code, SystemExit), result.output
    for each in words:
        assert each in said(result)
    assert "Traceback" not in result.output


# Settings and the site file.


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("YINGBIN_LOG_LEVEL", "LOUD", "YINGBIN_LOG_LEVEL: "),
        ("YINGBIN_LOG_FORMAT", "xml", "YINGBIN_LOG_FORMAT: "),
        ("YINGBIN_API_URL", "telegram", "YINGBIN_API_URL: "),
    ],
)
def test_an_invalid_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, expected: str
) -> None:
    monkeypatch.setenv(name, value)
    refused(yingbin("run"), Exit.SETTINGS, expected)


def test_an_env_file_that_is_not_utf8_is_explained(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("YINGBIN_SITE_FILE=案场.toml\n".encode("gb18030"))
    refused(yingbin("run"), Exit.SETTINGS, ".env is not UTF-8")


@pytest.mark.process
def test_an_env_file_without_read_permission_is_explained(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("YINGBIN_LOG_LEVEL=INFO\n")
    (tmp_path / ".env").chmod(0)
    ended = as_process("run", folder=tmp_path)
    assert ended.returncode == Exit.SETTINGS
    assert ".env cannot be read" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"code = ", "this is not TOML"),
        ("code = 天悦湾".encode("gb18030"), "is not UTF-8 text"),
        (b"x = " + b"[" * 5_000, "this is not TOML"),
        (None, "cannot be read: Is a directory"),
        (b"", "name: must be given"),
        (
            (ROOT / "site.example.toml").read_bytes().replace(b'opens = "09:00"', b'opens = "19:00"'),
            "closes must be later than opens",
        ),
        (
            (ROOT / "site.example.toml").read_bytes().replace(b"horizon_days = 14", b"horizon_days = 1")
            .replace(b"notice_days = 1 ", b"notice_days = 2 "),
            "horizon_days must not be less than notice_days",
        ),
        (b'code = "TY"\ncode = "TZ"\n', "this is not TOML"),
    ],
    ids=["broken", "encoding", "deep", "folder", "empty", "contradiction", "horizon", "twice"],
)  # fmt: skip
def test_an_invalid_site_file_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: bytes | None, expected: str
) -> None:
    file = tmp_path / "site.toml"
    file.mkdir() if content is None else file.write_bytes(content)
    monkeypatch.setenv("YINGBIN_SITE_FILE", str(file))
    refused(yingbin("run"), Exit.SETTINGS, expected)
    refused(yingbin("site", "check", str(file)), Exit.PROBLEM_FOUND, expected)


def test_a_missing_site_file_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINGBIN_SITE_FILE", "nowhere.toml")
    refused(yingbin("run"), Exit.SETTINGS, "nowhere.toml", "cp site.example.toml site.toml")


@pytest.mark.parametrize(
    "url",
    ["", "nonsense", "mysql://host/db", "sqlite:///x.db", "sqlite+aiosqlite://", "postgresql://h/d",
     "postgresql+asyncpg://h:port/d"],
)  # fmt: skip
def test_an_invalid_database_url_is_explained(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    refused(yingbin("staff", "list"), Exit.SETTINGS, "DATABASE_URL is not a database we can use")


# The database: SQLite.


@pytest.fixture
def file(tmp_path: Path, template: Path) -> Path:
    """A migrated database at the place of DATABASE_URL."""
    path = tmp_path / "house.db"
    path.write_bytes(template.read_bytes())
    return path


def test_a_database_locked_by_another_program_is_explained(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        refused(yingbin("run"), Exit.DATABASE, "Another program has locked the database file")
    assert yingbin("db", "upgrade").exit_code == Exit.OK


def test_a_database_in_a_missing_folder_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'none' / 'house.db'}")
    refused(yingbin("run"), Exit.DATABASE, "none does not exist; please create it first")


def test_a_folder_in_place_of_the_database_is_explained(tmp_path: Path) -> None:
    (tmp_path / "house.db").mkdir()
    refused(yingbin("run"), Exit.DATABASE, "it must be a file")


def test_a_file_that_is_not_a_database_is_left_unchanged(tmp_path: Path) -> None:
    (tmp_path / "house.db").write_text("The guest book of Tianyue Bay.\n" * 99)
    refused(yingbin("run"), Exit.DATABASE, "is not an SQLite database; it was left unchanged")
    assert (tmp_path / "house.db").read_text() == "The guest book of Tianyue Bay.\n" * 99


def test_a_damaged_database_is_explained(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096:] = b"\x55" * (len(content) - 4096)
    file.write_bytes(content)
    refused(yingbin("run"), Exit.DATABASE, "The database file is damaged")


@pytest.fixture
def full_disk() -> Iterator[None]:
    """SQLite has no room for another page."""

    def no_room(connection: Any, _entry: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA max_page_count = 1")
        cursor.close()

    event.listen(Engine, "connect", no_room)
    yield
    event.remove(Engine, "connect", no_room)


@pytest.mark.usefixtures("full_disk")
def test_a_full_disk_is_explained() -> None:
    refused(yingbin("run"), Exit.DATABASE, "The database's disk is full", "Nothing is lost")


@pytest.mark.process
@pytest.mark.parametrize("readonly", ["file", "folder"])
def test_a_database_without_write_permission_is_explained(
    tmp_path: Path, template: Path, readonly: str
) -> None:
    path = tmp_path / "house.db"
    path.write_bytes(template.read_bytes())
    path.chmod(0o444)
    tmp_path.chmod(0o777 if readonly == "file" else 0o555)
    ended = as_process("run", folder=tmp_path, YINGBIN_BUYERS_TOKEN="1:buyers", YINGBIN_STAFF_TOKEN="2:staff")
    assert ended.returncode == Exit.DATABASE, ended.stderr
    assert "The database cannot be written" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_database_of_a_newer_program_is_left_unchanged(file: Path) -> None:
    with closing(sqlite3.connect(file)) as other, other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
    before = file.read_bytes()
    message = "The database is at version 9999, newer than this program"
    for command in (("run",), ("db", "upgrade"), ("staff", "list")):
        refused(yingbin(*command), Exit.DATABASE, message)
    assert file.read_bytes() == before


# The database: PostgreSQL.


def test_an_unreachable_postgres_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", POSTGRES.format("postgres:hunter2hunter2@127.0.0.1:9/house"))
    result = yingbin("run")
    refused(result, Exit.DATABASE, "The database cannot be reached", "127.0.0.1")
    assert "hunter2hunter2" not in result.output


@pytest.mark.postgres
def test_a_postgres_without_the_database_is_explained(
    monkeypatch: pytest.MonkeyPatch, postgres_url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{postgres_url}_that_is_not_there")
    refused(yingbin("run"), Exit.DATABASE, "PostgreSQL has no database with the name in DATABASE_URL")


@pytest.mark.postgres
def test_a_postgres_without_the_user_is_explained(monkeypatch: pytest.MonkeyPatch, postgres_url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_url.replace("postgres@", "nobody_of_the_house@"))
    refused(yingbin("run"), Exit.DATABASE, "PostgreSQL refuses the user or the password")


class PasswordRefusingServer(asyncio.Protocol):
    """A PostgreSQL server that refuses every password. For its answers see "Message Formats" of the protocol."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        if data[4:8] == (80877103).to_bytes(4, "big"):
            self.transport.write(b"N")
            return
        fields = b"SFATAL\0VFATAL\0C28P01\0Mpassword authentication failed\0\0"
        self.transport.write(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields)
        self.transport.close()


async def test_a_postgres_that_refuses_the_password_is_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    server = await asyncio.get_running_loop().create_server(PasswordRefusingServer, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    monkeypatch.setenv("DATABASE_URL", POSTGRES.format(f"postgres:wrong@127.0.0.1:{port}/house"))
    refused(
        await asyncio.to_thread(yingbin, "staff", "list"),
        Exit.DATABASE,
        "PostgreSQL refuses the user or the password",
    )
    server.close()
    await server.wait_closed()


# The tokens.


@pytest.mark.parametrize(
    ("buyers", "staff", "expected"),
    [
        ("", "", "Two tokens are needed, YINGBIN_BUYERS_TOKEN and YINGBIN_STAFF_TOKEN"),
        ("1:buyers", "", "yingbin demo"),
        ("nonsense", "2:staff", "YINGBIN_BUYERS_TOKEN does not look like a token"),
        ("1:buyers", "2:staff 3", "YINGBIN_STAFF_TOKEN does not look like a token"),
        ("1:buyers", "1:buyers", "belong to the same bot"),
        ("1:buyers", "1:an-older-one", "belong to the same bot"),
    ],
)
def test_invalid_tokens_are_explained(
    monkeypatch: pytest.MonkeyPatch, buyers: str, staff: str, expected: str
) -> None:
    monkeypatch.setenv("YINGBIN_BUYERS_TOKEN", buyers)
    monkeypatch.setenv("YINGBIN_STAFF_TOKEN", staff)
    refused(yingbin("run"), Exit.TELEGRAM, expected)


# A house that is open in another process.


def test_a_house_already_open_in_another_process_is_explained(
    database_url: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    house = opening.open_house(database_url, site, SystemClock())
    held = house.exclusive()
    with asyncio.Runner() as another:
        another.run(held.__aenter__())
        refused(yingbin("run"), Exit.IN_USE, "already running in another process")
        another.run(held.__aexit__(None, None, None))
        another.run(house.close())


# An internal error.


@pytest.mark.process
def test_an_internal_error_is_logged_without_secrets(tmp_path: Path) -> None:
    program = (
        "import bot.service\n"
        "def broken(*_): raise LookupError('lost 13900139000 and 1:buyers-secret')\n"
        "bot.service.serve = broken\n"
        "from bot.__main__ import main; main()"
    )
    tokens = {"YINGBIN_BUYERS_TOKEN": "1:buyers-secret", "YINGBIN_STAFF_TOKEN": "2:staff-secret"}
    ended = as_process("run", folder=tmp_path, program=program, **tokens)
    assert ended.returncode == Exit.INTERNAL_ERROR
    assert "LookupError: lost […] and […]" in ended.stderr
    assert "13900139000" not in ended.stderr
    assert "buyers-secret" not in ended.stderr

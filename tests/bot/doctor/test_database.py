"""``yingbin doctor`` on the database and the disk it is on."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from bot.exit_codes import Exit
from tests.bot.doctor.findings import change, found
from tests.support.installation import Loopback, as_process, said, yingbin


def test_a_missing_database_is_not_a_problem(folder: Path, telegram: Loopback) -> None:
    result = yingbin("doctor")
    assert result.exit_code == Exit.OK, result.output
    assert "– There is no database" in result.output
    assert not (folder / "house.db").exists()


@pytest.mark.usefixtures("telegram")
def test_an_unsupported_database_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://db/house")
    found(yingbin("doctor"), "The database", "DATABASE_URL is not a database we can use")


@pytest.mark.usefixtures("telegram")
def test_an_unreachable_postgres_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://postgres@127.0.0.1:9/house")
    found(yingbin("doctor"), "The database", "cannot be reached")


@pytest.mark.postgres
@pytest.mark.usefixtures("telegram")
def test_a_working_postgres_passes(monkeypatch: pytest.MonkeyPatch, postgres_url: str) -> None:
    monkeypatch.setenv("DATABASE_URL", postgres_url)
    result = yingbin("doctor")
    assert re.search(r"✓ PostgreSQL \d+ answers", result.output)
    assert "✓ The database is writable" in result.output


@pytest.mark.usefixtures("telegram")
@pytest.mark.parametrize(
    ("statement", "problem", "mend"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", "version 9999", "install the newer program"),
        ("DELETE FROM alembic_version", "is at version 0, the program needs", "yingbin db upgrade"),
        ("DELETE FROM staff WHERE role = 'administrator'", "no administrator", "open the link it prints"),
        ("DELETE FROM places", "no staff group", "send /here there"),
    ],
)
def test_missing_contents_of_the_database_are_found(
    database: Path, statement: str, problem: str, mend: str
) -> None:
    change(database, statement)
    found(yingbin("doctor"), problem, mend)


@pytest.mark.usefixtures("telegram")
def test_a_damaged_database_is_found(database: Path) -> None:
    change(database, "PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(database.read_bytes())
    content[4096:12288] = b"\x55" * 8192
    database.write_bytes(content)
    result = yingbin("doctor")
    assert result.exit_code == Exit.PROBLEM_FOUND
    assert "damaged" in result.output
    assert "put the last backup in its place" in said(result)


@pytest.mark.usefixtures("telegram", "database")
def test_a_nearly_full_disk_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=10 * 1024 * 1024))
    found(yingbin("doctor"), "Only 10 MB are free", "a full disk stops the sales centre")


@pytest.mark.usefixtures("telegram")
def test_a_locked_database_is_found(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.store.engine.BUSY_SECONDS", 0)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = yingbin("doctor")
    found(result, "is not writable", "Another program has locked the database file")


@pytest.mark.process
def test_a_folder_without_write_permission_is_found(folder: Path) -> None:
    folder.chmod(0o555)
    ended = as_process("doctor", folder=folder, YINGBIN_API_URL="http://127.0.0.1:9")
    assert ended.returncode == Exit.PROBLEM_FOUND
    assert "This user cannot write to its folder" in ended.stdout
    assert "Traceback" not in ended.stderr

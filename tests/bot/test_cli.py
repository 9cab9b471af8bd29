"""The command line, as an administrator types it."""

import sqlite3
from pathlib import Path

import pytest

from bot.exit_codes import Exit
from bot.settings import ROOT
from tests.support.installation import install, yingbin


@pytest.fixture(autouse=True)
def _installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch)


def test_a_valid_site_file_passes_the_check() -> None:
    result = yingbin("site", "check", str(ROOT / "site.example.toml"))
    assert result.exit_code == 0
    assert "Tianyue Bay, 9 slots a day from 09:00 to 18:00." in " ".join(result.output.split())


def test_every_problem_of_an_invalid_site_file_is_listed(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text('code = "ty"\ncolour = 1\n', encoding="utf-8")
    result = yingbin("site", "check", str(file))
    assert result.exit_code == Exit.PROBLEM_FOUND
    for line in ("code: must be capital letters only", "colour: there is no such key", "name: must be given"):
        assert line in result.output


def test_a_missing_site_file_is_explained() -> None:
    result = yingbin("site", "check")
    assert result.exit_code == Exit.PROBLEM_FOUND
    assert "cp site.example.toml site.toml" in result.output


def test_staff_are_added_listed_and_revoked(tmp_path: Path) -> None:
    assert yingbin("staff", "add", "7", "Ms Lin", "--role", "gate").exit_code == 0
    assert "Ms Lin" in yingbin("staff", "list").output
    with sqlite3.connect(tmp_path / "house.db") as database:
        assert database.execute("SELECT name, role, revoked_at FROM staff").fetchall() == [
            ("Ms Lin", "gate", None)
        ]
    database.close()
    assert yingbin("staff", "add", "7", "Ms Lin", "--role", "butler").exit_code == 0
    assert "butler" in yingbin("staff", "list").output
    assert yingbin("staff", "revoke", "7").exit_code == 0
    assert "Ms Lin" not in yingbin("staff", "list").output
    again = yingbin("staff", "revoke", "7")
    assert again.exit_code == 2
    assert "No member of staff has the Telegram ID 7" in again.output


@pytest.mark.parametrize("arguments", [("0", "Ms Lin"), ("7", "  "), ("7", "x" * 81)])
def test_an_invalid_member_of_staff_is_not_added(arguments: tuple[str, str]) -> None:
    result = yingbin("staff", "add", *arguments, "--role", "gate")
    assert result.exit_code == 2
    assert "a name of 1 to 80 characters" in result.output


def test_a_name_is_not_read_as_markup() -> None:
    assert yingbin("staff", "add", "7", "[/x] Lin", "--role", "gate").exit_code == 0
    assert "[/x] Lin" in yingbin("staff", "list").output


def test_an_unknown_role_is_refused_with_the_list_of_roles() -> None:
    result = yingbin("staff", "add", "7", "Ms Lin", "--role", "king")
    assert result.exit_code == 2
    assert "head_butler" in result.output


def test_the_schema_is_upgraded(tmp_path: Path) -> None:
    result = yingbin("db", "upgrade")
    assert result.exit_code == 0
    assert "0004" in result.output
    assert (tmp_path / "house.db").exists()


def test_the_command_line_uses_the_terminals_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    result = yingbin("site", "check", str(ROOT / "site.example.toml"))
    assert "天悦湾" in result.output

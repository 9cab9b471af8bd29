"""``yingbin doctor`` on the settings and the site file."""

from pathlib import Path

import pytest

from bot.exit_codes import Exit
from bot.pictures import fonts
from bot.settings import ROOT
from tests.bot.doctor.findings import found
from tests.support.installation import said, yingbin


@pytest.mark.usefixtures("database", "telegram")
def test_an_env_file_that_everybody_can_read_is_found(folder: Path) -> None:
    (folder / ".env").write_text("YINGBIN_LOG_LEVEL=INFO\n")
    (folder / ".env").chmod(0o644)
    found(yingbin("doctor"), ".env can be read by everyone", "chmod 600 .env")


@pytest.mark.usefixtures("database", "telegram")
@pytest.mark.parametrize(
    ("font", "expected"),
    [
        ("Noto Sans CJK SC", "✓ Pictures use Noto Sans CJK SC for Chinese"),
        (None, "– No Chinese font is installed: pictures use English"),
    ],
)
def test_the_font_of_the_pictures_is_reported(
    folder: Path, monkeypatch: pytest.MonkeyPatch, font: str | None, expected: str
) -> None:
    monkeypatch.setattr(fonts, "chinese", lambda: font)
    result = yingbin("doctor")
    assert result.exit_code == Exit.OK, result.output
    assert expected in said(result)


@pytest.mark.usefixtures("database", "telegram")
@pytest.mark.parametrize("where", ["environment", "file"])
def test_an_unknown_setting_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    if where == "environment":
        monkeypatch.setenv("YINGBIN_BUYER_TOKEN", "1:x")
    else:
        (folder / ".env").write_text("YINGBIN_BUYER_TOKEN=1:x\nOTHERS=1\n")
        (folder / ".env").chmod(0o600)
    found(yingbin("doctor"), "These settings are not recognised: YINGBIN_BUYER_TOKEN", "YINGBIN_BUYERS_TOKEN")


@pytest.mark.usefixtures("database", "telegram")
def test_invalid_settings_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YINGBIN_LOG_LEVEL", "LOUD")
    found(yingbin("doctor"), "The settings", "YINGBIN_LOG_LEVEL")


@pytest.mark.usefixtures("database", "telegram")
def test_a_mistake_in_the_site_file_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "site.example.toml").read_text(encoding="utf-8")
    (folder / "site.toml").write_text(text.replace('code = "TY"', 'code = "ty"'), encoding="utf-8")
    monkeypatch.setenv("YINGBIN_SITE_FILE", "site.toml")
    found(yingbin("doctor"), "site.toml", "code: must be capital letters only")

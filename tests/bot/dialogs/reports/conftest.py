"""A fixture of the reports' tests."""

import pytest

from bot.pictures import painter

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000008000000060802000000"
)  # the sandbox reads only its size


@pytest.fixture
def unpainted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Replace the drawing of pictures, which is slow, where a test does not look at them."""
    monkeypatch.setattr(painter, "_heat_map", lambda words, fullness: PNG)

"""Shortening text."""

import pytest

from bot.wording.shorten import shorten


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [("", 3, ""), ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abcd", 1, "…")],
)
def test_text_that_does_not_fit_ends_with_an_ellipsis(text: str, most: int, shown: str) -> None:
    assert shorten(text, most) == shown


def test_a_wide_character_counts_as_two() -> None:
    def width(char: str) -> int:
        return 1 if char.isascii() else 2

    assert shorten("天悦湾", 6, width) == "天悦湾"
    assert shorten("天悦湾x", 6, width) == "天悦…"

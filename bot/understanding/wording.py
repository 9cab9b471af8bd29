"""Patterns of many words, of which a text is searched only for those in its own script."""

import re
from collections.abc import Iterator

from bot.understanding.text import compiled

_HAN = re.compile(r"[\u3400-\u9fff]")
_LETTERS = re.compile(r"[a-z]")
# What is no letter of a word in a pattern: escapes, and the beginnings of groups.
_SYNTAX = re.compile(r"\\u[0-9a-f]{4}|\\.|\(\?(?:P<\w+>|P=\w+|[:=!]|<[=!])")


class Wording:
    """A pattern of alternatives in Latin letters and in Chinese characters. It finds what the whole pattern finds, in
    folded texts, at half the cost: most texts are in one script."""

    def __init__(self, pattern: str) -> None:
        parts = list(_alternatives(pattern))
        latin = [part for part in parts if _has_letters(part) or not _HAN.search(part)]
        chinese = [part for part in parts if _HAN.search(part) or not _has_letters(part)]
        self._whole = compiled(pattern)
        self._latin, self._chinese = (
            compiled("|".join(latin) or "(?!)"),
            compiled("|".join(chinese) or "(?!)"),
        )

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        return self._of(text).search(text, start)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self._of(text).finditer(text)

    def _of(self, text: str) -> re.Pattern[str]:
        if text.isascii():
            return self._latin
        return self._whole if _LETTERS.search(text) else self._chinese


def _has_letters(part: str) -> bool:
    return _LETTERS.search(_SYNTAX.sub("", part)) is not None


def _alternatives(pattern: str) -> Iterator[str]:
    """The alternatives of a pattern at its highest level."""
    depth, begins, in_class, at = 0, 0, False, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 1
        elif in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        elif char in "()":
            depth += 1 if char == "(" else -1
        elif char == "|" and not depth:
            yield pattern[begins:at]
            begins = at + 1
        at += 1
    yield pattern[begins:]

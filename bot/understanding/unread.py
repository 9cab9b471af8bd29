"""A text while it is read: what a reader has understood is taken out of it, so that no other reads it "
"again."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from bot.understanding.characters import SIMPLIFIED
from bot.understanding.numbers import ENGLISH_NUMBER, english_in_digits
from bot.understanding.patterns import Pattern
from bot.understanding.spelling import correct_spelling, without_slips
from bot.understanding.text import NUMERAL, numeral_in_digits, spaced, tidy

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
# Stands for a character that has been taken.
TAKEN = "\0"
_WRITTEN_NUMBER = re.compile(f"{NUMERAL.pattern}|{ENGLISH_NUMBER.pattern}")
# Written in words they are minutes, «ten to four»; 10 to 4 are two hours.
_MINUTES_TO = re.compile(r" (?:minutes )?(?:to|past) ")
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21, "twenty-second": 22,
    "twenty-third": 23,
    "twenty-fourth": 24, "twenty-fifth": 25, "twenty-sixth": 26, "twenty-seventh": 27, "twenty-eighth": 28,
    "twenty-ninth": 29, "thirtieth": 30, "thirty-first": 31,
}  # fmt: skip
_ORDINAL = re.compile(
    r"\b("
    + "|".join(sorted((each.replace("-", "[- ]") for each in _ORDINALS), key=len, reverse=True))
    + r")\b(?= of\b|[,.!?]|$| at| morning| afternoon)"
)


@dataclass
class Unread:
    """``text`` is the plain text with English numbers in digits, and ``original`` the tidy one in half-width
    characters, both with ``TAKEN`` in place of what has been taken. ``origins`` gives for each character of ``text``
    its place in ``original``."""

    text: str
    original: str
    origins: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Unread":
        original = spaced(tidy(text)).translate(_HALF_WIDTH)
        parts = [_folded_character(char) for char in original]
        places = [place for place, part in enumerate(parts) for _ in part]
        text = without_slips("".join(parts))
        for replaced in (correct_spelling, _written_numbers):
            text, places = _replace(text, places, replaced(text))
        return cls(text, original, tuple(places))

    def find(self, pattern: Pattern | re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The matches that hold nothing taken, from left to right; each may be taken before the next is
        asked for."""
        place = 0
        while (found := pattern.search(self.text, place)) is not None:
            if TAKEN in found[0] or not found[0]:
                place = found.start() + 1
            else:
                place = found.end()
                yield found

    def take(self, start: int, end: int) -> None:
        """Take the characters of ``text`` from ``start`` up to ``end``."""
        if start >= end:
            return
        first = self.origins[start]
        last = self.origins[end] if end < len(self.origins) else len(self.original)
        self.text = self.text[:start] + TAKEN * (end - start) + self.text[end:]
        self.original = self.original[:first] + TAKEN * (last - first) + self.original[last:]

    def take_original(self, start: int, end: int) -> None:
        """Take the characters of ``original`` from ``start`` up to ``end``."""
        within = [place for place, origin in enumerate(self.origins) if start <= origin < end]
        if within:
            self.take(within[0], within[-1] + 1)

    def take_all(self, pattern: Pattern) -> bool:
        """Take every match of a pattern; whether there was one."""
        spans = [found.span() for found in self.find(pattern)]
        for start, end in spans:
            self.take(start, end)
        return bool(spans)


@lru_cache(maxsize=8192)  # more than the characters that are in use
def _folded_character(char: str) -> str:
    return unicodedata.normalize("NFKC", char).lower().translate(SIMPLIFIED)


def _written_numbers(text: str) -> list[tuple[int, int, str]]:
    """Where a folded text has numbers in words (start, end), and their digits."""
    ordinals = [
        (found.start(), found.end(), f"{_ORDINALS[found[0].replace(' ', '-')]}th")
        for found in _ORDINAL.finditer(text)
        # «First», «second» and «third» have other meanings too.
        if found[0] not in {"first", "second", "third"} or text.startswith(" of ", found.end())
    ]
    numbers = [
        (
            found.start(),
            found.end(),
            english_in_digits(found[0]) if found[0].isascii() else numeral_in_digits(found),
        )
        for found in _WRITTEN_NUMBER.finditer(text)
        if not _is_minutes(text, found)
    ]
    taken = [range(start, end) for start, end, _ in ordinals]
    return sorted([*ordinals, *(each for each in numbers if not any(each[0] in span for span in taken))])


def _is_minutes(text: str, found: re.Match[str]) -> bool:
    return found[0] in {"five", "ten", "twenty"} and _MINUTES_TO.match(text, found.end()) is not None


def _replace(text: str, places: list[int], changes: Iterable[tuple[int, int, str]]) -> tuple[str, list[int]]:
    """The text with these parts replaced, and the places of its characters. Where a part becomes shorter, as 二十三
    does, its last character stands for the rest."""
    kept, origins, behind = [], list[int](), 0
    for start, end, new in changes:
        kept += [text[behind:start], new]
        origins += places[behind:start]
        origins += [places[min(start + number, end - 1)] for number in range(len(new))]
        behind = end
    return "".join([*kept, text[behind:]]), [*origins, *places[behind:]]

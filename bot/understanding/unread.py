"""A text while it is read: what a reader has understood is taken out of it, so that no other reads it again."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.understanding.characters import SIMPLIFIED
from bot.understanding.numbers import ENGLISH_NUMBER, english_in_digits
from bot.understanding.text import NUMERAL, in_digits, tidy

# Stands for a character that has been taken.
TAKEN = "\0"
_WRITTEN_NUMBER = re.compile(f"{NUMERAL.pattern}|{ENGLISH_NUMBER.pattern}")


@dataclass
class Unread:
    """``text`` is the plain text with English numbers in digits, and ``original`` the tidy one, both with ``TAKEN`` in
    place of what has been taken. ``origins`` gives for each character of ``text`` its place in ``original``."""

    text: str
    original: str
    origins: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Unread":
        original = tidy(text)
        chars, places = [], []
        for place, char in enumerate(original):
            for part in unicodedata.normalize("NFKC", char).lower().translate(SIMPLIFIED):
                chars.append(part)
                places.append(place)
        folded, end = "".join(chars), 0
        kept, origins = [], list[int]()
        for found in _WRITTEN_NUMBER.finditer(folded):
            digits = english_in_digits(found[0]) if found[0].isascii() else in_digits(found[0])
            kept += [folded[end : found.start()], digits]
            origins += places[end : found.start()]
            # A numeral such as 二十三 has fewer digits than characters; the last digit stands for the rest.
            first, length = found.start(), len(found[0])
            origins += [places[first + min(number, length - 1)] for number in range(len(digits))]
            end = found.end()
        return cls("".join([*kept, folded[end:]]), original, (*origins, *places[end:]))

    def find(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """The matches that hold nothing taken, from left to right; each may be taken before the next is asked for."""
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

    def take_all(self, pattern: re.Pattern[str]) -> bool:
        """Take every match of a pattern; whether there was one."""
        spans = [found.span() for found in self.find(pattern)]
        for start, end in spans:
            self.take(start, end)
        return bool(spans)

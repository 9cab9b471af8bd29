"""Patterns that search a text only if it has one of the words that they need.

Most patterns are long lists of phrases, of which a message has none. It takes much less time to look for a few words
first than to try every phrase at every character.
"""

import re
import sys
from collections.abc import Callable, Iterator

# The kinds of tokens of a pattern. A count belongs to one letter, so ``letters`` end before a letter that is counted.
_TOKEN = re.compile(
    r"(?P<letters>[^\\()\[{|*+?.^$]+(?![*+?{]))|(?P<letter>[^\\()\[{|*+?.^$]|\\\W)|(?P<place>[$^]|\\[bB])|"
    r"(?P<count>(?:[*+?]|\{[\d,]+\})[*+?]?)|(?P<bar>\|)|(?P<around>\(\?<?[=!])|"
    r"(?P<group>\((?:\?[:>]|\?P<\w+>|(?!\?)))|(?P<end>\))|"
    r"(?P<digit>\\d)|\[(?P<listed>\^?\]?(?:\\.|[^\]\\])*)\]|"
    r"(?P<anything>\.|\(\?P=\w+\)|\\(?:u\w{4}|x\w\w|\d+|\w))",
    re.DOTALL,
)
_DIGITS = "0123456789"
# A part of a pattern that any text can match.
_ANYTHING = frozenset({""})
_Part = str | frozenset[str]


class Pattern:
    """Finds what ``re.compile(pattern, re.ASCII)`` does."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self._compiled = re.compile(pattern, re.ASCII)
        self.match = self._compiled.match
        self.fullmatch = self._compiled.fullmatch
        self.split = self._compiled.split
        self._needed = tuple(sorted(needed_words(pattern)))
        self._needed_in_ascii = tuple(filter(str.isascii, self._needed))

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        return self._compiled.search(text, start, end) if self._may_be_in(text) else None

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        return self._compiled.finditer(text, start, end) if self._may_be_in(text) else iter(())

    def sub(self, new: str | Callable[[re.Match[str]], str], text: str) -> str:
        return self._compiled.sub(new, text) if self._may_be_in(text) else text

    def _may_be_in(self, text: str) -> bool:
        return any(map(text.__contains__, self._needed_in_ascii if text.isascii() else self._needed))


def needed_words(pattern: str) -> frozenset[str]:
    """Words of which every text with a match has at least one; only the empty word, which every text has, where no such
    words are known. Raises ``ValueError`` for groups that no reader uses, such as those with flags."""
    tokens = list(_TOKEN.finditer(pattern))
    if sum(len(token[0]) for token in tokens) != len(pattern):
        raise ValueError(f"This pattern has a kind of group that is not known: {pattern}")
    words = _words_of_group(iter(tokens))
    return frozenset(word for word in words if not any(part in word for part in words if part != word))


def _words_of_group(tokens: Iterator[re.Match[str]]) -> frozenset[str]:
    """Takes the tokens up to the end of the group."""
    alternatives: list[list[_Part]] = [[]]
    for token in tokens:
        parts = alternatives[-1]
        match token.lastgroup:
            case "end":
                break
            case "bar":
                alternatives.append([])
            case "count":
                if token[0].startswith(("*", "?", "{0", "{,")):
                    parts.pop()
                parts.append(_ANYTHING)
            case "group":
                parts.append(_words_of_group(tokens))
            case "around":
                _words_of_group(tokens)
                parts.append("")
            case _:
                parts.append(_characters(token))
    return frozenset().union(*map(_most_telling, alternatives))


def _characters(token: re.Match[str]) -> _Part:
    """The letters of a token, none for a place between letters; for a character of several kinds, all of them."""
    match token.lastgroup:
        case "letters":
            return token[0]
        case "letter":
            return token[0][-1]
        case "place":
            return ""
        case "digit":
            return frozenset(_DIGITS)
        case "listed":
            listed = re.sub(r"\\d|\d-\d", _DIGITS, token["listed"])
            return _ANYTHING if re.search(r"^\^|\\|.-.", listed) else frozenset(listed)
        case _:
            return _ANYTHING


def _most_telling(parts: list[_Part]) -> frozenset[str]:
    """Of the parts of a pattern, one after the other, the words of the part that the fewest texts have. Letters in a
    row are one word."""
    choices, letters = list[frozenset[str]](), ""
    for part in [*parts, _ANYTHING]:
        if isinstance(part, str):
            letters += part
            continue
        if letters:
            choices.append(frozenset({letters}))
            letters = ""
        if part is not _ANYTHING:
            choices.append(part)
    return max(choices, key=_telling, default=_ANYTHING)


def _telling(words: frozenset[str]) -> tuple[int, int]:
    """Long words say more than short ones, a Chinese character as much as three letters, and few more than many."""
    return min(len(word.encode()) for word in words), -len(words)

"""Cleaning text that a person wrote."""

import re
import unicodedata
from functools import lru_cache

from bot.understanding.characters import SIMPLIFIED
from bot.understanding.patterns import Pattern
from bot.understanding.spelling import without_slips

# Characters that Unicode calls letters or symbols, but that are invisible.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


# «1. », «- » at the beginning of a line.
_LIST_MARK = re.compile(
    r"(?m)(?<=\n)\s*(?:\d{1,2}[.、)）]|[①-⑳•*·-])\s*(?=[^\d\s])|(?<=\n)\s*\d{1,2}[.)、] +(?=\d)"
)


@lru_cache(maxsize=32)  # within one message, several readers ask for the same text
def tidy(text: str) -> str:
    """The text on one line, without the marks of a list, control characters, direction marks, invisible characters or
    repeated spaces."""
    if "\n" in text:
        text = _LIST_MARK.sub("", text)
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    kept = (" " if char.isspace() or char in _BLANKS else char for char in text)
    visible = "".join(char for char in kept if not unicodedata.category(char).startswith("C"))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def tidy_lines(text: str) -> str:
    """The text with its lines, without control characters."""
    kept = (char for char in text if char == "\n" or not unicodedata.category(char).startswith("C"))
    return "".join(kept).strip()


_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
# The numeral of a weekday ends where another number begins: 周六三点.
NUMERAL = re.compile(
    r"(?<=[周期拜])[一二三四五六](?=[\d一二两三四五六七八九十])|[零〇一二两三四五六七八九十廿卅]+"
)


def compiled(text: str) -> Pattern:
    """A pattern for folded texts, in which a Latin word ends where a Chinese one begins: 周四morning."""
    return Pattern(text)


def compiled_at_words(text: str) -> Pattern:
    """A pattern whose matches begin nowhere within a Latin word. A long list of phrases is tried in vain at most
    characters of an English text, and these are spared it."""
    return compiled(rf"(?!(?<=[a-z])[a-z])(?:{text})")


def series(words: str) -> str:
    """A pattern for any number of these words, one after the other: the longest first, and never tried in another
    division, so that a long text costs no more than its length."""
    distinct = sorted(dict.fromkeys(words.split("|")), key=len, reverse=True)
    return rf"(?:{'|'.join(distinct)})*+"


_PAUSE = re.compile(r"(?:…|\.{3,}|。{2,})(?=\w)|(?<=[a-zA-Z\u3400-\u9fff])\.\.(?=\d)")


def spaced(text: str) -> str:
    """The text with a space behind «…», whose dots would else belong to the number that follows."""
    return _PAUSE.sub(r"\g<0> ", text)


@lru_cache(maxsize=32)
def folded(text: str) -> str:
    """The text for comparison: half-width, lower case, on one line, with simplified characters."""
    return without_slips(unicodedata.normalize("NFKC", spaced(tidy(text))).lower().translate(SIMPLIFIED))


def plain(text: str) -> str:
    """The folded text with digits for Chinese numerals. A run of numerals that is no number, such as
    一两, stays."""
    return NUMERAL.sub(numeral_in_digits, folded(text))


# In 周一二 and 周六日 they are two days.
_ANOTHER_DAY = re.compile(
    r"[一二三四五六日天](?![\d点:个個位人月号日时刻十一二三四五六七八九共起定般直早行家向样选])"
)


def numeral_in_digits(found: re.Match[str]) -> str:
    """A match of ``NUMERAL`` in digits; a space parts the numeral of a weekday from another number:
    «周四 1pm»."""
    if found[0] == "九十" and found.string.startswith(("点", "點"), found.end()):
        return found[0]  # nine or ten o'clock
    of_weekday = found.start() > 0 and found.string[found.start() - 1] in "周期拜" and len(found[0]) == 1
    following = found.string[found.end() :]
    parted = (
        of_weekday
        and re.match(r"[\d一二两三四五六七八九十]", following)
        and not _ANOTHER_DAY.match(following)
    )
    return f"{_in_digits(found[0])} " if parted else _in_digits(found[0])


def _in_digits(numeral: str) -> str:
    """A Chinese numeral in digits; as it is where it is no number."""
    spelled = numeral.replace("廿", "二十").replace("卅", "三十")
    found = re.fullmatch(r"([一二三四五六七八九]?)(十?)([零〇一二两三四五六七八九]?)", spelled)
    if found is None or not spelled:
        return numeral
    tens, ten, ones = found.groups()
    if not ten:
        return str(_DIGITS[ones or tens]) if not (tens and ones) else numeral
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))

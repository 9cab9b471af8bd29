"""Cleaning text that a person wrote."""

import re
import unicodedata

# Characters that Unicode calls letters or symbols, but that are invisible.
_BLANKS = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def tidy(text: str) -> str:
    """The text on one line, without control characters, direction marks, invisible characters or repeated spaces."""
    kept = (" " if char.isspace() or char in _BLANKS else char for char in text)
    visible = "".join(char for char in kept if not unicodedata.category(char).startswith("C"))
    return " ".join(unicodedata.normalize("NFC", visible).split())


def tidy_lines(text: str) -> str:
    """The text with its lines, without control characters."""
    kept = (char for char in text if char == "\n" or not unicodedata.category(char).startswith("C"))
    return "".join(kept).strip()


# Traditional characters of days, hours and numbers, and the simplified ones of the patterns.
_SIMPLIFIED = str.maketrans("週禮後個號點時鐘這兩雙來幾位過", "周礼后个号点时钟这两双来几位过")
_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十廿卅]+")


def plain(text: str) -> str:
    """The text for pattern matching: half-width, lower case, on one line, with simplified characters and digits for
    Chinese numerals. A run of numerals that is no number, such as 一两, stays as it is."""
    cleaned = tidy(unicodedata.normalize("NFKC", text)).lower().translate(_SIMPLIFIED)
    return _NUMERAL.sub(lambda found: _in_digits(found[0]), cleaned)


def _in_digits(numeral: str) -> str:
    spelled = numeral.replace("廿", "二十").replace("卅", "三十")
    found = re.fullmatch(r"([一二三四五六七八九]?)(十?)([零〇一二两三四五六七八九]?)", spelled)
    if found is None or not spelled:
        return numeral
    tens, ten, ones = found.groups()
    if not ten:
        return str(_DIGITS[ones or tens]) if not (tens and ones) else numeral
    return str((_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0))

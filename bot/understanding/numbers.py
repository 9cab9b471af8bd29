"""Parsing whole numbers."""

import re

from bot.understanding.text import plain

_ENGLISH = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty-five": 45,
}  # fmt: skip
ENGLISH_NUMBER = re.compile(r"\b(" + "|".join(sorted(_ENGLISH, key=len, reverse=True)) + r")\b")
_COUNTED = re.compile(r" ?(个人|人|位)$")


def english_in_digits(text: str) -> str:
    """A plain text (``text.plain``) with digits for English numbers."""
    return ENGLISH_NUMBER.sub(lambda word: str(_ENGLISH[word[0]]), text)


def read_number(text: str) -> int | None:
    """A whole number, in digits of any script or as a Chinese numeral. None if the text is not one."""
    if any(char.isdigit() and not char.isdecimal() for char in text):
        return None  # such as ², which is no 2
    cleaned = _COUNTED.sub("", plain(text))
    return int(cleaned) if re.fullmatch(r"[+-]?\d{1,6}", cleaned) else None

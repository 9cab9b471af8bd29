"""Parsing whole numbers."""

import re

from bot.understanding.text import tidy

NUMERALS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "兩": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
}


def read_number(text: str) -> int | None:
    """A whole number, in digits of any script or as one Chinese numeral. None if the text is not one."""
    cleaned = (
        tidy(text).removesuffix("个人").removesuffix("個人").removesuffix("人").removesuffix("位").strip()
    )
    if cleaned in NUMERALS:
        return NUMERALS[cleaned]
    return int(cleaned) if re.fullmatch(r"[+-]?\d{1,6}", cleaned) else None

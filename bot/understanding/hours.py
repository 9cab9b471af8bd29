"""Parsing times of day."""

import re
from datetime import time

from bot.understanding.numbers import NUMERALS
from bot.understanding.text import tidy
from core.site import Hours


def names_half_of_day(text: str) -> bool:
    """Whether the text says which half of the day it means, such as ``pm``."""
    return re.search(r"am|pm|上午|早上|下午|晚上", tidy(text).lower()) is not None


def _in_digits(numeral: re.Match[str]) -> str:
    return str(sum(NUMERALS[digit] for digit in numeral[0]))


def read_hour(text: str) -> time | None:
    """A time of day: ``10``, ``10:00``, ``10点``, ``2pm``, ``下午2点``. None if the text is not one."""
    cleaned = tidy(text).lower().replace("：", ":")
    cleaned = re.sub(r"十[一二]|[一二两兩三四五六七八九十]", _in_digits, cleaned)
    pattern = r"(上午|早上|下午|晚上)?\s*(\d{1,2})(?:[:点點时時](\d{2})?(半)?分?)?\s*(am|pm)?"
    found = re.fullmatch(pattern, cleaned)
    if found is None:
        return None
    before, hours, minutes, half, after = found.groups()
    second_half = after == "pm" or before in {"下午", "晚上"}
    value = int(hours)
    if second_half and value < 12:
        value += 12
    elif value == 12 and (after == "am" or before in {"上午", "早上", "晚上"}):
        value = 0
    try:
        return time(value, 30 if half else int(minutes or 0))
    except ValueError:
        return None


def read_house_hour(text: str, hours: Hours) -> time | None:
    """A time of day at the house: «3» means three in the afternoon where parties are received then, and none are
    received at three in the morning. An hour that names its half of the day keeps it."""
    wall = read_hour(text)
    if wall is None or wall >= hours.opens or wall.hour >= 12 or names_half_of_day(text):
        return wall
    later = wall.replace(hour=wall.hour + 12)
    return later if later < hours.closes else wall

"""Parsing times of day."""

import re
from datetime import time

from bot.understanding.numbers import english_in_digits
from bot.understanding.text import plain
from core.site import Hours

_NOON = frozenset({"noon", "midday", "12 noon", "正午", "中午"})
# What people add to an hour without changing it.
_AROUND = re.compile(
    r"^(?:at|around|about|approximately|by|大概|大约|差不多|约) ?|"
    r" ?(?:or so|ish|o'?clock|左右|前后|吧|可以吗|行吗)$"
)
_MORNING = {"am", "morning", "上午", "早上", "早晨", "清晨", "凌晨"}
_AFTERNOON = {"pm", "afternoon", "evening", "下午", "傍晚", "晚上", "夜里"}
_CHINESE_PARTS = "|".join(part for part in (*_MORNING, *_AFTERNOON, "中午") if not part.isascii())
_CLOCK = re.compile(
    rf"(?P<before>{_CHINESE_PARTS}|am|pm)? ?(?P<hour>\d{{1,2}})"
    r"(?:[:.点时 ](?:钟|整)?(?:(?P<minute>\d{2})分?|(?P<few>[1-9])分|(?P<half>半)|(?P<quarters>[13])刻)?)? ?"
    r"(?P<after>am|pm|a\.m\.|p\.m\.|(?:in the )?(?:morning|afternoon|evening)|noon)?"
)
_PAST_OR_TO = re.compile(
    r"(?P<minutes>half|quarter|a quarter|5|10|20)(?: minutes)? (?P<side>past|to) (?P<hour>\d{1,2})"
    r"(?: ?(?P<after>am|pm|(?:in the )?(?:morning|afternoon|evening)))?"
)
MINUTES = {
    "half": 30,
    "quarter": 15,
    "a quarter": 15,
    "5": 5,
    "10": 10,
    "20": 20,
    "five": 5,
    "ten": 10,
    "twenty": 20,
}


def names_half_of_day(text: str) -> bool:
    """Whether the text says which half of the day it means, such as ``pm``."""
    pattern = rf"\b(am|pm|a\.m|p\.m|morning|afternoon|evening|noon)|\d(am|pm)|{_CHINESE_PARTS}"
    return re.search(pattern, plain(text)) is not None


def read_hour(text: str) -> time | None:
    """A time of day: ``10``, ``10:00``, ``10点``, ``2pm``, ``下午2点半``, «half past nine». None if the text is not
    one, or contradicts itself, such as 上午13点."""
    said = plain(text).strip(" ,!?。")
    while (shorter := _AROUND.sub("", said).strip()) != said:
        said = shorter
    if said in _NOON:
        return time(12)
    said = english_in_digits(said)
    if found := _PAST_OR_TO.fullmatch(said):
        minutes = MINUTES[found["minutes"]]
        back = found["side"] == "to"
        return time_in_part(
            int(found["hour"]) - back, 60 - minutes if back else minutes, found["after"] or ""
        )
    found = _CLOCK.fullmatch(said)
    if found is None or (found["before"] and found["after"]):
        return None
    minute = int(found["minute"] or found["few"] or 0)
    minute = 30 if found["half"] else 15 * int(found["quarters"]) if found["quarters"] else minute
    return time_in_part(int(found["hour"]), minute, found["before"] or found["after"] or "")


def time_in_part(hour: int, minute: int, part: str) -> time | None:
    """The time in a named part of the day, such as ``pm`` or 上午; None where there is no such time."""
    part = part.removeprefix("in the ").replace(".", "")
    if part in {"中午", "noon"}:
        # From eleven to two.
        hour = hour + 12 if hour in {1, 2} else hour
        return time(hour, minute) if hour in {11, 12, 13, 14} and 0 <= minute < 60 else None
    if part in _MORNING:
        if hour > 12:
            return None
        hour %= 12
    if part in _AFTERNOON and hour < 12:
        hour += 12
    elif part == "晚上" and hour == 12:
        hour = 0
    try:
        return time(hour, minute)
    except ValueError:
        return None


def read_house_hour(text: str, hours: Hours) -> time | None:
    """A time of day at the house: «3» means three in the afternoon where parties are received then, and none are
    received at three in the morning. An hour that names its half of the day keeps it."""
    wall = read_hour(text)
    return wall if wall is None or names_half_of_day(text) else in_house_hours(wall, hours)


def in_house_hours(wall: time, hours: Hours) -> time:
    """The time that an hour without its half of the day means: the one nearer to the reception hours."""
    if wall >= hours.opens or wall.hour >= 12:
        return wall
    later = wall.replace(hour=wall.hour + 12)
    before, after = _minutes(hours.opens) - _minutes(wall), _minutes(later) - _minutes(hours.closes)
    return later if after < before else wall


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute

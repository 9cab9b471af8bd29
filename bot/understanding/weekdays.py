"""Parsing the days of a week, in Chinese and English."""

import re
from datetime import date, timedelta

from core import timetable

_ENGLISH = (
    "mon(day)?",
    "tue(s(day)?)?",
    "wed(s|nesday)?",
    "thu(r(s(day)?)?)?",
    "fri(day)?",
    "sat(urday)?",
    "sun(day)?",
)
# The names in the middle of a text, where an abbreviation could be another word.
ENGLISH_NAMES = (
    r"mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|"
    r"sun(?:day)?"
)
_OF_ENGLISH = re.compile(
    r"(?:(?:on |for )?(?P<which>this coming|this|next|the coming|coming) |on |for )?(?:"
    + "|".join(f"(?P<day{number}>{name})" for number, name in enumerate(_ENGLISH))
    + r")\.?"
)
_OF_CHINESE = re.compile(r"(?P<which>下下|下|这|本)?个?(?:周|星期|礼拜|拜)(?P<day>[1-6日天])")
_WEEKS_AHEAD = {"this": 0, "这": 0, "本": 0, "next": 1, "下": 1, "下下": 2}


def read_weekday(text: str, today: date, earliest: date) -> date | None:
    """The day that a plain text (``text.plain``) names by its weekday. Without a week it is the next one, not before
    ``earliest``; «next Thursday» and «下周四» are in the next calendar week, which begins on a Monday."""
    weekday, which = _parse(text)
    if weekday is None:
        return None
    if which in _WEEKS_AHEAD:
        return timetable.monday_of(today) + timedelta(days=7 * _WEEKS_AHEAD[which] + weekday)
    return earliest + timedelta(days=(weekday - earliest.weekday()) % 7)


def is_bare_weekday(text: str) -> bool:
    """Whether a plain text is a weekday without its week."""
    weekday, which = _parse(text)
    return weekday is not None and not which


def read_weekdays(lead: str, digits: str, today: date, earliest: date) -> tuple[date, ...]:
    """The days of «周六日»: ``lead`` is 周, perhaps with the week's word, and ``digits`` hold a digit
    for each."""
    days = [
        read_weekday(lead + digit, today, earliest) for digit in re.findall(r"[1-6日天]", digits[len(lead) :])
    ]
    return tuple(sorted({day for day in days if day is not None}))


def read_weekend(which: str, today: date, earliest: date) -> tuple[date, ...]:
    """The Saturday and Sunday of a weekend, those of them not before ``earliest``; ``which`` is the word for its
    week."""
    weeks = _WEEKS_AHEAD.get(which, 0)
    saturday = timetable.monday_of(today) + timedelta(days=7 * weeks + 5)
    days = tuple(day for day in (saturday, saturday + timedelta(days=1)) if day >= today)
    return days if weeks or any(day >= earliest for day in days) else read_weekend("next", today, earliest)


def read_week(which: str, today: date, earliest: date) -> tuple[date, ...]:
    """The days of a week from ``earliest`` on; ``which`` is the word for it."""
    weeks = 2 if which == "week after next" else _WEEKS_AHEAD[which.removesuffix(" week")]
    monday = timetable.monday_of(today) + timedelta(days=7 * weeks)
    return tuple(day for day in timetable.days_between(monday, monday + timedelta(days=6)) if day >= earliest)


def _parse(text: str) -> tuple[int | None, str]:
    """The weekday (Monday is 0), and the word for its week."""
    if found := _OF_CHINESE.fullmatch(text):
        day = found["day"]
        return (6 if day in "日天" else int(day) - 1), found["which"] or ""
    if found := _OF_ENGLISH.fullmatch(text):
        number = next(n for n in range(7) if found[f"day{n}"] is not None)
        return number, found["which"] or ""
    return None, ""

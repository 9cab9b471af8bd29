"""Parsing days."""

import re
from datetime import date, timedelta

from bot.understanding.numbers import english_in_digits
from bot.understanding.text import plain
from bot.understanding.weekdays import read_weekday

_MAX_YEARS_AWAY = 5


_RECENT_DAYS = 60


_NEAR_DAYS = {
    "day before yesterday": -2, "the day before yesterday": -2, "前天": -2,
    "yesterday": -1, "昨天": -1, "昨日": -1,
    "today": 0, "今天": 0, "今日": 0,
    "tomorrow": 1, "tmr": 1, "明天": 1, "明日": 1, "听日": 1, "聽日": 1,
    "day after tomorrow": 2, "the day after tomorrow": 2, "后天": 2, "后日": 2,
    "大后天": 3, "大后日": 3,
}  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:(jan)(?:uary)?|(feb)(?:ruary)?|(mar)(?:ch)?|(apr)(?:il)?|(may)|(june?)|(july?)|(aug)(?:ust)?|"
    r"(sept?)(?:ember)?|(oct)(?:ober)?|(nov)(?:ember)?|(dec)(?:ember)?)\.?"
)
# What people add to a day without changing it.
_AROUND = re.compile(r"^(?:on |for |就|那就|定在|约)|(?:吧|呢|啊|可以吗|行吗|好吗)$")


_FORTNIGHT = re.compile(
    r"(the|this|next)?(a?weeks?|(two|2)weeks|fortnight|14days)"
    r"|(未来|接下来|今后|这|本|下)?([12双雙]?个?(周|星期|礼拜)|14天)"
)


def _parse_day(text: str, today: date, earliest: date) -> date | None:
    # A full stop ends a sentence; two of them begin a range.
    said = re.sub(r"(?<!\.)[.,!?。、~]$", "", plain(text)).strip()
    cleaned = _AROUND.sub("", said).strip()
    if cleaned in _NEAR_DAYS:
        return today + timedelta(days=_NEAR_DAYS[cleaned])
    weekday = read_weekday(cleaned, today, earliest)
    return weekday or _parse_date(cleaned, today) or _parse_distance(cleaned, today)


def _parse_date(cleaned: str, today: date) -> date | None:
    """A day by its date; the next one where the year, or the month too, is left out."""
    if found := re.fullmatch(
        r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?|(\d{4})(\d{2})(\d{2})", cleaned
    ):
        return _date(*(int(part) for part in found.groups() if part))
    if found := re.fullmatch(r"(\d{1,2})[-/.月](\d{1,2})[日号]?", cleaned):
        return _in_this_year_or_next(today, int(found[1]), int(found[2]))
    month_first = re.fullmatch(rf"{_MONTH} ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?", cleaned)
    day_first = re.fullmatch(rf"(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ?{_MONTH}", cleaned)
    if found := month_first or day_first:
        name = next(part for part in found.groups() if part and part[0].isalpha())
        return _in_this_year_or_next(today, _MONTHS.index(name[:3]) + 1, int(found["day"]))
    if found := re.fullmatch(r"(?:the )?(\d{1,2})(?:[日号]|st|nd|rd|th)?", cleaned):
        return _next_day_numbered(int(found[1]), today)
    return None


def _parse_distance(cleaned: str, today: date) -> date | None:
    """A day by how far away it is: «五天后», «in two weeks», «a week from today»."""
    if cleaned in {"in a fortnight", "a fortnight from today"}:
        return today + timedelta(days=14)
    if found := re.fullmatch(r"(\d{1,2})(?:天|日|个?(周|星期|礼拜))(?:后|之后|以后)", cleaned):
        return today + timedelta(days=int(found[1]) * (7 if found[2] else 1))
    said = re.sub(r"\ban? ", "1 ", english_in_digits(cleaned))
    if found := re.fullmatch(r"(?:in )?(\d{1,2}) (day|week)s?(?: from (?:now|today)| later)?", said):
        count = int(found[1])
        said_how = cleaned.startswith("in ") or cleaned.endswith(("now", "today", "later"))
        if said_how:
            return today + timedelta(days=count * (7 if found[2] == "week" else 1))
    return None


def _in_this_year_or_next(today: date, month: int, of_month: int) -> date | None:
    this_year = _date(today.year, month, of_month)
    # A day of the last weeks is meant as such; an earlier one is meant next year.
    recent = this_year is None or this_year >= today - timedelta(days=_RECENT_DAYS)
    return this_year if recent else _date(today.year + 1, month, of_month)


def names_a_fortnight(text: str) -> bool:
    """Whether the text means the coming one or two weeks, not a single day."""
    return _FORTNIGHT.fullmatch(plain(text).replace(" ", "")) is not None


def _month_before(later: date) -> date | None:
    last = later.replace(day=1) - timedelta(days=1)
    return _date(last.year, last.month, later.day)


def _year_before(today: date) -> date:
    return today - timedelta(days=365)


def _next_day_numbered(of_month: int, today: date) -> date | None:
    this_month = _date(today.year, today.month, of_month)
    if this_month is not None and this_month >= today:
        return this_month
    first_of_next = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return _date(first_of_next.year, first_of_next.month, of_month)


def _date(year: int, month: int, of_month: int) -> date | None:
    try:
        return date(year, month, of_month)
    except ValueError:
        return None


def read_day(text: str, today: date, earliest: date | None = None) -> date | None:
    """The next day with this name: ``2026-11-28``, ``11-28``, ``11月28日``, ``28``, ``Dec 5``, «tomorrow», «下周二»,
    «in two weeks». A weekday without a week is the next one, not before ``earliest`` (today, where it is left out).

    None if the text names no day, or one more than ``_MAX_YEARS_AWAY`` years away.
    """
    named = _parse_day(text, today, earliest or today)
    return named if named is not None and abs(named.year - today.year) <= _MAX_YEARS_AWAY else None


def read_nearest_day(text: str, today: date) -> date | None:
    """Like ``read_day``, but if the year, or the month and year, are missing, the day nearest to today."""
    following = read_day(text, today)
    if following is None or re.match(r"\d{4}", plain(text)):
        return following
    last_year = read_day(text, _year_before(today)) if following - today > timedelta(days=31) else None
    of_month = re.fullmatch(r"(the )?\d{1,2}([日号]|st|nd|rd|th)?", plain(text))
    previous = _month_before(following) if of_month else last_year
    return previous if previous is not None and today - previous < following - today else following

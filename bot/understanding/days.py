"""Parsing days."""

import re
import unicodedata
from datetime import date, timedelta

from bot.understanding.text import tidy

_MAX_YEARS_AWAY = 5


_RECENT_DAYS = 60


_NEAR_DAYS = {
    "yesterday": -1, "昨天": -1,
    "today": 0, "今天": 0, "今日": 0,
    "tomorrow": 1, "明天": 1, "明日": 1,
    "后天": 2, "後天": 2,
}  # fmt: skip


_FORTNIGHT = re.compile(
    r"(the|this|next)?(a?weeks?|(two|2)weeks|fortnight|14days)"
    r"|(未来|未來|接下来|接下來|今后|今後|这|這|本|下)?([12一二两兩双雙]?(个|個)?(周|週|星期|礼拜|禮拜)|(14|十四)天)"
)


def _parse_day(text: str, today: date) -> date | None:
    cleaned = tidy(text).lower()
    if cleaned in _NEAR_DAYS:
        return today + timedelta(days=_NEAR_DAYS[cleaned])
    if found := re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", cleaned):
        return _date(*(int(part) for part in found.groups()))
    if found := re.fullmatch(r"(\d{1,2})[-/.月](\d{1,2})[日号號]?", cleaned):
        month, of_month = (int(part) for part in found.groups())
        this_year = _date(today.year, month, of_month)
        # A day of the last weeks is meant as such; an earlier one is meant next year.
        recent = this_year is None or this_year >= today - timedelta(days=_RECENT_DAYS)
        return this_year if recent else _date(today.year + 1, month, of_month)
    if found := re.fullmatch(r"(\d{1,2})[日号號]?", cleaned):
        return _next_day_numbered(int(found[1]), today)
    return None


def names_a_fortnight(text: str) -> bool:
    """Whether the text means the coming one or two weeks, not a single day."""
    cleaned = unicodedata.normalize("NFKC", tidy(text)).lower().replace(" ", "")
    return _FORTNIGHT.fullmatch(cleaned) is not None


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


def read_day(text: str, today: date) -> date | None:
    """The next day with this name: ``2026-11-28``, ``11-28``, ``11/28``, ``11月28日``, ``28``, tomorrow.

    None if the text names no day, or one more than ``_MAX_YEARS_AWAY`` years away.
    """
    named = _parse_day(text, today)
    return named if named is not None and abs(named.year - today.year) <= _MAX_YEARS_AWAY else None


def read_nearest_day(text: str, today: date) -> date | None:
    """Like ``read_day``, but if the year, or the month and year, are missing, the day nearest to today."""
    following = read_day(text, today)
    if following is None or re.match(r"\d{4}", tidy(text)):
        return following
    last_year = read_day(text, _year_before(today)) if following - today > timedelta(days=31) else None
    previous = _month_before(following) if re.fullmatch(r"\d{1,2}[日号號]?", tidy(text)) else last_year
    return previous if previous is not None and today - previous < following - today else following

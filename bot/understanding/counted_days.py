"""Finding days that people count out: «the first Monday of December», «a week on Tuesday», «12月最后一天»."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from bot.understanding.mentions import Mention
from bot.understanding.patterns import Pattern
from bot.understanding.text import compiled
from bot.understanding.unread import Unread
from bot.understanding.weekdays import ENGLISH_NAMES, read_weekday
from core import timetable

_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<{0}>(?:the|this|next) month|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*|"
    r"\d{{1,2}}月|这个?月|本月|下个?月)"
)
_NTH_WEEKDAY = compiled(
    rf"(?:the )?(?P<nth>first|second|third|fourth|last|[1-4](?:st|nd|rd|th)) (?P<weekday>{ENGLISH_NAMES}) "
    rf"(?:of|in) {_MONTH.format('month')}\b|"
    rf"{_MONTH.format('chinese_month')}份?的?(?:第(?P<chinese_nth>[1-5])|"
    rf"最后1)个(?P<chinese_weekday>(?:周|星期|礼拜)[1-6日天])"
)
_LAST_DAY = compiled(
    rf"(?:the )?last day (?:of|in) {_MONTH.format('month')}\b|"
    rf"(?:月底|月末|{_MONTH.format('chinese_month')})份?(?:的)?最后1[天日]"
)
_WEEKS_ON = compiled(
    rf"(?P<after_next>(?:the )?week after next,? ?(?:the |on )?)(?P<of_that>{ENGLISH_NAMES})|"
    rf"(?P<that_day>{ENGLISH_NAMES}) (?:of )?(?:the )?week after next|"
    rf"(?P<weeks>a|1|2) weeks? (?:on|from|this) (?P<from_day>{ENGLISH_NAMES}|tomorrow)|"
    rf"tomorrow (?P<tomorrow>week)\b|(?P<same_day>下个?(?:周|星期|礼拜)的?(?:今天|今日))"
)

# «Not tomorrow, the day after», «not this Sunday but the next one».
_THE_ONE_AFTER = compiled(
    rf"\bnot (?:on )?(?P<not_day>tomorrow|(?:this |the coming |coming )?(?:{ENGLISH_NAMES}))[,. ]+(?:but )?(?:on )?the "
    r"(?:(?P<day_after>day after|following day|next day)(?! tomorrow)|(?:next|following|1 after|week after)(?: 1|"
    r" week)?)(?! \w+day)\b|"
    r"(?:不是|不要|唔系|唔要)(?P<not_chinese>明天|听日|(?:这|本)?个?(?:周|星期|礼拜)[1-6日天])[,、。 ]*(?:是|系|要|"
    r"而是|应该是)?(?:后1天|(?P<chinese_next>下1?个(?=$|[,.。!~ 吧啦啊])))"
)


def find_counted_days(unread: Unread, today: date, earliest: date) -> Iterator[Mention[tuple[date, ...]]]:
    """The days of such phrases, from ``today`` on. Takes their words."""
    readers: tuple[tuple[Pattern, Callable[[re.Match[str], date, date], date | None]], ...] = (
        (_NTH_WEEKDAY, _nth_weekday),
        (_LAST_DAY, _last_day),
        (_WEEKS_ON, _weeks_on),
        (_THE_ONE_AFTER, _the_one_after),
    )
    for pattern, read in readers:
        for found in unread.find(pattern):
            day = read(found, today, earliest)
            if day is not None:
                yield Mention((day,), *found.span())
                unread.take(*found.span())


def _nth_weekday(found: re.Match[str], today: date, earliest: date) -> date | None:
    said = found["weekday"] or found["chinese_weekday"]
    named = read_weekday(said, today, today)
    if named is None:
        return None
    number = found["nth"] or found["chinese_nth"] or "last"
    nth = _NTH[number] if number in _NTH else int(number[0])
    first = _first_of_month(found["month"] or found["chinese_month"], today)
    if first is None:
        return None
    days = [first + timedelta(days=away) for away in range(31)]
    suitable = [day for day in days if day.month == first.month and day.weekday() == named.weekday()]
    return suitable[nth - 1 if nth > 0 else nth] if nth <= len(suitable) else None


def _last_day(found: re.Match[str], today: date, earliest: date) -> date | None:
    first = _first_of_month(found["month"] or found["chinese_month"] or "", today)
    return following_month(first) - timedelta(days=1) if first is not None else None


def _weeks_on(found: re.Match[str], today: date, earliest: date) -> date | None:
    if found["same_day"]:
        return today + timedelta(days=7)
    if found["tomorrow"] or found["from_day"] == "tomorrow":
        return today + timedelta(days=1 + 7 * (2 if found["weeks"] == "2" else 1))
    named = read_weekday(found["of_that"] or found["that_day"] or found["from_day"], today, earliest)
    if named is None:
        return None
    if found["weeks"]:
        return named + timedelta(days=7 * (2 if found["weeks"] == "2" else 1))
    return timetable.monday_of(today) + timedelta(days=14 + named.weekday())


def _the_one_after(found: re.Match[str], today: date, earliest: date) -> date | None:
    said = found["not_day"] or found["not_chinese"]
    named = (
        today + timedelta(days=1)
        if said in {"tomorrow", "明天", "听日"}
        else read_weekday(said, today, earliest)
    )
    if named is None:
        return None
    a_week = found["chinese_next"] if found["not_chinese"] else not found["day_after"]
    return named + timedelta(days=7 if a_week else 1)


def _first_of_month(said: str, today: date) -> date | None:
    """The first day of the month that is meant: this one, the next one, or the next one of its name; None for no
    month."""
    this = today.replace(day=1)
    if said in {"", "the month", "this month", "这个月", "这月", "本月"}:
        return this
    if said in {"next month", "下个月", "下月"}:
        return following_month(this)
    number = int(said[:-1]) if said.endswith("月") else MONTHS.index(said[:3]) + 1
    if not 1 <= number <= len(MONTHS):
        return None
    return date(today.year + (number < today.month), number, 1)


def following_month(day: date) -> date:
    """The first day of the month after that of a day."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)

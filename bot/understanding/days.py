"""Parsing days."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from bot.understanding.counted_days import MONTHS, find_counted_days, following_month
from bot.understanding.festivals import NAMES, read_festival
from bot.understanding.mentions import Mention
from bot.understanding.numbers import english_in_digits
from bot.understanding.suitable import is_excluded
from bot.understanding.text import compiled, compiled_at_words, plain
from bot.understanding.unread import Unread
from bot.understanding.weekdays import (
    ENGLISH_NAMES,
    is_bare_weekday,
    read_week,
    read_weekday,
    read_weekdays,
    read_weekend,
)
from core import timetable

_MAX_YEARS_AWAY = 5


_RECENT_DAYS = 60


_NEAR_DAYS = {
    "day before yesterday": -2, "the day before yesterday": -2, "前天": -2, "前日": -2,
    "yesterday": -1, "昨天": -1, "昨日": -1, "寻日": -1, "琴日": -1,
    "today": 0, "今天": 0, "今日": 0, "今儿": 0, "tonight": 0, "今晚": 0, "this morning": 0,
    "this afternoon": 0,
    "this evening": 0, "今早": 0,
    "tomorrow": 1, "tmr": 1, "tmrw": 1, "tomoz": 1, "2moro": 1, "tomorow": 1, "tommorow": 1, "tommorrow": 1,
    "明天": 1,
    "明日": 1, "明朝": 1, "明儿": 1, "明晚": 1, "明早": 1, "听日": 1, "听晚": 1, "听朝": 1,
    "day after tomorrow": 2, "the day after tomorrow": 2, "day after tmr": 2, "the day after tmr": 2,
    "后天": 2,
    "后日": 2, "后儿": 2,
    "大后天": 3, "大后日": 3,
}  # fmt: skip
_MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_MONTH = rf"(?P<month>{_MONTH_NAME})\.?"
_DATE_WITH_WEEKDAY = compiled(
    r"(?P<weekday>[a-z]+)\.?,? (?P<date>.+)|(?:(?P<near>今天|明天|"
    r"后天) ?)?(?P<chinese>\d.*[日号]) ?\(?(?P<chinese_weekday>(?:周|星期|礼拜)[1-6日天])\)?"
)
# What people add to a day without changing it.
_AROUND = compiled(r"^(?:on |for |就|那就|定在|约)|(?:吧|呢|啊|可以吗|行吗|好吗)$")


_FORTNIGHT = compiled(
    r"(the|this|next)?(a?weeks?|(two|2)weeks|fortnight|14days)|"
    r"(未来|接下来|今后|这|本|下)?([12双雙]?个?(周|星期|礼拜)|14天)"
)
_ANY_MONTH = rf"{_MONTH_NAME}\.?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)"
_LATIN_DAY = (
    rf"(?:{_ANY_MONTH} ?\d{{1,2}}(?:st|nd|rd|th)?(?![\d:])(?:,? 20\d\d)?|"
    rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? ?(?<![a-z]){_ANY_MONTH}(?![a-z])(?:,? 20\d\d)?)"
)
_LONGEST_FIRST = sorted(_NEAR_DAYS, key=len, reverse=True)
# The shapes of days in the middle of a text, the longer of two before the shorter.
_SHAPES = (
    r"(?<!\d)\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2} ?[日号]?",
    r"(?<!\d)20\d{6}(?!\d)",
    r"(?<![\d/-])\d{1,2}[-/]\d{1,2}[-/]20\d\d(?!\d)",
    r"(?<!\d)\d{1,2} ?月 ?\d{1,2} ?[日号]?(?!\d*[:点])",
    r"(?:下个?月|这个?月|本月) ?\d{1,2} ?[日号]",
    (
        r"(?<![\d./-])(?<!\d:)(?<!at |"
        r"by )(?<!for )(?<!around )(?<!about (?=\d{1,2}[-.]))\d{1,2}[-/.]\d{1,2}[日号]?(?![\d/:-]|\.\d|"
        r"[点月个位人]| ?[ap]\.?m|%)"
    ),
    rf"(?<![a-z])(?:{'|'.join(filter(str.isascii, _LONGEST_FIRST))})(?![a-z])",
    *(name for name in _LONGEST_FIRST if not name.isascii()),
    (
        r"(?:(?<!1)下下|下|这|本)?个?(?:周|星期|礼拜|拜)(?:之|的)?(?:周|星期|礼拜)?(?:[日天](?![日天])|"
        r"[1-6](?![日天]|"
        r"[1-6](?!\d*(?:[:点月号日./]| ?[ap]m)|[共起行家早般定直个位人大])))"
    ),
    r"(?<![\d])\d{1,2}(?:天|日|个?(?:周|星期|礼拜))(?:后|之后|以后)(?:的?今[天日])?|再?过多?\d{1,2}[天日]",
    rf"(?<![a-z]){_LATIN_DAY}",
    rf"(?:the )?(?<!\d){_ORDINAL}(?: of (?:next|this) month)?(?! (?:floor|time|visit|phase|of (?:them|us)))",
    (
        r"in (?:an?|\d{1,2}) (?:day|week)s?(?:'s? time)?|"
        r"(?:a|\d{1,2}) (?:day|week)s? from (?:now|today|tomorrow)|in a fortnight|"
        r"a fortnight (?:from today|today)|a week today|(?:2|3) weeks today"
    ),
    (
        rf"(?<![a-z])(?:(?:this|next|the coming|coming|"
        rf"this coming) )?(?:{ENGLISH_NAMES})(?![a-z])(?: (?:of )?next week\b| week(?!end))?\.?"
    ),
    r"(?<![\d.])\d{1,2} ?[日号](?!\d(?!\d?(?:[日号点时:]))|[后前以之内])",
)
_IN_TEXT = compiled_at_words("|".join(_SHAPES))
_SEVERAL = compiled(
    r"(?P<range>(?P<first>(?:(?<!1)下下|下|这|本)?个?(?:周|星期|礼拜|拜)[1-6日天])(?:到|至|-|~)(?:周|星期|"
    r"礼拜|拜)?(?P<last>[1-6日天]))|(?P<both>(?P<lead>(?:(?<!1)下下|下|这|本)?个?(?:周|星期|礼拜|"
    r"拜))(?:[1-6](?:[、,/]|或者?|和|跟|(?:、|或者?|和|跟)?(?:周|星期|"
    r"礼拜))?)+[1-6日天])(?!\d*(?:[:点月号日/.大个位人口名组-]|周))|"
    r"(?P<pair>(?:今明|明后)2?天)|(?P<weekend>(?:(?P<which>下下|下|这|本)个?)?周末|"
    r"(?:(?P<english>this|next|the coming|coming|the|at the) )?weekend)"
)

_WEEK = compiled(
    r"(?P<ahead>(?<!1)下下|下|这|本)个?(?:周|星期|礼拜|拜)(?![1-6日天末]|再|见)|"
    r"\b(?<!see you )(?P<english>week after next|next week|this week)(?!-?end)\b"
)


def _parse_day(text: str, today: date, earliest: date) -> date | None:
    # A full stop ends a sentence; two of them begin a range.
    said = re.sub(r"(?<!\.)[.,!?。、~]$", "", plain(text)).strip()
    cleaned = _AROUND.sub("", said).strip()
    if cleaned in _NEAR_DAYS:
        return today + timedelta(days=_NEAR_DAYS[cleaned])
    weekday = read_weekday(cleaned, today, earliest)
    dated = _parse_date(cleaned, today) or _parse_date_with_weekday(cleaned, today)
    return weekday or dated or _parse_distance(cleaned, today) or _parse_festival(cleaned, today)


def _parse_festival(cleaned: str, today: date) -> date | None:
    found = NAMES.fullmatch(cleaned)
    return read_festival(found, today) if found else None


def _parse_date(cleaned: str, today: date) -> date | None:
    """A day by its date; the next one where the year, or the month too, is left out."""
    if found := re.fullmatch(
        r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?|(\d{4})(\d{2})(\d{2})", cleaned
    ):
        return _date(*(int(part) for part in found.groups() if part))
    if found := re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](20\d\d)", cleaned):
        month, of_month = int(found[1]), int(found[2])
        return _date(int(found[3]), *((of_month, month) if month > 12 else (month, of_month)))
    if found := re.fullmatch(r"(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?", cleaned):
        month, of_month = int(found[1]), int(found[2])
        # 30/11 can only be the thirtieth of November.
        return _in_this_year_or_next(today, *((of_month, month) if month > 12 else (month, of_month)))
    year = re.search(r",? (20\d\d)$", cleaned)
    said = cleaned[: year.start()] if year else cleaned
    month_first = re.fullmatch(rf"{_MONTH} ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?", said)
    day_first = re.fullmatch(rf"(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ?{_MONTH}", said)
    if found := month_first or day_first:
        month, of_month = MONTHS.index(found["month"][:3]) + 1, int(found["day"])
        return _date(int(year[1]), month, of_month) if year else _in_this_year_or_next(today, month, of_month)
    if found := re.fullmatch(r"(?:the )?(\d{1,2}) ?(?:[日号]|st|nd|rd|th)?", cleaned):
        return _next_day_numbered(int(found[1]), today)
    return _parse_day_of_named_month(cleaned, today)


def _parse_day_of_named_month(cleaned: str, today: date) -> date | None:
    """«下个月5号», «the 5th of next month»."""
    chinese = re.fullmatch(r"(下个?月|这个?月|本月) ?(\d{1,2}) ?[日号]", cleaned)
    english = re.fullmatch(r"(?:the )?(\d{1,2})(?:st|nd|rd|th) of (next|this) month", cleaned)
    found = chinese or english
    if found is None:
        return None
    of_month = int(found[2] if chinese else found[1])
    following = cleaned.startswith("下") or cleaned.endswith("next month")
    first = following_month(today) if following else today
    return _date(first.year, first.month, of_month)


def _parse_date_with_weekday(cleaned: str, today: date) -> date | None:
    """A day as buttons and sentences write it: «Sat, Nov 28», «11月28日周六», «明天 11月28日 周六»; None where these
    contradict each other."""
    found = _DATE_WITH_WEEKDAY.fullmatch(cleaned)
    if found is None:
        return None
    day = _parse_date(found["date"] or found["chinese"], today)
    weekday = read_weekday(found["weekday"] or found["chinese_weekday"], today, today)
    if day is None or weekday is None or day.weekday() != weekday.weekday():
        return None
    return day if found["near"] is None or day == today + timedelta(days=_NEAR_DAYS[found["near"]]) else None


def _parse_distance(cleaned: str, today: date) -> date | None:
    """A day by how far away it is: «五天后», «in two weeks», «a week from today»."""
    if cleaned == "a week from tomorrow":
        return today + timedelta(days=8)
    if found := re.fullmatch(r"(a|2|3) weeks? today", cleaned):
        return today + timedelta(days=7 * (1 if found[1] == "a" else int(found[1])))
    if cleaned in {"in a fortnight", "a fortnight from today", "a fortnight today"}:
        return today + timedelta(days=14)
    if found := re.fullmatch(
        r"(\d{1,2})(?:天|日|个?(周|星期|礼拜))(?:后|之后|以后)(?:的?今[天日])?", cleaned
    ):
        return today + timedelta(days=int(found[1]) * (7 if found[2] else 1))
    if found := re.fullmatch(r"再?过多?(\d{1,2})[天日]", cleaned):
        return today + timedelta(days=int(found[1]))
    said = re.sub(r"\ban? ", "1 ", english_in_digits(cleaned))
    if found := re.fullmatch(r"(?:in )?(\d{1,2}) (day|week)s?(?:'s? time| from (?:now|today)| later)?", said):
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
    first_of_next = following_month(today)
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


def find_days(unread: Unread, today: date, earliest: date) -> list[Mention[tuple[date, ...]]]:
    """The days that a text names, in its order; several where one phrase names several, such as a weekend. Takes their
    words."""
    found = [*find_counted_days(unread, today, earliest), *_find_several(unread, today, earliest)]
    for match in unread.find(NAMES):
        day = read_festival(match, today)
        if day is not None and re.search(
            r"(?<!day )\b(?:after|before|until) $", unread.text[: match.start()]
        ):
            unread.take(*match.span())  # «maybe after CNY»
        elif day is not None:
            found.append(Mention((_beside(day, unread.text, match),), *match.span()))
            unread.take(*match.span())
    weekdays = list[Mention[tuple[date, ...]]]()
    for match in unread.find(_IN_TEXT):
        if _is_clock(unread.text, match, [*found, *weekdays], today):
            continue
        next_week = re.match(r"([a-z]+) (?:of )?next week\.?$", match[0])
        a_week_later = match[0].endswith(" week") and next_week is None
        words = (
            f"next {next_week[1]}"
            if next_week is not None
            else re.sub(r" week\.?$|(?<=[周期拜])[之的](?:周|星期|礼拜)?", "", match[0])
        )
        day = read_day(words, today, earliest)
        if day is not None:
            day += timedelta(days=7 if a_week_later else 0)
            (weekdays if is_bare_weekday(words) else found).append(Mention((day,), *match.span()))
            unread.take(match.start(), match.start() + _length_of_day(match[0]))
    weekdays, week = _of_their_week(unread, weekdays, today, earliest)
    if not (found or weekdays):
        found = week
    # A weekday beside a date that falls on it says nothing more: «Sat, 12 December».
    of_dates = {
        mention.value[0].weekday()
        for mention in found
        if len(mention.value) == 1 and mention.value[0] >= today
    }
    found += [mention for mention in weekdays if mention.value[0].weekday() not in of_dates]
    return sorted(found, key=lambda mention: mention.start)


def _of_their_week(
    unread: Unread, weekdays: list[Mention[tuple[date, ...]]], today: date, earliest: date
) -> tuple[list[Mention[tuple[date, ...]]], list[Mention[tuple[date, ...]]]]:
    """Bare weekdays, in the week that the text names before them, «下周的话,周二»; and the days of that week."""
    match = next(unread.find(_WEEK), None)
    if match is None:
        return weekdays, []
    days = read_week(match["ahead"] or match["english"], today, earliest)
    week = Mention(days, *match.span())
    if not days or is_excluded(unread.text, week):
        return weekdays, []
    unread.take(*match.span())
    of_week = {day.weekday(): (day,) for day in days}
    moved = [
        replace(each, value=of_week.get(each.value[0].weekday(), each.value))
        if each.start >= week.end
        else each
        for each in weekdays
    ]
    return moved, [week]


# «Today if possible, 4.30».
_CLOCK = compiled(r"(?:[1-9]|1[0-2])\.(?:00|15|30|45)")


_BEFORE_CLOCK = compiled(
    r"(?:morning|afternoon|evening|\bmean|\bmeant|\bat|\bto|\bby|about|around|till|until) $"
)

_BEHIND_CLOCK = compiled(r" ?(?:[ap]\.?m\b|-?ish\b|o'? ?clock|in the (?:morning|afternoon|evening))")


def _is_clock(text: str, found: re.Match[str], others: list[Mention[tuple[date, ...]]], today: date) -> bool:
    """Whether a number with a dot is an hour: another day is named, the date would be far away, or a part of the day
    stands before it."""
    if _CLOCK.fullmatch(found[0]) is None:
        return False
    if _BEFORE_CLOCK.search(text[: found.start()]) or _BEHIND_CLOCK.match(text, found.end()):
        return True
    day = read_day(found[0], today)
    return bool(others) or day is None or not timedelta() <= day - today <= timedelta(days=_RECENT_DAYS)


def _beside(day: date, text: str, found: re.Match[str]) -> date:
    """The day before or after a festival, where the text says so: «圣诞前一天», «the day after New
    Year's Day»."""
    before, behind = text[: found.start()], text[found.end() :]
    if re.match(r"(?:的)?(?:前1[天日]|前夕)", behind) or re.search(r"\bday before $", before):
        return day - timedelta(days=1)
    if re.match(r"(?:的)?(?:后1[天日]|第2[天日]|翌日|隔[天日]|转天)", behind) or re.search(
        r"\bday after $", before
    ):
        return day + timedelta(days=1)
    return day


def _length_of_day(words: str) -> int:
    """How many of the characters are the day; those of «tonight» and of the 晚 in 今晚 are left for the part of the
    day."""
    if words.startswith(("tonight", "this ")):
        return 0 if words in _NEAR_DAYS else len(words)
    return 1 if words in _NEAR_DAYS and words != "明朝" and words[-1] in "晚早朝" else len(words)


def _find_several(unread: Unread, today: date, earliest: date) -> Iterator[Mention[tuple[date, ...]]]:
    for match in unread.find(_SEVERAL):
        if match["weekend"]:
            days = read_weekend(match["which"] or match["english"] or "", today, earliest)
        elif match["pair"]:
            begins = today + timedelta(days=0 if match["pair"].startswith("今") else 1)
            days = (begins, begins + timedelta(days=1))
        elif match["range"]:
            first = read_weekday(match["first"], today, earliest)
            last = None if first is None else read_weekday("周" + match["last"], first, first)
            days = tuple(timetable.days_between(first, last)) if first and last else ()
        else:
            days = read_weekdays(match["lead"], match["both"], today, earliest)
        if days:
            yield Mention(days, *match.span())
            unread.take(*match.span())

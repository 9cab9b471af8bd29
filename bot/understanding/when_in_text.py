"""Which day, hour and part of the day a message means for the visit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from typing import TypeVar

from bot.understanding.corrections import distinct, last_meant
from bot.understanding.days import find_days, read_day
from bot.understanding.hours import read_house_hour
from bot.understanding.hours_in_text import HourSaid, find_hours, resolve
from bot.understanding.mentions import Mention
from bot.understanding.periods_of_day import PeriodOfDay, find_periods
from bot.understanding.setting import Asking, Setting
from bot.understanding.suitable import (
    clause_end,
    is_excluded,
    is_of_event,
    is_of_other_business,
    stands_behind_other_business,
    suiting,
)
from bot.understanding.text import compiled
from bot.understanding.unread import Unread
from core import timetable
from core.site import Hours

T = TypeVar("T")
# Of a range of days.
MOST_DAYS = 14
_NOT_HOUR_BEFORE = compiled(
    r"(?:(?:别|不要|唔好|唔要|not|except|but not|不是)[ ]*(?:at )?|"
    r"(?:开|忙|睡|营业|上课|下课|加班|上班|工作|值班|做|搞)到|(?:原来|原本|本来|之前)约的?是?)$"
)
_UNTIL = compiled(r"\0*(?: *(?:到|至|-|~|\bto\b|through|thru|until|till) *)(?:the )?\0*")
_BETWEEN = compiled(r"(?:\bbetween|btw) (?:the )?$")
_AND = compiled(r" and (?:the )?")


@dataclass(frozen=True)
class WhenSaid:
    """The days and hours that can be meant; ``sure``: a single hour is meant; ``other_day``: a day is meant, and one
    before it is said not to suit."""

    days: tuple[date, ...] = ()
    hours: tuple[time, ...] = ()
    sure: bool = False
    period: PeriodOfDay | None = None
    other_day: bool = False

    @property
    def named(self) -> bool:
        """Whether any day, hour or part of the day is."""
        return bool(self.days or self.hours or self.period)


def read_when(unread: Unread, setting: Setting, asking: Asking | None, *, moved: bool) -> WhenSaid:
    whole = _whole_answer(unread, setting) if asking is Asking.WHEN else None
    if whole is not None:
        return whole
    text = unread.text
    # As the answer to another question, 2.5 is no date.
    number = asking not in {None, Asking.WHEN} and re.fullmatch(r"\W*\d+[.,/-]\d+\W*", text)
    days = [] if number else find_days(unread, setting.today, setting.earliest)
    hours = find_hours(unread, setting.hours, beside_day=bool(days) or moved or asking is Asking.WHEN)
    periods = find_periods(unread)
    suited = [day for day in suiting(text, unread.text, days) if max(day.value) >= setting.today]
    suited = [day for day in suited if not stands_behind_other_business(text, day)]
    suited = [day for day in suited if not is_of_other_business(text, day)] or suited
    others = [mention for mention in days if mention not in suited]
    chosen = _chosen(text, last_meant(text, suited, moved=moved), others, setting)
    # «后天晚上才到家,大后天下午过来»: the evening belongs to the other day.
    away = [range(each.start, clause_end(text, each, days)) for each in others] if suited else []
    kept_hours = [
        hour
        for hour in hours
        if not (
            _NOT_HOUR_BEFORE.search(text[: hour.start])
            or _within(hour, away)
            or is_of_other_business(text, hour)
        )
    ]
    if moved:
        kept_hours = [hour for hour in kept_hours if not _booked_before(text, hour)]
    kept_hours = [hour for hour in kept_hours if not is_excluded(text, hour)] or kept_hours
    kept_periods = [
        period
        for period in suiting(text, unread.text, periods)
        if not (_within(period, away) or is_of_other_business(text, period))
    ]
    if (
        kept_hours
        and len(kept_periods) == 1
        and _AFTER_WORK.fullmatch(text, kept_periods[0].start, kept_periods[0].end)
    ):
        kept_periods = []  # «five o'clock, straight after work»
    if moved and not kept_periods:
        kept_periods = periods  # «明天上午的看房去不了了»
    if len(kept_periods) > 2 and kept_periods[-1].value in {each.value for each in kept_periods[:-1]}:
        kept_periods = kept_periods[-1:]
    meant = last_meant(text, kept_hours, moved=moved)
    combined = _combine(meant, last_meant(text, kept_periods, moved=moved), setting.hours)
    if combined.period is None and combined.sure and (before := kept_hours[0].value.period) is not None:
        # «下午两点,不,三点» corrects the hour, not the part of the day.
        again = _in_period(meant[0].value, before, setting.hours)
        combined = replace(combined, hours=again.times, period=before) if again.firm else combined
    if not suited and moved:
        # «周六来不了»: the day of the visit that is cancelled.
        meant_days = [mention for mention in days if not is_of_event(text, mention)]
        chosen = distinct(day for mention in meant_days for day in mention.value if day >= setting.today)
    return replace(combined, days=chosen, other_day=bool(suited) and bool(others))


_AFTER_WORK = compiled(r"after work|下班后|放工后?")
# «约了明天三点,想改后天»: the hour of the visit that is moved.
_BOOKED = compiled(
    r"(?:约|book|订|定|排)(?:了|咗|好|的|过)|\bbooked\b|\b(?:was|is) (?:for|at)\b|原来|原本|本来|原定|之前|"
    r"早前"
)
_MOVED = compiled(r"改|换|挪|推|延|提前|调|\b(?:move|change|resched\w*|push|postpone|switch|shift|instead)\b")


def _booked_before(text: str, hour: Mention[HourSaid]) -> bool:
    clause = re.split(r"[,.。!?;]", text[: hour.start])[-1] + re.split(r"[,.。!?;]", text[hour.end :])[0]
    return (
        _BOOKED.search(clause) is not None
        and _MOVED.search(clause) is None
        and _MOVED.search(text, hour.end) is not None
    )


def _chosen(
    text: str,
    kept: list[Mention[tuple[date, ...]]],
    others: list[Mention[tuple[date, ...]]],
    setting: Setting,
) -> tuple[date, ...]:
    """The days, from today on, that the kept mentions mean, of which ``others`` rule some out."""
    if len(kept) > 1 and len(kept[-1].value) == 1 and any(_holds(each, kept[-1]) for each in kept[:-1]):
        # «周末吧,周日下午可以», «30号或1号,30号吧»: the last one decides.
        kept = kept[-1:]
    chosen = distinct(
        day
        for mention in kept
        for day in mention.value
        if day >= setting.today and not any(_rules_out(text, other, mention, day) for other in others)
    )
    if len(kept) == len(chosen) == 2 and _is_range(text, *kept):
        return tuple(timetable.days_between(*sorted(chosen))[:MOST_DAYS])
    return chosen


def _is_range(text: str, first: Mention[tuple[date, ...]], last: Mention[tuple[date, ...]]) -> bool:
    """Whether two days are the first and last of several: «Monday to Wednesday», «between the 3rd and the 5th»."""
    joined = text[first.end : last.start]
    if _BETWEEN.search(text[: first.start]) and _AND.fullmatch(joined):
        return True
    return _UNTIL.fullmatch(joined) is not None


def _holds(wider: Mention[tuple[date, ...]], day: Mention[tuple[date, ...]]) -> bool:
    return day.value[0] in wider.value


def _rules_out(
    text: str, other: Mention[tuple[date, ...]], mention: Mention[tuple[date, ...]], day: date
) -> bool:
    """Whether ``other``, which does not suit, excludes a day of a mention: «周末,但周六要上课»."""
    if len(mention.value) > 1:
        return day.weekday() in {each.weekday() for each in other.value}
    return other.start > mention.start and day in other.value and is_excluded(text, other)


def _within(mention: Mention[T], spans: list[range]) -> bool:
    return any(mention.start in span for span in spans)


def _whole_answer(unread: Unread, setting: Setting) -> WhenSaid | None:
    """A bare number as the answer to when: an hour of reception, or else a day of the month."""
    found = re.fullmatch(
        r"[^\w+-]*(\d{1,4})(?:吧|呢|啦|可以吗|ok| then| please| pls| works| is fine)?\W*", unread.text
    )
    if found is None:
        return None
    unread.take(0, len(unread.text))
    if len(found[1]) > 2:
        wall = read_house_hour(f"{found[1][:-2]}:{found[1][-2:]}", setting.hours)
        return WhenSaid(hours=(wall,) if wall is not None else (), sure=wall is not None)
    wall = read_house_hour(found[1], setting.hours)
    if wall is not None and setting.hours.opens <= wall < setting.hours.closes:
        return WhenSaid(hours=(wall,), sure=True)
    day = read_day(found[1], setting.today, setting.earliest)
    return WhenSaid(days=(day,) if day is not None and day >= setting.today else ())


def _combine(
    hours: Sequence[Mention[HourSaid]], periods: Sequence[Mention[PeriodOfDay]], site_hours: Hours
) -> WhenSaid:
    """The times and the part of the day, where one may be said apart from the other: «下午,两个人,三点到»."""
    apart = distinct(mention.value for mention in periods)
    said = [mention.value for mention in hours]
    named = distinct([*(each.period for each in said if each.period is not None), *apart])
    period = named[0] if len(named) == 1 else None
    settled = [_in_period(each, period, site_hours) for each in said] if len(named) <= 1 else said
    times = distinct(wall for each in settled for wall in each.times)
    firm = all(each.firm for each in settled)
    return WhenSaid(hours=times, sure=firm and len(times) == 1, period=period)


def _in_period(said: HourSaid, period: PeriodOfDay | None, site_hours: Hours) -> HourSaid:
    if period is None or said.period is not None or said.clock is None:
        return said
    again = resolve(*said.clock, str(period), site_hours)
    return again if again is not None else said

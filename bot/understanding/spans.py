"""Parsing days and hours as managers write them, such as «11-28..12-1 10-12», and converting them to periods."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from bot.understanding.days import read_day
from bot.understanding.hours import read_house_hour
from bot.understanding.parts_of_day import CHINESE, PartOfDay, read_part_of_day
from bot.understanding.periods_of_day import CHINESE_PERIODS, PeriodOfDay, read_period
from bot.understanding.text import compiled, folded, tidy
from core import timetable
from core.site import Site

T = TypeVar("T")
Period = tuple[datetime, datetime]
# The most words of one day or of its hours: «11-28 - 12-1».
_MAX_WORDS = 5
_BEGINS = {
    PeriodOfDay.MORNING: time(0),
    PeriodOfDay.NOON: time(11),
    PeriodOfDay.AFTERNOON: time(13),
    PeriodOfDay.EVENING: time(17),
}
_ENDS = {
    PeriodOfDay.MORNING: time(12),
    PeriodOfDay.NOON: time(14),
    PeriodOfDay.AFTERNOON: time.max,
    PeriodOfDay.EVENING: time.max,
}
_NEAREST = 2
_UNTIL = r"\s*(?:\.\.+|…|~|～|–|—|至|到|\bto\b|\buntil\b|\s-\s)\s*"


@dataclass(frozen=True)
class Span:
    """The days from ``first`` to ``last``, both included. ``hours`` are the starts (site time) of the slots meant on
    each day; it is empty for the whole day."""

    first: date
    last: date
    hours: tuple[time, ...] = ()


def take_longest(text: str, read: Callable[[str], T | None]) -> tuple[T | None, str]:
    """The value of the longest beginning of a text that ``read`` understands, and the rest of the text.

    None and the whole text if ``read`` understands no beginning.
    """
    parts = _spaced(tidy(text)).split()
    for number in range(min(len(parts), _MAX_WORDS), 0, -1):
        found = read(" ".join(parts[:number]))
        if found is not None:
            return found, " ".join(parts[number:])
    return None, " ".join(parts)


_PARTS = "|".join(sorted({*CHINESE, *CHINESE_PERIODS}, key=len, reverse=True))
_DAY_AND_PART = compiled(
    r"(?:\d[日号]|大?后[天日]|今[天日]|明[天日]|听日|(?:下下|下|这|本)?个?(?:周|星期|礼拜|拜)[一二三四五六日天1-6])"
    rf"(?=[\d零一二两三四五六七八九十]|{_PARTS})"
)
_PART_AND_REASON = compiled(rf"(?:{_PARTS})(?=[^\s\d一二三四五六七八九十两至到~-])")


def _spaced(text: str) -> str:
    """Chinese runs the day, the hours and the reason together."""
    said = folded(text)
    if len(said) != len(text):
        return text
    ends = [found.end() for found in list(_DAY_AND_PART.finditer(said))[:2]]
    ends += [found.end() for found in list(_PART_AND_REASON.finditer(said))[:1]]
    for end in sorted(ends, reverse=True):
        text = f"{text[:end]} {text[end:]}"
    return text


def read_days(text: str, today: date) -> tuple[date, date] | None:
    """The first and last of one or more days. None if the text names none, or the last is before the first."""
    cleaned = tidy(text).lower()
    one = read_day(cleaned, today)
    if one is not None:
        return one, one
    parts = re.split(_UNTIL, cleaned)
    pairs = [(parts[0], parts[1])] if len(parts) == 2 else []
    pairs += [(cleaned[: dash.start()], cleaned[dash.end() :]) for dash in re.finditer("-", cleaned)]
    for begins, ends in pairs:
        first = read_day(begins, today)
        if first is not None and (last := _last_day(ends, first, today)) is not None and last >= first:
            return first, last
    return None


def _last_day(text: str, first: date, today: date) -> date | None:
    """The last day of a range: the 2 of «28..2» is in the next month, but «tomorrow» is relative to today."""
    return read_day(text, first if any(char.isdigit() for char in text) else today)


def read_hours(text: str, site: Site) -> tuple[time, ...] | None:
    """The slots that what was named touches, none where that is the whole day; None for what names no hour of the
    house."""
    said = tidy(text).lower()
    part = read_part_of_day(said)
    if part is not None:
        return hours_of(site, part) if part is PartOfDay.WHOLE or has_halves(site) else None
    period = read_period(said)
    if period is not None:
        return whole_or(site, hours_in(site, period))
    named: set[time] = set()
    for piece in re.split(r"\s*[,，、;；]\s*|\s+and\s+|和", said):
        found = _slots_of_range(piece, site)
        if not found:
            return None
        named.update(found)
    return whole_or(site, named)


def whole_or(site: Site, named: Iterable[time]) -> tuple[time, ...]:
    """These hours in order; empty if they are all slots of the day."""
    named = set(named)
    return () if named >= set(walls(site)) else tuple(sorted(named))


def has_halves(site: Site) -> bool:
    """Whether the house receives both before and after midday."""
    return bool(hours_of(site, PartOfDay.MORNING) and hours_of(site, PartOfDay.AFTERNOON))


def hours_of(site: Site, part: PartOfDay) -> tuple[time, ...]:
    """The slots of a part of the day; none named where that is the whole day."""
    if part is PartOfDay.WHOLE:
        return ()
    afternoon = part is PartOfDay.AFTERNOON
    return tuple(wall for wall in walls(site) if (wall >= site.hours.midday) is afternoon)


def hours_in(site: Site, period: PeriodOfDay) -> tuple[time, ...]:
    """The slots (site time) of a part of the day; the nearest ones where it has none."""
    named = tuple(wall for wall in walls(site) if _BEGINS[period] <= wall < _ENDS[period])
    nearest = walls(site)[:_NEAREST] if period is PeriodOfDay.MORNING else walls(site)[-_NEAREST:]
    return named or tuple(nearest)


def walls(site: Site) -> list[time]:
    """The starts (site time) of a day's slots."""
    begins, ends = _minutes(site.hours.opens), _minutes(site.hours.closes)
    return [_wall(minute) for minute in range(begins, ends, site.hours.slot_minutes)]


def _slots_of_range(text: str, site: Site) -> list[time]:
    """The slots that «10» or «10-12» touches."""
    parts = re.split(rf"{_UNTIL}|\s*-\s*", re.sub(r"^(from\s+|从|從)(?=.*(to|until|到|至|-))", "", text))
    named = [read_house_hour(part, site.hours) for part in parts]
    if not 1 <= len(named) <= 2 or named[0] is None or named[-1] is None:
        return []
    begins, ends = _minutes(named[0]), _minutes(named[-1])
    if len(named) == 1:
        ends = begins + 1
    elif ends <= begins:
        ends += 12 * 60
    length = site.hours.slot_minutes
    return [wall for wall in walls(site) if _minutes(wall) < ends and begins < _minutes(wall) + length]


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _wall(minute: int) -> time:
    return time(minute // 60, minute % 60)


def periods(site: Site, span: Span) -> list[Period]:
    """The periods (UTC) of a span, one for each run of adjoining slots."""
    if not span.hours:
        return [
            (timetable.midnight(site, span.first), timetable.midnight(site, span.last + timedelta(days=1)))
        ]
    found = []
    for day in timetable.days_between(span.first, span.last):
        slots = [at for wall in span.hours if (at := timetable.moment_at(site, day, wall)) is not None]
        found += runs(site, slots)
    return found


def runs(site: Site, slots: Sequence[datetime]) -> list[Period]:
    """The periods of runs of adjoining slots; ``slots`` are in order."""
    length, found = timetable.slot_length(site), list[Period]()
    for slot in slots:
        if found and found[-1][1] == slot:
            found[-1] = (found[-1][0], slot + length)
        else:
            found.append((slot, slot + length))
    return found

"""Days and hours as managers write them, «11-28..12-1 10-12», and as the house tells them. Pure."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from bot.understanding.days import read_day
from bot.understanding.hours import names_half_of_day, read_hour
from bot.understanding.text import tidy
from core import timetable
from core.site import Site

T = TypeVar("T")
Period = tuple[datetime, datetime]
# Words that one day, or the hours of one, may take: «11-28 - 12-1».
_MAX_WORDS = 5
_UNTIL = r"\s*(?:\.\.+|…|~|～|–|—|至|到|\bto\b|\buntil\b|\s-\s)\s*"
_WHOLE = {"all day", "whole day", "day", "全天", "整天", "一整天", "all"}
_MORNING = {"morning", "上午", "早上", "am"}
_AFTERNOON = {"afternoon", "下午", "pm"}


@dataclass(frozen=True)
class Span:
    """From the ``first`` day to the ``last``; ``hours`` are the slots meant of each day by the site's clock, none of
    them named where the whole day is meant."""

    first: date
    last: date
    hours: tuple[time, ...] = ()


def take_longest(text: str, read: Callable[[str], T | None]) -> tuple[T | None, str]:
    """What the longest beginning of a text says, and the rest of it; None and the whole text where it says none."""
    parts = _spaced(tidy(text)).split()
    for number in range(min(len(parts), _MAX_WORDS), 0, -1):
        found = read(" ".join(parts[:number]))
        if found is not None:
            return found, " ".join(parts[number:])
    return None, " ".join(parts)


def _spaced(text: str) -> str:
    """Chinese runs the day, the hours and the reason together."""
    day = r"(\d[日号號]|今天|明天|后天|後天|今日|明日)(?=[上下全整\d])"
    half = r"(上午|下午|全天|整天)(?=[^\s\d一二三四五六七八九十两兩至到~-])"
    return re.sub(half, r"\1 ", re.sub(day, r"\1 ", text, count=2), count=1)


def read_days(text: str, today: date) -> tuple[date, date] | None:
    """One day, or the first and last of several; None for what names none, or names them the wrong way round."""
    written = tidy(text).lower()
    one = read_day(written, today)
    if one is not None:
        return one, one
    parts = re.split(_UNTIL, written)
    pairs = [(parts[0], parts[1])] if len(parts) == 2 else []
    pairs += [(written[: dash.start()], written[dash.end() :]) for dash in re.finditer("-", written)]
    for begins, ends in pairs:
        first = read_day(begins, today)
        if first is not None and (last := _last_day(ends, first, today)) is not None and last >= first:
            return first, last
    return None


def _last_day(text: str, first: date, today: date) -> date | None:
    """«28..2» ends on the second of the month after; tomorrow is tomorrow, whenever it began."""
    return read_day(text, first if any(char.isdigit() for char in text) else today)


def read_hours(text: str, site: Site) -> tuple[time, ...] | None:
    """The slots that what was named touches, none where that is the whole day; None for what names no hour of the
    house."""
    written = tidy(text).lower()
    if written in _WHOLE:
        return ()
    if written in _MORNING | _AFTERNOON:
        return half(site, afternoon=written in _AFTERNOON) if has_halves(site) else None
    named: set[time] = set()
    for part in re.split(r"\s*[,，、;；]\s*|\s+and\s+|和", written):
        found = _slots_of_range(part, site)
        if not found:
            return None
        named.update(found)
    return whole_or(site, named)


def whole_or(site: Site, named: Iterable[time]) -> tuple[time, ...]:
    """These hours in order; none of them where they are the whole day."""
    named = set(named)
    return () if named >= set(walls(site)) else tuple(sorted(named))


def has_halves(site: Site) -> bool:
    """Whether the house receives both before and after midday."""
    return bool(half(site, afternoon=False) and half(site, afternoon=True))


def half(site: Site, *, afternoon: bool) -> tuple[time, ...]:
    """The slots of a half day."""
    return tuple(wall for wall in walls(site) if (wall >= site.hours.midday) is afternoon)


def walls(site: Site) -> list[time]:
    """When the slots of a day begin, by the site's clock."""
    begins, ends = _minutes(site.hours.opens), _minutes(site.hours.closes)
    return [_wall(minute) for minute in range(begins, ends, site.hours.slot_minutes)]


def _slots_of_range(text: str, site: Site) -> list[time]:
    """The slots one «10» or «10-12» touches."""
    parts = re.split(rf"{_UNTIL}|\s*-\s*", re.sub(r"^(from\s+|从|從)(?=.*(to|until|到|至|-))", "", text))
    minutes = [_minute_of_day(part, site) for part in parts]
    if not 1 <= len(minutes) <= 2 or minutes[0] is None or minutes[-1] is None:
        return []
    begins, ends = minutes[0], minutes[-1]
    if len(minutes) == 1:
        ends = begins + 1
    elif ends <= begins:
        ends += 12 * 60
    length = site.hours.slot_minutes
    return [wall for wall in walls(site) if _minutes(wall) < ends and begins < _minutes(wall) + length]


def _minute_of_day(text: str, site: Site) -> int | None:
    """The minute of the day; «2» is two in the afternoon where the house receives only then."""
    wall = read_hour(text)
    if wall is None:
        return None
    early = wall < site.hours.opens and wall.hour < 12 and not names_half_of_day(text)
    return _minutes(wall) + (12 * 60 if early else 0)


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _wall(minute: int) -> time:
    return time(minute // 60, minute % 60)


def periods(site: Site, span: Span) -> list[Period]:
    """The moments (UTC) a span begins and ends, as often as it does."""
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
    """Slots in order, as stretches that begin and end where a gap does."""
    length, found = timetable.slot_length(site), list[Period]()
    for slot in slots:
        if found and found[-1][1] == slot:
            found[-1] = (found[-1][0], slot + length)
        else:
            found.append((slot, slot + length))
    return found

"""Days and hours as managers write them, «11-28..12-1 10-12», and as the house tells them. Pure."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from bot.dialogs import answers
from bot.language import Words
from core import timetable
from core.site import Site

T = TypeVar("T")
Stretch = tuple[datetime, datetime]
# Words that one day, or the hours of one, may take: «11-28 - 12-1».
_MOST_WORDS = 5
# Pieces told before the rest is left out.
_MOST_PIECES = 6
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


def take(text: str, read: Callable[[str], T | None]) -> tuple[T | None, str]:
    """What the longest beginning of a text says, and the rest of it; None and the whole text where it says none."""
    parts = _spaced(answers.tidy(text)).split()
    for number in range(min(len(parts), _MOST_WORDS), 0, -1):
        found = read(" ".join(parts[:number]))
        if found is not None:
            return found, " ".join(parts[number:])
    return None, " ".join(parts)


def _spaced(text: str) -> str:
    """Chinese runs the day, the hours and the reason together."""
    day = r"(\d[日号號]|今天|明天|后天|後天|今日|明日)(?=[上下全整\d])"
    half = r"(上午|下午|全天|整天)(?=[^\s\d一二三四五六七八九十两兩至到~-])"
    return re.sub(half, r"\1 ", re.sub(day, r"\1 ", text, count=2), count=1)


def days(text: str, today: date) -> tuple[date, date] | None:
    """One day, or the first and last of several; None for what names none, or names them the wrong way round."""
    said = answers.tidy(text).lower()
    one = answers.day(said, today)
    if one is not None:
        return one, one
    parts = re.split(_UNTIL, said)
    pairs = [(parts[0], parts[1])] if len(parts) == 2 else []
    pairs += [(said[: dash.start()], said[dash.end() :]) for dash in re.finditer("-", said)]
    for begins, ends in pairs:
        first = answers.day(begins, today)
        if first is not None and (last := _last_day(ends, first, today)) is not None and last >= first:
            return first, last
    return None


def _last_day(text: str, first: date, today: date) -> date | None:
    """«28..2» ends on the second of the month after; tomorrow is tomorrow, whenever it began."""
    return answers.day(text, first if any(char.isdigit() for char in text) else today)


def hours(text: str, site: Site) -> tuple[time, ...] | None:
    """The slots that what was named touches, none where that is the whole day; None for what names no hour of the
    house."""
    said = answers.tidy(text).lower()
    if said in _WHOLE:
        return ()
    if said in _MORNING | _AFTERNOON:
        return half(site, afternoon=said in _AFTERNOON) if has_halves(site) else None
    named: set[time] = set()
    for part in re.split(r"\s*[,，、;；]\s*|\s+and\s+|和", said):
        found = _run(part, site)
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


def _run(text: str, site: Site) -> list[time]:
    """The slots one «10» or «10-12» touches."""
    parts = re.split(rf"{_UNTIL}|\s*-\s*", re.sub(r"^(from\s+|从|從)(?=.*(to|until|到|至|-))", "", text))
    walled = [_in_hours(part, site) for part in parts]
    if not 1 <= len(walled) <= 2 or walled[0] is None or walled[-1] is None:
        return []
    begins, ends = walled[0], walled[-1]
    if len(walled) == 1:
        ends = begins + 1
    elif ends <= begins:
        ends += 12 * 60
    length = site.hours.slot_minutes
    return [wall for wall in walls(site) if _minutes(wall) < ends and begins < _minutes(wall) + length]


def _in_hours(text: str, site: Site) -> int | None:
    """The minute of the day; «2» is two in the afternoon where the house receives only then."""
    wall = answers.hour(text)
    if wall is None:
        return None
    early = wall < site.hours.opens and wall.hour < 12 and not answers.names_half_of_day(text)
    return _minutes(wall) + (12 * 60 if early else 0)


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _wall(minute: int) -> time:
    return time(minute // 60, minute % 60)


def stretches(site: Site, span: Span) -> list[Stretch]:
    """The moments (UTC) a span begins and ends, as often as it does."""
    if not span.hours:
        return [
            (timetable.midnight(site, span.first), timetable.midnight(site, span.last + timedelta(days=1)))
        ]
    found = []
    for day in timetable.days_between(span.first, span.last):
        slots = [at for wall in span.hours if (at := timetable.at(site, day, wall)) is not None]
        found += runs(site, slots)
    return found


def runs(site: Site, slots: Sequence[datetime]) -> list[Stretch]:
    """Slots in order, as stretches that begin and end where a gap does."""
    length, found = timetable.slot_length(site), list[Stretch]()
    for slot in slots:
        if found and found[-1][1] == slot:
            found[-1] = (found[-1][0], slot + length)
        else:
            found.append((slot, slot + length))
    return found


def tell(words: Words, found: Iterable[Stretch]) -> str:
    """Which days and hours these are, in plain text; days that follow each other and have the same hours as one."""
    site, by_day = words.site, dict[date, list[datetime]]()
    for start, end in found:
        for slot in timetable.slots_between(site, start, end):
            by_day.setdefault(timetable.day_of(site, slot), []).append(slot)
    pieces: list[tuple[date, date, str]] = []
    for day, slots in sorted(by_day.items()):
        said = _tell_hours(words, day, sorted(set(slots)))
        if pieces and pieces[-1][1] + timedelta(days=1) == day and pieces[-1][2] == said:
            pieces[-1] = (pieces[-1][0], day, said)
        else:
            pieces.append((day, day, said))
    told = [
        words.label("{days}, {hours}", days=tell_days(words, first, last), hours=said)
        for first, last, said in pieces[:_MOST_PIECES]
    ]
    return words.listed([*told, "…"] if len(pieces) > _MOST_PIECES else told, phrases=True)


def tell_days(words: Words, first: date, last: date) -> str:
    """One day or several, in plain text."""
    return words.day(first) if first == last else f"{words.day(first)} – {words.day(last)}"


def _tell_hours(words: Words, day: date, slots: Sequence[datetime]) -> str:
    if len(slots) == len(timetable.slots_of(words.site, day)):
        return words.label("the whole day")
    return words.listed(f"{words.hour(start)}–{words.hour(end)}" for start, end in runs(words.site, slots))

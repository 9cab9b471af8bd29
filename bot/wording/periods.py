"""Days and hours of periods, in words."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from bot.language.words import Words
from bot.understanding.spans import Period, runs
from core import timetable

# The most parts that are listed; the rest is left out.
_MOST_PIECES = 6


def _tell_hours(words: Words, day: date, slots: Sequence[datetime]) -> str:
    if len(slots) == len(timetable.slots_of(words.site, day)):
        return words.label("the whole day")
    return words.listed(f"{words.hour(start)}–{words.hour(end)}" for start, end in runs(words.site, slots))


def describe_periods(words: Words, found: Iterable[Period]) -> str:
    """The days and hours of periods, in plain text; consecutive days with the same hours are joined."""
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
    parts = [
        words.label("{days}, {hours}", days=describe_days(words, first, last), hours=said)
        for first, last, said in pieces[:_MOST_PIECES]
    ]
    return words.listed([*parts, "…"] if len(pieces) > _MOST_PIECES else parts, phrases=True)


def describe_days(words: Words, first: date, last: date) -> str:
    """One day or several, in plain text."""
    if first == last:
        return words.day(first)
    return words.label("{first} – {last}", first=words.day(first), last=words.day(last))

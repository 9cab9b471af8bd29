"""The days managers choose from, and the days they cannot choose."""

from datetime import date, timedelta

from bot.dialogs.given import MOST_DAYS, today
from bot.engine.dialog import Context
from bot.engine.screen import Button, columns
from bot.language.words import Words
from bot.wording.refusals import day_is_past
from core import timetable

LONGEST_SPAN = 366


def ahead(context: Context, start: date | None = None) -> list[date]:
    """The days a screen offers, from ``start`` or today on."""
    first = start or today(context)
    last = max(timetable.last_day(context.desk.site, context.desk.now), first + timedelta(days=13))
    return timetable.days_between(first, last)[:MOST_DAYS]


def buttons(words: Words, days: list[date]) -> tuple[tuple[Button, ...], ...]:
    return columns([Button(words.day(day), f"d{day.isoformat()}") for day in days], 2)


def unusable(context: Context, first: date, last: date) -> str:
    """Why nothing can be arranged for these days, in a sentence; empty if it can."""
    if last < today(context):
        return day_is_past(context.words, last)
    if (last - first).days > LONGEST_SPAN:
        return context.words.say("That is longer than a year; please choose fewer days.")
    return ""

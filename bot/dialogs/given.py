"""A day or an hour that a person taps or writes."""

from dataclasses import replace
from datetime import date, datetime

from bot.engine.dialog import Context
from bot.engine.inputs import Chose, Given, Said
from bot.understanding import spans
from bot.understanding.days import read_day
from bot.understanding.hours import read_house_hour
from bot.understanding.sentences import Understood, understand
from bot.understanding.setting import Asking, Setting
from core import timetable

# A choice with a year outside these could overflow when days are added.
YEARS = range(2000, 2200)
# More buttons would not fit on a screen, and Telegram would refuse them.
MOST_DAYS = 60


def setting(context: Context) -> Setting:
    """What a text of this person is read against."""
    site, earliest = context.desk.site, _earliest(context)
    return Setting(today=today(context), earliest=earliest, hours=site.hours, region=site.phone_region)


def understood(
    context: Context, text: str, asking: Asking | None = None, among: tuple[date, ...] = ()
) -> Understood:
    """What a text of this person says; a weekday is one of the days that were left to choose from before (``among``),
    where it can be."""
    where = setting(context)
    if among:
        said = understand(text, replace(where, earliest=max(where.earliest, among[0])), asking)
        if said.day in among:
            return said
    return understand(text, where, asking)


def today(context: Context) -> date:
    """Today by the site's clock."""
    return timetable.day_of(context.desk.site, context.desk.now)


def day_given(context: Context, given: Given, among: tuple[date, ...] = ()) -> date | None:
    """The day that was tapped or written; None for any other input. ``among``: as in ``understood``."""
    match given:
        case Chose(choice):
            return tapped_day(choice)
        case Said(text):
            earliest = _earliest(context)
            named = read_day(text, today(context), max(earliest, among[0])) if among else None
            return named if named in among else read_day(text, today(context), earliest)
        case _:
            return None


def _earliest(context: Context) -> date:
    """The first day that a weekday can mean: a guest's visit needs notice, what staff do does not."""
    if context.actor.is_staff:
        return today(context)
    return timetable.first_day(context.desk.site, context.desk.now)


def days_given(context: Context, given: Given) -> tuple[date, date] | None:
    """The first and the last of the days that were written, such as «11-28..12-1», or the day that was tapped."""
    if isinstance(given, Said):
        return spans.read_days(given.text, today(context))
    day = day_given(context, given)
    return (day, day) if day is not None else None


def hour_given(context: Context, given: Given, day: date) -> datetime | None:
    """The slot that was tapped, or the hour of this day that was written; None for any other input."""
    match given:
        case Chose(choice):
            return tapped_slot(choice)
        case Said(text):
            site = context.desk.site
            wall = read_house_hour(text, site.hours)
            return timetable.moment_at(site, day, wall) if wall is not None else None
        case _:
            return None


def tapped_day(choice: str, prefix: str = "d") -> date | None:
    """The day of a button's choice; None if the choice has no valid day."""
    try:
        day = date.fromisoformat(choice.removeprefix(prefix)) if choice.startswith(prefix) else None
    except ValueError:
        return None
    return day if day is not None and day.year in YEARS else None


def tapped_slot(choice: str, prefix: str = "s") -> datetime | None:
    """The slot of a button's choice; None if the choice has no valid slot."""
    try:
        slot = datetime.fromisoformat(choice.removeprefix(prefix)) if choice.startswith(prefix) else None
    except ValueError:
        return None
    return slot if slot is not None and slot.tzinfo is not None and slot.year in YEARS else None


def please_give_day(context: Context) -> str:
    """Asks the person to tap or write a day."""
    words, day = context.words, timetable.first_day(context.desk.site, context.desk.now)
    example = words.label("{month}-{day}", month=day.month, day=day.day)
    return words.say("Please tap a day, or write one, such as {example}.", example=example)


def please_give_hour(context: Context) -> str:
    """Asks the person to tap or write an hour."""
    return context.words.say("Please tap an hour, or write one, such as 10:00.")

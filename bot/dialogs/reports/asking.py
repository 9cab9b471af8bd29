"""The common part of the reports: the right to ask, the day, and buttons to the neighbouring days."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.engine import pager
from bot.engine.dialog import Context
from bot.engine.payload import SubjectAction
from bot.engine.replies import Reply
from bot.engine.screen import Button
from bot.understanding.days import read_day, read_nearest_day
from core import timetable
from core.staff import Right

Report = Callable[[Context, date, int], Reply]
Unclear = Callable[[Context], Reply]


def this_day(context: Context) -> date:
    return timetable.day_of(context.desk.site, context.desk.now)


def asked(context: Context, argument: str, report: Report, unclear: Unclear) -> Reply:
    """The report of the named day, or of today without a name. Raises NotPermitted."""
    context.require(Right.SEE_THE_DAY)
    today = this_day(context)
    day = read_nearest_day(argument, today) if argument else today
    return unclear(context) if day is None else report(context, day, 0)


def turned(context: Context, action: SubjectAction, report: Report, unclear: Unclear) -> Reply:
    """The report of a button's day, at its page. Raises NotPermitted."""
    context.require(Right.SEE_THE_DAY)
    named, page = pager.page_of(action)
    day = read_day(named, this_day(context))
    return unclear(context) if day is None else report(context, day, page)


def neighbours(context: Context, day: date, action: str) -> tuple[Button, ...]:
    """Buttons to the day before and the day after."""
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    return (
        Button(f"‹ {context.words.day(before)}", SubjectAction(name=action, subject=before.isoformat())),
        Button(f"{context.words.day(after)} ›", SubjectAction(name=action, subject=after.isoformat())),
    )

"""Example lines of whole commands, shown when a command comes alone, so that managers can learn them."""

from datetime import timedelta

from bot.dialogs.managing.arrangement_form import ArrangementTask
from bot.engine.dialog import Context
from bot.understanding import spans
from core import timetable
from core.desk import consultants


def arrangement(context: Context, task: ArrangementTask) -> str:
    """An arrangement in an HTML line."""
    words, day, hour = context.words, _day(context), f"{spans.walls(context.desk.site)[0]:%H:%M}"
    match task:
        case ArrangementTask.CLOSE:
            return _line(context, words.label("/close {day} {hour} works in the hall", day=day, hour=hour))
        case ArrangementTask.OPEN:
            return _line(context, f"/open {day} {hour}")
        case ArrangementTask.WITHHOLD:
            return _line(
                context,
                words.label("/withhold 3 {day} {hour} for guests of the chairman", day=day, hour=hour),
            )
        case ArrangementTask.DAY_CAP:
            return _line(context, words.label("/cap day 40 {day}", day=day))
        case ArrangementTask.WEEK_CAP:
            return _line(context, words.label("/cap week 200 {day}", day=day))
        case ArrangementTask.LEAVE:
            known = consultants.list_active(context.desk)
            name = known[0].name if known else words.label("NAME")
            return _line(context, f"/leave {name} {day} {_half(context)}".rstrip())


def roster(context: Context) -> str:
    agency = context.desk.site.agencies[0]
    return _line(
        context, f"/roster {_day(context)} {agency.name} {agency.consultants} {_half(context)}".rstrip()
    )


def override(context: Context) -> str:
    words, hour = context.words, f"{spans.walls(context.desk.site)[0]:%H:%M}"
    line = words.label(
        "/override {code} {day} {hour} early flight", code=words.label("CODE"), day=_day(context), hour=hour
    )
    return _line(context, line)


def exception(context: Context) -> str:
    words = context.words
    line = words.label(
        "/exception {code} {day} a business partner", code=words.label("CODE"), day=_day(context)
    )
    return _line(context, line)


def _line(context: Context, line: str) -> str:
    return context.words.say("In one line: <code>{line}</code>", line=line)


def _day(context: Context) -> str:
    day = timetable.day_of(context.desk.site, context.desk.now) + timedelta(days=2)
    return context.words.label("{month}-{day}", month=day.month, day=day.day)


def _half(context: Context) -> str:
    return context.words.label("Morning").lower() if spans.has_halves(context.desk.site) else ""

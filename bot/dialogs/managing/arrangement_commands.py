"""The commands by which managers order: as much of an order as one line says, and the first question it leaves open."""

import re
from dataclasses import replace

from bot.dialogs.managing import arrangement_dialog, arrangement_form, arrangement_list, examples
from bot.dialogs.managing.arrangement_form import CAPS, ArrangementForm, ArrangementStep, ArrangementTask
from bot.engine.dialog import Context, ask_for_private_chat
from bot.engine.replies import Goto, Reply, Show
from bot.understanding import spans
from bot.understanding.numbers import read_number
from bot.understanding.text import tidy
from bot.wording import phrases
from core import timetable
from core.consultants import Consultant
from core.desk import consultants

# What was meant for an hour and is none.
_LIKE_AN_HOUR = re.compile(r"\d{1,2}\s*[:：点點时時-]\s*\S*")
_OF_THE_DAY = {"day", "daily", "日", "每日", "天", "每天", "day:"}
_OF_THE_WEEK = {"week", "weekly", "周", "週", "每周", "每週", "星期"}
_OFF = {"off", "none", "no", "不限", "取消", "无", "無"}


def close(context: Context, argument: str) -> Reply:
    """/close <day[..day]> [hour[-hour]] [reason]."""
    draft = ArrangementForm(task=ArrangementTask.CLOSE, at=ArrangementStep.FIRST)
    return _may(context, draft.task) or arrangement_dialog.judged(context, _spanned(context, draft, argument))


def reopen(context: Context, argument: str) -> Reply:
    """/open <day[..day]> [hour[-hour]] [reason]; without a day, what is closed is shown to be lifted."""
    refused = _may(context, ArrangementTask.OPEN)
    if refused is not None or argument:
        draft = ArrangementForm(task=ArrangementTask.OPEN, at=ArrangementStep.FIRST)
        return refused or arrangement_dialog.judged(context, _spanned(context, draft, argument))
    screen = arrangement_list.everything(context, arrangement_form.DAYS, 0).with_note(
        examples.order(context, ArrangementTask.OPEN)
    )
    return Show(screen, handle=arrangement_list.LIST)


def withhold(context: Context, argument: str) -> Reply:
    """/withhold <n> <day[..day]> [hour[-hour]] [reason]."""
    draft = ArrangementForm(task=ArrangementTask.WITHHOLD, at=ArrangementStep.NUMBER)
    return _may(context, draft.task) or arrangement_dialog.judged(
        context, _numbered(context, draft, argument)
    )


def cap(context: Context, argument: str) -> Reply:
    """/cap day|week <n|off> <day[..day]> [reason]."""
    refused = _may(context, ArrangementTask.DAY_CAP)
    if refused is not None:
        return refused
    sort, _, rest = tidy(argument).partition(" ")
    if sort.lower() in _OF_THE_WEEK | _OF_THE_DAY:
        task = ArrangementTask.WEEK_CAP if sort.lower() in _OF_THE_WEEK else ArrangementTask.DAY_CAP
        return arrangement_dialog.judged(
            context, _numbered(context, ArrangementForm(task=task, at=ArrangementStep.NUMBER), rest)
        )
    draft = ArrangementForm(task=ArrangementTask.DAY_CAP, at=ArrangementStep.SORT)
    whole = _read(_numbered(context, draft, argument))
    if whole is not None:
        return Goto(arrangement_form.DAYS, replace(whole, at=ArrangementStep.SORT))
    return Goto(arrangement_form.DAYS, draft, _unread(context, sort) or examples.order(context, draft.task))


def leave(context: Context, argument: str) -> Reply:
    """/leave <name> <day[..day]> [half] [reason]."""
    refused = _may(context, ArrangementTask.LEAVE)
    if refused is not None:
        return refused
    draft = ArrangementForm(task=ArrangementTask.LEAVE, at=ArrangementStep.WHO)
    found, rest = spans.take_longest(argument, lambda said: _named(context, said))
    if found is None:
        return Goto(
            arrangement_form.LEAVE, draft, _unread(context, argument) or examples.order(context, draft.task)
        )
    return arrangement_dialog.judged(
        context, _spanned(context, replace(draft, who=found.id, at=ArrangementStep.FIRST), rest)
    )


def arrangements(context: Context, argument: str) -> Reply:
    """/arranged: what is closed, withheld and capped, and the parties to be moved."""
    return _may(context, ArrangementTask.CLOSE) or Show(
        arrangement_list.everything(context, arrangement_form.DAYS, 0), handle=arrangement_list.LIST
    )


def _may(context: Context, task: ArrangementTask) -> Reply | None:
    context.require(arrangement_form.right_for(task))
    return ask_for_private_chat(context)


def _named(context: Context, said: str) -> Consultant | None:
    """The one consultant of this name."""
    found = [each for each in consultants.list_active(context.desk) if each.name == said]
    return found[0] if len(found) == 1 else None


def _unread(context: Context, said: str) -> str:
    """What was not understood, where anything was said."""
    return phrases.unread(context.words, said) if said else ""


def _read(reply: Reply) -> ArrangementForm | None:
    """An order that could be read to its end."""
    whole = (
        isinstance(reply, Goto)
        and isinstance(reply.state, ArrangementForm)
        and reply.state.at is ArrangementStep.CONFIRM
    )
    return reply.state if isinstance(reply, Goto) and whole else None


def _numbered(context: Context, draft: ArrangementForm, argument: str) -> Reply:
    said, _, rest = tidy(argument).partition(" ")
    off = draft.task in CAPS and said.lower() in _OFF
    number = None if off else read_number(said)
    if not off and (number is None or not 0 <= number <= arrangement_form.MOST[draft.task]):
        forgotten = _read(_spanned(context, draft, argument)) if number is None else None
        if forgotten is not None:
            return Goto(draft.dialog, replace(forgotten, at=ArrangementStep.NUMBER, seen=False))
        return Goto(draft.dialog, draft, _unread(context, said) or examples.order(context, draft.task))
    return _spanned(context, replace(draft, number=number, at=ArrangementStep.FIRST), rest)


def _spanned(context: Context, draft: ArrangementForm, argument: str) -> Reply:
    """The days, the hours and the reason of an order, or the first of them that can not be read."""
    site = context.desk.site
    today = timetable.day_of(site, context.desk.now)
    found, rest = spans.take_longest(argument, lambda said: spans.read_days(said, today))
    if found is None:
        alone = draft.number is None and draft.who is None and draft.task not in CAPS
        note = _unread(context, rest) or (examples.order(context, draft.task) if alone else "")
        return Goto(draft.dialog, draft, note)
    note = arrangement_dialog.can_not_be(context, *found)
    if note:
        return Goto(draft.dialog, replace(draft, reason=rest), note)
    draft = replace(draft, first=found[0].isoformat(), last=found[1].isoformat())
    if draft.task not in CAPS:
        named, rest = spans.take_longest(rest, lambda said: spans.read_hours(said, site))
        halves = {(), spans.half(site, afternoon=False), spans.half(site, afternoon=True)}
        if named is None and (wrong := _LIKE_AN_HOUR.match(rest)) is not None:
            kept = replace(draft, at=ArrangementStep.HOURS, reason=rest[wrong.end() :].strip())
            return Goto(draft.dialog, kept, arrangement_dialog.unreadable_hour(context))
        if draft.task is ArrangementTask.LEAVE and named is not None and named not in halves:
            return Goto(draft.dialog, replace(draft, at=ArrangementStep.HOURS, reason=rest))
        draft = replace(draft, hours=tuple(f"{wall:%H:%M}" for wall in named or ()))
    return Goto(draft.dialog, replace(draft, at=ArrangementStep.CONFIRM, reason=rest, seen=True))

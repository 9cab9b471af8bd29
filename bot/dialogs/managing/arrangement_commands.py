"""Commands that make arrangements: they read one line and open the form at the first missing answer."""

import re
from dataclasses import replace

from bot.dialogs.given import today
from bot.dialogs.managing import arrangement_form, arrangement_list, arrangement_steps, days, examples
from bot.dialogs.managing.arrangement_form import CAPS, ArrangementForm, ArrangementStep, ArrangementTask
from bot.dialogs.managing.arrangement_steps import Read
from bot.engine.dialog import Context, ask_for_private_chat
from bot.engine.form import Again
from bot.engine.replies import Reply, Show
from bot.understanding import spans
from bot.understanding.numbers import read_number
from bot.understanding.text import tidy
from bot.wording import phrases
from core.consultants import Consultant
from core.desk import consultants

# A text that looks like an hour but is not one.
_LIKE_AN_HOUR = re.compile(r"\d{1,2}\s*[:：点點时時-]\s*\S*")
_OF_THE_DAY = {"day", "daily", "日", "每日", "天", "每天", "day:"}
_OF_THE_WEEK = {"week", "weekly", "周", "週", "每周", "每週", "星期"}
_OFF = {"off", "none", "no", "不限", "取消", "无", "無"}


def close(context: Context, argument: str) -> Reply:
    """/close <day[..day]> [hour[-hour]] [reason]."""
    form = ArrangementForm(task=ArrangementTask.CLOSE, at=ArrangementStep.FIRST)
    return _may(context, form.task) or _begin(context, form, _read_days(context, form, argument))


def reopen(context: Context, argument: str) -> Reply:
    """/open <day[..day]> [hour[-hour]] [reason]; without a day, it lists the closures, which can be lifted."""
    form = ArrangementForm(task=ArrangementTask.OPEN, at=ArrangementStep.FIRST)
    refused = _may(context, form.task)
    if refused is not None or argument:
        return refused or _begin(context, form, _read_days(context, form, argument))
    screen = arrangement_list.everything(context, arrangement_form.DAYS, 0)
    return Show(screen.with_note(examples.arrangement(context, form.task)), handle=arrangement_list.LIST)


def withhold(context: Context, argument: str) -> Reply:
    """/withhold <n> <day[..day]> [hour[-hour]] [reason]."""
    form = ArrangementForm(task=ArrangementTask.WITHHOLD, at=ArrangementStep.NUMBER)
    return _may(context, form.task) or _begin(context, form, _read_number(context, form, argument))


def cap(context: Context, argument: str) -> Reply:
    """/cap day|week <n|off> <day[..day]> [reason]."""
    refused = _may(context, ArrangementTask.DAY_CAP)
    if refused is not None:
        return refused
    sort, _, rest = tidy(argument).partition(" ")
    if sort.lower() in _OF_THE_WEEK | _OF_THE_DAY:
        task = ArrangementTask.WEEK_CAP if sort.lower() in _OF_THE_WEEK else ArrangementTask.DAY_CAP
        form = ArrangementForm(task=task, at=ArrangementStep.NUMBER)
        return _begin(context, form, _read_number(context, form, rest))
    form = ArrangementForm(task=ArrangementTask.DAY_CAP, at=ArrangementStep.SORT)
    read = _read_number(context, form, argument)
    if isinstance(read, ArrangementForm):
        # Only the kind of cap is missing: ask for it, and show the confirmation next.
        return _begin(context, form, Again(state=replace(read, seen=False), at=ArrangementStep.SORT))
    return _begin(
        context, form, Again(note=_unread(context, sort) or examples.arrangement(context, form.task))
    )


def leave(context: Context, argument: str) -> Reply:
    """/leave <name> <day[..day]> [half] [reason]."""
    form = ArrangementForm(task=ArrangementTask.LEAVE, at=ArrangementStep.WHO)
    refused = _may(context, form.task)
    if refused is not None:
        return refused
    found, rest = spans.take_longest(argument, lambda said: _named(context, said))
    if found is None:
        note = _unread(context, argument) or examples.arrangement(context, form.task)
        return _begin(context, form, Again(note=note))
    return _begin(context, form, _read_days(context, replace(form, who=found.id), rest))


def arrangements(context: Context, argument: str) -> Reply:
    """/arranged: closures, withheld seats and caps, and the parties to be moved."""
    return _may(context, ArrangementTask.CLOSE) or Show(
        arrangement_list.everything(context, arrangement_form.DAYS, 0), handle=arrangement_list.LIST
    )


def _may(context: Context, task: ArrangementTask) -> Reply | None:
    context.require(arrangement_form.right_for(task))
    return ask_for_private_chat(context)


def _begin(context: Context, form: ArrangementForm, read: Read) -> Reply:
    return arrangement_steps.dialog_of(form).reply(context, form, read)


def _named(context: Context, said: str) -> Consultant | None:
    """The only consultant with this name."""
    found = [each for each in consultants.list_active(context.desk) if each.name == said]
    return found[0] if len(found) == 1 else None


def _unread(context: Context, said: str) -> str:
    """The note about a text that was not understood; empty without a text."""
    return phrases.unread(context.words, said) if said else ""


def _read_number(context: Context, form: ArrangementForm, argument: str) -> Read:
    """Reads a number, then the days and the rest."""
    said, _, rest = tidy(argument).partition(" ")
    off = form.task in CAPS and said.lower() in _OFF
    number = None if off else read_number(said)
    if off or (number is not None and 0 <= number <= arrangement_form.MOST[form.task]):
        return _read_days(context, replace(form, number=number), rest)
    forgotten = _read_days(context, form, argument) if number is None else None
    if isinstance(forgotten, ArrangementForm):
        # Ask for the number, and show the confirmation next.
        return Again(state=replace(forgotten, seen=False), at=form.at)
    return Again(note=_unread(context, said) or examples.arrangement(context, form.task))


def _read_days(context: Context, form: ArrangementForm, argument: str) -> Read:
    """Reads the days, the hours and the reason, up to the first part that cannot be read."""
    found, rest = spans.take_longest(argument, lambda said: spans.read_days(said, today(context)))
    if found is None:
        alone = form.number is None and form.who is None and form.task not in CAPS
        example = examples.arrangement(context, form.task) if alone else ""
        return Again(state=form, at=ArrangementStep.FIRST, note=_unread(context, rest) or example)
    note = days.unusable(context, *found)
    if note:
        return Again(state=replace(form, reason=rest), at=ArrangementStep.FIRST, note=note)
    form = replace(form, first=found[0], last=found[1])
    return _read_reason(form, rest) if form.task in CAPS else _read_hours(context, form, rest)


def _read_hours(context: Context, form: ArrangementForm, argument: str) -> Read:
    """Reads the hours (for a leave, a part of the day) and the reason."""
    site, is_leave = context.desk.site, form.task is ArrangementTask.LEAVE
    named, rest = spans.take_longest(argument, lambda said: spans.read_hours(said, site))
    if named is None and (wrong := _LIKE_AN_HOUR.match(rest)) is not None:
        form = replace(form, reason=rest[wrong.end() :].strip())
        note = arrangement_steps.please_give_hours(context)
        return Again(state=form, at=ArrangementStep.HOURS, note=note)
    if is_leave and named is not None and not arrangement_steps.is_part_of_day(context, named):
        return Again(state=replace(form, reason=rest), at=ArrangementStep.HOURS)
    return _read_reason(replace(form, hours=named or ()), rest)


def _read_reason(form: ArrangementForm, argument: str) -> ArrangementForm:
    """Takes the rest as the reason; the confirmation comes next."""
    return replace(form, reason=argument, seen=True)

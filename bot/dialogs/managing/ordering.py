"""The commands by which managers order: as much of an order as one line says, and the first question it leaves open."""

import re
from dataclasses import replace

from bot import wording
from bot.dialogs import answers
from bot.dialogs.dialog import Goes, Reply, Scene, Shows, between_ourselves
from bot.dialogs.managing import arranged, arranging, examples, form, spans
from bot.dialogs.managing.form import CAPS, At, Draft, Task
from core import timetable
from core.consultants import Consultant
from core.desk import consultants, house_staff

# What was meant for an hour and is none.
_LIKE_AN_HOUR = re.compile(r"\d{1,2}\s*[:：点點时時-]\s*\S*")
_OF_THE_DAY = {"day", "daily", "日", "每日", "天", "每天", "day:"}
_OF_THE_WEEK = {"week", "weekly", "周", "週", "每周", "每週", "星期"}
_OFF = {"off", "none", "no", "不限", "取消", "无", "無"}


def close(scene: Scene, argument: str) -> Reply:
    """/close <day[..day]> [hour[-hour]] [reason]."""
    draft = Draft(task=Task.CLOSE, at=At.FIRST)
    return _may(scene, draft.task) or arranging.judged(scene, _spanned(scene, draft, argument))


def reopen(scene: Scene, argument: str) -> Reply:
    """/open <day[..day]> [hour[-hour]] [reason]; without a day, what is closed is shown to be lifted."""
    refused = _may(scene, Task.OPEN)
    if refused is not None or argument:
        draft = Draft(task=Task.OPEN, at=At.FIRST)
        return refused or arranging.judged(scene, _spanned(scene, draft, argument))
    screen = arranged.everything(scene, form.DAYS, 0).with_note(examples.order(scene, Task.OPEN))
    return Shows(screen, handle=arranged.LIST)


def withhold(scene: Scene, argument: str) -> Reply:
    """/withhold <n> <day[..day]> [hour[-hour]] [reason]."""
    draft = Draft(task=Task.WITHHOLD, at=At.NUMBER)
    return _may(scene, draft.task) or arranging.judged(scene, _numbered(scene, draft, argument))


def cap(scene: Scene, argument: str) -> Reply:
    """/cap day|week <n|off> <day[..day]> [reason]."""
    refused = _may(scene, Task.DAY_CAP)
    if refused is not None:
        return refused
    sort, _, rest = answers.tidy(argument).partition(" ")
    if sort.lower() in _OF_THE_WEEK | _OF_THE_DAY:
        task = Task.WEEK_CAP if sort.lower() in _OF_THE_WEEK else Task.DAY_CAP
        return arranging.judged(scene, _numbered(scene, Draft(task=task, at=At.NUMBER), rest))
    draft = Draft(task=Task.DAY_CAP, at=At.SORT)
    whole = _read(_numbered(scene, draft, argument))
    if whole is not None:
        return Goes(form.DAYS, replace(whole, at=At.SORT))
    return Goes(form.DAYS, draft, _unread(scene, sort) or examples.order(scene, draft.task))


def leave(scene: Scene, argument: str) -> Reply:
    """/leave <name> <day[..day]> [half] [reason]."""
    refused = _may(scene, Task.LEAVE)
    if refused is not None:
        return refused
    draft = Draft(task=Task.LEAVE, at=At.WHO)
    found, rest = spans.take(argument, lambda said: _named(scene, said))
    if found is None:
        return Goes(form.LEAVE, draft, _unread(scene, argument) or examples.order(scene, draft.task))
    return arranging.judged(scene, _spanned(scene, replace(draft, who=found.id, at=At.FIRST), rest))


def arrangements(scene: Scene, argument: str) -> Reply:
    """/arranged: what is closed, withheld and capped, and the parties to be moved."""
    return _may(scene, Task.CLOSE) or Shows(arranged.everything(scene, form.DAYS, 0), handle=arranged.LIST)


def _may(scene: Scene, task: Task) -> Reply | None:
    house_staff.require(scene.desk, scene.person.user_id, form.right_for(task))
    return between_ourselves(scene)


def _named(scene: Scene, said: str) -> Consultant | None:
    """The one consultant of this name."""
    found = [each for each in consultants.everyone(scene.desk) if each.name == said]
    return found[0] if len(found) == 1 else None


def _unread(scene: Scene, said: str) -> str:
    """What was not understood, where anything was said."""
    return wording.unread(scene.words, said) if said else ""


def _read(reply: Reply) -> Draft | None:
    """An order that could be read to its end."""
    whole = isinstance(reply, Goes) and isinstance(reply.state, Draft) and reply.state.at is At.CONFIRM
    return reply.state if isinstance(reply, Goes) and whole else None


def _numbered(scene: Scene, draft: Draft, argument: str) -> Reply:
    said, _, rest = answers.tidy(argument).partition(" ")
    off = draft.task in CAPS and said.lower() in _OFF
    number = None if off else answers.number(said)
    if not off and (number is None or not 0 <= number <= form.MOST[draft.task]):
        forgotten = _read(_spanned(scene, draft, argument)) if number is None else None
        if forgotten is not None:
            return Goes(draft.dialog, replace(forgotten, at=At.NUMBER, seen=False))
        return Goes(draft.dialog, draft, _unread(scene, said) or examples.order(scene, draft.task))
    return _spanned(scene, replace(draft, number=number, at=At.FIRST), rest)


def _spanned(scene: Scene, draft: Draft, argument: str) -> Reply:
    """The days, the hours and the reason of an order, or the first of them that can not be read."""
    site = scene.desk.site
    today = timetable.day_of(site, scene.desk.now)
    found, rest = spans.take(argument, lambda said: spans.days(said, today))
    if found is None:
        alone = draft.number is None and draft.who is None and draft.task not in CAPS
        note = _unread(scene, rest) or (examples.order(scene, draft.task) if alone else "")
        return Goes(draft.dialog, draft, note)
    note = arranging.can_not_be(scene, *found)
    if note:
        return Goes(draft.dialog, replace(draft, reason=rest), note)
    draft = replace(draft, first=found[0].isoformat(), last=found[1].isoformat())
    if draft.task not in CAPS:
        named, rest = spans.take(rest, lambda said: spans.hours(said, site))
        halves = {(), spans.half(site, afternoon=False), spans.half(site, afternoon=True)}
        if named is None and (wrong := _LIKE_AN_HOUR.match(rest)) is not None:
            kept = replace(draft, at=At.HOURS, reason=rest[wrong.end() :].strip())
            return Goes(draft.dialog, kept, arranging.unreadable_hour(scene))
        if draft.task is Task.LEAVE and named is not None and named not in halves:
            return Goes(draft.dialog, replace(draft, at=At.HOURS, reason=rest))
        draft = replace(draft, hours=tuple(f"{wall:%H:%M}" for wall in named or ()))
    return Goes(draft.dialog, replace(draft, at=At.CONFIRM, reason=rest, seen=True))

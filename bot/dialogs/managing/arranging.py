"""Ordering: a manager closes, opens, withholds, caps, or notes a leave; by one line, or question by question."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, time
from typing import Any

from bot import wording
from bot.dialogs import answers
from bot.dialogs.choice import BACK, day_in
from bot.dialogs.dialog import Chose, Ends, Given, Goes, Reply, Scene, Shows
from bot.dialogs.inputs import Said
from bot.dialogs.managing import arranged, form, questions, spans, telling
from bot.dialogs.managing.form import CAPS, ORDER, At, Draft, Task
from bot.dialogs.screen import Screen
from core import timetable
from core.arrangements import LONGEST_REASON
from core.desk import arrange, consultants, house_staff
from core.desk.consequences import Consequences
from core.errors import NothingToArrange
from core.staff import Member

LONGEST_SPAN = 366


class ArrangingDialog:
    """The same questions for all who order; each of its names goes with a right."""

    def __init__(self, name: str) -> None:
        self.name = name

    def load(self, state: dict[str, Any]) -> Draft:
        return Draft.load(state)

    def show(self, scene: Scene, state: Draft) -> Screen:
        return questions.SCREENS[state.at](scene, state)

    def step(self, scene: Scene, state: Draft, given: Given) -> Reply:
        if given == Chose(BACK):
            return _back(scene, state)
        return judged(scene, _STEPS[state.at](scene, state, given))

    def returns(self, scene: Scene, state: Draft) -> Reply | None:
        """What is said hours later is no answer to what was asked then."""
        return Goes(self.name, state, scene.words.say("We had come this far:"))


def answered(draft: Draft, at: At) -> Draft:
    """The draft at the next question after this one, or at the whole where that was shown before."""
    # A number that was forgotten in a line is all that is asked for.
    if draft.seen or (at is At.NUMBER and draft.first is not None):
        return replace(draft, at=At.CONFIRM, seen=True)
    following = ORDER[draft.task][ORDER[draft.task].index(at) + 1]
    if following is At.REASON and draft.reason:
        following = At.CONFIRM
    return replace(draft, at=following, seen=following is At.CONFIRM)


def _goes(draft: Draft, note: str = "") -> Goes:
    return Goes(draft.dialog, draft, note)


def _back(scene: Scene, draft: Draft) -> Reply:
    if draft.at is At.LAST and draft.task not in CAPS:
        return _goes(replace(draft, at=At.HOURS))
    if draft.seen and draft.at not in {At.CONFIRM, At.SORT}:
        return _goes(replace(draft, at=At.CONFIRM))
    order = ORDER[draft.task]
    if draft.at is order[0]:
        return _left(scene)
    return _goes(replace(draft, at=order[order.index(draft.at) - 1], seen=False))


def _left(scene: Scene) -> Reply:
    return Ends(Screen(text=scene.words.say("Very well, all stays as it was.")))


def _sort(scene: Scene, draft: Draft, given: Given) -> Reply:
    if isinstance(given, Chose) and given.choice in CAPS:
        return _goes(answered(replace(draft, task=Task(given.choice)), At.SORT))
    return _goes(draft, wording.please_tap(scene.words))


def _number(scene: Scene, draft: Draft, given: Given) -> Reply:
    if given == Chose(questions.OFF) and draft.task in CAPS:
        return _goes(answered(replace(draft, number=None), At.NUMBER))
    said = given.text if isinstance(given, Said) else ""
    if isinstance(given, Chose) and given.choice.startswith("n"):
        said = given.choice[1:]
    number = answers.number(said)
    if number is None or not 0 <= number <= form.MOST[draft.task]:
        note = scene.words.say("A whole number, please, from 0 to {most}.", most=form.MOST[draft.task])
        return _goes(draft, note)
    return _goes(answered(replace(draft, number=number), At.NUMBER))


def _who(scene: Scene, draft: Draft, given: Given) -> Reply:
    everyone = consultants.everyone(scene.desk)
    if isinstance(given, Chose):
        found = [each for each in everyone if given.choice == f"w{each.id}"]
    else:
        said = answers.tidy(given.text) if isinstance(given, Said) else ""
        found = [each for each in everyone if each.name == said]
    if len(found) == 1:
        return _goes(answered(replace(draft, who=found[0].id), At.WHO))
    return _goes(draft, wording.please_tap(scene.words))


def _days_given(scene: Scene, given: Given) -> tuple[date, date] | None:
    if isinstance(given, Chose):
        day = day_in(given.choice, "d")
        return (day, day) if day is not None else None
    today = timetable.day_of(scene.desk.site, scene.desk.now)
    return spans.days(given.text, today) if isinstance(given, Said) else None


def can_not_be(scene: Scene, first: date, last: date) -> str:
    """Why days can not be ordered for, in a sentence; or nothing."""
    if last < timetable.day_of(scene.desk.site, scene.desk.now):
        return wording.day_is_past(scene.words, last)
    if (last - first).days > LONGEST_SPAN:
        return scene.words.say("That is longer than a year; please choose fewer days.")
    return ""


def _first(scene: Scene, draft: Draft, given: Given) -> Reply:
    found = _days_given(scene, given)
    if found is None:
        return _goes(draft, unreadable_day(scene))
    note = can_not_be(scene, *found)
    if note:
        return _goes(draft, note)
    chosen = replace(draft, first=found[0].isoformat(), last=found[1].isoformat())
    following = answered(chosen, At.FIRST)
    # Who wrote from when until when is not asked for the last day again.
    skips = following.at is At.LAST and found[0] != found[1]
    return _goes(answered(following, At.LAST) if skips else following)


def unreadable_day(scene: Scene) -> str:
    return scene.words.say("Please tap a day, or write one or several, such as 11-28 or 11-28..12-1.")


def _last(scene: Scene, draft: Draft, given: Given) -> Reply:
    first = draft.span.first if draft.span is not None else timetable.day_of(scene.desk.site, scene.desk.now)
    found = (first, first) if given == Chose(questions.ONLY) else _days_given(scene, given)
    if found is None or found[1] < first:
        return _goes(draft, unreadable_day(scene))
    note = can_not_be(scene, first, found[1])
    if note:
        return _goes(draft, note)
    chosen = replace(draft, last=found[1].isoformat())
    if draft.task in CAPS:
        return _goes(answered(chosen, At.LAST))
    return _goes(replace(chosen, at=At.HOURS))


def _hours(scene: Scene, draft: Draft, given: Given) -> Reply:
    site = scene.desk.site
    match given:
        case Chose(questions.WHOLE):
            return _goes(answered(replace(draft, hours=()), At.HOURS))
        case Chose(questions.MORNING | questions.AFTERNOON as which) if spans.has_halves(site):
            named = spans.half(site, afternoon=which == questions.AFTERNOON)
            return _goes(answered(replace(draft, hours=_walls(named)), At.HOURS))
        case Chose(questions.UNTIL):
            return _goes(replace(draft, at=At.LAST))
        case Chose(questions.DONE) if draft.hours:
            named = spans.whole_or(site, map(time.fromisoformat, draft.hours))
            return _goes(answered(replace(draft, hours=_walls(named)), At.HOURS))
        case Chose(choice) if choice[1:] in _walls(spans.walls(site)) and draft.task is not Task.LEAVE:
            return _goes(replace(draft, hours=tuple(sorted({*draft.hours} ^ {choice[1:]}))))
        case Said(text) if (written := spans.hours(text, site)) is not None:
            if draft.task is not Task.LEAVE or written in _halves(scene):
                return _goes(answered(replace(draft, hours=_walls(written)), At.HOURS))
    if draft.task is Task.LEAVE:
        return _goes(draft, wording.please_tap(scene.words))
    return _goes(draft, unreadable_hour(scene))


def _halves(scene: Scene) -> list[tuple[time, ...]]:
    site = scene.desk.site
    return [(), spans.half(site, afternoon=False), spans.half(site, afternoon=True)]


def unreadable_hour(scene: Scene) -> str:
    hours = scene.desk.site.hours
    return scene.words.say(
        "The house receives from {opens} to {closes}; please tap the hours, or write them, such as 10-12.",
        opens=hours.opens.strftime("%H:%M"),
        closes=hours.closes.strftime("%H:%M"),
    )


def _walls(hours: tuple[time, ...] | list[time]) -> tuple[str, ...]:
    return tuple(f"{wall:%H:%M}" for wall in hours)


def _reason(scene: Scene, draft: Draft, given: Given) -> Reply:
    if given == Chose(questions.SKIP):
        return _goes(answered(replace(draft, reason=""), At.REASON))
    said = answers.tidy(given.text) if isinstance(given, Said) else ""
    if not 1 <= len(said) <= LONGEST_REASON:
        return _goes(draft, unusable_reason(scene, said))
    return _goes(answered(replace(draft, reason=said), At.REASON))


def judged(scene: Scene, reply: Reply) -> Reply:
    """What an order has come to; before the whole is shown, the reason is asked for again where it is too long to be
    kept."""
    state = reply.state if isinstance(reply, Goes) else None
    if not isinstance(state, Draft) or state.at is not At.CONFIRM or len(state.reason) <= LONGEST_REASON:
        return reply
    return _goes(replace(state, at=At.REASON, reason="", seen=True), unusable_reason(scene, state.reason))


def unusable_reason(scene: Scene, said: str) -> str:
    """What to say to a reason that is none, or too long."""
    if not said:
        return scene.words.say("Please write it in words.")
    return scene.words.say(
        "Would you put it a little shorter, please? Up to {most} characters.", most=LONGEST_REASON
    )


def _confirm(scene: Scene, draft: Draft, given: Given) -> Reply:
    if given == Chose(questions.LEAVE_IT):
        return _left(scene)
    if given == Chose(questions.YES):
        if draft.task is Task.OPEN and not questions.is_closed(scene, draft):
            return _goes(draft)
        return _carry_out(scene, draft)
    changes = [*ORDER[draft.task], At.REASON]
    if isinstance(given, Chose) and given.choice in changes and given.choice != At.CONFIRM:
        return _goes(replace(draft, at=At(given.choice)))
    return _goes(draft, wording.please_tap(scene.words))


def _carry_out(scene: Scene, draft: Draft) -> Reply:
    """Have it so; what lies inside is told, and where it can be seen again."""
    desk, words = scene.desk, scene.words
    by = house_staff.require(desk, scene.person.user_id, form.right_for(draft.task))
    # Asked before: an order that stands is no longer foreseen.
    crowded = questions.crowded(scene, draft)
    if draft.task is Task.OPEN:
        found = _reopen(scene, draft, by)
    else:
        found = arrange.arrange(desk, form.orders(desk.site, draft), by)
    lines = [
        words.say("✓ <b>{order}</b>", order=questions.heading(scene, draft)),
        telling.reason(words, draft.reason),
        *(telling.inside(words, found) if draft.task is Task.CLOSE else []),
        *(crowded if draft.task in CAPS else telling.consequences(words, found, foreseen=False)),
    ]
    screen = Screen(text="\n".join(filter(None, lines)), rows=((arranged.way(words, draft.dialog),),))
    inside = draft.task is Task.CLOSE and found.inside
    beside = Shows(arranged.to_move(scene, 0), handle=arranged.MOVES) if inside else None
    return Ends(screen, beside=beside)


def _reopen(scene: Scene, draft: Draft, by: Member) -> Consequences:
    """Open what is closed of these hours. Raises NothingToArrange where nothing is."""
    found: list[Consequences] = []
    for start, end in form.stretches(scene.desk.site, draft):
        with suppress(NothingToArrange):
            found.append(arrange.reopen(scene.desk, start, end, by, draft.reason))
    if not found:
        raise NothingToArrange
    return Consequences(inside=(), over=tuple(slot for each in found for slot in each.over))


_STEPS: dict[At, Callable[[Scene, Draft, Given], Reply]] = {
    At.SORT: _sort,
    At.NUMBER: _number,
    At.WHO: _who,
    At.FIRST: _first,
    At.LAST: _last,
    At.HOURS: _hours,
    At.REASON: _reason,
    At.CONFIRM: _confirm,
}

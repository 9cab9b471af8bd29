"""Ordering: a manager closes, opens, withholds, caps, or notes a leave; by one line, or question by question."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, time

from bot.dialogs.booking.choice import BACK, day_in
from bot.dialogs.managing import arrangement_form, arrangement_list, arrangement_screens, arrangement_wording
from bot.dialogs.managing.arrangement_form import (
    CAPS,
    ORDER,
    ArrangementForm,
    ArrangementStep,
    ArrangementTask,
)
from bot.engine.dialog import Context
from bot.engine.inputs import Chose, Given, Said
from bot.engine.replies import Finish, Goto, Reply, Show
from bot.engine.screen import Screen
from bot.understanding import spans
from bot.understanding.numbers import read_number
from bot.understanding.text import tidy
from bot.wording import phrases
from bot.wording.refusals import day_is_past
from core import timetable
from core.arrangements import MAX_REASON_LENGTH
from core.desk import arrangements, consultants
from core.desk.consequences import Consequences
from core.errors import NothingToArrange
from core.staff import Member

LONGEST_SPAN = 366


class ArrangingDialog:
    """The same questions for all who order; each of its names goes with a right."""

    state_type = ArrangementForm

    def __init__(self, name: str) -> None:
        self.name = name

    def show(self, context: Context, state: ArrangementForm) -> Screen:
        return arrangement_screens.SCREENS[state.at](context, state)

    def step(self, context: Context, state: ArrangementForm, given: Given) -> Reply:
        if given == Chose(BACK):
            return _back(context, state)
        return judged(context, _STEPS[state.at](context, state, given))

    def returns(self, context: Context, state: ArrangementForm) -> Reply | None:
        """What is said hours later is no answer to what was asked then."""
        return Goto(self.name, state, context.words.say("Here is where we stopped:"))


def answered(draft: ArrangementForm, at: ArrangementStep) -> ArrangementForm:
    """The draft at the next question after this one, or at the whole where that was shown before."""
    # A number that was forgotten in a line is all that is asked for.
    if draft.seen or (at is ArrangementStep.NUMBER and draft.first is not None):
        return replace(draft, at=ArrangementStep.CONFIRM, seen=True)
    following = ORDER[draft.task][ORDER[draft.task].index(at) + 1]
    if following is ArrangementStep.REASON and draft.reason:
        following = ArrangementStep.CONFIRM
    return replace(draft, at=following, seen=following is ArrangementStep.CONFIRM)


def _goes(draft: ArrangementForm, note: str = "") -> Goto:
    return Goto(draft.dialog, draft, note)


def _back(context: Context, draft: ArrangementForm) -> Reply:
    if draft.at is ArrangementStep.LAST and draft.task not in CAPS:
        return _goes(replace(draft, at=ArrangementStep.HOURS))
    if draft.seen and draft.at not in {ArrangementStep.CONFIRM, ArrangementStep.SORT}:
        return _goes(replace(draft, at=ArrangementStep.CONFIRM))
    order = ORDER[draft.task]
    if draft.at is order[0]:
        return _left(context)
    return _goes(replace(draft, at=order[order.index(draft.at) - 1], seen=False))


def _left(context: Context) -> Reply:
    return Finish(Screen(text=context.words.say("Very well, everything stays as it is.")))


def _sort(context: Context, draft: ArrangementForm, given: Given) -> Reply:
    if isinstance(given, Chose) and given.choice in CAPS:
        return _goes(answered(replace(draft, task=ArrangementTask(given.choice)), ArrangementStep.SORT))
    return _goes(draft, phrases.please_tap(context.words))


def _number(context: Context, draft: ArrangementForm, given: Given) -> Reply:
    if given == Chose(arrangement_screens.OFF) and draft.task in CAPS:
        return _goes(answered(replace(draft, number=None), ArrangementStep.NUMBER))
    said = given.text if isinstance(given, Said) else ""
    if isinstance(given, Chose) and given.choice.startswith("n"):
        said = given.choice[1:]
    number = read_number(said)
    if number is None or not 0 <= number <= arrangement_form.MOST[draft.task]:
        note = context.words.say(
            "Please give a whole number from 0 to {most}.", most=arrangement_form.MOST[draft.task]
        )
        return _goes(draft, note)
    return _goes(answered(replace(draft, number=number), ArrangementStep.NUMBER))


def _who(context: Context, draft: ArrangementForm, given: Given) -> Reply:
    everyone = consultants.list_active(context.desk)
    if isinstance(given, Chose):
        found = [each for each in everyone if given.choice == f"w{each.id}"]
    else:
        said = tidy(given.text) if isinstance(given, Said) else ""
        found = [each for each in everyone if each.name == said]
    if len(found) == 1:
        return _goes(answered(replace(draft, who=found[0].id), ArrangementStep.WHO))
    return _goes(draft, phrases.please_tap(context.words))


def _days_given(context: Context, given: Given) -> tuple[date, date] | None:
    if isinstance(given, Chose):
        day = day_in(given.choice, "d")
        return (day, day) if day is not None else None
    today = timetable.day_of(context.desk.site, context.desk.now)
    return spans.read_days(given.text, today) if isinstance(given, Said) else None


def can_not_be(context: Context, first: date, last: date) -> str:
    """Why days can not be ordered for, in a sentence; or nothing."""
    if last < timetable.day_of(context.desk.site, context.desk.now):
        return day_is_past(context.words, last)
    if (last - first).days > LONGEST_SPAN:
        return context.words.say("That is longer than a year; please choose fewer days.")
    return ""


def _first(context: Context, draft: ArrangementForm, given: Given) -> Reply:
    found = _days_given(context, given)
    if found is None:
        return _goes(draft, unreadable_day(context))
    note = can_not_be(context, *found)
    if note:
        return _goes(draft, note)
    chosen = replace(draft, first=found[0].isoformat(), last=found[1].isoformat())
    following = answered(chosen, ArrangementStep.FIRST)
    # Who wrote from when until when is not asked for the last day again.
    skips = following.at is ArrangementStep.LAST and found[0] != found[1]
    return _goes(answered(following, ArrangementStep.LAST) if skips else following)


def unreadable_day(context: Context) -> str:
    return context.words.say("Please tap a day, or write one or more, such as 11-28 or 11-28..12-1.")


def _last(context: Context, draft: ArrangementForm, given: Given) -> Reply:
    first = (
        draft.span.first if draft.span is not None else timetable.day_of(context.desk.site, context.desk.now)
    )
    found = (first, first) if given == Chose(arrangement_screens.ONLY) else _days_given(context, given)
    if found is None or found[1] < first:
        return _goes(draft, unreadable_day(context))
    note = can_not_be(context, first, found[1])
    if note:
        return _goes(draft, note)
    chosen = replace(draft, last=found[1].isoformat())
    if draft.task in CAPS:
        return _goes(answered(chosen, ArrangementStep.LAST))
    return _goes(replace(chosen, at=ArrangementStep.HOURS))


def _hours(context: Context, draft: ArrangementForm, given: Given) -> Reply:
    site = context.desk.site
    match given:
        case Chose(arrangement_screens.WHOLE):
            return _goes(answered(replace(draft, hours=()), ArrangementStep.HOURS))
        case Chose(arrangement_screens.MORNING | arrangement_screens.AFTERNOON as which) if spans.has_halves(
            site
        ):
            named = spans.half(site, afternoon=which == arrangement_screens.AFTERNOON)
            return _goes(answered(replace(draft, hours=_walls(named)), ArrangementStep.HOURS))
        case Chose(arrangement_screens.UNTIL):
            return _goes(replace(draft, at=ArrangementStep.LAST))
        case Chose(arrangement_screens.DONE) if draft.hours:
            named = spans.whole_or(site, map(time.fromisoformat, draft.hours))
            return _goes(answered(replace(draft, hours=_walls(named)), ArrangementStep.HOURS))
        case Chose(choice) if (
            choice[1:] in _walls(spans.walls(site)) and draft.task is not ArrangementTask.LEAVE
        ):
            return _goes(replace(draft, hours=tuple(sorted({*draft.hours} ^ {choice[1:]}))))
        case Said(text) if (written := spans.read_hours(text, site)) is not None:
            if draft.task is not ArrangementTask.LEAVE or written in _halves(context):
                return _goes(answered(replace(draft, hours=_walls(written)), ArrangementStep.HOURS))
    if draft.task is ArrangementTask.LEAVE:
        return _goes(draft, phrases.please_tap(context.words))
    return _goes(draft, unreadable_hour(context))


def _halves(context: Context) -> list[tuple[time, ...]]:
    site = context.desk.site
    return [(), spans.half(site, afternoon=False), spans.half(site, afternoon=True)]


def unreadable_hour(context: Context) -> str:
    hours = context.desk.site.hours
    return context.words.say(
        "We receive guests from {opens} to {closes}; please tap the hours, or write them, such as 10-12.",
        opens=hours.opens.strftime("%H:%M"),
        closes=hours.closes.strftime("%H:%M"),
    )


def _walls(hours: tuple[time, ...] | list[time]) -> tuple[str, ...]:
    return tuple(f"{wall:%H:%M}" for wall in hours)


def _reason(context: Context, draft: ArrangementForm, given: Given) -> Reply:
    if given == Chose(arrangement_screens.SKIP):
        return _goes(answered(replace(draft, reason=""), ArrangementStep.REASON))
    said = tidy(given.text) if isinstance(given, Said) else ""
    if not 1 <= len(said) <= MAX_REASON_LENGTH:
        return _goes(draft, unusable_reason(context, said))
    return _goes(answered(replace(draft, reason=said), ArrangementStep.REASON))


def judged(context: Context, reply: Reply) -> Reply:
    """What an order has come to; before the whole is shown, the reason is asked for again where it is too long to be
    kept."""
    state = reply.state if isinstance(reply, Goto) else None
    if (
        not isinstance(state, ArrangementForm)
        or state.at is not ArrangementStep.CONFIRM
        or len(state.reason) <= MAX_REASON_LENGTH
    ):
        return reply
    return _goes(
        replace(state, at=ArrangementStep.REASON, reason="", seen=True),
        unusable_reason(context, state.reason),
    )


def unusable_reason(context: Context, said: str) -> str:
    """What to say to a reason that is none, or too long."""
    if not said:
        return context.words.say("Please write it in words.")
    return context.words.say(
        "Could you make it a little shorter, please? Up to {most} characters.", most=MAX_REASON_LENGTH
    )


def _confirm(context: Context, draft: ArrangementForm, given: Given) -> Reply:
    if given == Chose(arrangement_screens.LEAVE_IT):
        return _left(context)
    if given == Chose(arrangement_screens.YES):
        if draft.task is ArrangementTask.OPEN and not arrangement_screens.is_closed(context, draft):
            return _goes(draft)
        return _carry_out(context, draft)
    changes = [*ORDER[draft.task], ArrangementStep.REASON]
    if isinstance(given, Chose) and given.choice in changes and given.choice != ArrangementStep.CONFIRM:
        return _goes(replace(draft, at=ArrangementStep(given.choice)))
    return _goes(draft, phrases.please_tap(context.words))


def _carry_out(context: Context, draft: ArrangementForm) -> Reply:
    """Have it so; what lies inside is told, and where it can be seen again."""
    desk, words = context.desk, context.words
    by = context.require(arrangement_form.right_for(draft.task))
    # Asked before: an order that stands is no longer foreseen.
    crowded = arrangement_screens.crowded(context, draft)
    if draft.task is ArrangementTask.OPEN:
        found = _reopen(context, draft, by)
    else:
        found = arrangements.arrange(desk, arrangement_form.orders(desk.site, draft), by)
    lines = [
        words.say("✓ <b>{order}</b>", order=arrangement_screens.heading(context, draft)),
        arrangement_wording.reason(words, draft.reason),
        *(arrangement_wording.inside(words, found) if draft.task is ArrangementTask.CLOSE else []),
        *(crowded if draft.task in CAPS else arrangement_wording.consequences(words, found, foreseen=False)),
    ]
    screen = Screen(text="\n".join(filter(None, lines)), rows=((arrangement_list.way(words, draft.dialog),),))
    inside = draft.task is ArrangementTask.CLOSE and found.bookings_in_closed_hours
    beside = Show(arrangement_list.to_move(context, 0), handle=arrangement_list.MOVES) if inside else None
    return Finish(screen, beside=beside)


def _reopen(context: Context, draft: ArrangementForm, by: Member) -> Consequences:
    """Open what is closed of these hours. Raises NothingToArrange where nothing is."""
    found: list[Consequences] = []
    for start, end in arrangement_form.stretches(context.desk.site, draft):
        with suppress(NothingToArrange):
            found.append(arrangements.reopen(context.desk, start, end, by, draft.reason))
    if not found:
        raise NothingToArrange
    return Consequences(
        bookings_in_closed_hours=(),
        overbooked_slots=tuple(slot for each in found for slot in each.overbooked_slots),
    )


_STEPS: dict[ArrangementStep, Callable[[Context, ArrangementForm, Given], Reply]] = {
    ArrangementStep.SORT: _sort,
    ArrangementStep.NUMBER: _number,
    ArrangementStep.WHO: _who,
    ArrangementStep.FIRST: _first,
    ArrangementStep.LAST: _last,
    ArrangementStep.HOURS: _hours,
    ArrangementStep.REASON: _reason,
    ArrangementStep.CONFIRM: _confirm,
}

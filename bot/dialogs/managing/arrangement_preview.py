"""The preview of an arrangement, shown before the yes."""

from datetime import date, timedelta

from bot.dialogs.managing import arrangement_form, arrangement_wording
from bot.dialogs.managing.arrangement_form import CAPS, ArrangementForm, ArrangementTask
from bot.engine.dialog import Context
from bot.wording.periods import describe_days, describe_periods
from bot.wording.refusals import explain
from core import timetable
from core.arrangements import ArrangementKind
from core.desk import arrangements, planning
from core.errors import NothingToArrange


def confirmation(context: Context, form: ArrangementForm) -> str:
    """The whole form with its consequences, and the question for a yes."""
    words = context.words
    arrangement = [
        words.say("<b>{order}</b>", order=heading(context, form)),
        arrangement_wording.reason(words, form.reason),
    ]
    parts = [
        "\n".join(filter(None, arrangement)),
        "\n".join(_foreseen(context, form)),
        _question(context, form),
    ]
    return "\n\n".join(filter(None, parts))


def heading(context: Context, form: ArrangementForm) -> str:
    """The arrangement in one plain line."""
    words = context.words
    name = arrangement_wording.name_of(context, form.who) if form.who is not None else ""
    summary = arrangement_form.summary(context.desk.site, form, name)
    if form.task is ArrangementTask.OPEN:
        return words.label("Reopen: {when}", when=describe_periods(words, summary.stretches))
    return arrangement_wording.title(words, summary)


def is_closed(context: Context, form: ArrangementForm) -> bool:
    """Whether any hour of the form is closed."""
    wanted = arrangement_form.stretches(context.desk.site, form)
    closures = [each for each in arrangements.in_force(context.desk) if each.what is ArrangementKind.CLOSED]
    return any(each.starts_at < end and start < each.ends_at for each in closures for start, end in wanted)


def over_the_cap(context: Context, form: ArrangementForm) -> list[str]:
    """Days or weeks that already have more parties than the cap allows, in HTML lines."""
    words, site = context.words, context.desk.site
    if form.task not in CAPS or form.number is None:
        return []
    weekly = form.task is ArrangementTask.WEEK_CAP
    first, last = arrangement_wording.first_and_last(words, arrangement_form.stretches(site, form)[0])
    plan = planning.read(context.desk, first, last)
    counted: dict[date, int] = {}
    for slot, seats in plan.seats.items():
        day = timetable.day_of(site, slot)
        begins = timetable.monday_of(day) if weekly else day
        if first <= day <= last:
            counted[begins] = counted.get(begins, 0) + seats.occupied
    over = {day: gone for day, gone in sorted(counted.items()) if gone > form.number}
    if not over:
        return []
    length = timedelta(days=6 if weekly else 0)
    heading = words.say("⚠️ These already exceed the cap; existing bookings stay, and no more are accepted:")
    lines = [
        words.say_n(
            "· {days}: {n} party",
            "· {days}: {n} parties",
            gone,
            days=describe_days(words, day, day + length),
        )
        for day, gone in list(over.items())[: arrangement_wording.MOST_NAMED]
    ]
    return [heading, *lines]


def _question(context: Context, form: ArrangementForm) -> str:
    """The question for a yes; for the removal of a cap, it says what that means."""
    words = context.words
    if form.is_uncapped:
        days = arrangement_wording.cap_days(words, arrangement_form.stretches(context.desk.site, form))
        return words.say("No cap for {days}: is that right?", days=days)
    return words.say("Is that right?")


def _foreseen(context: Context, form: ArrangementForm) -> list[str]:
    """The consequences of the arrangement, in HTML lines."""
    words = context.words
    if form.task is ArrangementTask.OPEN:
        return [] if is_closed(context, form) else [words.say("Nothing is closed in that time.")]
    try:
        found = arrangements.preview(context.desk, arrangement_form.specs(context.desk.site, form))
    except NothingToArrange as nothing:
        return [explain(words, nothing)]
    lines = arrangement_wording.consequences(words, found, foreseen=True)
    if form.task is ArrangementTask.CLOSE:
        lines = [*arrangement_wording.parties_to_move(words, found), *lines]
    if form.task in CAPS:
        lines = over_the_cap(context, form)
    if form.task is ArrangementTask.WITHHOLD:
        lines = [*_filled(context, form), *lines]
    if lines:
        return lines
    if form.task is ArrangementTask.CLOSE:
        return [words.say("No parties are booked in that time.")]
    return [words.say("There is room for every booking made so far.")]


def _filled(context: Context, form: ArrangementForm) -> list[str]:
    """The number of hours that withheld seats make full, in an HTML line; empty if there are none."""
    words, site = context.words, context.desk.site
    specs = arrangement_form.specs(site, form)
    plan = arrangements.plans_before_and_after(context.desk, specs)[1]
    slots = [slot for each in specs for slot in timetable.slots_between(site, each.starts_at, each.ends_at)]
    full = sum(plan.capacity(slot) == 0 for slot in slots)
    if not form.number or not full:
        return []
    if full == len(slots):
        return [
            words.say(
                "⚠️ No hour has more consultants on duty than withheld seats, so every hour becomes full."
            )
        ]
    return [
        words.say_n(
            "⚠️ {n} of these hours has no more consultants on duty than withheld seats, so it becomes full.",
            "⚠️ {n} of these hours have no more consultants on duty than withheld seats, so they become full.",
            full,
        )
    ]

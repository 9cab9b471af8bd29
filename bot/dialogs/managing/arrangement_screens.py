"""What each question of a manager's order looks like."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.dialogs.booking.choice import BACK, MOST_DAYS
from bot.dialogs.managing import arrangement_form, arrangement_wording
from bot.dialogs.managing.arrangement_form import CAPS, ArrangementForm, ArrangementStep, ArrangementTask
from bot.engine.dialog import Context
from bot.engine.screen import Button, Screen, columns
from bot.language.words import Words
from bot.understanding import spans
from bot.wording.periods import describe_days, describe_periods
from bot.wording.refusals import explain
from core import timetable
from core.arrangements import ArrangementKind
from core.desk import arrangements, consultants, planning
from core.errors import NothingToArrange

WHOLE, MORNING, AFTERNOON, UNTIL, DONE = "whole", "morning", "afternoon", "until", "done"
ONLY, SKIP, OFF, YES, LEAVE_IT = "only", "skip", "off", "yes", "leave"
CAPS_OFFERED = {
    ArrangementTask.DAY_CAP: (4, 20, 40, 60, 80, 100),
    ArrangementTask.WEEK_CAP: (20, 100, 200, 300, 400, 500),
}
MOST_WITHHELD_OFFERED = 8


def back(words: Words) -> Button:
    return Button(words.label("‹ Back"), BACK)


def days_ahead(context: Context, start: date | None = None) -> list[date]:
    """The days a screen offers, from ``start`` or today on."""
    today = timetable.day_of(context.desk.site, context.desk.now)
    last = timetable.last_day(context.desk.site, context.desk.now)
    return timetable.days_between(start or today, max(last, (start or today) + timedelta(days=13)))[
        :MOST_DAYS
    ]


def day_buttons(words: Words, days: list[date]) -> tuple[tuple[Button, ...], ...]:
    return columns([Button(words.day(day), f"d{day.isoformat()}") for day in days], 2)


def _sort(context: Context, draft: ArrangementForm) -> Screen:
    words = context.words
    rows = (
        (
            Button(words.label("Daily cap"), ArrangementTask.DAY_CAP),
            Button(words.label("Weekly cap"), ArrangementTask.WEEK_CAP),
        ),
        (back(words),),
    )
    return Screen(text=words.say("Is it a daily or a weekly cap?"), rows=rows)


def _number(context: Context, draft: ArrangementForm) -> Screen:
    words = context.words
    if draft.task is ArrangementTask.WITHHOLD:
        text = words.say("How many seats should we withhold in each hour? Tap a number or write one.")
        numbers = [Button(str(n), f"n{n}") for n in range(MOST_WITHHELD_OFFERED)]
        return Screen(text=text, rows=(*columns(numbers, 4), (back(words),)))
    text = words.say("How many parties may come in a day at most? Tap a number or write one.")
    if draft.task is ArrangementTask.WEEK_CAP:
        text = words.say(
            "How many parties may come in a week at most, from Monday to Sunday? Tap a number or write one."
        )
    numbers = [Button(str(n), f"n{n}") for n in CAPS_OFFERED[draft.task]]
    off = Button(words.label("No cap"), OFF)
    return Screen(text=text, rows=(*columns(numbers, 3), (off, back(words))))


def _who(context: Context, draft: ArrangementForm) -> Screen:
    words = context.words
    people = [
        Button(f"{each.name} · {each.agency}", f"w{each.id}")
        for each in consultants.list_active(context.desk)
    ]
    text = words.say("Who will be away?")
    if not people:
        text = words.say("The register has no consultants yet; please add them with /consultants.")
    return Screen(text=text, rows=(*columns(people, 2), (back(words),)))


def _first(context: Context, draft: ArrangementForm) -> Screen:
    words = context.words
    texts = {
        ArrangementTask.CLOSE: words.say("Which day should we close?"),
        ArrangementTask.OPEN: words.say("Which day should we reopen?"),
        ArrangementTask.WITHHOLD: words.say("Which day should we withhold seats on?"),
        ArrangementTask.DAY_CAP: words.say("Which day does the cap apply to?"),
        ArrangementTask.WEEK_CAP: words.say("Which week does the cap apply to?"),
        ArrangementTask.LEAVE: words.say("Which day are they away?"),
    }
    ahead = days_ahead(context)
    example = words.say(
        "Tap one, or write one day or more, such as {one} or {several}.",
        one=_short(words, ahead[1]),
        several=words.label("{first}..{last}", first=_short(words, ahead[1]), last=_short(words, ahead[4])),
    )
    text = f"{texts[draft.task]}\n{example}"
    weekly = draft.task is ArrangementTask.WEEK_CAP
    rows = columns(_weeks(context, ahead), 1) if weekly else day_buttons(words, ahead)
    return Screen(text=text, rows=(*rows, (back(words),)))


def _short(words: Words, day: date) -> str:
    return words.label("{month}-{day}", month=day.month, day=day.day)


def _weeks(context: Context, days: list[date]) -> list[Button]:
    """The weeks these days are of, each by the first of them: a Monday may be past."""
    first = {timetable.monday_of(day): day for day in reversed(days)}
    return [
        Button(describe_days(context.words, monday, monday + timedelta(days=6)), f"d{day.isoformat()}")
        for monday, day in sorted(first.items())
    ]


def _last(context: Context, draft: ArrangementForm) -> Screen:
    words = context.words
    first = draft.span.first if draft.span is not None else days_ahead(context)[0]
    text = words.say("From {day} until which day?", day=words.day(first))
    after = days_ahead(context, first + timedelta(days=1))
    if draft.task is ArrangementTask.WEEK_CAP:
        monday = timetable.monday_of(first)
        only, after = (
            Button(words.label("Only this week"), ONLY),
            days_ahead(context, monday + timedelta(days=7)),
        )
        return Screen(text=text, rows=((only,), *columns(_weeks(context, after), 1), (back(words),)))
    only = Button(words.label("Only this day"), ONLY)
    return Screen(text=text, rows=((only,), *day_buttons(words, after), (back(words),)))


def _hours(context: Context, draft: ArrangementForm) -> Screen:
    words, site = context.words, context.desk.site
    span = draft.span
    days = describe_days(words, span.first, span.last) if span is not None else ""
    whole = Button(words.label("The whole day"), WHOLE)
    half = (Button(words.label("Morning"), MORNING), Button(words.label("Afternoon"), AFTERNOON))
    halves = (whole, *half) if spans.has_halves(site) else (whole,)
    until = Button(words.label("Until another day…"), UNTIL)
    if draft.task is ArrangementTask.LEAVE:
        text = words.say("{days}: the whole day, or half of it?", days=days)
        return Screen(text=text, rows=(halves, (until, back(words))))
    text = words.say("{days}: the whole day, or which hours? You may tick several.", days=days)
    ticks = [
        Button(f"✓ {wall:%H:%M}" if f"{wall:%H:%M}" in draft.hours else f"{wall:%H:%M}", f"h{wall:%H:%M}")
        for wall in spans.walls(site)
    ]
    done = Button(words.label_n("✓ This hour", "✓ These {n} hours", len(draft.hours)), DONE)
    chosen = ((done,),) if draft.hours else ()
    return Screen(text=text, rows=(halves, *columns(ticks, 3), *chosen, (until, back(words))))


def _reason(context: Context, draft: ArrangementForm) -> Screen:
    words = context.words
    text = words.say("What is the reason? Please write it in a few words; guests do not see it.")
    return Screen(text=text, rows=((Button(words.label("Skip"), SKIP), back(words)),), no=SKIP)


def _confirm(context: Context, draft: ArrangementForm) -> Screen:
    words = context.words
    order = [
        words.say("<b>{order}</b>", order=heading(context, draft)),
        arrangement_wording.reason(words, draft.reason),
    ]
    parts = ["\n".join(filter(None, order)), "\n".join(foreseen(context, draft)), _asked(context, draft)]
    return Screen(
        text="\n\n".join(filter(None, parts)),
        rows=_confirm_rows(words, draft),
        yes=YES,
        no=LEAVE_IT,
    )


def _asked(context: Context, draft: ArrangementForm) -> str:
    """The question before the yes; where a cap is taken away, what that does."""
    words = context.words
    if _is_uncapped(draft):
        days = arrangement_wording.cap_days(words, arrangement_form.stretches(context.desk.site, draft))
        return words.say("No cap for {days}: is that right?", days=days)
    return words.say("Is that right?")


def _is_uncapped(draft: ArrangementForm) -> bool:
    return draft.task in CAPS and draft.number is None


def heading(context: Context, draft: ArrangementForm) -> str:
    """What is ordered, in one plain line."""
    words, name = context.words, ""
    if draft.who is not None:
        name = arrangement_wording.name_of(context, arrangement_form.consultant(draft))
    ordered = arrangement_form.ordered(context.desk.site, draft, name)
    if draft.task is ArrangementTask.OPEN:
        return words.label("Reopen: {when}", when=describe_periods(words, ordered.stretches))
    return arrangement_wording.title(words, ordered)


def is_closed(context: Context, draft: ArrangementForm) -> bool:
    """Whether anything is closed in that time."""
    wanted = arrangement_form.stretches(context.desk.site, draft)
    closures = [each for each in arrangements.in_force(context.desk) if each.what is ArrangementKind.CLOSED]
    return any(each.starts_at < end and start < each.ends_at for each in closures for start, end in wanted)


def _confirm_rows(words: Words, draft: ArrangementForm) -> tuple[tuple[Button, ...], ...]:
    yes = {
        ArrangementTask.CLOSE: words.label("✓ Yes, close"),
        ArrangementTask.OPEN: words.label("✓ Yes, reopen"),
        ArrangementTask.WITHHOLD: words.label("✓ Yes, withhold"),
        ArrangementTask.DAY_CAP: words.label("✓ Yes, set the cap"),
        ArrangementTask.WEEK_CAP: words.label("✓ Yes, set the cap"),
        ArrangementTask.LEAVE: words.label("✓ Yes, save"),
    }
    if _is_uncapped(draft):
        yes[draft.task] = words.label("✓ Yes, no cap")
    changes = [Button(words.label("Change days"), ArrangementStep.FIRST)]
    if draft.task not in CAPS:
        changes.append(Button(words.label("Change hours"), ArrangementStep.HOURS))
    if draft.task in arrangement_form.MOST:
        changes.append(Button(words.label("Change number"), ArrangementStep.NUMBER))
    why = Button(
        words.label("Change reason") if draft.reason else words.label("Add a reason"), ArrangementStep.REASON
    )
    leave = Button(words.label("Leave unchanged"), LEAVE_IT)
    return ((Button(yes[draft.task], YES),), *columns([*changes, why], 2), (leave,))


def foreseen(context: Context, draft: ArrangementForm) -> list[str]:
    """What would come of the order, in HTML lines."""
    words = context.words
    if draft.task is ArrangementTask.OPEN:
        closed = is_closed(context, draft)
        return [] if closed else [words.say("Nothing is closed in that time.")]
    try:
        found = arrangements.preview(context.desk, arrangement_form.orders(context.desk.site, draft))
    except NothingToArrange as nothing:
        return [explain(words, nothing)]
    lines = arrangement_wording.consequences(words, found, foreseen=True)
    if draft.task is ArrangementTask.CLOSE:
        lines = [*arrangement_wording.inside(words, found), *lines]
    if draft.task in CAPS:
        lines = crowded(context, draft)
    if draft.task is ArrangementTask.WITHHOLD:
        lines = [*_filled(context, draft), *lines]
    if lines:
        return lines
    if draft.task is ArrangementTask.CLOSE:
        return [words.say("No parties are booked in that time.")]
    return [words.say("There is room for every booking made so far.")]


def _filled(context: Context, draft: ArrangementForm) -> list[str]:
    """How many hours are full by what is withheld alone, in an HTML line; none where none is."""
    words, orders = context.words, arrangement_form.orders(context.desk.site, draft)
    plan = arrangements.plans_before_and_after(context.desk, orders)[1]
    slots = [
        slot
        for order in orders
        for slot in timetable.slots_between(context.desk.site, order.starts_at, order.ends_at)
    ]
    full = sum(plan.capacity(slot) == 0 for slot in slots)
    if not draft.number or not full:
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


def crowded(context: Context, draft: ArrangementForm) -> list[str]:
    """Days, or weeks, that have more parties already than a cap allows, in HTML lines."""
    words, site = context.words, context.desk.site
    if draft.task not in CAPS or draft.number is None:
        return []
    first, last = arrangement_wording.first_and_last(words, arrangement_form.stretches(site, draft)[0])
    plan = planning.read(context.desk, first, last)
    seats = [(timetable.day_of(site, slot), each.occupied) for slot, each in plan.seats.items()]
    counted: dict[date, int] = {}
    for day, gone in seats:
        begins = timetable.monday_of(day) if draft.task is ArrangementTask.WEEK_CAP else day
        if first <= day <= last:
            counted[begins] = counted.get(begins, 0) + gone
    over = {day: gone for day, gone in sorted(counted.items()) if gone > draft.number}
    if not over:
        return []
    length = timedelta(days=6 if draft.task is ArrangementTask.WEEK_CAP else 0)
    heading = words.say("⚠️ These already exceed the cap; existing bookings stay, and no more are accepted:")
    told = [
        words.say_n(
            "· {days}: {n} party",
            "· {days}: {n} parties",
            gone,
            days=describe_days(words, day, day + length),
        )
        for day, gone in list(over.items())[: arrangement_wording.MOST_NAMED]
    ]
    return [heading, *told]


SCREENS: dict[ArrangementStep, Callable[[Context, ArrangementForm], Screen]] = {
    ArrangementStep.SORT: _sort,
    ArrangementStep.NUMBER: _number,
    ArrangementStep.WHO: _who,
    ArrangementStep.FIRST: _first,
    ArrangementStep.LAST: _last,
    ArrangementStep.HOURS: _hours,
    ArrangementStep.REASON: _reason,
    ArrangementStep.CONFIRM: _confirm,
}

"""What each question of a manager's order looks like."""

from collections.abc import Callable
from datetime import date, timedelta

from bot import wording
from bot.dialogs.choice import BACK, MOST_DAYS
from bot.dialogs.dialog import Scene
from bot.dialogs.managing import form, spans, telling
from bot.dialogs.managing.form import CAPS, At, Draft, Task
from bot.dialogs.screen import Button, Screen, columns
from bot.language import Words
from core import timetable
from core.arrangements import What
from core.desk import arrange, consultants, planning
from core.errors import NothingToArrange

WHOLE, MORNING, AFTERNOON, UNTIL, DONE = "whole", "morning", "afternoon", "until", "done"
ONLY, SKIP, OFF, YES, LEAVE_IT = "only", "skip", "off", "yes", "leave"
CAPS_OFFERED = {Task.DAY_CAP: (4, 20, 40, 60, 80, 100), Task.WEEK_CAP: (20, 100, 200, 300, 400, 500)}
MOST_WITHHELD_OFFERED = 8


def back(words: Words) -> Button:
    return Button(words.label("‹ Back"), BACK)


def days_ahead(scene: Scene, start: date | None = None) -> list[date]:
    """The days a screen offers, from ``start`` or today on."""
    today = timetable.day_of(scene.desk.site, scene.desk.now)
    last = timetable.last_day(scene.desk.site, scene.desk.now)
    return timetable.days_between(start or today, max(last, (start or today) + timedelta(days=13)))[
        :MOST_DAYS
    ]


def day_buttons(words: Words, days: list[date]) -> tuple[tuple[Button, ...], ...]:
    return columns([Button(words.day(day), f"d{day.isoformat()}") for day in days], 2)


def _sort(scene: Scene, draft: Draft) -> Screen:
    words = scene.words
    rows = (
        (Button(words.label("Of the day"), Task.DAY_CAP), Button(words.label("Of the week"), Task.WEEK_CAP)),
        (back(words),),
    )
    return Screen(text=words.say("Is it a cap of the day, or of the week?"), rows=rows)


def _number(scene: Scene, draft: Draft) -> Screen:
    words = scene.words
    if draft.task is Task.WITHHOLD:
        text = words.say("How many seats of each hour shall be kept back? Tap, or write the number.")
        numbers = [Button(str(n), f"n{n}") for n in range(MOST_WITHHELD_OFFERED)]
        return Screen(text=text, rows=(*columns(numbers, 4), (back(words),)))
    text = words.say("How many parties a day at most? Tap, or write the number.")
    if draft.task is Task.WEEK_CAP:
        text = words.say("How many parties a week at most, from Monday to Sunday? Tap, or write the number.")
    numbers = [Button(str(n), f"n{n}") for n in CAPS_OFFERED[draft.task]]
    off = Button(words.label("No cap"), OFF)
    return Screen(text=text, rows=(*columns(numbers, 3), (off, back(words))))


def _who(scene: Scene, draft: Draft) -> Screen:
    words = scene.words
    people = [
        Button(f"{each.name} · {each.agency}", f"w{each.id}") for each in consultants.everyone(scene.desk)
    ]
    text = words.say("Who will be away?")
    if not people:
        text = words.say("The register has no consultants yet; /consultants enters them.")
    return Screen(text=text, rows=(*columns(people, 2), (back(words),)))


def _first(scene: Scene, draft: Draft) -> Screen:
    words = scene.words
    texts = {
        Task.CLOSE: words.say("Which day shall be closed?"),
        Task.OPEN: words.say("Which day shall be open again?"),
        Task.WITHHOLD: words.say("On which day shall seats be kept back?"),
        Task.DAY_CAP: words.say("For which day is the cap?"),
        Task.WEEK_CAP: words.say("For which week is the cap?"),
        Task.LEAVE: words.say("Which day are they away?"),
    }
    ahead = days_ahead(scene)
    example = words.say(
        "Tap it, or write one or several, such as {one} or {several}.",
        one=_short(ahead[1]),
        several=f"{_short(ahead[1])}..{_short(ahead[4])}",
    )
    text = f"{texts[draft.task]}\n{example}"
    weekly = draft.task is Task.WEEK_CAP
    rows = columns(_weeks(scene, ahead), 1) if weekly else day_buttons(words, ahead)
    return Screen(text=text, rows=(*rows, (back(words),)))


def _short(day: date) -> str:
    return f"{day.month}-{day.day}"


def _weeks(scene: Scene, days: list[date]) -> list[Button]:
    """The weeks these days are of, each by the first of them: a Monday may be past."""
    first = {timetable.monday_of(day): day for day in reversed(days)}
    return [
        Button(spans.tell_days(scene.words, monday, monday + timedelta(days=6)), f"d{day.isoformat()}")
        for monday, day in sorted(first.items())
    ]


def _last(scene: Scene, draft: Draft) -> Screen:
    words = scene.words
    first = draft.span.first if draft.span is not None else days_ahead(scene)[0]
    text = words.say("From {day}: until which day?", day=words.day(first))
    after = days_ahead(scene, first + timedelta(days=1))
    if draft.task is Task.WEEK_CAP:
        monday = timetable.monday_of(first)
        only, after = (
            Button(words.label("Only this week"), ONLY),
            days_ahead(scene, monday + timedelta(days=7)),
        )
        return Screen(text=text, rows=((only,), *columns(_weeks(scene, after), 1), (back(words),)))
    only = Button(words.label("Only this day"), ONLY)
    return Screen(text=text, rows=((only,), *day_buttons(words, after), (back(words),)))


def _hours(scene: Scene, draft: Draft) -> Screen:
    words, site = scene.words, scene.desk.site
    span = draft.span
    days = spans.tell_days(words, span.first, span.last) if span is not None else ""
    whole = Button(words.label("The whole day"), WHOLE)
    half = (Button(words.label("Morning"), MORNING), Button(words.label("Afternoon"), AFTERNOON))
    halves = (whole, *half) if spans.has_halves(site) else (whole,)
    until = Button(words.label("Until another day…"), UNTIL)
    if draft.task is Task.LEAVE:
        text = words.say("{days}: the whole day, or half of it?", days=days)
        return Screen(text=text, rows=(halves, (until, back(words))))
    text = words.say("{days}: the whole day, or which hours? Several may be ticked.", days=days)
    ticks = [
        Button(f"✓ {wall:%H:%M}" if f"{wall:%H:%M}" in draft.hours else f"{wall:%H:%M}", f"h{wall:%H:%M}")
        for wall in spans.walls(site)
    ]
    done = Button(words.label_n("✓ This hour", "✓ These {n} hours", len(draft.hours)), DONE)
    chosen = ((done,),) if draft.hours else ()
    return Screen(text=text, rows=(halves, *columns(ticks, 3), *chosen, (until, back(words))))


def _reason(scene: Scene, draft: Draft) -> Screen:
    words = scene.words
    text = words.say("For what reason? Please write it in a few words; guests are not told.")
    return Screen(text=text, rows=((Button(words.label("Skip"), SKIP), back(words)),), no=SKIP)


def _confirm(scene: Scene, draft: Draft) -> Screen:
    words = scene.words
    order = [words.say("<b>{order}</b>", order=heading(scene, draft)), telling.reason(words, draft.reason)]
    parts = ["\n".join(filter(None, order)), "\n".join(foreseen(scene, draft)), _asked(scene, draft)]
    return Screen(
        text="\n\n".join(filter(None, parts)),
        rows=_confirm_rows(words, draft),
        yes=YES,
        no=LEAVE_IT,
    )


def _asked(scene: Scene, draft: Draft) -> str:
    """The question before the yes; where a cap is taken away, what that does."""
    words = scene.words
    if _is_uncapped(draft):
        days = telling.cap_days(words, form.stretches(scene.desk.site, draft))
        return words.say("No cap for {days}: is that right?", days=days)
    return words.say("Is that right?")


def _is_uncapped(draft: Draft) -> bool:
    return draft.task in CAPS and draft.number is None


def heading(scene: Scene, draft: Draft) -> str:
    """What is ordered, in one plain line."""
    words, name = scene.words, ""
    if draft.who is not None:
        name = telling.name_of(scene, form.consultant(draft))
    ordered = form.ordered(scene.desk.site, draft, name)
    if draft.task is Task.OPEN:
        return words.label("Open again: {when}", when=spans.tell(words, ordered.stretches))
    return telling.title(words, ordered)


def is_closed(scene: Scene, draft: Draft) -> bool:
    """Whether anything is closed in that time."""
    wanted = form.stretches(scene.desk.site, draft)
    closures = [each for each in arrange.standing(scene.desk) if each.what is What.CLOSED]
    return any(each.starts_at < end and start < each.ends_at for each in closures for start, end in wanted)


def _confirm_rows(words: Words, draft: Draft) -> tuple[tuple[Button, ...], ...]:
    yes = {
        Task.CLOSE: words.label("✓ Yes, close"),
        Task.OPEN: words.label("✓ Yes, open"),
        Task.WITHHOLD: words.label("✓ Yes, keep back"),
        Task.DAY_CAP: words.label("✓ Yes, set the cap"),
        Task.WEEK_CAP: words.label("✓ Yes, set the cap"),
        Task.LEAVE: words.label("✓ Yes, note it"),
    }
    if _is_uncapped(draft):
        yes[draft.task] = words.label("✓ Yes, no cap")
    changes = [Button(words.label("Change days"), At.FIRST)]
    if draft.task not in CAPS:
        changes.append(Button(words.label("Change hours"), At.HOURS))
    if draft.task in form.MOST:
        changes.append(Button(words.label("Change number"), At.NUMBER))
    why = Button(words.label("Change reason") if draft.reason else words.label("Add a reason"), At.REASON)
    leave = Button(words.label("Leave it as it was"), LEAVE_IT)
    return ((Button(yes[draft.task], YES),), *columns([*changes, why], 2), (leave,))


def foreseen(scene: Scene, draft: Draft) -> list[str]:
    """What would come of the order, in HTML lines."""
    words = scene.words
    if draft.task is Task.OPEN:
        closed = is_closed(scene, draft)
        return [] if closed else [words.say("Nothing is closed in that time.")]
    try:
        found = arrange.foresee(scene.desk, form.orders(scene.desk.site, draft))
    except NothingToArrange as nothing:
        return [wording.refusal(words, nothing)]
    lines = telling.consequences(words, found, foreseen=True)
    if draft.task is Task.CLOSE:
        lines = [*telling.inside(words, found), *lines]
    if draft.task in CAPS:
        lines = crowded(scene, draft)
    if draft.task is Task.WITHHOLD:
        lines = [*_filled(scene, draft), *lines]
    if lines:
        return lines
    if draft.task is Task.CLOSE:
        return [words.say("Nobody is booked in that time.")]
    return [words.say("Every booking made so far has room.")]


def _filled(scene: Scene, draft: Draft) -> list[str]:
    """How many hours are full by what is withheld alone, in an HTML line; none where none is."""
    words, orders = scene.words, form.orders(scene.desk.site, draft)
    plan = arrange.plans(scene.desk, orders)[1]
    slots = [
        slot
        for order in orders
        for slot in timetable.slots_between(scene.desk.site, order.starts_at, order.ends_at)
    ]
    full = sum(plan.capacity(slot) == 0 for slot in slots)
    if not draft.number or not full:
        return []
    if full == len(slots):
        return [words.say("⚠️ No more than that are on duty: every hour of it becomes full.")]
    return [
        words.say_n(
            "⚠️ In {n} of these hours no more than that are on duty: it becomes full.",
            "⚠️ In {n} of these hours no more than that are on duty: they become full.",
            full,
        )
    ]


def crowded(scene: Scene, draft: Draft) -> list[str]:
    """Days, or weeks, that have more parties already than a cap allows, in HTML lines."""
    words, site = scene.words, scene.desk.site
    if draft.task not in CAPS or draft.number is None:
        return []
    first, last = telling.first_and_last(words, form.stretches(site, draft)[0])
    plan = planning.read(scene.desk, first, last)
    seats = [(timetable.day_of(site, slot), each.gone) for slot, each in plan.seats.items()]
    counted: dict[date, int] = {}
    for day, gone in seats:
        begins = timetable.monday_of(day) if draft.task is Task.WEEK_CAP else day
        if first <= day <= last:
            counted[begins] = counted.get(begins, 0) + gone
    over = {day: gone for day, gone in sorted(counted.items()) if gone > draft.number}
    if not over:
        return []
    length = timedelta(days=6 if draft.task is Task.WEEK_CAP else 0)
    heading = words.say(
        "⚠️ More parties than that are booked already; nobody is moved, and no more are taken:"
    )
    told = [
        words.say_n(
            "· {days}: {n} party",
            "· {days}: {n} parties",
            gone,
            days=spans.tell_days(words, day, day + length),
        )
        for day, gone in list(over.items())[: telling.MOST_NAMED]
    ]
    return [heading, *told]


SCREENS: dict[At, Callable[[Scene, Draft], Screen]] = {
    At.SORT: _sort,
    At.NUMBER: _number,
    At.WHO: _who,
    At.FIRST: _first,
    At.LAST: _last,
    At.HOURS: _hours,
    At.REASON: _reason,
    At.CONFIRM: _confirm,
}

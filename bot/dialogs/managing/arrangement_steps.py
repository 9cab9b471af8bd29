"""Arranging step by step: a manager closes, reopens, withholds, sets a cap, or enters a leave."""

from contextlib import suppress
from dataclasses import replace
from datetime import date, time, timedelta

from bot.dialogs.given import days_given
from bot.dialogs.managing import (
    arrangement_form,
    arrangement_list,
    arrangement_preview,
    arrangement_wording,
    days,
)
from bot.dialogs.managing.arrangement_form import (
    CAPS,
    MOST,
    ArrangementForm,
    ArrangementStep,
    ArrangementTask,
)
from bot.engine.dialog import Context
from bot.engine.form import Again, Confirmation, Question, Reason, Step, not_followed
from bot.engine.form_dialog import FormDialog
from bot.engine.inputs import Chose, Given, Said
from bot.engine.replies import Finish, Reply, Show
from bot.engine.screen import Button, Screen, columns
from bot.language.words import Words
from bot.understanding import spans
from bot.understanding.numbers import read_number
from bot.understanding.parts_of_day import PartOfDay
from bot.understanding.text import tidy
from bot.wording.periods import describe_days
from core import timetable
from core.arrangements import MAX_REASON_LENGTH
from core.desk import arrangements, consultants
from core.desk.consequences import Consequences
from core.errors import NothingToArrange
from core.staff import Member

Read = ArrangementForm | Again[ArrangementForm]
UNTIL, DONE, ONLY, OFF = "until", "done", "only", "off"
PARTS = {"whole": PartOfDay.WHOLE, "morning": PartOfDay.MORNING, "afternoon": PartOfDay.AFTERNOON}
CAPS_OFFERED = {
    ArrangementTask.DAY_CAP: (4, 20, 40, 60, 80, 100),
    ArrangementTask.WEEK_CAP: (20, 100, 200, 300, 400, 500),
}
MOST_WITHHELD_OFFERED = 8


def _ask_sort(context: Context, form: ArrangementForm) -> Question:
    words = context.words
    caps = (
        Button(words.label("Daily cap"), ArrangementTask.DAY_CAP),
        Button(words.label("Weekly cap"), ArrangementTask.WEEK_CAP),
    )
    return Question(text=words.say("Is it a daily or a weekly cap?"), rows=(caps,))


def _read_sort(context: Context, form: ArrangementForm, given: Given) -> Read:
    if isinstance(given, Chose) and given.choice in CAPS:
        return _with_the_rest(replace(form, task=ArrangementTask(given.choice)))
    return Again(note=not_followed(context.words), missed=True)


def _with_the_rest(form: ArrangementForm) -> ArrangementForm:
    """Where the days are known, they came in one line with all the rest, and nothing else is asked for."""
    return replace(form, seen=form.seen or form.first is not None)


def _ask_number(context: Context, form: ArrangementForm) -> Question:
    words = context.words
    if form.task is ArrangementTask.WITHHOLD:
        text = words.say("How many seats should we withhold in each hour? Tap a number or write one.")
        numbers = [Button(str(n), f"n{n}") for n in range(MOST_WITHHELD_OFFERED)]
        return Question(text=text, rows=columns(numbers, 4))
    text = words.say("How many parties may come in a day at most? Tap a number or write one.")
    if form.task is ArrangementTask.WEEK_CAP:
        text = words.say(
            "How many parties may come in a week at most, from Monday to Sunday? Tap a number or write one."
        )
    numbers = [Button(str(n), f"n{n}") for n in CAPS_OFFERED[form.task]]
    return Question(text=text, rows=columns(numbers, 3), beside=(Button(words.label("No cap"), OFF),))


def _read_number(context: Context, form: ArrangementForm, given: Given) -> Read:
    if given == Chose(OFF) and form.task in CAPS:
        return _with_the_rest(replace(form, number=None))
    said = given.text if isinstance(given, Said) else ""
    if isinstance(given, Chose) and given.choice.startswith("n"):
        said = given.choice[1:]
    number = read_number(said)
    if number is None or not 0 <= number <= MOST[form.task]:
        return Again(
            note=context.words.say("Please give a whole number from 0 to {most}.", most=MOST[form.task])
        )
    return _with_the_rest(replace(form, number=number))


def _ask_who(context: Context, form: ArrangementForm) -> Question:
    words = context.words
    people = [
        Button(f"{each.name} · {each.agency}", f"w{each.id}")
        for each in consultants.list_active(context.desk)
    ]
    text = words.say("Who will be away?")
    if not people:
        text = words.say("The register has no consultants yet; please add them with /consultants.")
    return Question(text=text, rows=columns(people, 2))


def _read_who(context: Context, form: ArrangementForm, given: Given) -> Read:
    everyone = consultants.list_active(context.desk)
    if isinstance(given, Chose):
        found = [each for each in everyone if given.choice == f"w{each.id}"]
    else:
        said = tidy(given.text) if isinstance(given, Said) else ""
        found = [each for each in everyone if each.name == said]
    return (
        replace(form, who=found[0].id)
        if len(found) == 1
        else Again(note=not_followed(context.words), missed=True)
    )


def _ask_first(context: Context, form: ArrangementForm) -> Question:
    words = context.words
    texts = {
        ArrangementTask.CLOSE: words.say("Which day should we close?"),
        ArrangementTask.OPEN: words.say("Which day should we reopen?"),
        ArrangementTask.WITHHOLD: words.say("Which day should we withhold seats on?"),
        ArrangementTask.DAY_CAP: words.say("Which day does the cap apply to?"),
        ArrangementTask.WEEK_CAP: words.say("Which week does the cap apply to?"),
        ArrangementTask.LEAVE: words.say("Which day are they away?"),
    }
    ahead = days.ahead(context)
    example = words.say(
        "Tap one, or write one day or more, such as {one} or {several}.",
        one=_short(words, ahead[1]),
        several=words.label("{first}..{last}", first=_short(words, ahead[1]), last=_short(words, ahead[4])),
    )
    weekly = form.task is ArrangementTask.WEEK_CAP
    rows = columns(_weeks(context, ahead), 1) if weekly else days.buttons(words, ahead)
    return Question(text=f"{texts[form.task]}\n{example}", rows=rows)


def _short(words: Words, day: date) -> str:
    return words.label("{month}-{day}", month=day.month, day=day.day)


def _weeks(context: Context, offered: list[date]) -> list[Button]:
    """The weeks of these days, by the first day of each; a Monday may be past."""
    first = {timetable.monday_of(day): day for day in reversed(offered)}
    return [
        Button(describe_days(context.words, monday, monday + timedelta(days=6)), f"d{day.isoformat()}")
        for monday, day in sorted(first.items())
    ]


def _read_first(context: Context, form: ArrangementForm, given: Given) -> Read:
    found = days_given(context, given)
    if found is None:
        return Again(note=_please_give_days(context))
    note = days.unusable(context, *found)
    if note:
        return Again(note=note)
    form = replace(form, first=found[0], last=found[1])
    # Several days in one answer need no question for the last day.
    return replace(form, at=ArrangementStep.LAST) if form.task in CAPS and found[0] != found[1] else form


def _please_give_days(context: Context) -> str:
    return context.words.say("Please tap a day, or write one or more, such as 11-28 or 11-28..12-1.")


def _ask_last(context: Context, form: ArrangementForm) -> Question:
    words = context.words
    first = form.first or days.ahead(context)[0]
    text = words.say("From {day} until which day?", day=words.day(first))
    if form.task is ArrangementTask.WEEK_CAP:
        only = Button(words.label("Only this week"), ONLY)
        after = days.ahead(context, timetable.monday_of(first) + timedelta(days=7))
        return Question(text=text, rows=((only,), *columns(_weeks(context, after), 1)))
    only = Button(words.label("Only this day"), ONLY)
    return Question(
        text=text, rows=((only,), *days.buttons(words, days.ahead(context, first + timedelta(days=1))))
    )


def _read_last(context: Context, form: ArrangementForm, given: Given) -> Read:
    first = form.first or days.ahead(context)[0]
    found = (first, first) if given == Chose(ONLY) else days_given(context, given)
    if found is None or found[1] < first:
        return Again(note=_please_give_days(context))
    note = days.unusable(context, first, found[1])
    if note:
        return Again(note=note)
    form = replace(form, last=found[1])
    return form if form.task in CAPS else Again(state=form, at=ArrangementStep.HOURS)


def _ask_hours(context: Context, form: ArrangementForm) -> Question:
    words, site, span = context.words, context.desk.site, form.span
    named = describe_days(words, span.first, span.last) if span is not None else ""
    whole = Button(words.label("The whole day"), "whole")
    half = (Button(words.label("Morning"), "morning"), Button(words.label("Afternoon"), "afternoon"))
    parts = (whole, *half) if spans.has_halves(site) else (whole,)
    until = Button(words.label("Until another day…"), UNTIL)
    if form.task is ArrangementTask.LEAVE:
        text = words.say("{days}: the whole day, or half of it?", days=named)
        return Question(text=text, rows=(parts,), beside=(until,))
    text = words.say("{days}: the whole day, or which hours? You may tick several.", days=named)
    ticks = [
        Button(f"✓ {wall:%H:%M}" if wall in form.hours else f"{wall:%H:%M}", f"h{wall:%H:%M}")
        for wall in spans.walls(site)
    ]
    done = Button(words.label_n("✓ This hour", "✓ These {n} hours", len(form.hours)), DONE)
    rows = (parts, *columns(ticks, 3), *([(done,)] if form.hours else []))
    return Question(text=text, rows=rows, beside=(until,))


def _read_hours(context: Context, form: ArrangementForm, given: Given) -> Read:
    site, is_leave = context.desk.site, form.task is ArrangementTask.LEAVE
    match given:
        case Chose(choice) if choice in PARTS and (choice == "whole" or spans.has_halves(site)):
            return replace(form, hours=spans.hours_of(site, PARTS[choice]))
        case Chose("until"):
            return Again(at=ArrangementStep.LAST)
        case Chose("done") if form.hours:
            return replace(form, hours=spans.whole_or(site, form.hours))
        case Chose(choice) if not is_leave and (ticked := _ticked(context, choice)) is not None:
            return Again(state=replace(form, hours=tuple(sorted({*form.hours} ^ {ticked}))))
        case Said(text) if (written := spans.read_hours(text, site)) is not None:
            if not is_leave or is_part_of_day(context, written):
                return replace(form, hours=written)
    return Again(note=not_followed(context.words) if is_leave else please_give_hours(context))


def _ticked(context: Context, choice: str) -> time | None:
    return next((wall for wall in spans.walls(context.desk.site) if choice == f"h{wall:%H:%M}"), None)


def is_part_of_day(context: Context, hours: tuple[time, ...]) -> bool:
    """Whether these slots are the whole day, its morning or its afternoon."""
    return hours in {spans.hours_of(context.desk.site, part) for part in PartOfDay}


def please_give_hours(context: Context) -> str:
    """Asks the manager to tap or write hours."""
    hours = context.desk.site.hours
    return context.words.say(
        "We receive guests from {opens} to {closes}; please tap the hours, or write them, such as 10-12.",
        opens=hours.opens.strftime("%H:%M"),
        closes=hours.closes.strftime("%H:%M"),
    )


def _yes(context: Context, form: ArrangementForm) -> str:
    words = context.words
    if form.is_uncapped:
        return words.label("✓ Yes, no cap")
    return {
        ArrangementTask.CLOSE: words.label("✓ Yes, close"),
        ArrangementTask.OPEN: words.label("✓ Yes, reopen"),
        ArrangementTask.WITHHOLD: words.label("✓ Yes, withhold"),
        ArrangementTask.DAY_CAP: words.label("✓ Yes, set the cap"),
        ArrangementTask.WEEK_CAP: words.label("✓ Yes, set the cap"),
        ArrangementTask.LEAVE: words.label("✓ Yes, save"),
    }[form.task]


def _changes(words: Words, form: ArrangementForm) -> list[tuple[str, str]]:
    changes: list[tuple[str, str]] = [(ArrangementStep.FIRST, words.label("Change days"))]
    if form.task not in CAPS:
        changes.append((ArrangementStep.HOURS, words.label("Change hours")))
    if form.task in MOST:
        changes.append((ArrangementStep.NUMBER, words.label("Change number")))
    return changes


def _submit(context: Context, form: ArrangementForm) -> Reply | Again[ArrangementForm]:
    """Make the arrangement, and show its consequences and the way to the list."""
    desk, words = context.desk, context.words
    if form.task is ArrangementTask.OPEN and not arrangement_preview.is_closed(context, form):
        return Again()
    by = context.require(arrangement_form.right_for(form.task))
    # Read this before arranging, as the confirmation did.
    over_the_cap = arrangement_preview.over_the_cap(context, form)
    if form.task is ArrangementTask.OPEN:
        found = _reopen(context, form, by)
    else:
        found = arrangements.arrange(desk, arrangement_form.specs(desk.site, form), by)
    lines = [
        words.say("✓ <b>{order}</b>", order=arrangement_preview.heading(context, form)),
        arrangement_wording.reason(words, form.reason),
        *(arrangement_wording.parties_to_move(words, found) if form.task is ArrangementTask.CLOSE else []),
        *(
            over_the_cap
            if form.task in CAPS
            else arrangement_wording.consequences(words, found, foreseen=False)
        ),
    ]
    screen = Screen(text="\n".join(filter(None, lines)), rows=((arrangement_list.way(words, form.dialog),),))
    must_move = form.task is ArrangementTask.CLOSE and found.bookings_in_closed_hours
    beside = Show(arrangement_list.to_move(context, 0), handle=arrangement_list.MOVES) if must_move else None
    return Finish(screen, beside=beside)


def _reopen(context: Context, form: ArrangementForm, by: Member) -> Consequences:
    """Reopen the closed ones of these hours. Raises NothingToArrange if none is closed."""
    found: list[Consequences] = []
    for start, end in arrangement_form.stretches(context.desk.site, form):
        with suppress(NothingToArrange):
            found.append(arrangements.reopen(context.desk, start, end, by, form.reason))
    if not found:
        raise NothingToArrange
    return Consequences(
        bookings_in_closed_hours=(),
        overbooked_slots=tuple(slot for each in found for slot in each.overbooked_slots),
    )


_SORT = Step(
    name=ArrangementStep.SORT, ask=_ask_sort, read=_read_sort, applies=lambda form: form.task in CAPS
)
_NUMBER = Step(
    name=ArrangementStep.NUMBER, ask=_ask_number, read=_read_number, applies=lambda form: form.task in MOST
)
_WHO = Step(name=ArrangementStep.WHO, ask=_ask_who, read=_read_who)
_FIRST = Step(name=ArrangementStep.FIRST, ask=_ask_first, read=_read_first)
_HOURS = Step(
    name=ArrangementStep.HOURS, ask=_ask_hours, read=_read_hours, applies=lambda form: form.task not in CAPS
)
# The last day is asked for caps; for others only by the button «Until another day…» of the hours.
_LAST = Step(
    name=ArrangementStep.LAST, ask=_ask_last, read=_read_last, applies=lambda form: form.task in CAPS
)
_REASON = Reason[ArrangementForm](
    name=ArrangementStep.REASON,
    ask=lambda words: words.say("What is the reason? Please write it in a few words; guests do not see it."),
    most=MAX_REASON_LENGTH,
    clean=tidy,
    optional=True,
    asked=lambda form: form.task is not ArrangementTask.OPEN,
)
_CONFIRMATION = Confirmation(
    name=ArrangementStep.CONFIRM,
    ask=arrangement_preview.confirmation,
    yes=_yes,
    changes=_changes,
    submit=_submit,
)
ARRANGING = FormDialog(
    name=arrangement_form.DAYS,
    state_type=ArrangementForm,
    steps=(_SORT, _NUMBER, _FIRST, _HOURS, _LAST),
    reason=_REASON,
    confirmation=_CONFIRMATION,
)
LEAVE = FormDialog(
    name=arrangement_form.LEAVE,
    state_type=ArrangementForm,
    steps=(_WHO, _FIRST, _HOURS, _LAST),
    reason=_REASON,
    confirmation=_CONFIRMATION,
)


def dialog_of(form: ArrangementForm) -> FormDialog[ArrangementForm]:
    """The dialog of a form. Leave is a separate dialog, because it needs another right."""
    return LEAVE if form.task is ArrangementTask.LEAVE else ARRANGING

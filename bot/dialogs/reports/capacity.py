"""/capacity: how full a day is, slot by slot; or the fortnight."""

from datetime import date

from bot.dialogs.reports import asking, fortnight
from bot.dialogs.reports.table import HANDLE, QUIET, Further, Row, Sums, aligned
from bot.engine.dialog import Context
from bot.engine.payload import SubjectAction
from bot.engine.replies import Reply, Show
from bot.engine.screen import Button, Screen
from bot.language.words import Words
from bot.understanding.days import names_a_fortnight
from bot.wording import phrases
from core.capacity import SlotLoad, UnavailableReason
from core.desk import queries

BAR = 6
# Nobody can book the room beyond a cap.
CAPPED = {UnavailableReason.DAY_CAP, UnavailableReason.WEEK_CAP}
# Rows that leave a message room for bars.
BARRED = 48


def report(context: Context, argument: str) -> Reply:
    """/capacity [day|week]: how full each slot of a day is, or each day of a fortnight."""
    if names_a_fortnight(argument):
        return fortnight.report(context)
    return asking.asked(context, argument, _shown, _unclear)


def turn(context: Context, action: SubjectAction) -> Reply:
    if action.subject == fortnight.SUBJECT:
        return fortnight.report(context)
    return asking.turned(context, action, _shown, _unclear)


def _unclear(context: Context) -> Reply:
    text = context.words.say(
        "Which day, please? For example: /capacity tomorrow, /capacity 28, /capacity 11-28; for a fortnight, "
        "/capacity week."
    )
    return Show(Screen(text=text))


def _shown(context: Context, day: date, _page: int) -> Reply:
    words = context.words
    loads = queries.loads(context.desk, day, day)
    to_the_fortnight = Button(
        words.label("Fortnight"), SubjectAction(name="capacity", subject=fortnight.SUBJECT)
    )
    rows = (asking.neighbours(context, day, "capacity"), (to_the_fortnight,))
    return Show(Screen(text=_text(words, day, loads), rows=rows), handle=HANDLE)


def _text(words: Words, day: date, loads: list[SlotLoad]) -> str:
    sums = Sums.of(loads)
    further = Further.of(sums)
    whole = _shut_all_day(loads)
    lines = [f"<b>{words.day(day)}</b>", *sums.lines(words)]
    if whole is not None:
        why = words.say("All day: {why}", why=phrases.unavailable(words, whole))
        lines.append(f"<i>{why}</i>" if whole in QUIET else why)
    table = aligned([_row(words, load, further, len(loads) <= BARRED, whole) for load in loads])
    names = [words.label("hour"), words.label("taken/capacity"), words.label("free"), *further.names(words)]
    return "\n".join([*lines, "", f"<pre>{table}</pre>", " · ".join(names)])


def _shut_all_day(loads: list[SlotLoad]) -> UnavailableReason | None:
    """The reason that makes every slot of the day unavailable, if it is the same for all."""
    reasons = {load.unavailable for load in loads}
    return reasons.pop() if len(reasons) == 1 else None


def _row(
    words: Words, load: SlotLoad, further: Further, barred: bool, all_day: UnavailableReason | None
) -> Row:
    free = (
        "–"
        if load.unavailable is UnavailableReason.CLOSED
        else str(0 if load.unavailable in CAPPED else load.free)
    )
    tail = (
        [phrases.unavailable(words, load.unavailable)]
        if load.unavailable is not None and load.unavailable is not all_day
        else []
    )
    if load.peers:
        tail.append(words.label("peers"))
    hour = words.hour(load.starts_at)
    return Row(
        lead=f"{hour} {_bar(load)}" if barred else hour,
        taken=load.taken,
        capacity=load.capacity,
        figures=(free, *further.figures(Sums.of([load]))),
        tail=" ".join(tail),
    )


def _bar(load: SlotLoad) -> str:
    """A bar of taken and held seats; it is full only if no seat is free."""
    taken = _filled(load.taken, load)
    gone = max(_filled(load.taken + load.offered, load), taken)
    return "█" * taken + "▒" * (gone - taken) + "·" * (BAR - gone)


def _filled(parties: int, load: SlotLoad) -> int:
    if parties >= load.capacity:
        return BAR
    return max(min(round(BAR * parties / load.capacity), BAR - 1), 1 if parties else 0)

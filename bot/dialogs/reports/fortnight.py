"""/capacity week: the fortnight from today, as a picture and, below it, a line for each day."""

from collections import Counter
from datetime import date, timedelta
from itertools import groupby

from bot.dialogs.reports import asking
from bot.dialogs.reports.table import HANDLE, QUIET, Further, Row, Sums, aligned
from bot.engine.dialog import Context
from bot.engine.payload import SubjectAction
from bot.engine.replies import Picture, Reply, Show
from bot.engine.screen import Button, Screen, columns
from bot.language.words import Words
from bot.pictures.fullness import Fullness
from bot.wording import phrases
from core import timetable
from core.capacity import SlotLoad, UnavailableReason
from core.desk import queries
from core.staff import Right

SUBJECT = "week"
DAYS = 14
ABREAST = 4

Days = list[tuple[date, list[SlotLoad]]]


def report(context: Context) -> Reply:
    """Raises NotPermitted."""
    context.require(Right.SEE_THE_DAY)
    words, today = context.words, asking.this_day(context)
    loads = queries.loads(context.desk, today, today + timedelta(days=DAYS - 1))
    days = [
        (day, list(slots))
        for day, slots in groupby(loads, key=lambda load: timetable.day_of(context.desk.site, load.starts_at))
    ]
    buttons = [
        Button(_short(words, day).strip(), SubjectAction(name="capacity", subject=day.isoformat()))
        for day, _ in days
    ]
    return Show(
        Screen(text=_text(words, days, Sums.of(loads)), rows=columns(buttons, ABREAST)),
        handle=HANDLE,
        picture=Picture(Fullness.KIND, Fullness(today, tuple(loads)).to_json()),
    )


def _text(words: Words, days: Days, sums: Sums) -> str:
    further = Further.of(sums)
    span = words.say("{first} – {last}", first=words.day(days[0][0]), last=words.day(days[-1][0]))
    table = aligned([_row(words, day, loads, further) for day, loads in days])
    names = [
        words.label("day"),
        words.label("taken/capacity"),
        words.label("free"),
        words.label("fullest hour"),
        *further.names(words),
    ]
    unavailable = [
        _unavailable(words, day, loads) for day, loads in days if any(load.unavailable for load in loads)
    ]
    lines = [f"<b>{span}</b>", *sums.lines(words), "", f"<pre>{table}</pre>", " · ".join(names)]
    return "\n".join([*lines, "", *unavailable] if unavailable else lines)


def _short(words: Words, day: date) -> str:
    """A day of the fortnight, as wide as any other."""
    return f"{day.day:>2} {words.weekday(day)}"


def _row(words: Words, day: date, loads: list[SlotLoad], further: Further) -> Row:
    sums = Sums.of(loads)
    fullest = max(loads, key=_share)
    return Row(
        lead=_short(words, day),
        taken=sums.taken,
        capacity=sums.capacity,
        figures=(
            str(sums.free),
            words.hour(fullest.starts_at) if _share(fullest) else "–",
            *further.figures(sums),
        ),
    )


def _share(load: SlotLoad) -> float:
    """The occupied share of a slot; of equally full slots, the earliest counts as the fullest."""
    gone = load.taken + load.offered
    return gone / load.capacity if load.capacity else float(gone)


def _unavailable(words: Words, day: date, loads: list[SlotLoad]) -> str:
    """The reasons that make slots of a day unavailable, with their numbers."""
    counted = Counter(load.unavailable for load in loads)
    why = [
        words.label("{why}, all day", why=phrases.unavailable(words, reason))
        if counted[reason] == len(loads)
        else words.label("{n} {why}", why=phrases.unavailable(words, reason), n=counted[reason])
        for reason in UnavailableReason
        if counted[reason]
    ]
    line = words.say("{day}: {why}", day=words.day(day), why=words.listed(why))
    return f"<i>{line}</i>" if set(counted) <= {None, *QUIET} else line

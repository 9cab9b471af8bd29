"""The question for a day and an hour: the days, the hours of one, or the nearest where those asked for are taken."""

from collections.abc import Iterable
from datetime import date, datetime, time

from bot.dialogs.booking import requested_day
from bot.dialogs.booking.choice import TimeChoice
from bot.dialogs.given import MOST_DAYS
from bot.engine.dialog import Context
from bot.engine.form import Question
from bot.engine.screen import Button, columns
from bot.understanding.spans import walls
from bot.wording.refusals import day_is_full, other_day_by_phone
from core import timetable
from core.desk import queries
from core.desk.queries import OpenSlots
from core.plan import SeatRequest

OTHER_DAY, ALL_HOURS = "days", "hours"


def ask(
    context: Context,
    when: TimeChoice,
    seat_request: SeatRequest,
    *besides: Button,
    whom: str = "",
    waits: bool = True,
) -> Question:
    """The days, the hours of the chosen day, or the offers. ``besides`` are further buttons where there is no free
    hour that suits; ``whom`` is the guest whom a member of staff books for, in plain text; ``waits``: whether the
    waiting list is offered."""
    if requested_day.applies(context, seat_request):
        return requested_day.ask(context, seat_request)
    offered = bool(when.offers or when.full)
    day = when.day
    found = queries.open_slots(context.desk, seat_request, None if offered else day)
    if not waits:
        found = OpenSlots(found.free, ())
    if offered:
        question = _offers(context, when, found, besides, whom)
        if question is not None:
            return question
    if day is None:
        shown = _days(context, when, found, besides, whom)
        return shown.with_note(own_day_only(context, seat_request))
    return _hours(context, when, day, found, whom)


def own_day_only(context: Context, seat_request: SeatRequest) -> str:
    """Where the house chooses the hours: why a guest with a booking is shown no other day, and how to get one."""
    if seat_request.moving is None or not (seat_request.is_guest and context.desk.site.booking.request_mode):
        return ""
    return other_day_by_phone(
        context.words, timetable.day_of(context.desk.site, seat_request.moving.starts_at)
    )


def _days(
    context: Context, when: TimeChoice, found: OpenSlots, besides: tuple[Button, ...], whom: str
) -> Question:
    words = context.words
    free, full = _days_of(context, when, found)
    buttons = []
    for day in sorted(free | full)[:MOST_DAYS]:
        # A full day's button has no room for more than that.
        label = words.day_button(day) if day in free else words.label("{day} · full", day=words.day(day))
        buttons.append(Button(label, f"d{day.isoformat()}"))
    if free:
        text = words.say("{whom}: which day?", whom=whom) if whom else _which_day(context, when)
        other = [Button(words.label("Another day"), OTHER_DAY)] if when.days else []
        return Question(text=text, rows=columns(buttons, 2), beside=other)
    text = words.say(
        "I am sorry, all our open hours are taken. Please call us on {phone}; we will gladly find a way.",
        phone=context.desk.site.phone,
    )
    if whom:
        text = words.say("{whom}: all our open hours are taken.", whom=whom)
    if full:
        text += "\n\n" + words.say(
            "Or tap a day to join its waiting list: we offer free seats in the order of the list."
        )
    return Question(text=text, rows=columns(buttons, 2), below=columns([*besides], 1))


def _which_day(context: Context, when: TimeChoice) -> str:
    words, site = context.words, context.desk.site
    hours = [f"{wall:%H:%M}" for wall in sorted(when.walls)]
    if len(hours) == len(walls(site)):
        hours = []  # every hour suits
    match hours:
        case []:
            return words.say("Which day would suit you?")
        case [hour]:
            return words.say("Which day would suit you at {hour}?", hour=hour)
        case [one, other]:
            return words.say("Which day would suit you at {one} or {other}?", one=one, other=other)
        case _:
            first, last = hours[0], hours[-1]
            return words.say("Which day would suit you between {first} and {last}?", first=first, last=last)


def _days_of(context: Context, when: TimeChoice, found: OpenSlots) -> tuple[set[date], set[date]]:
    """The days with a free slot and those with a full one: of the days and hours meant, if there are such."""
    site = context.desk.site
    free, full = ({timetable.day_of(site, slot) for slot in slots} for slots in (found.free, found.full))
    suiting = {timetable.day_of(site, slot) for slot in _at(context, found.free, when.walls)}
    if when.walls and suiting:
        free, full = suiting, full - free
    if when.days and (free | full) & set(when.days):
        free, full = free & set(when.days), full & set(when.days)
    return free, full


def _at(context: Context, slots: Iterable[datetime], walls: tuple[time, ...]) -> list[datetime]:
    """Those of the slots that begin at one of these hours."""
    return [slot for slot in slots if timetable.local(context.desk.site, slot).time() in walls]


def _hours(context: Context, when: TimeChoice, day: date, found: OpenSlots, whom: str) -> Question:
    words = context.words
    free, full = of_day(context, found.free, day), of_day(context, found.full, day)
    suiting = _at(context, free, when.walls)
    narrowed = bool(suiting) and len(suiting) < len(free)
    if narrowed:
        free, full, found = suiting, [], OpenSlots(tuple(suiting), ())
    buttons = [Button(words.hour(slot), f"s{slot.isoformat()}") for slot in free]
    text = words.say("{day}: which hour would suit you?", day=words.day(day))
    if narrowed and len(free) == 2:
        one, other = (words.hour(slot) for slot in free)
        text = words.say("{day}: would {one} or {other} suit you?", day=words.day(day), one=one, other=other)
    if whom:
        text = words.say("{whom}: which hour on {day}?", whom=whom, day=words.day(day))
    if not free:
        text = f"{text}\n{day_is_full(words, day)}" if whom else day_is_full(words, day)
    if full:
        text += "\n\n" + words.say(
            "A full hour has a waiting list: tap the hour to join it. We offer free seats in the order "
            "of the list."
        )
    others = [Button(words.label("Another day"), OTHER_DAY)]
    if narrowed:
        others.insert(0, Button(words.label("All hours"), ALL_HOURS))
    rows = (*columns(buttons, 3), *_waiting_rows(context, day, found))
    yes = f"w{day.isoformat()}" if full and not free else None
    return Question(text=text, rows=rows, beside=others, yes=yes)


def _waiting_rows(context: Context, day: date, found: OpenSlots) -> tuple[tuple[Button, ...], ...]:
    """The full hours of a day, to wait for; where none is free also any hour of it."""
    words, full = context.words, of_day(context, found.full, day)
    hours = [
        Button(words.label("{hour} full", hour=words.hour(slot)), f"w{slot.isoformat()}") for slot in full
    ]
    rows = columns(hours, 3)
    return rows if of_day(context, found.free, day) or not full else ((_any_hour(context, day),), *rows)


def _any_hour(context: Context, day: date) -> Button:
    label = context.words.label("Wait for any hour on {day}", day=context.words.day(day))
    return Button(label, f"w{day.isoformat()}")


def _offers(
    context: Context, when: TimeChoice, found: OpenSlots, besides: tuple[Button, ...], whom: str
) -> Question | None:
    """The nearest hours, and the waiting list for what was asked for; None where there is neither now."""
    words = context.words
    waiting = _waiting_for(context, when.full, found) if when.full is not None else ()
    if not when.offers and not waiting:
        return None
    text = words.say("May I offer you one of these?")
    if waiting:
        wait = words.say(
            "Or shall I put you on the waiting list? We offer you a seat as soon as it is your turn."
        )
        alone = words.say(
            "Shall I put you on the waiting list? We offer you a seat as soon as it is your turn."
        )
        text = f"{text}\n{wait}" if when.offers else alone
    if whom:
        text = words.say("{whom}: one of these?", whom=whom)
        if waiting:
            text = words.say("{whom}: one of these, or the waiting list?", whom=whom)
    buttons = [Button(words.start(slot), f"s{slot.isoformat()}") for slot in when.offers]
    other = Button(words.label("Another day"), OTHER_DAY)
    # A yes to the last question is for the waiting list; the confirmation asks once more.
    yes = f"w{when.full.isoformat()}" if waiting and when.full is not None else None
    rows, below = (*columns(buttons, 1), *waiting), columns([*besides], 1)
    return Question(text=text, rows=rows, beside=[other], below=below, yes=yes)


def _waiting_for(context: Context, full: date, found: OpenSlots) -> tuple[tuple[Button, ...], ...]:
    """``full``: a day, or a slot."""
    if not isinstance(full, datetime):
        return _waiting_rows(context, full, found)
    if full not in found.full:
        return ()
    day = timetable.day_of(context.desk.site, full)
    wait = Button(
        context.words.label("Wait for {slot}", slot=context.words.start(full)), f"w{full.isoformat()}"
    )
    return ((wait,),) if of_day(context, found.free, day) else ((wait,), (_any_hour(context, day),))


def of_day(context: Context, slots: Iterable[datetime], day: date) -> list[datetime]:
    """Those of the slots that are on this day."""
    whole_day = timetable.slots_of(context.desk.site, day)
    return [slot for slot in slots if slot in whole_day]

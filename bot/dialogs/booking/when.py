"""The answers to the question for a day and an hour (``when_question``), for every dialog that asks it. Where all is
full there is the waiting list."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time

from bot.dialogs.booking import requested_day
from bot.dialogs.booking.choice import ChoicePurpose, ChoiceResult, DayOrSlot, TimeChoice
from bot.dialogs.booking.when_question import ALL_HOURS, OTHER_DAY, of_day, own_day_only
from bot.dialogs.given import (
    day_given,
    hour_given,
    please_give_day,
    please_give_hour,
    tapped_day,
    tapped_slot,
    understood,
)
from bot.engine.dialog import Context
from bot.engine.inputs import Chose, Given, Said
from bot.understanding import spans
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import asks_to_wait, leaves_it_to_us
from bot.understanding.sentences import Understood
from bot.understanding.setting import Asking
from bot.understanding.wishes import place_in_row
from bot.wording.refusals import (
    day_is_full,
    day_is_past,
    day_refusal,
    explain,
    room_after_all,
)
from core import timetable
from core.desk import queries, rules
from core.errors import Closed, DayFull, OnRequestOnly, SlotFull, SlotPast, TimeRefused
from core.plan import SeatRequest

# Hours of which the first is taken where all are the same to the guest.
_FEW = 2


def read(context: Context, when: TimeChoice, given: Given, seat_request: SeatRequest) -> ChoiceResult:
    """Take an answer, tapped or typed."""
    if requested_day.applies(context, seat_request):
        return requested_day.read(context, when, given, seat_request)
    match given:
        case Chose(choice) if choice == OTHER_DAY:
            return ChoiceResult(when.forgetting())
        case Chose(choice) if choice == ALL_HOURS:
            return ChoiceResult(replace(when, walls=()))
        case Chose(choice) if (slot := tapped_slot(choice, "w")) is not None:
            return _wait_for_slot(context, slot, seat_request)
        case Chose(choice) if (day := tapped_day(choice, "w")) is not None:
            return _wait_for_day(context, when, day, seat_request)
        case Chose(choice) if (day := tapped_day(choice)) is not None:
            return _take_day_and_hour(context, when, day, seat_request)
        case Chose(choice) if (slot := tapped_slot(choice)) is not None:
            return _take_slot(context, when, slot, seat_request)
        case Said(text) if asks_to_wait(text) and (waits := context.choices.yes) is not None:
            # The screen asked whether to wait.
            return read(context, when, Chose(waits), seat_request)
        case Said():
            return _typed(context, when, given, seat_request)
        case _:
            return ChoiceResult(when, _please(context, when), missed=True)


def hear(
    context: Context, when: TimeChoice, said: Understood, seat_request: SeatRequest, day: date | None = None
) -> ChoiceResult | None:
    """Take the day and the hours that a message names; None where it names neither. What it leaves open stays as it
    was chosen before. ``day`` is the one that an hour without a day is on, where none was chosen."""
    days, walls = said.days, _walls_said(context, said)
    if not (said.day or days or walls):
        return None
    if requested_day.applies(context, seat_request):
        return None if said.day is None else requested_day.take(context, said.day, seat_request)
    site = context.desk.site
    before = when.slot
    walls = walls or when.walls or ((timetable.local(site, before).time(),) if before is not None else ())
    chosen = (
        said.day
        or _day_meant(context, when)
        or (timetable.day_of(site, before) if before is not None else day)
    )
    if days and said.day is None and not _can_be_had(context, days, seat_request):
        return _take_day(context, TimeChoice(walls=walls), days[0], seat_request)
    if days or chosen is None:
        return ChoiceResult(TimeChoice(days=days, walls=walls))
    return _take_day_and_hour(context, TimeChoice(walls=walls), chosen, seat_request)


def _day_meant(context: Context, when: TimeChoice) -> date | None:
    """The day that an hour without a day is on: the one asked for, or that of the first offer where none is on it."""
    days = [timetable.day_of(context.desk.site, offer) for offer in when.offers]
    return when.day if when.day in days or not days else days[0]


def _can_be_had(context: Context, days: tuple[date, ...], seat_request: SeatRequest) -> bool:
    """Whether one of these days has an hour, free or to wait for."""
    found = queries.open_slots(context.desk, seat_request)
    return any(timetable.day_of(context.desk.site, slot) in days for slot in (*found.free, *found.full))


def _walls_said(context: Context, said: Understood) -> tuple[time, ...]:
    """The hours (site time) that a message names, by themselves or by a part of the day."""
    of_period = spans.hours_in(context.desk.site, said.period) if said.period is not None else ()
    if said.hour is not None:
        return _hours_around(context, said.hour) or (said.hour,)
    # 上午13点 contradicts itself: its hour is one of the guesses, and not the one that is taken.
    return (
        tuple(dict.fromkeys((*said.hours, *of_period))) if len(said.hours) == 1 else said.hours or of_period
    )


def _hours_around(context: Context, wall: time) -> tuple[time, ...]:
    """The hours before and after one at which no slot begins; empty where one begins then, and outside the hours."""
    site = context.desk.site
    slots = timetable.slots_of(site, timetable.day_of(site, context.desk.now))
    starts = [timetable.local(site, slot).time() for slot in slots]
    if wall in starts or not site.hours.opens <= wall < site.hours.closes:
        return ()
    before = max(start for start in starts if start < wall)
    after = [start for start in starts if start > wall]
    return (before, *after[:1])


def take_slot(context: Context, slot: datetime, seat_request: SeatRequest) -> ChoiceResult:
    """Take this slot, or offer what is near it."""
    return _take_slot(context, TimeChoice(day=timetable.day_of(context.desk.site, slot)), slot, seat_request)


def refused(context: Context, error: TimeRefused, seat_request: SeatRequest) -> ChoiceResult:
    """The way on from a refusal: the nearest free slots, the waiting list, or else the days."""
    day = timetable.day_of(context.desk.site, error.slot)
    full: DayOrSlot | None = error.slot if isinstance(error, SlotFull) else None
    if isinstance(error, DayFull):
        full = day
    note = explain(context.words, error)
    wide = not (error.nearest or full)
    if isinstance(error, OnRequestOnly) and seat_request.moving is not None:
        # Without nearer slots the days are shown, and they say so themselves.
        note = "" if wide else own_day_only(context, seat_request)
    return ChoiceResult(TimeChoice(day=None if wide else day, offers=error.nearest, full=full), note)


def offering(context: Context, near: tuple[datetime, ...]) -> TimeChoice:
    """A choice among these slots; of all days where there are none."""
    day = timetable.day_of(context.desk.site, near[0]) if near else None
    return TimeChoice(day=day, offers=near)


def room(context: Context, free: Iterable[datetime]) -> ChoiceResult:
    """There is no need to wait: these slots have come free."""
    return ChoiceResult(offering(context, tuple(free)[: queries.NEAREST]), room_after_all(context.words))


def lapsed(context: Context, when: TimeChoice, seat_request: SeatRequest) -> str:
    """A sentence where the day or slot chosen may no longer be booked at all; else empty."""
    words = context.words
    if when.whole_day is not None and not _day_can_be_had(context, when, when.whole_day, seat_request):
        return words.say(
            "The day you chose, {day}, can no longer be booked; shall we find another?",
            day=words.day(when.whole_day),
        )
    if when.slot is None:
        return ""
    try:
        rules.check_time(context.desk, when.slot, seat_request)
    except TimeRefused:
        return words.say(
            "The hour you chose, {slot}, can no longer be booked; shall we find another?",
            slot=words.start(when.slot),
        )
    return ""


def _day_can_be_had(context: Context, when: TimeChoice, day: date, seat_request: SeatRequest) -> bool:
    if requested_day.applies(context, seat_request) or when.how is ChoicePurpose.REQUEST:
        return requested_day.can_be_requested(context, when, seat_request)
    found = queries.open_slots(context.desk, seat_request, day)
    return bool(found.free or found.full)


def _take_day_and_hour(
    context: Context, when: TimeChoice, day: date, seat_request: SeatRequest
) -> ChoiceResult:
    """Take a day, and with it the hour that waits for its day."""
    wall = when.walls[0] if len(when.walls) == 1 else None
    slot = timetable.moment_at(context.desk.site, day, wall) if wall is not None else None
    if slot is None:
        return _take_day(context, when, day, seat_request)
    found = queries.open_slots(context.desk, seat_request, day)
    if not (found.free or found.full):
        return _take_day(context, when, day, seat_request)
    return _take_slot(context, TimeChoice(day=day), slot, seat_request)


def _take_day(context: Context, when: TimeChoice, day: date, seat_request: SeatRequest) -> ChoiceResult:
    if queries.open_slots(context.desk, seat_request, day).free:
        return ChoiceResult(replace(when, day=day, offers=(), full=None, days=()))
    found = queries.open_slots(context.desk, seat_request)
    slots = timetable.slots_of(context.desk.site, day)
    if of_day(context, found.full, day):
        shown = TimeChoice(day=day, offers=queries.nearest_of(found.free, slots[0]), full=day)
        return ChoiceResult(shown, day_is_full(context.words, day))
    if day < timetable.day_of(context.desk.site, context.desk.now):
        chosen = refused(context, SlotPast(slots[0], queries.nearest_of(found.free, slots[0])), seat_request)
        return replace(chosen, note=day_is_past(context.words, day))
    try:
        rules.check_time(context.desk, slots[-1], seat_request)
    except (SlotPast, Closed) as error:
        return replace(refused(context, error, seat_request), note=day_refusal(context.words, day, error))
    except TimeRefused as error:
        return refused(context, error, seat_request)
    # The guest has the only hour that is left that day.
    return ChoiceResult(replace(when, day=day, offers=(), full=None))


def _take_slot(context: Context, when: TimeChoice, slot: datetime, seat_request: SeatRequest) -> ChoiceResult:
    if seat_request.moving is not None and slot == seat_request.moving.starts_at:
        if context.actor.is_staff:
            return ChoiceResult(
                when, context.words.say("The guest already has this hour. Which other would suit them?")
            )
        return ChoiceResult(
            when, context.words.say("You already have this hour. Which other would suit you?")
        )
    day = timetable.day_of(context.desk.site, slot)
    found = queries.open_slots(context.desk, seat_request, day)
    if slot in found.free:
        return ChoiceResult(TimeChoice(day=day, slot=slot), complete=True)
    if slot in found.full:
        return refused(
            context, SlotFull(slot, queries.nearest(context.desk, slot, seat_request)), seat_request
        )
    try:
        rules.check_time(context.desk, slot, seat_request)
    except TimeRefused as error:
        return refused(context, error, seat_request)
    return ChoiceResult(when, _please(context, when))


def _wait_for_slot(context: Context, slot: datetime, seat_request: SeatRequest) -> ChoiceResult:
    day = timetable.day_of(context.desk.site, slot)
    found = queries.open_slots(context.desk, seat_request, day)
    if slot in found.free:
        return room(context, [slot])
    if slot not in found.full:
        return _take_slot(context, TimeChoice(), slot, seat_request)
    return ChoiceResult(TimeChoice(day=day, slot=slot, how=ChoicePurpose.WAIT), complete=True)


def _wait_for_day(context: Context, when: TimeChoice, day: date, seat_request: SeatRequest) -> ChoiceResult:
    found = queries.open_slots(context.desk, seat_request, day)
    if found.free:
        return room(context, found.free)
    if not found.full:
        return _take_day(context, when, day, seat_request)
    return ChoiceResult(TimeChoice(day=day, whole_day=day, how=ChoicePurpose.WAIT), complete=True)


def _typed(context: Context, when: TimeChoice, said: Said, seat_request: SeatRequest) -> ChoiceResult:
    if (day := _day_meant(context, when)) is not None:
        slot = hour_given(context, said, day)
        if slot is not None and not _hours_around(context, timetable.local(context.desk.site, slot).time()):
            return _take_slot(context, when, slot, seat_request)
    if (day := day_given(context, said, when.days)) is not None:
        return _take_day_and_hour(context, replace(when, slot=None), day, seat_request)
    heard_so = understood(context, said.text, Asking.WHEN, when.days)
    place = place_in_row(said.text)
    if when.offers and heard_so.intent is Intent.YES and not heard_so.has_facts:
        return ChoiceResult(when, context.words.say("With pleasure; which of these shall it be?"))
    if (leaves_it_to_us(said.text) or place is not None) and not heard_so.has_facts:
        return _chosen_for(context, when, place, seat_request)
    heard = hear(context, when, heard_so, seat_request)
    if heard is None:
        return ChoiceResult(when, _please(context, when), missed=True)
    note = heard.note or ("" if heard.complete else still_room(context, heard_so, seat_request))
    return replace(heard, note=note)


def still_room(context: Context, said: Understood, seat_request: SeatRequest) -> str:
    """The answer to «is Sunday full?», where a day that is meant has a free hour; else empty."""
    days = said.days or ((said.day,) if said.day is not None else ())
    if said.intent is not Intent.FULL or not days:
        return ""
    free = queries.open_slots(context.desk, seat_request).free
    open_days = sorted({timetable.day_of(context.desk.site, slot) for slot in free} & set(days))
    words = context.words
    told = words.listed(words.day(day) for day in open_days)
    return words.say("There is still room on {day}.", day=told) if told else ""


def _chosen_for(
    context: Context, when: TimeChoice, place: int | None, seat_request: SeatRequest
) -> ChoiceResult:
    """The hour that is meant by its place among those that suit. Where all are the same to the guest, the nearest are
    offered; of two, or of those that are offered already, the first is taken."""
    suiting = _suiting(context, when, seat_request)
    if place is None and not when.offers and len(suiting) > _FEW:
        return ChoiceResult(offering(context, suiting[: queries.NEAREST]))
    place = place or 0
    if not -len(suiting) <= place < len(suiting):
        return ChoiceResult(when, _please(context, when), missed=True)
    chosen = _take_slot(context, when, suiting[place], seat_request)
    if not chosen.complete:
        return chosen
    note = context.words.say("Then we take {slot}.", slot=context.words.start(suiting[place]))
    return replace(chosen, note=note)


def _suiting(context: Context, when: TimeChoice, seat_request: SeatRequest) -> tuple[datetime, ...]:
    """The free hours that suit what was chosen so far: those offered, or those of the day, the days or the part of the
    day."""
    if when.offers:
        return when.offers
    free = queries.open_slots(context.desk, seat_request, when.day).free
    site = context.desk.site
    suiting = [
        slot
        for slot in free
        if (not when.walls or timetable.local(site, slot).time() in when.walls)
        and (not when.days or timetable.day_of(site, slot) in when.days)
    ]
    return tuple(suiting or free)


def _please(context: Context, when: TimeChoice) -> str:
    return please_give_hour(context) if when.day is not None else please_give_day(context)

"""Choosing a day and an hour: shared by every dialog that asks when. What is full may be waited for."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from bot import wording
from bot.dialogs import answers, day_asked
from bot.dialogs.choice import BACK, MOST_DAYS, Chosen, How, When, day_in, slot_in
from bot.dialogs.dialog import Chose, Given, Scene
from bot.dialogs.inputs import Said
from bot.dialogs.screen import Button, Screen, columns
from core import timetable
from core.desk import look, rules
from core.desk.look import Open
from core.errors import Closed, DayFull, OnRequestOnly, SlotFull, SlotPast, TimeRefused
from core.plan import Ask

OTHER_DAY = "days"


def show(scene: Scene, when: When, ask: Ask, *besides: Button, whom: str = "", waits: bool = True) -> Screen:
    """The days, the hours of the chosen day, or the offers. ``besides`` is what may be done where there is no room
    as wished; ``whom``: the guest a member of staff is asked about, in plain text; ``waits``: whether one may wait for
    what is full."""
    if day_asked.applies(scene, ask):
        return day_asked.show(scene, ask, _back(scene))
    offered = bool(when.offers or when.full)
    day = date.fromisoformat(when.day) if when.day is not None else None
    found = look.open_slots(scene.desk, ask, None if offered else day)
    if not waits:
        found = Open(found.free, ())
    if offered:
        screen = _offers(scene, when, found, besides, whom)
        if screen is not None:
            return screen
    if day is None:
        shown = _days(scene, found, besides, whom)
        return shown.with_note(_own_day_only(scene, ask))
    return _hours(scene, day, found, whom)


def step(scene: Scene, when: When, given: Given, ask: Ask) -> Chosen:
    """Take an answer, tapped or typed."""
    if day_asked.applies(scene, ask):
        return day_asked.step(scene, when, given, ask)
    match given:
        case Chose(choice) if choice == OTHER_DAY:
            return Chosen(when.forgetting())
        case Chose(choice) if (slot := slot_in(choice, "w")) is not None:
            return _wait_for_slot(scene, slot, ask)
        case Chose(choice) if (day := day_in(choice, "w")) is not None:
            return _wait_for_day(scene, when, day, ask)
        case Chose(choice) if (day := day_in(choice, "d")) is not None:
            return _take_day(scene, when, day, ask)
        case Chose(choice) if (slot := slot_in(choice, "s")) is not None:
            return _take_slot(scene, when, slot, ask)
        case Said(text) if answers.waits(text) and (waits := show(scene, when, ask).yes) is not None:
            return step(scene, when, Chose(waits), ask)
        case Said(text):
            return _typed(scene, when, text, ask)
        case _:
            return Chosen(when, _please(scene, when))


def refused(scene: Scene, error: TimeRefused, ask: Ask) -> Chosen:
    """The way on from a refusal: the nearest free slots, the waiting list, or the days when there is neither."""
    offers = tuple(slot.isoformat() for slot in error.nearest)
    full = error.slot.isoformat() if isinstance(error, SlotFull) else None
    day = timetable.day_of(scene.desk.site, error.slot)
    if isinstance(error, DayFull):
        full = day.isoformat()
    note = wording.refusal(scene.words, error)
    wide = not (offers or full)
    if isinstance(error, OnRequestOnly) and ask.moving is not None:
        # The days, where there is nothing nearer, say so themselves.
        note = "" if wide else _own_day_only(scene, ask)
    return Chosen(When(day=None if wide else day.isoformat(), offers=offers, full=full), note)


def _own_day_only(scene: Scene, ask: Ask) -> str:
    """Where the house chooses the hours: why a guest who has one is shown no other day, and the way to one."""
    if ask.moving is None or not (ask.is_guest and scene.desk.site.booking.request_mode):
        return ""
    return wording.other_day_by_phone(scene.words, timetable.day_of(scene.desk.site, ask.moving.starts_at))


def offering(scene: Scene, near: tuple[datetime, ...]) -> When:
    """These hours to choose from; all the days where there are none."""
    day = timetable.day_of(scene.desk.site, near[0]).isoformat() if near else None
    return When(day=day, offers=tuple(slot.isoformat() for slot in near))


def room(scene: Scene, free: Iterable[datetime]) -> Chosen:
    """Nobody need wait: what has come free meanwhile."""
    return Chosen(offering(scene, tuple(free)[: look.NEAREST]), wording.room_after_all(scene.words))


def lapsed(scene: Scene, when: When, ask: Ask) -> str:
    """A sentence when what was chosen may no longer be asked for, however free it is; else nothing."""
    words = scene.words
    if when.any_hour_of is not None and not _day_stands(scene, when, when.any_hour_of, ask):
        return words.say(
            "The day you had chosen, {day}, can no longer be booked; shall we find another?",
            day=words.day(when.any_hour_of),
        )
    if when.starts_at is None:
        return ""
    try:
        rules.check_time(scene.desk, when.starts_at, ask)
    except TimeRefused:
        return words.say(
            "The hour you had chosen, {slot}, can no longer be booked; shall we find another?",
            slot=words.start(when.starts_at),
        )
    return ""


def _day_stands(scene: Scene, when: When, day: date, ask: Ask) -> bool:
    if day_asked.applies(scene, ask) or when.how is How.REQUEST:
        return day_asked.stands(scene, when, ask)
    found = look.open_slots(scene.desk, ask, day)
    return bool(found.free or found.full)


def _days(scene: Scene, found: Open, besides: tuple[Button, ...], whom: str) -> Screen:
    words = scene.words
    free, full = (
        {timetable.day_of(scene.desk.site, slot) for slot in slots} for slots in (found.free, found.full)
    )
    buttons = []
    for day in sorted(free | full)[:MOST_DAYS]:
        label = words.day(day) if day in free else words.label("{day} · full", day=words.day(day))
        buttons.append(Button(label, f"d{day.isoformat()}"))
    if free:
        text = (
            words.say("{whom}: to which day?", whom=whom) if whom else words.say("Which day would suit you?")
        )
        return Screen(text=text, rows=(*columns(buttons, 2), (_back(scene),)))
    text = words.say(
        "I am sorry, every hour we have open is taken. Please call us on {phone}; we will gladly find a way.",
        phone=scene.desk.site.phone,
    )
    if whom:
        text = words.say("{whom}: every hour we have open is taken.", whom=whom)
    if full:
        text += "\n\n" + words.say(
            "Or tap a day and wait for it: seats that come free are offered in the order of the list."
        )
    return Screen(text=text, rows=(*columns(buttons, 2), (_back(scene),), *columns([*besides], 1)))


def _hours(scene: Scene, day: date, found: Open, whom: str) -> Screen:
    words = scene.words
    free, full = _on(scene, found.free, day), _on(scene, found.full, day)
    buttons = [Button(words.hour(slot), f"s{slot.isoformat()}") for slot in free]
    text = words.say("{day}: at what hour may we expect you?", day=words.day(day))
    if whom:
        text = words.say("{whom}: at what hour on {day}?", whom=whom, day=words.day(day))
    if not free:
        text = f"{text}\n{wording.day_is_full(words, day)}" if whom else wording.day_is_full(words, day)
    if full:
        text += "\n\n" + words.say(
            "An hour that is full has a waiting list: tap it. Seats that come free are offered in the order of the "
            "list."
        )
    other = Button(words.label("Another day"), OTHER_DAY)
    rows = (*columns(buttons, 3), *_waiting_rows(scene, day, found), (other, _back(scene)))
    return Screen(text=text, rows=rows, yes=f"w{day.isoformat()}" if full and not free else None)


def _waiting_rows(scene: Scene, day: date, found: Open) -> tuple[tuple[Button, ...], ...]:
    """The hours of a day one may wait for; any of them where none is free."""
    words, full = scene.words, _on(scene, found.full, day)
    hours = [
        Button(words.label("{hour} full", hour=words.hour(slot)), f"w{slot.isoformat()}") for slot in full
    ]
    rows = columns(hours, 3)
    return rows if _on(scene, found.free, day) or not full else ((_any_hour(scene, day),), *rows)


def _any_hour(scene: Scene, day: date) -> Button:
    label = scene.words.label("Wait for any hour of {day}", day=scene.words.day(day))
    return Button(label, f"w{day.isoformat()}")


def _offers(scene: Scene, when: When, found: Open, besides: tuple[Button, ...], whom: str) -> Screen | None:
    """The nearest hours, and the waiting list for what was asked for; None where there is neither any more."""
    words = scene.words
    slots = [datetime.fromisoformat(slot) for slot in when.offers]
    waiting = _waiting_for(scene, when.full, found) if when.full is not None else ()
    if not slots and not waiting:
        return None
    text = words.say("May I offer you one of these?")
    if waiting:
        wait = words.say(
            "Or shall I put you on the waiting list? A seat is offered as soon as it is your turn."
        )
        alone = words.say(
            "Shall I put you on the waiting list? A seat is offered as soon as it is your turn."
        )
        text = f"{text}\n{wait}" if slots else alone
    if whom:
        text = words.say("{whom}: one of these?", whom=whom)
        if waiting:
            text = words.say("{whom}: one of these, or the waiting list?", whom=whom)
    buttons = [Button(words.start(slot), f"s{slot.isoformat()}") for slot in slots]
    other = Button(words.label("Another day"), OTHER_DAY)
    rows = (*columns(buttons, 1), *waiting, (other, _back(scene)), *columns([*besides], 1))
    # A yes to the last question is for the list: what that means is shown, and asked once more.
    return Screen(text=text, rows=rows, yes=f"w{when.full}" if waiting else None)


def _waiting_for(scene: Scene, full: str, found: Open) -> tuple[tuple[Button, ...], ...]:
    if (day := day_in(full, "")) is not None:
        return _waiting_rows(scene, day, found)
    slot = datetime.fromisoformat(full)
    if slot not in found.full:
        return ()
    day = timetable.day_of(scene.desk.site, slot)
    wait = Button(scene.words.label("Wait for {slot}", slot=scene.words.start(slot)), f"w{slot.isoformat()}")
    return ((wait,),) if _on(scene, found.free, day) else ((wait,), (_any_hour(scene, day),))


def _take_day(scene: Scene, when: When, day: date, ask: Ask) -> Chosen:
    if look.open_slots(scene.desk, ask, day).free:
        return Chosen(replace(when, day=day.isoformat(), offers=(), full=None))
    found = look.open_slots(scene.desk, ask)
    slots = timetable.slots_of(scene.desk.site, day)
    if _on(scene, found.full, day):
        near = tuple(slot.isoformat() for slot in look.nearest_of(found.free, slots[0]))
        shown = When(day=day.isoformat(), offers=near, full=day.isoformat())
        return Chosen(shown, wording.day_is_full(scene.words, day))
    if day < timetable.day_of(scene.desk.site, scene.desk.now):
        chosen = refused(scene, SlotPast(slots[0], look.nearest_of(found.free, slots[0])), ask)
        return replace(chosen, note=wording.day_is_past(scene.words, day))
    try:
        rules.check_time(scene.desk, slots[-1], ask)
    except (SlotPast, Closed) as error:
        return replace(refused(scene, error, ask), note=wording.day_refusal(scene.words, day, error))
    except TimeRefused as error:
        return refused(scene, error, ask)
    # The one hour left is the one they have.
    return Chosen(replace(when, day=day.isoformat(), offers=(), full=None))


def _take_slot(scene: Scene, when: When, slot: datetime, ask: Ask) -> Chosen:
    if ask.moving is not None and slot == ask.moving.starts_at:
        if scene.actor.is_staff:
            return Chosen(when, scene.words.say("This is the hour the guest has already; which other?"))
        return Chosen(when, scene.words.say("This is the hour you have already; which other would suit you?"))
    day = timetable.day_of(scene.desk.site, slot)
    found = look.open_slots(scene.desk, ask, day)
    if slot in found.free:
        return Chosen(When(day=day.isoformat(), slot=slot.isoformat()), complete=True)
    if slot in found.full:
        return refused(scene, SlotFull(slot, look.nearest(scene.desk, slot, ask)), ask)
    try:
        rules.check_time(scene.desk, slot, ask)
    except TimeRefused as error:
        return refused(scene, error, ask)
    return Chosen(when, _please(scene, when))


def _wait_for_slot(scene: Scene, slot: datetime, ask: Ask) -> Chosen:
    day = timetable.day_of(scene.desk.site, slot)
    found = look.open_slots(scene.desk, ask, day)
    if slot in found.free:
        return room(scene, [slot])
    if slot not in found.full:
        return _take_slot(scene, When(), slot, ask)
    return Chosen(When(day=day.isoformat(), slot=slot.isoformat(), how=How.WAIT), complete=True)


def _wait_for_day(scene: Scene, when: When, day: date, ask: Ask) -> Chosen:
    found = look.open_slots(scene.desk, ask, day)
    if found.free:
        return room(scene, found.free)
    if not found.full:
        return _take_day(scene, when, day, ask)
    return Chosen(When(day=day.isoformat(), whole_day=day.isoformat(), how=How.WAIT), complete=True)


def _typed(scene: Scene, when: When, text: str, ask: Ask) -> Chosen:
    site = scene.desk.site
    if when.day is not None:
        slot = _typed_hour(scene, date.fromisoformat(when.day), text)
        if slot is not None:
            return _take_slot(scene, when, slot, ask)
    day = answers.day(text, timetable.day_of(site, scene.desk.now))
    return _take_day(scene, when, day, ask) if day else Chosen(when, _please(scene, when))


def _typed_hour(scene: Scene, day: date, text: str) -> datetime | None:
    """The moment a typed hour means: «3» is three in the afternoon where the house receives only then."""
    site, wall = scene.desk.site, answers.hour(text)
    if wall is None:
        return None
    later = wall.replace(hour=wall.hour + 12) if wall.hour < 12 else wall
    if wall < site.hours.opens and later < site.hours.closes and not answers.names_half_of_day(text):
        wall = later
    return timetable.at(site, day, wall)


def _please(scene: Scene, when: When) -> str:
    if when.day is not None:
        return scene.words.say("Please tap an hour, or write one, such as 10:00.")
    return day_asked.please(scene)


def _on(scene: Scene, slots: Iterable[datetime], day: date) -> list[datetime]:
    of_day = timetable.slots_of(scene.desk.site, day)
    return [slot for slot in slots if slot in of_day]


def _back(scene: Scene) -> Button:
    return Button(scene.words.label("‹ Back"), BACK)

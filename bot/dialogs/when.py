"""Choosing a day and an hour: shared by every dialog that asks when."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Self

from bot import wording
from bot.dialogs import answers
from bot.dialogs.dialog import Chose, Given, Scene
from bot.dialogs.inputs import Said
from bot.dialogs.screen import Button, Screen, columns
from core import timetable
from core.desk import look, rules
from core.errors import SlotFull, SlotPast, TimeRefused
from core.plan import Ask

BACK = "back"
OTHER_DAY = "days"
# Days further off are nobody's, and some of them no calendar reaches.
YEARS = range(2000, 2200)
# More would not fit on a screen, nor Telegram take them.
MOST_DAYS = 60


@dataclass(frozen=True, kw_only=True)
class When:
    """How far the choice has come, as JSON: ISO day and slot (UTC). ``offers`` are slots to choose from
    when what was asked for could not be had."""

    day: str | None = None
    slot: str | None = None
    offers: tuple[str, ...] = ()

    @classmethod
    def load(cls, state: dict[str, Any]) -> Self:
        """The choice as a session kept it."""
        return cls(**{**state, "offers": tuple(state["offers"])})

    @property
    def starts_at(self) -> datetime | None:
        return datetime.fromisoformat(self.slot) if self.slot else None

    def forgetting(self) -> Self:
        """The same, asked again from the day on."""
        return replace(self, day=None, offers=())


@dataclass(frozen=True)
class Chosen:
    """What came of an answer: the choice so far, whether it is made, and a sentence where it could not be as
    wished."""

    when: When
    note: str = ""
    complete: bool = False


def show(scene: Scene, when: When, ask: Ask) -> Screen:
    """The days, the hours of the chosen day, or the offers."""
    if when.offers:
        return _offers(scene, when)
    if when.day is None:
        return _days(scene, ask)
    return _hours(scene, date.fromisoformat(when.day), ask)


def step(scene: Scene, when: When, given: Given, ask: Ask) -> Chosen:
    """Take an answer, tapped or typed."""
    match given:
        case Chose(choice) if choice == OTHER_DAY:
            return Chosen(when.forgetting())
        case Chose(choice) if (day := _day_in(choice)) is not None:
            return _take_day(scene, when, day, ask)
        case Chose(choice) if (slot := _slot_in(choice)) is not None:
            return _take_slot(scene, when, slot, ask)
        case Said(text):
            return _typed(scene, when, text, ask)
        case _:
            return Chosen(when, _please(scene, when))


def refused(scene: Scene, when: When, error: TimeRefused) -> Chosen:
    """The way on from a refusal: the nearest free slots, or the days when there are none near."""
    offers = tuple(slot.isoformat() for slot in error.nearest)
    day = timetable.day_of(scene.desk.site, error.slot).isoformat() if offers else None
    return Chosen(When(day=day, offers=offers), wording.refusal(scene.words, error))


def lapsed(scene: Scene, when: When, ask: Ask) -> str:
    """A sentence when the chosen slot may no longer be asked for, however free it is; else nothing."""
    if when.starts_at is None:
        return ""
    try:
        rules.check_time(scene.desk, when.starts_at, ask)
    except TimeRefused:
        return scene.words.say(
            "The hour you had chosen, {slot}, can no longer be booked; shall we find another?",
            slot=scene.words.start(when.starts_at),
        )
    return ""


def _day_in(choice: str) -> date | None:
    """The day of a button's choice; None for a choice no button of ours makes."""
    try:
        day = date.fromisoformat(choice.removeprefix("d")) if choice.startswith("d") else None
    except ValueError:
        return None
    return day if day is not None and day.year in YEARS else None


def _slot_in(choice: str) -> datetime | None:
    try:
        slot = datetime.fromisoformat(choice.removeprefix("s")) if choice.startswith("s") else None
    except ValueError:
        return None
    return slot if slot is not None and slot.tzinfo is not None and slot.year in YEARS else None


def _days(scene: Scene, ask: Ask) -> Screen:
    words = scene.words
    free = set(_free(scene, ask))
    horizon = timetable.days_between(
        timetable.day_of(scene.desk.site, scene.desk.now),
        timetable.last_day(scene.desk.site, scene.desk.now),
    )
    days = [day for day in horizon if not free.isdisjoint(timetable.slots_of(scene.desk.site, day))]
    if not days:
        text = words.say(
            "I am sorry, every hour we have open is taken. Please call us on {phone}; we will gladly find a way.",
            phone=scene.desk.site.phone,
        )
        return Screen(text=text, rows=((_back(scene),),))
    buttons = [Button(words.day(day), f"d{day.isoformat()}") for day in days[:MOST_DAYS]]
    text = words.say("Which day would suit you?")
    return Screen(text=text, rows=(*columns(buttons, 2), (_back(scene),)))


def _hours(scene: Scene, day: date, ask: Ask) -> Screen:
    words = scene.words
    buttons = [Button(words.hour(slot), f"s{slot.isoformat()}") for slot in _free_on(scene, day, ask)]
    text = words.say("{day}: at what hour may we expect you?", day=words.day(day))
    if not buttons:
        text = wording.day_is_full(words, day)
    other = Button(words.label("Another day"), OTHER_DAY)
    return Screen(text=text, rows=(*columns(buttons, 3), (other, _back(scene))))


def _offers(scene: Scene, when: When) -> Screen:
    words = scene.words
    slots = [datetime.fromisoformat(slot) for slot in when.offers]
    buttons = [Button(words.start(slot), f"s{slot.isoformat()}") for slot in slots]
    text = words.say("May I offer you one of these?")
    other = Button(words.label("Another day"), OTHER_DAY)
    return Screen(text=text, rows=(*columns(buttons, 1), (other, _back(scene))))


def _take_day(scene: Scene, when: When, day: date, ask: Ask) -> Chosen:
    if _free_on(scene, day, ask):
        return Chosen(replace(when, day=day.isoformat(), offers=()))
    slots = timetable.slots_of(scene.desk.site, day)
    if day < timetable.day_of(scene.desk.site, scene.desk.now):
        chosen = refused(scene, when, SlotPast(slots[0], look.nearest(scene.desk, slots[0], ask)))
        return replace(chosen, note=wording.day_is_past(scene.words, day))
    try:
        rules.check_time(scene.desk, slots[-1], ask)
    except SlotPast as error:
        return replace(refused(scene, when, error), note=wording.day_is_over(scene.words, day))
    except TimeRefused as error:
        return refused(scene, when, error)
    near = look.nearest(scene.desk, slots[0], ask)
    chosen = refused(scene, when, SlotFull(slots[0], near))
    return replace(chosen, note=wording.day_is_full(scene.words, day))


def _take_slot(scene: Scene, when: When, slot: datetime, ask: Ask) -> Chosen:
    if ask.moving is not None and slot == ask.moving.starts_at:
        return Chosen(when, scene.words.say("This is the hour you have already; which other would suit you?"))
    if slot in _free(scene, ask):
        day = timetable.day_of(scene.desk.site, slot)
        return Chosen(When(day=day.isoformat(), slot=slot.isoformat()), complete=True)
    try:
        rules.check_time(scene.desk, slot, ask)
    except TimeRefused as error:
        return refused(scene, when, error)
    near = look.nearest(scene.desk, slot, ask)
    return refused(scene, when, SlotFull(slot, near))


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
    return scene.words.say("Please tap a day, or write one, such as {example}.", example=_example(scene))


def _example(scene: Scene) -> str:
    day = timetable.first_day(scene.desk.site, scene.desk.now)
    return f"{day.month}-{day.day}"


def _free(scene: Scene, ask: Ask) -> list[datetime]:
    return look.free_slots(scene.desk, ask)


def _free_on(scene: Scene, day: date, ask: Ask) -> list[datetime]:
    slots = timetable.slots_of(scene.desk.site, day)
    return [slot for slot in _free(scene, ask) if slot in slots]


def _back(scene: Scene) -> Button:
    return Button(scene.words.label("‹ Back"), BACK)

"""What is asked after the confirmation, and only of those who like: each question can be skipped with one tap."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from bot import wording
from bot.dialogs import answers, booking_screens
from bot.dialogs.dialog import Chose, Ends, Given, Goes, Reply, Scene
from bot.dialogs.inputs import Said
from bot.dialogs.screen import Button, Screen, columns
from bot.language import Words
from core.booking import LONGEST_REMARKS, Booking, BookingId
from core.desk import booking as desk_booking
from core.desk import look, register
from core.errors import NoSuchBooking, NotOpen
from core.guests import LONGEST_DISTRICT, HeardThrough

NAME = "particulars"
SKIP, ENOUGH = "skip", "enough"


class At(StrEnum):
    HEARD = "heard"
    DISTRICT = "district"
    CAR = "car"
    PREPARE = "prepare"


ORDER = tuple(At)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """Which question is open, about which booking."""

    at: At
    booking: int


class ParticularsDialog:
    name = NAME

    def load(self, state: dict[str, Any]) -> Asking:
        return Asking(**{**state, "at": At(state["at"])})

    def show(self, scene: Scene, state: Asking) -> Screen:
        words = scene.words
        text, rows = _QUESTIONS[state.at](words)
        last = (Button(words.label("Skip"), SKIP), Button(words.label("No more questions"), ENOUGH))
        return Screen(text=text, rows=(*rows, last), no=ENOUGH)

    def step(self, scene: Scene, state: Asking, given: Given) -> Reply:
        if given == Chose(ENOUGH):
            return _goodbye(scene)
        if given == Chose(SKIP):
            return _next(scene, state)
        try:
            note = _STEPS[state.at](scene, BookingId(state.booking), given)
        except (NoSuchBooking, NotOpen) as late:
            return Ends(Screen(text=wording.refusal(scene.words, late)))
        return Goes(NAME, state, note) if note else _next(scene, state)

    def returns(self, scene: Scene, state: Asking) -> Reply | None:
        """Who comes back later means something else; what was asked is not pressed."""
        try:
            found = look.own_booking(scene.desk, BookingId(state.booking), scene.actor)
        except NoSuchBooking:
            return _goodbye(scene)
        return Ends(booking_screens.expected(scene, found))


def begin(scene: Scene, booking: Booking) -> Goes:
    """The first question the house does not know the answer to."""
    return Goes(NAME, _at_unknown(scene, Asking(at=ORDER[0], booking=booking.id)))


def _next(scene: Scene, state: Asking) -> Reply:
    if state.at is ORDER[-1]:
        return _goodbye(scene)
    return Goes(NAME, _at_unknown(scene, replace(state, at=ORDER[ORDER.index(state.at) + 1])))


def _at_unknown(scene: Scene, state: Asking) -> Asking:
    guest = look.own_booking(scene.desk, BookingId(state.booking), scene.actor).guest
    known = {At.HEARD: guest.heard_through, At.DISTRICT: guest.district}
    rest = ORDER[ORDER.index(state.at) :]
    return replace(state, at=next(at for at in rest if not known.get(at)))


def _goodbye(scene: Scene) -> Reply:
    return Ends(Screen(text=scene.words.say("Thank you. All is noted, and we look forward to seeing you.")))


def _ask_heard(words: Words) -> tuple[str, tuple[tuple[Button, ...], ...]]:
    labels = {
        HeardThrough.DAILY_PAPER: words.label("Daily paper"),
        HeardThrough.EVENING_PAPER: words.label("Evening paper"),
        HeardThrough.TELEVISION: words.label("Television"),
        HeardThrough.ONLINE: words.label("Online"),
        HeardThrough.PASSING_BY: words.label("Passing by"),
        HeardThrough.HEARSAY: words.label("Hearsay"),
        HeardThrough.REFERRAL: words.label("A friend's word"),
        HeardThrough.LEAFLET: words.label("Leaflet"),
        HeardThrough.OUTDOOR: words.label("Outdoor sign"),
        HeardThrough.OTHER: words.label("Other"),
    }
    buttons = [Button(label, str(heard)) for heard, label in labels.items()]
    text = words.say("A few questions more, only if you like. How did you hear of us?")
    return text, columns(buttons, 2)


def _ask_district(words: Words) -> tuple[str, tuple[tuple[Button, ...], ...]]:
    return words.say("In which district do you live? Please write it."), ()


def _ask_car(words: Words) -> tuple[str, tuple[tuple[Button, ...], ...]]:
    text = words.say("Will you come by car? Please write its plate, so that the gate expects it.")
    return text, ((Button(words.label("Not by car"), SKIP),),)


def _ask_prepare(words: Words) -> tuple[str, tuple[tuple[Button, ...], ...]]:
    return words.say("Is there anything we should prepare or settle for you beforehand? Please write it."), ()


_QUESTIONS: dict[At, Callable[[Words], tuple[str, tuple[tuple[Button, ...], ...]]]] = {
    At.HEARD: _ask_heard,
    At.DISTRICT: _ask_district,
    At.CAR: _ask_car,
    At.PREPARE: _ask_prepare,
}


def _heard(scene: Scene, booking: BookingId, given: Given) -> str:
    if not (isinstance(given, Chose) and given.choice in set(HeardThrough)):
        return wording.please_tap(scene.words)
    register.note(scene.desk, booking, scene.actor, heard_through=given.choice)
    return ""


def _district(scene: Scene, booking: BookingId, given: Given) -> str:
    said = answers.tidy(given.text) if isinstance(given, Said) else ""
    if not 1 <= len(said) <= LONGEST_DISTRICT:
        return scene.words.say("A few words are enough, such as the name of the district.")
    register.note(scene.desk, booking, scene.actor, district=said)
    return ""


def _car(scene: Scene, booking: BookingId, given: Given) -> str:
    plate = answers.plate(given.text) if isinstance(given, Said) else None
    if plate is None:
        return scene.words.say(
            "This does not look like a plate; please write it as on the car, such as 粤B12345."
        )
    desk_booking.note(scene.desk, booking, scene.actor, plate=plate)
    return ""


def _prepare(scene: Scene, booking: BookingId, given: Given) -> str:
    said = answers.tidy(given.text) if isinstance(given, Said) else ""
    if not said:
        return scene.words.say("Please write it in words.")
    if len(said) > LONGEST_REMARKS:
        return scene.words.say(
            "Would you put it a little shorter, please? Up to {most} characters.", most=LONGEST_REMARKS
        )
    desk_booking.note(scene.desk, booking, scene.actor, remarks=said)
    return ""


_STEPS: dict[At, Callable[[Scene, BookingId, Given], str]] = {
    At.HEARD: _heard,
    At.DISTRICT: _district,
    At.CAR: _car,
    At.PREPARE: _prepare,
}

"""A guest's own booking: seeing it, moving it, cancelling it. Staff do the same for a caller."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from bot import wording
from bot.dialogs import (
    booking,
    booking_form,
    booking_screens,
    cards,
    for_guest,
    present,
    waiting_screens,
    when,
)
from bot.dialogs.choice import BACK, Chosen, How, When
from bot.dialogs.dialog import Chose, Ends, Given, Goes, Reply, Scene, Shows
from bot.dialogs.managing import arranged
from bot.dialogs.payload import Act, booking_of
from bot.dialogs.screen import Button, Screen
from core import timetable
from core.booking import Booking, BookingId, Status, has_begun, is_open
from core.desk import booking as desk_booking
from core.desk import look, waitlist
from core.errors import Begun, Changed, HasOpenBooking, HasRoom, NoSuchBooking, NotOpen, TimeRefused

NAME = "mine"


class At(StrEnum):
    WHEN = "when"
    CONFIRM = "confirm"
    CANCEL = "cancel"


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is to become of a booking, which stood at ``version`` when this began."""

    at: At
    booking: int
    version: int
    when: When = field(default_factory=When)


class MyBookingDialog:
    name = NAME

    def load(self, state: dict[str, Any]) -> Change:
        return Change(**{**state, "at": At(state["at"]), "when": When.load(state["when"])})

    def show(self, scene: Scene, state: Change) -> Screen:
        found = look.own_booking(scene.desk, BookingId(state.booking), scene.actor)
        words = scene.words
        if state.at is At.CANCEL:
            text = words.say("Shall I cancel your visit on {slot}?", slot=words.slot(found.starts_at))
            if scene.actor.is_staff:
                text = for_guest.cancelling(words, found)
            yes, no = (
                Button(words.label("Yes, cancel it"), "cancel"),
                Button(words.label("No, keep it"), "keep"),
            )
            return Screen(text=text, rows=((yes, no),), yes="cancel", no="keep")
        if state.at is At.WHEN or not state.when.made:
            whom = for_guest.whose(words, found) if scene.actor.is_staff else ""
            return when.show(scene, state.when, look.asks(scene.desk, scene.actor, found), whom=whom)
        return _waiting(scene, state, found) if state.when.how is How.WAIT else _moving(scene, state, found)

    def step(self, scene: Scene, state: Change, given: Given) -> Reply:
        try:
            return self._step(scene, state, given)
        except (Changed, NotOpen, Begun, HasOpenBooking) as changed:
            return Ends(card(scene, changed.booking))
        except NoSuchBooking as gone:
            return Ends(Screen(text=wording.refusal(scene.words, gone)))

    def returns(self, scene: Scene, state: Change) -> Reply | None:
        """A yes that comes hours later is not the answer to what was asked then."""
        try:
            return Ends(card(scene, look.own_booking(scene.desk, BookingId(state.booking), scene.actor)))
        except NoSuchBooking as gone:
            return Ends(Screen(text=wording.refusal(scene.words, gone)))

    def _step(self, scene: Scene, state: Change, given: Given) -> Reply:
        found = look.own_booking(scene.desk, BookingId(state.booking), scene.actor)
        if given == Chose("keep"):
            return Ends(booking_screens.expected(scene, found))
        if given == Chose(BACK):
            return self._back(scene, state, found)
        if state.at is At.CANCEL and given == Chose("cancel"):
            gone = desk_booking.cancel(scene.desk, found.id, state.version, scene.actor)
            last = (
                _again(scene, for_guest.cancelled(scene.words, gone))
                if scene.actor.is_staff
                else card(scene, gone)
            )
            return Ends(last, beside=arranged.who_is_left(scene, gone))
        if state.at is At.WHEN:
            chosen = when.step(scene, state.when, given, look.asks(scene.desk, scene.actor, found))
            at = At.CONFIRM if chosen.complete else At.WHEN
            return Goes(NAME, replace(state, at=at, when=chosen.when), chosen.note)
        if state.at is At.CONFIRM and given == Chose("move"):
            return _move(scene, state, found)
        if state.at is At.CONFIRM and given == Chose("wait"):
            return _wait(scene, state, found)
        return Goes(NAME, state, wording.please_tap(scene.words))

    def _back(self, scene: Scene, state: Change, found: Booking) -> Reply:
        if state.at is At.WHEN and not state.when.narrowed:
            return Ends(booking_screens.expected(scene, found))
        return Goes(NAME, replace(state, at=At.WHEN, when=state.when.forgetting()))


def _moving(scene: Scene, state: Change, found: Booking) -> Screen:
    words, to = scene.words, state.when.starts_at
    text = words.say(
        "From {old}\nto <b>{new}</b>: is that right?",
        old=words.slot(found.starts_at),
        new=words.slot(to) if to else "",
    )
    if scene.actor.is_staff and to is not None:
        text = for_guest.moving(words, found, to)
    yes, back = Button(words.label("Yes, move it"), "move"), Button(words.label("‹ Back"), BACK)
    keep = Button(words.label("Keep it as it is"), "keep")
    return Screen(text=text, rows=((yes,), (back, keep)), yes="move", no="keep")


def _waiting(scene: Scene, state: Change, found: Booking) -> Screen:
    words = scene.words
    awaited = wording.awaited(words, state.when.any_hour_of, state.when.starts_at)
    text = words.say(
        "The waiting list for <b>{awaited}</b>: is that right? Your visit on {slot} stands until then.",
        awaited=awaited,
        slot=words.slot(found.starts_at),
    )
    text, label = f"{text}\n\n{wording.first_seat(words)}", words.label("Yes, I will wait")
    if scene.actor.is_staff:
        text, label = for_guest.waiting(words, found, awaited), words.label("Yes, put them on the list")
    yes, back = Button(label, "wait"), Button(words.label("‹ Back"), BACK)
    keep = Button(words.label("Keep it as it is"), "keep")
    return Screen(text=text, rows=((yes,), (back, keep)), yes="wait", no="keep")


def _move(scene: Scene, state: Change, found: Booking) -> Reply:
    if state.when.starts_at is None:
        return Goes(NAME, replace(state, at=At.WHEN))
    try:
        moved = desk_booking.move(scene.desk, found.id, state.version, state.when.starts_at, scene.actor)
    except TimeRefused as error:
        return _ask_when(state, when.refused(scene, error, look.asks(scene.desk, scene.actor, found)))
    return Ends(booking_screens.moved(scene, moved), beside=arranged.who_is_left(scene, moved))


def _wait(scene: Scene, state: Change, found: Booking) -> Reply:
    """A place on the list for a better hour, beside the visit that stands."""
    day, wanted = state.when.any_hour_of, state.when.starts_at
    if wanted is not None:
        day = timetable.day_of(scene.desk.site, wanted)
    if day is None:
        return Goes(NAME, replace(state, at=At.WHEN))
    try:
        entry = waitlist.enter(
            scene.desk, found.guest, party=found.party, day=day, wanted=wanted, by=scene.actor
        )
    except HasRoom as error:
        return _ask_when(state, when.room(scene, error.free))
    except TimeRefused as error:
        return _ask_when(state, when.refused(scene, error, look.asks(scene.desk, scene.actor, found)))
    return Ends(waiting_screens.joined(scene, entry))


def _ask_when(state: Change, chosen: Chosen) -> Reply:
    return Goes(NAME, replace(state, at=At.WHEN, when=chosen.when), chosen.note)


def mine(scene: Scene, argument: str) -> Reply:
    """/my: the open booking, the place on the waiting list, or the way to one."""
    found = present.card(scene)
    if found is not None:
        return present.shown(scene, found)
    if scene.dialog == booking_form.NAME:
        note = scene.words.say("You have no visit booked yet.")
        return Goes(booking_form.NAME, booking.BookingDialog().load(scene.state or {}), note)
    text = scene.words.say("You have no visit booked at the moment. Shall I reserve an hour for you?")
    return Shows(Screen(text=text, rows=((cards.reserve(scene.words),),)))


def begin_move(scene: Scene, act: Act) -> Reply:
    return _begin(scene, act, At.WHEN)


def begin_cancel(scene: Scene, act: Act) -> Reply:
    return _begin(scene, act, At.CANCEL)


def begin_booking(scene: Scene, act: Act) -> Reply:
    return booking.start_over(scene)


def _begin(scene: Scene, act: Act, at: At) -> Reply:
    """Open the dialog for a booking as it stands now, whatever the button had shown."""
    found = look.own_booking(scene.desk, booking_of(act), scene.actor)
    if not is_open(scene.desk.site, found, scene.desk.now):
        raise NotOpen(found)
    if not scene.actor.is_staff and has_begun(found, scene.desk.now):
        raise Begun(found)
    note = ""
    if found.version != act.version:
        note = scene.words.say("This visit has been changed since; it now stands as follows.")
    return Goes(NAME, Change(at=at, booking=found.id, version=found.version), note)


def card(scene: Scene, found: Booking) -> Screen:
    """How a booking stands: with what may be done with it while it is open."""
    words = scene.words
    if is_open(scene.desk.site, found, scene.desk.now):
        return booking_screens.expected(scene, found)
    if found.status is not Status.CANCELLED:
        return _again(scene, wording.refusal(words, NotOpen(found)))
    if scene.actor.is_staff:
        return _again(scene, for_guest.withdrawn(words, found))
    text = words.say(
        "Your visit on {slot} is cancelled. We would be glad to welcome you another time.",
        slot=words.slot(found.starts_at),
    )
    return _again(scene, text)


def _again(scene: Scene, text: str) -> Screen:
    return Screen(text=text, rows=((cards.reserve(scene.words),),))

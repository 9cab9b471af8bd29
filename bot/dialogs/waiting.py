"""The waiting list's buttons: taking a seat that is offered, refusing it, waiting on, leaving."""

from dataclasses import replace
from datetime import datetime

from bot import wording
from bot.dialogs import booking_form, booking_screens, my_booking, waiting_screens
from bot.dialogs.booking_form import Form
from bot.dialogs.choice import When
from bot.dialogs.dialog import Goes, Reply, Scene, Shows
from bot.dialogs.payload import Act, id_of
from bot.dialogs.screen import Screen
from bot.dialogs.when import offering, refused, room
from core import timetable
from core.desk import house_staff, look, promotion, waitlist
from core.errors import (
    HasOpenBooking,
    HasRoom,
    NoSuchEntry,
    NotWaiting,
    OfferLapsed,
    TimeRefused,
)
from core.guests import Kind
from core.notices import STAFF, entry_facts, entry_handle
from core.staff import Right
from core.waitlist import Entry, EntryId, Status


def accept(scene: Scene, act: Act) -> Reply:
    """«Yes, please» to a seat, however late: the booking, or courteously what there is instead."""
    entry = _own(scene, act)
    try:
        booking = promotion.accept(scene.desk, entry.id, act.version, scene.actor)
    except (OfferLapsed, NotWaiting) as late:
        return _shows(entry, stands(scene, late.entry))
    except TimeRefused as error:
        return _look_on(scene, entry, error)
    return _shows(entry, booking_screens.reserved(scene, booking))


def leave(scene: Scene, act: Act) -> Reply:
    """«No, thank you» to a seat, or off the list altogether."""
    entry = _own(scene, act)
    try:
        gone = waitlist.leave(scene.desk, entry.id, act.version, scene.actor)
    except NotWaiting as late:
        return _shows(entry, _left_before(scene, late.entry))
    said = waiting_screens.refused if entry.status is Status.OFFERED else waiting_screens.over
    return _shows(entry, said(scene.words, entry_facts(gone), to_guest=not scene.actor.is_staff))


def wait_again(scene: Scene, act: Act) -> Reply:
    """The same place once more, behind those who wait already."""
    entry = _own(scene, act)
    present = waitlist.place_of(scene.desk, entry.guest)
    if present is not None:
        return _shows(entry, waiting_screens.place(scene, present))
    try:
        anew = waitlist.enter(
            scene.desk, entry.guest, party=entry.party, day=entry.day, wanted=entry.wanted, by=scene.actor
        )
    except HasRoom as free:
        return _look_at(scene, entry, room(scene, free.free).when, wording.room_after_all(scene.words))
    except HasOpenBooking as standing:
        return _shows(entry, booking_screens.expected(scene, standing.booking))
    except TimeRefused as error:
        return _look_on(scene, entry, error)
    return _shows(entry, waiting_screens.joined(scene, anew))


def free_hours(scene: Scene, act: Act) -> Reply:
    """What is free near to what they waited for."""
    entry = _own(scene, act)
    ask = look.asks_as(scene.desk, entry.guest, scene.actor, look.booking_of(scene.desk, entry.guest))
    near = look.nearest(scene.desk, _hoped_for(scene, entry), ask)
    return _look_at(scene, entry, offering(scene, near), "")


def stands(scene: Scene, entry: Entry) -> Screen:
    """What has become of a place on the list, and what its guest has now."""
    lapsed = entry.status is Status.LAPSED or _has_run_out(scene, entry)
    if lapsed and _present(scene, entry, lapsed=True) is None:
        told = waiting_screens.too_late(scene.words, entry_facts(entry))
        return replace(told, text=f"{told.text}\n\n{_still_free(scene, entry)}")
    return _left_before(scene, entry, lapsed=lapsed)


def _left_before(scene: Scene, entry: Entry, *, lapsed: bool = False) -> Screen:
    """What there is now for who leaves a place that is theirs no longer."""
    words, facts = scene.words, entry_facts(entry)
    present = _present(scene, entry, lapsed=lapsed)
    if present is None:
        return waiting_screens.none_now(words, facts, to_guest=not scene.actor.is_staff)
    if lapsed or entry.status is Status.LAPSED:
        return present.with_note(waiting_screens.too_late(words, facts).text)
    return present.with_note(waiting_screens.given_up(words, facts) if entry.status is Status.LEFT else "")


def _present(scene: Scene, entry: Entry, *, lapsed: bool = False) -> Screen | None:
    """The guest's booking or open place as it stands, whichever the button was of; not the offer that has
    ``lapsed``."""
    place = waitlist.place_of(scene.desk, entry.guest)
    if place == entry and not lapsed:
        return waiting_screens.place(scene, entry)
    booking = look.booking_of(scene.desk, entry.guest)
    if booking is not None and place != entry:
        return booking_screens.expected(scene, booking)
    return waiting_screens.place(scene, place) if place is not None and place != entry else None


def _has_run_out(scene: Scene, entry: Entry) -> bool:
    """Whether an offer is over that nobody has taken back yet."""
    over = entry.offer_until is not None and scene.desk.now >= entry.offer_until
    return over and entry.status is Status.OFFERED


def _still_free(scene: Scene, entry: Entry) -> str:
    words = scene.words
    ask = look.asks_as(scene.desk, entry.guest, scene.actor, look.booking_of(scene.desk, entry.guest))
    free = [
        words.hour(slot)
        for slot in look.free_slots(scene.desk, ask)
        if timetable.day_of(scene.desk.site, slot) == entry.day
    ]
    if not free:
        return words.say("Just now nothing else is free that day.")
    return words.say("Free that day: {hours}", hours=words.listed(free))


def _look_on(scene: Scene, entry: Entry, error: TimeRefused) -> Reply:
    standing = look.booking_of(scene.desk, entry.guest)
    chosen = refused(scene, error, look.asks_as(scene.desk, entry.guest, scene.actor, standing))
    return _look_at(scene, entry, chosen.when, chosen.note)


def _look_at(scene: Scene, entry: Entry, when: When, note: str) -> Reply:
    """The question when, in the dialog that knows the rest: of their booking's move, or of a new one."""
    standing = look.booking_of(scene.desk, entry.guest)
    if standing is not None:
        change = my_booking.Change(
            at=my_booking.At.WHEN, booking=standing.id, version=standing.version, when=when
        )
        return Goes(my_booking.NAME, change, note)
    guest, party = entry.guest, entry.party
    form = Form(
        at=booking_form.At.WHEN,
        surname=guest.name.surname,
        given=guest.name.given,
        title=str(guest.name.title),
        guests=party.size,
        elders=party.elders,
        children=party.children,
        phone=guest.phone.number,
        phone_kind=str(guest.phone.kind),
        when=when,
        peer=guest.kind is Kind.PEER,
    )
    return Goes(booking_form.NAME, form, note)


def _hoped_for(scene: Scene, entry: Entry) -> datetime:
    return entry.offered or entry.wanted or timetable.slots_of(scene.desk.site, entry.day)[0]


def _shows(entry: Entry, screen: Screen) -> Reply:
    """In place of the message that was tapped."""
    return Shows(screen, handle=entry_handle(entry.id))


def _own(scene: Scene, act: Act) -> Entry:
    """The place a button is about, for whoever may see to it. Raises NotPermitted, NoSuchEntry."""
    if scene.bot == STAFF:
        house_staff.require(scene.desk, scene.person.user_id, Right.BOOK_FOR_GUESTS)
    found = id_of(act)
    if found is None:
        raise NoSuchEntry
    return waitlist.own_entry(scene.desk, EntryId(found), scene.actor)

"""What a confirmed form becomes: a booking, a place on the waiting list, or a request for a day."""

from dataclasses import replace

from bot import wording
from bot.dialogs import booking_screens, particulars, request_screens, waiting_screens, when
from bot.dialogs.booking_form import NAME, At, Form
from bot.dialogs.choice import Chosen, How, When
from bot.dialogs.dialog import Chose, Ends, Given, Goes, Reply, Scene
from core import timetable
from core.booking import Booking
from core.desk import booking as desk_booking
from core.desk import register, requests, waitlist
from core.desk.booking import Wish
from core.errors import HasOpenBooking, HasRequest, HasRoom, NotForPeers, TimeRefused


def confirm(scene: Scene, state: Form) -> Reply:
    """Do what the form says; whatever stands in the way is said, with the way on."""
    try:
        match state.when.how:
            case How.SEAT:
                return _book(scene, state)
            case How.WAIT:
                return _wait(scene, state)
            case How.REQUEST:
                return _ask(scene, state)
    except HasRoom as error:
        return ask_when(state, when.room(scene, error.free))
    except NotForPeers as error:
        # The house knows them for one, whoever fills in the form.
        peer = replace(state, peer=True, peer_noted=state.peer_noted or not state.peer)
        return ask_when(peer, when.refused(scene, error, peer.ask(scene.desk, scene.actor)))
    except TimeRefused as error:
        return ask_when(state, when.refused(scene, error, state.ask(scene.desk, scene.actor)))


def _book(scene: Scene, state: Form) -> Reply:
    starts_at = state.when.starts_at
    if starts_at is None:
        return Goes(NAME, state.asking_next())
    wish = Wish(
        name=state.name,
        phone=state.line,
        party=state.party,
        starts_at=starts_at,
        peer=state.peer,
        language=_spoken(scene),
    )
    try:
        booking = desk_booking.book(scene.desk, wish, scene.actor)
    except HasOpenBooking as standing:
        # The number they shared is theirs: so is the record it was found by.
        register.receive(scene.desk, state.name, state.line, scene.actor)
        return Goes(NAME, replace(state, at=At.SECOND, second=standing.booking.id))
    return Ends(booking_screens.reserved(scene, booking), particulars.begin(scene, booking))


def _wait(scene: Scene, state: Form) -> Reply:
    day, wanted = state.when.any_hour_of, state.when.starts_at
    if wanted is not None:
        day = timetable.day_of(scene.desk.site, wanted)
    if day is None:
        return Goes(NAME, state.asking_next())
    try:
        entry = waitlist.join(
            scene.desk,
            name=state.name,
            phone=state.line,
            party=state.party,
            day=day,
            wanted=wanted,
            by=scene.actor,
            peer=state.peer,
            language=_spoken(scene),
        )
    except HasOpenBooking as standing:
        return Ends(booking_screens.expected(scene, standing.booking))
    return Ends(waiting_screens.joined(scene, entry))


def _ask(scene: Scene, state: Form) -> Reply:
    day = state.when.any_hour_of
    if day is None:
        return Goes(NAME, state.asking_next())
    try:
        request = requests.ask(
            scene.desk,
            name=state.name,
            phone=state.line,
            party=state.party,
            day=day,
            by=scene.actor,
            peer=state.peer,
            language=_spoken(scene),
        )
    except HasOpenBooking as standing:
        return Ends(booking_screens.expected(scene, standing.booking))
    except HasRequest as before:
        note = wording.refusal(scene.words, before)
        return Ends(request_screens.card(scene, before.request).with_note(note))
    return Ends(request_screens.asked(scene, request))


def _spoken(scene: Scene) -> str | None:
    """What the guest speaks; of a caller nobody told us."""
    return None if scene.actor.is_staff else scene.words.language


def ask_when(state: Form, chosen: Chosen) -> Reply:
    return Goes(NAME, replace(state, at=At.WHEN, when=chosen.when), chosen.note)


def ask_when_again(state: Form, note: str) -> Reply:
    return Goes(NAME, replace(state, at=At.WHEN, when=When()), note)


def second(scene: Scene, state: Form, given: Given) -> Reply:
    """Whether to move the booking that was found at the confirmation."""
    standing = booking_screens.second_booking(scene, state)
    if standing is None or state.when.starts_at is None:
        return Goes(NAME, replace(state, second=None).asking_next())
    match given:
        case Chose("move"):
            return _move(scene, state, standing)
        case Chose("keep"):
            return Ends(booking_screens.expected(scene, standing))
        case _:
            return Goes(NAME, state, wording.please_tap(scene.words))


def _move(scene: Scene, state: Form, standing: Booking) -> Reply:
    starts_at = state.when.starts_at
    if starts_at is None:
        return Goes(NAME, state.asking_next())
    try:
        moved = desk_booking.move(scene.desk, standing.id, standing.version, starts_at, scene.actor)
    except TimeRefused as error:
        return ask_when(state, when.refused(scene, error, state.ask(scene.desk, scene.actor)))
    return Ends(booking_screens.moved(scene, moved))

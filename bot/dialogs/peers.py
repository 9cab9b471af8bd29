"""People of other property firms: received in their own hours, by the same form. Never asked for, only heard."""

from dataclasses import replace

from bot import wording
from bot.dialogs import booking_screens, when
from bot.dialogs.booking_form import CARD, NAME, At, Form
from bot.dialogs.dialog import Goes, Reply, Scene, Shows
from core import timetable
from core.booking import Booking
from core.desk import look, register
from core.guests import Guest


def answer(scene: Scene, state: Form) -> Reply:
    """Their hours, explained and offered; whoever is expected at another hour may move there."""
    peer = replace(state, peer=True)
    guest = None if scene.actor.is_staff else look.known_guest(scene.desk, scene.person.user_id)
    standing = look.booking_of(scene.desk, guest) if guest is not None else None
    if guest is not None and standing is not None:
        register.receive(scene.desk, guest.name, guest.phone, scene.actor, peer=True)
        card = booking_screens.expected(scene, standing).with_note(_explained(scene, guest, standing))
        return Shows(card, handle=CARD)
    near = look.nearest(scene.desk, scene.desk.now, peer.ask(scene.desk, scene.actor))
    return Goes(
        NAME, replace(peer, at=At.WHEN, when=when.offering(scene, near)), wording.not_for_peers(scene.words)
    )


def _explained(scene: Scene, guest: Guest, standing: Booking) -> str:
    """Their hours, and the request to come then, for whoever is expected at another time without an exception."""
    note = wording.not_for_peers(scene.words)
    day = timetable.day_of(scene.desk.site, standing.starts_at)
    exempt = guest.exempt_until is not None and day <= guest.exempt_until
    if exempt or timetable.is_for_peers(scene.desk.site, standing.starts_at):
        return note
    return "\n".join([note, scene.words.say("May I ask you to move your visit there?")])

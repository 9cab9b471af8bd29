"""People of other property firms: received in their own hours, by the same form. Never asked for, only heard."""

from dataclasses import replace

from bot import wording
from bot.dialogs import booking_screens, when
from bot.dialogs.booking_form import CARD, NAME, At, Form
from bot.dialogs.dialog import Goes, Reply, Scene, Shows
from core.desk import look, register


def answer(scene: Scene, state: Form) -> Reply:
    """Their hours, explained and offered; whoever is expected at another hour may move there."""
    peer = replace(state, peer=True)
    guest = None if scene.actor.is_staff else look.known_guest(scene.desk, scene.person.user_id)
    standing = look.booking_of(scene.desk, guest) if guest is not None else None
    if guest is not None and standing is not None:
        register.receive(scene.desk, guest.name, guest.phone, scene.actor, peer=True)
        card = booking_screens.expected(scene, standing)
        return Shows(card.with_note(wording.not_for_peers(scene.words)), handle=CARD)
    near = look.nearest(scene.desk, scene.desk.now, peer.ask(scene.desk, scene.actor))
    return Goes(
        NAME, replace(peer, at=At.WHEN, when=when.offering(scene, near)), wording.not_for_peers(scene.words)
    )

"""What the house has for a guest just now: the visit they are expected for, their place on the waiting list, or the
day they asked for."""

from typing import Any

from bot.dialogs import booking_screens, request_screens, waiting_screens
from bot.dialogs.booking_form import CARD, NAME
from bot.dialogs.dialog import ASIDE, Ends, Reply, Scene, Shows
from bot.dialogs.screen import Screen
from core.desk import look, requests, waitlist


def card(scene: Scene) -> Screen | None:
    """It as it stands; None where there is nothing. Staff book for others."""
    guest = None if scene.actor.is_staff else look.known_guest(scene.desk, scene.person.user_id)
    if guest is None:
        return None
    booking = look.booking_of(scene.desk, guest)
    if booking is not None:
        return booking_screens.expected(scene, booking)
    entry = waitlist.place_of(scene.desk, guest)
    if entry is not None:
        return waiting_screens.place(scene, entry)
    request = requests.open_of(scene.desk, guest)
    return request_screens.card(scene, request) if request is not None else None


def shown(scene: Scene, screen: Screen) -> Reply:
    """Whatever else was being asked is asked no more, a booking form under way excepted."""
    return Shows(screen, handle=CARD) if scene.dialog is None or begun(scene) else Ends(screen)


def begun(scene: Scene) -> dict[str, Any] | None:
    """A form left half-way, be it set aside for another dialog."""
    if scene.dialog == NAME or scene.state is None:
        return scene.state
    aside: dict[str, Any] = scene.state.get(ASIDE) or {}
    return aside["state"] if aside.get("dialog") == NAME else None

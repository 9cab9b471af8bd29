"""What the house has for a guest just now: the visit they are expected for, their place on the waiting list, or the
day they asked for."""

from typing import Any

from bot.dialogs.booking import screens as booking_screens
from bot.dialogs.booking.form import CARD, NAME
from bot.engine.dialog import ASIDE, Context
from bot.engine.replies import Finish, Reply, Show
from bot.engine.screen import Screen
from bot.wording import requests as request_screens
from bot.wording import waitlist as waitlist_screens
from core.desk import queries, requests, waitlist


def card(context: Context) -> Screen | None:
    """It as it stands; None where there is nothing. Staff book for others."""
    guest = None if context.actor.is_staff else queries.known_guest(context.desk, context.person.user_id)
    if guest is None:
        return None
    booking = queries.booking_of(context.desk, guest)
    if booking is not None:
        return booking_screens.expected(context, booking)
    entry = waitlist.open_entry_of(context.desk, guest)
    if entry is not None:
        return waitlist_screens.place(context, entry)
    request = requests.open_request_of(context.desk, guest)
    return request_screens.card(context, request) if request is not None else None


def shown(context: Context, screen: Screen) -> Reply:
    """Whatever else was being asked is asked no more, a booking form under way excepted."""
    return Show(screen, handle=CARD) if context.dialog is None or begun(context) else Finish(screen)


def begun(context: Context) -> dict[str, Any] | None:
    """A form left half-way, be it set aside for another dialog."""
    if context.dialog == NAME or context.state is None:
        return context.state
    aside: dict[str, Any] = context.state.get(ASIDE) or {}
    return aside["state"] if aside.get("dialog") == NAME else None

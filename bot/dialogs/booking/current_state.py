"""What a guest has at the moment: a booked visit, a place on the waiting list, or a request for a day."""

from bot.dialogs.booking import screens as booking_screens
from bot.dialogs.booking.form import CARD, NAME
from bot.engine.dialog import Context
from bot.engine.replies import Finish, Reply, Show
from bot.engine.screen import Screen
from bot.wording import requests as request_screens
from bot.wording import waitlist as waitlist_screens
from core.desk import queries, requests, waitlist


def card(context: Context) -> Screen | None:
    """What the guest has, on a card; None where there is nothing, and for staff, who book for others."""
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
    """The card ends any dialog that is open, except a booking form."""
    return Show(screen, handle=CARD) if context.dialog in {None, NAME} else Finish(screen)

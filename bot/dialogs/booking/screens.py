"""The screens that show a booking: the confirmation, after a move, and as it is now."""

from dataclasses import replace

from bot.engine.dialog import Context
from bot.engine.screen import Screen
from bot.wording import phrases, staff_view, standard_buttons
from bot.wording import waitlist as waitlist_screens
from bot.wording.refusals import explain
from core.booking import Booking, has_begun
from core.desk import waitlist
from core.errors import AlreadyBegun


def reserved(context: Context, booking: Booking) -> Screen:
    """The confirmation: the hour, the place, the code and thanks; goodbye is said after the optional questions."""
    words = context.words
    heading = words.say(
        "Thank you, {name}. Your hour is reserved.", name=phrases.addressed(words, booking.guest.name)
    )
    farewell = words.say(
        "A consultant and a quiet place will be waiting for you; at the gate, simply give your name or "
        "the code.\n"
        "We look forward to welcoming you."
    )
    return _card(context, booking, heading, farewell)


def moved(context: Context, booking: Booking) -> Screen:
    if context.actor.is_staff:
        return _card(context, booking, staff_view.moved(context.words, booking), "")
    return _card(
        context,
        booking,
        context.words.say("Very well, we look forward to welcoming you at the new hour."),
        "",
    )


def expected(context: Context, booking: Booking) -> Screen:
    """An existing booking, with the ways to change it, and the better hour that its guest waits for."""
    begun = not context.actor.is_staff and has_begun(booking, context.desk.now)
    farewell = explain(context.words, AlreadyBegun(booking)) if begun else ""
    heading = context.words.say("We are expecting you:")
    if context.actor.is_staff:
        heading = staff_view.expected(context.words, booking)
    screen = _card(context, booking, heading, farewell)
    if begun:
        screen = replace(screen, rows=())
    entry = waitlist.open_entry_of(context.desk, booking.guest)
    return screen if entry is None else waitlist_screens.beside(context, screen, entry)


def _card(context: Context, booking: Booking, heading: str, farewell: str) -> Screen:
    paragraphs = [heading, phrases.booking_card(context.words, booking), farewell]
    rows = (standard_buttons.changes(context.words, booking.id, booking.version),)
    return Screen(text="\n\n".join(part for part in paragraphs if part), rows=rows)

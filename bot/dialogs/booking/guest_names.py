"""The name to use for somebody who has booked nothing yet."""

from bot.dialogs.booking.form import BookingForm
from bot.engine.dialog import Context
from bot.understanding.names import read_name
from bot.understanding.text import tidy
from core.desk import queries
from core.guests import Name


def profile_name(context: Context) -> Name | None:
    """The name in a guest's Telegram profile, if it is a name; None for an operator, who books for a caller."""
    first, last = tidy(context.person.first_name), tidy(context.person.last_name)
    found = None if context.actor.is_staff else read_name(f"{first} {last}")
    if found is None:
        return None
    return Name(surname=last, given=first) if first and last else found


def best_name(context: Context, form: BookingForm | None = None) -> Name:
    """The name in the form, on record or in the profile; without a surname where none is known."""
    if form is not None and form.surname is not None:
        return form.name
    known = None if context.actor.is_staff else queries.known_guest(context.desk, context.person.user_id)
    return known.name if known is not None else profile_name(context) or Name(surname="")

"""The subjects of buttons, as ids of the database."""

from bot.engine.payload import SubjectAction, id_of
from core.booking import BookingId
from core.errors import NoSuchBooking


def booking_id_of(action: SubjectAction) -> BookingId:
    """The booking of an action. Raises NoSuchBooking if its subject is not an id."""
    found = id_of(action)
    if found is None:
        raise NoSuchBooking
    return BookingId(found)

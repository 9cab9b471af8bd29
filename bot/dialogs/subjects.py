"""The subjects of buttons: ids as the record knows them."""

from bot.engine.payload import SubjectAction, id_of
from core.booking import BookingId
from core.errors import NoSuchBooking


def booking_id_of(action: SubjectAction) -> BookingId:
    """The booking an act is about. Raises NoSuchBooking for what is no id."""
    found = id_of(action)
    if found is None:
        raise NoSuchBooking
    return BookingId(found)

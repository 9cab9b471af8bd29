"""The rules of booking, checked again at every write. Rules: docs/rules.md, "Booking"."""

from datetime import datetime

from core import timetable
from core.booking import Party
from core.desk import planning, queries
from core.desk.desk import Desk
from core.errors import PartyRefused
from core.plan import Plan, SeatRequest


def check_party(desk: Desk, party: Party) -> None:
    """Check the size of a party. Raises PartyRefused."""
    largest = desk.site.booking.largest_party
    if not 1 <= party.size <= largest or min(party.adults, party.elders, party.children) < 0:
        raise PartyRefused(party.size, largest)


def check_time(desk: Desk, starts_at: datetime, seat_request: SeatRequest) -> None:
    """Check that a slot may be requested, whatever its room. Raises a TimeRefused with the nearest free slots."""
    day = timetable.day_of(desk.site, starts_at)
    refused = planning.read(desk, day, day).time_refusal(starts_at, seat_request)
    if refused is not None:
        raise refused.with_nearest(queries.nearest(desk, starts_at, seat_request))


def check_seat(desk: Desk, plan: Plan, starts_at: datetime, seat_request: SeatRequest) -> None:
    """Check a slot against a locked plan; the write must follow in the same transaction.

    Raises a TimeRefused with the nearest free slots.
    """
    refused = plan.without_seats_of(seat_request).refusal(starts_at, seat_request)
    if refused is not None:
        raise refused.with_nearest(queries.nearest(desk, starts_at, seat_request))

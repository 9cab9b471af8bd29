"""The race for the last seat in rounds: each round is for another slot of the same database.

The guests of a round have different initials; otherwise the counter of the guest numbers would make them book one by
one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from string import ascii_uppercase

import pytest
from sqlalchemy import Connection

from core import timetable
from core.booking import Booking
from core.clock import PlayedClock
from core.desk import queries
from core.plan import Seats
from core.runtime.house import House
from core.site import Agency, BookingRules, Site
from core.store import seats
from tests.conftest import MORNING
from tests.support.people import guest
from tests.support.racing import Work, books_as, rush

BOOKERS = 50
# Results of a round: this text for each booking, and for each refusal the name of its type.
WON = "won"
ONE_WINNER = Counter({WON: 1, "SlotFull": BOOKERS - 1})


def small_site(site: Site, consultants: int = 2) -> Site:
    """The site with this number of consultants on duty, and a horizon of one day."""
    one = Agency(name="A", consultants=consultants, weekday_rest=0)
    return site.model_copy(update={"agencies": (one,), "booking": BookingRules(horizon_days=1)})


def hour_of(site: Site, number: int) -> tuple[datetime, datetime]:
    """The moment of a round, and the slot of its race on the next day (UTC)."""
    hours = len(timetable.slots_of(site, MORNING.date()))
    moment = MORNING + timedelta(days=number // hours)
    tomorrow = timetable.day_of(site, moment) + timedelta(days=1)
    return moment, timetable.slots_of(site, tomorrow)[number % hours]


async def turn_to(clock: PlayedClock, moment: datetime) -> None:
    async def settle() -> None:
        """Nobody waits for this clock, so there is nothing to settle."""

    if moment > clock.now():
        await clock.play(moment, settle)


def bookers(numbers: Iterable[int], hour: datetime, round_: int = 0) -> list[Work]:
    """New guests who want the same slot."""
    return [
        books_as(
            guest(round_ * 1000 + number + 1),
            surname=ascii_uppercase[number // 26],
            given=ascii_uppercase[number % 26],
            starts_at=hour,
        )
        for number in numbers
    ]


async def contend(houses: tuple[House, ...], works: list[Work]) -> Counter[str]:
    """Run all at once; the number of bookings, and of refusals by type."""
    results = await rush(houses, works)
    return Counter(WON if isinstance(result, Booking) else type(result).__name__ for result in results)


@contextmanager
def counting_together(wait: Callable[[], None]) -> Iterator[None]:
    """Have each booker wait after counting the taken seats, so that nobody writes before all have counted."""
    seats_of = seats.count_seats

    def counts_with_the_others(conn: Connection, first: datetime, end: datetime) -> dict[datetime, Seats]:
        counted = seats_of(conn, first, end)
        wait()
        return counted

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seats, "count_seats", counts_with_the_others)
        yield


async def taken(house: House, rounds: int) -> list[int]:
    """The number of parties in the slot of each round."""
    hours = [hour_of(house.site, number)[1] for number in range(rounds)]
    first, last = (timetable.day_of(house.site, hour) for hour in (hours[0], hours[-1]))
    loads = await house.read(lambda desk: {load.starts_at: load for load in queries.loads(desk, first, last)})
    return [loads[hour].taken for hour in hours]

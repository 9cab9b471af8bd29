"""Benchmarks (``make bench``): each figure is measured beside a yardstick in the same run. They are not tests."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from statistics import median
from string import ascii_uppercase
from typing import NamedTuple

from bot import opening
from core.booking import Actor, Booking, Channel, Party
from core.capacity import SlotLoad
from core.clock import PlayedClock
from core.desk import Desk, booking, queries
from core.desk.booking import BookingDetails
from core.guests import Name, Phone, PhoneKind
from core.runtime.house import House
from core.site import Site
from demo.cast import prepare_house

ROUNDS = 7
MORNING = datetime(2026, 11, 19, 1, tzinfo=UTC)  # a Thursday, 09:00 where the example site is
NO_PHONE = Phone(number=None, kind=PhoneKind.DECLINED)


class Figure(NamedTuple):
    """Rows of the table, and one sentence on how to read them."""

    rows: list[tuple[str, ...]]
    reading: str


def ratio_of(over: list[float], under: list[float]) -> str:
    """The median of the rounds' ratios, and their range."""
    ratios = [above / below for above, below in zip(over, under, strict=True)]
    return f"{median(ratios):.3g}× ({min(ratios):.3g}–{max(ratios):.3g})"


async def new_house(url: str, site: Site) -> tuple[House, list[SlotLoad]]:
    """A new house with the demo's staff and group and a clock that stands still, and the loads of its slots."""
    house = opening.open_house(url, site, PlayedClock(MORNING))
    await house.upgrade()
    await house.run(prepare_house)
    return house, await house.read(lambda desk: queries.loads(desk, date(2026, 11, 20), date(2026, 12, 3)))


def books(number: int, starts_at: datetime) -> Callable[[Desk], Booking]:
    """Book for a new guest. 676 in a row have different initials, so they do not wait for the lock of one serial."""
    first, second = divmod(number % 676, 26)
    name = Name(surname=ascii_uppercase[first], given=ascii_uppercase[second])
    details = BookingDetails(name=name, phone=NO_PHONE, party=Party(adults=2), starts_at=starts_at)
    return lambda desk: booking.book(desk, details, Actor(user_id=10_000 + number, channel=Channel.CHAT))

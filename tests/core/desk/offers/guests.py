"""Actions of guests where one party fills a slot, and their results."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from core.arrangements import ArrangementKind, ArrangementSpec
from core.booking import Booking, Party
from core.desk import Desk, booking, queries, waitlist
from core.guests import Name
from core.runtime.house import House
from core.staff import Member, Role
from core.store.tables import waitlist as waitlist_table
from core.waitlist import WaitlistEntry
from tests.support.people import HOUR, NO_PHONE, OPERATOR, TEN, books, guest

# 11:00 and 12:00 of Saturday, and 10:00 of Sunday.
ELEVEN, TWELVE = TEN + HOUR, TEN + 2 * HOUR
SUNDAY = TEN + timedelta(days=1)
SATURDAY_DAY = date(2026, 11, 21)
CHEN = Member(user_id=901, name="Chen", role=Role.SITE_MANAGER)


def books_alone(number: int, slot: datetime, **facts: Any) -> Callable[[Desk], Booking]:
    alone = {"name": Name(surname=f"N{number}"), "party": Party(adults=1)}
    return books(guest(number), slot, **(alone | facts))


def joins(
    number: int, slot: datetime, *, any_hour: bool = False, **facts: Any
) -> Callable[[Desk], WaitlistEntry]:
    wanted = None if any_hour else slot
    return lambda desk: waitlist.join(
        desk,
        name=Name(surname=f"N{number}"),
        phone=NO_PHONE,
        party=Party(adults=1),
        day=slot.date(),
        wanted=wanted,
        by=guest(number),
        **facts,
    )


def cancels(booked: Booking) -> Callable[[Desk], Booking]:
    return lambda desk: booking.cancel(desk, booked.id, booked.version, OPERATOR)


def moves(booked: Booking, to: datetime) -> Callable[[Desk], Booking]:
    return lambda desk: booking.move(
        desk, booked.id, booked.version, to, guest(booked.guest.telegram_id or 0)
    )


async def place_of(house: House, number: int) -> tuple[str, datetime | None]:
    """The status of a guest's last waitlist entry, and the slot that is or was offered."""

    def read(desk: Desk) -> tuple[str, datetime | None]:
        known = queries.known_guest(desk, number)
        assert known is not None
        of_guest = select(waitlist_table.c.status, waitlist_table.c.offered).where(
            waitlist_table.c.guest_id == known.id
        )
        row = desk.conn.execute(of_guest.order_by(waitlist_table.c.id.desc())).first()
        assert row is not None
        return row.status, row.offered

    return await house.read(read)


async def seats_at(house: House, slot: datetime) -> tuple[int, int]:
    """The parties and the held seats of a slot."""
    day = slot.date()
    loads = await house.read(lambda desk: queries.loads(desk, day, day))
    return next((load.taken, load.offered) for load in loads if load.starts_at == slot)


def heads(number: int) -> ArrangementSpec:
    return ArrangementSpec(
        what=ArrangementKind.HEADCOUNT, starts_at=TEN, ends_at=ELEVEN, number=number, agency="A"
    )


def withheld(number: int) -> ArrangementSpec:
    return ArrangementSpec(what=ArrangementKind.WITHHELD, starts_at=TEN, ends_at=ELEVEN, number=number)

"""The change record and a booking's version, on each engine, read through a second house."""

from sqlalchemy import select

from core.booking import Booking, BookingStatus, ChangeKind
from core.desk import Desk, booking, overrides, queries
from core.guests import Tier
from core.runtime.house import House
from core.store import bookings
from core.store.tables import booking_changes
from tests.support.people import HOUR, MANAGER, OPERATOR, TEN, books, guest


async def record(house: House, made: Booking) -> list[tuple[int, int, str]]:
    """Serial, version and kind of each line of a booking."""
    columns = (booking_changes.c.serial, booking_changes.c.version, booking_changes.c.what)
    lines = select(*columns).where(booking_changes.c.booking_id == made.id).order_by(booking_changes.c.serial)
    return [tuple(line) for line in await house.read(lambda desk: desk.conn.execute(lines).all())]


async def test_a_line_that_changes_only_the_tier_keeps_the_version(house: House, outside: House) -> None:
    made = await house.run(books(guest()))

    def write_lines(desk: Desk) -> None:
        for _ in range(2):
            bookings.insert_change(desk.conn, made, ChangeKind.TIER, by=OPERATOR, now=desk.now)

    await house.run(write_lines)
    assert await outside.read(lambda desk: queries.open_booking(desk, 1)) == made
    assert await record(outside, made) == [(1, 1, "made"), (2, 1, "tier"), (3, 1, "tier")]


async def test_a_version_read_before_a_change_of_tier_can_move_and_cancel(
    house: House, outside: House
) -> None:
    made = await house.run(books(guest()))
    await house.run(
        lambda desk: overrides.set_tier(desk, made.id, made.version, Tier.A_PLUS, MANAGER, reason="known")
    )
    changed = await outside.read(lambda desk: queries.open_booking(desk, 1))
    assert changed is not None
    assert (changed.tier, changed.version) == (Tier.A_PLUS, made.version)
    moved = await outside.run(lambda desk: booking.move(desk, made.id, made.version, TEN + HOUR, guest()))
    cancelled = await house.run(lambda desk: booking.cancel(desk, made.id, moved.version, guest()))
    assert cancelled.status is BookingStatus.CANCELLED
    assert await record(outside, made) == [
        (1, 1, "made"),
        (2, 1, "tier"),
        (3, 2, "moved"),
        (4, 3, "cancelled"),
    ]

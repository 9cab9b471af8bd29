"""Guests on the waitlist, and the slots they wait for."""

from datetime import UTC, datetime, timedelta

from core.arrangements import ArrangementKind, ArrangementSpec
from core.booking import Booking
from core.desk import arrangements, booking
from core.staff import Member, Role
from core.store.tables import waitlist
from demo.cast import MANAGER
from tests.conftest import MORNING
from tests.support.gestures import OPERATOR, Chat, Play

HOUR = timedelta(hours=1)
SATURDAY_NINE = datetime(2026, 11, 21, 1, tzinfo=UTC)
SATURDAY_TEN = SATURDAY_NINE + HOUR
SUNDAY_NINE = SATURDAY_NINE + timedelta(days=1)
HALF_PAST = MORNING + timedelta(minutes=30)
FORM = ("Yes, please", "Grace Tan", "Ms", "2")


async def to_the_day(chat: Chat) -> None:
    await chat.open()
    for label in FORM:
        await chat.tap(label)


async def wait_for_ten(play: Play) -> tuple[Chat, list[Booking]]:
    """A buyer on the waitlist for Saturday at ten, which is full."""
    taken = await play.fill(SATURDAY_TEN)
    buyer = play.buyer()
    await to_the_day(buyer)
    for label in ("Sat, Nov 21", "10:00 full", "I would rather not", "✓ Confirm"):
        await buyer.tap(label)
    return buyer, taken


async def add_waiting_caller(operator: Chat) -> None:
    await operator.send("/book")
    for said in ("Yes, please", "Mr Wang", "1", "11-21", "10:00"):
        await operator.send(said)
    await operator.tap("Wait for Sat, Nov 21 10:00")
    for said in ("138 0013 8000", "✓ Confirm"):
        await operator.send(said)


async def cancel_booking(play: Play, taken: Booking) -> None:
    await play.stage.house.run(lambda desk: booking.cancel(desk, taken.id, taken.version, OPERATOR))
    await play.stage.settle()


async def places(play: Play) -> list[tuple[str, datetime | None, datetime | None]]:
    return [(row.status, row.wanted, row.offered) for row in await play.rows(waitlist)]


async def fill_sunday(play: Play) -> list[Booking]:
    """Book every seat of a Sunday for callers; there is one in each hour, the others are withheld."""
    manager = Member(user_id=MANAGER.id, name="陈经理", role=Role.SITE_MANAGER)
    withheld = ArrangementSpec(
        what=ArrangementKind.WITHHELD, starts_at=SUNDAY_NINE, ends_at=SUNDAY_NINE + 9 * HOUR, number=15
    )
    await play.stage.house.run(lambda desk: arrangements.arrange(desk, [withheld], manager))
    return [booked for hour in range(9) for booked in await play.fill(SUNDAY_NINE + hour * HOUR)]

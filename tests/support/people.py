"""People of the core tests, and their actions at the desk."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import select

from core.arrangements import ArrangementKind, ArrangementSpec
from core.booking import Actor, Booking, Channel, Party
from core.bots import STAFF
from core.clock import PlayedClock
from core.desk import Desk, booking, queries, waitlist
from core.desk import staff as staff_desk
from core.desk.booking import BookingDetails
from core.guests import Name, Phone, PhoneKind, Title
from core.runtime.house import House
from core.staff import Member, Role
from core.store import sessions
from core.store.sessions import SessionKey
from core.store.tables import outbox
from core.waitlist import WaitlistEntry

SATURDAY = date(2026, 11, 21)
TEN = datetime(2026, 11, 21, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
NO_PHONE = Phone(number=None, kind=PhoneKind.DECLINED)
OPERATOR = Actor(user_id=900, channel=Channel.PHONE, staff_name="Zhou")
MANAGER = Member(user_id=800, name="Lin", role=Role.SITE_MANAGER)


def guest(user_id: int = 1) -> Actor:
    return Actor(user_id=user_id, channel=Channel.CHAT)


def name(number: int) -> Name:
    return Name(surname="Guest", given=f"N{number}", title=Title.MR)


def wish(starts_at: datetime = TEN, **facts: Any) -> BookingDetails:
    values: dict[str, Any] = {
        "name": name(1),
        "phone": NO_PHONE,
        "party": Party(adults=2),
        "starts_at": starts_at,
    }
    return BookingDetails(**(values | facts))


def books(by: Actor, starts_at: datetime = TEN, **facts: Any) -> Callable[[Desk], Booking]:
    return lambda desk: booking.book(desk, wish(starts_at, **facts), by)


def waits(
    by: Actor, wanted: datetime | None = TEN, day: date = SATURDAY, **facts: Any
) -> Callable[[Desk], WaitlistEntry]:
    values: dict[str, Any] = {"name": name(by.user_id), "phone": NO_PHONE, "party": Party(adults=2)}
    return lambda desk: waitlist.join(desk, day=day, wanted=wanted, by=by, **(values | facts))


def order(
    what: ArrangementKind, starts_at: datetime = TEN, ends_at: datetime | None = None, **facts: Any
) -> ArrangementSpec:
    return ArrangementSpec(what=what, starts_at=starts_at, ends_at=ends_at or starts_at + HOUR, **facts)


async def fill(house: House, slot: datetime = TEN, leaving: int = 0) -> list[Booking]:
    """Book the free seats of a slot for callers, leaving some."""

    def book_all(desk: Desk) -> list[Booking]:
        load = next(each for each in queries.loads(desk, *[slot.date()] * 2) if each.starts_at == slot)
        callers = range(load.free - leaving)
        return [books(OPERATOR, slot, name=Name(surname="Caller", given=f"N{n}"))(desk) for n in callers]

    return await house.run(book_all)


async def taken(house: House, slot: datetime = TEN) -> tuple[int, int]:
    """The number of parties and of held seats of a slot."""

    def count(desk: Desk) -> tuple[int, int]:
        load = next(each for each in queries.loads(desk, *[slot.date()] * 2) if each.starts_at == slot)
        return load.taken, load.offered

    return await house.read(count)


async def enrol(house: House, user_id: int, role: Role) -> None:
    """Add a member of staff who has written to the bot, so that the bot can write to them."""

    def enter(desk: Desk) -> None:
        staff_desk.add_or_update(desk, Member(user_id=user_id, name=role, role=role))
        sessions.lock(desk.conn, SessionKey(bot=STAFF, chat_id=user_id, user_id=user_id), desk.now)

    await house.run(enter)


async def notices_to(house: House, chat: int) -> list[str]:
    """The kinds of notices written to a chat, in order."""
    wanted = select(outbox.c.body).where(outbox.c.chat_id == chat).order_by(outbox.c.id)
    return await house.read(lambda desk: [body["kind"] for body in desk.conn.execute(wanted).scalars()])


async def advance(clock: PlayedClock, to: datetime) -> None:
    async def quiet() -> None:
        return

    await clock.play(to, quiet)

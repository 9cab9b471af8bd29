"""Who is offered a freed seat, what becomes of the offer, and of the other things a guest waits for; on each engine.

One consultant receives here, so that one party fills an hour.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import select

from bot import wiring
from core.arrangements import Order, What
from core.booking import Actor, Booking, Channel, Party
from core.clock import PlayedClock
from core.courier import Courier
from core.desk import (
    Desk,
    arrange,
    arrival,
    booking,
    consultants,
    exceptions,
    look,
    promotion,
    requests,
    waitlist,
)
from core.desk.booking import Wish
from core.errors import HasRequest, SlotFull
from core.guests import Guest, Kind, Name, Phone, PhoneKind
from core.house import House
from core.notices import STAFF
from core.site import Agency, BookingRules, Site
from core.staff import Member, Role
from core.store import outbox
from core.store.tables import outbox as outbox_table
from core.store.tables import requests as request_table
from core.store.tables import waiting
from core.waitlist import Entry

T = TypeVar("T")
# 10:00, 11:00 and 12:00 of a Saturday, and 10:00 of the Sunday.
TEN, ELEVEN, TWELVE = (datetime(2026, 11, 21, hour, tzinfo=UTC) for hour in (2, 3, 4))
SUNDAY = TEN + timedelta(days=1)
SATURDAY_DAY, SUNDAY_DAY = date(2026, 11, 21), date(2026, 11, 22)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OPERATOR = Actor(user_id=900, channel=Channel.PHONE, staff_name="Zhou")
CHEN = Member(user_id=901, name="Chen", role=Role.SITE_MANAGER)
NO_PHONE = Phone(number=None, kind=PhoneKind.DECLINED)


@pytest.fixture
def small(site: Site) -> Site:
    return site.model_copy(update={"agencies": (Agency(name="A", consultants=1, weekday_rest=0),)})


@pytest.fixture
async def house(database_url: str, small: Site, clock: PlayedClock) -> AsyncIterator[House]:
    house = wiring.open_house(database_url, small, clock)
    yield house
    await house.close()


@pytest.fixture
async def outside(database_url: str, small: Site, clock: PlayedClock) -> AsyncIterator[House]:
    house = wiring.open_house(database_url, small, clock)
    yield house
    await house.close()


@pytest.fixture
async def two_a_slot(database_url: str, site: Site, clock: PlayedClock) -> AsyncIterator[House]:
    """Two consultants, two parties a day, and three a week."""
    rules = BookingRules(daily_cap=2, weekly_cap=3)
    capped = site.model_copy(
        update={"booking": rules, "agencies": (Agency(name="A", consultants=2, weekday_rest=0),)}
    )
    house = wiring.open_house(database_url, capped, clock)
    yield house
    await house.close()


def guest(number: int) -> Actor:
    return Actor(user_id=number, channel=Channel.CHAT)


def books(number: int, slot: datetime, **facts: Any) -> Callable[[Desk], Booking]:
    wish = Wish(name=Name(surname=f"N{number}"), phone=NO_PHONE, party=Party(adults=1), starts_at=slot)
    return lambda desk: booking.book(desk, replace(wish, **facts), guest(number))


def joins(number: int, slot: datetime, *, any_hour: bool = False, **facts: Any) -> Callable[[Desk], Entry]:
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
    """The status of a guest's last place on the list, and the slot that is or was offered."""

    def read(desk: Desk) -> tuple[str, datetime | None]:
        known = look.known_guest(desk, number)
        assert known is not None
        of_guest = select(waiting.c.status, waiting.c.offered).where(waiting.c.guest_id == known.id)
        row = desk.conn.execute(of_guest.order_by(waiting.c.id.desc())).first()
        assert row is not None
        return row.status, row.offered

    return await house.read(read)


async def seats_at(house: House, slot: datetime) -> tuple[int, int]:
    """Parties that have a seat of a slot, and seats that are kept for somebody."""
    day = slot.date()
    loads = await house.read(lambda desk: look.loads(desk, day, day))
    return next((load.taken, load.held) for load in loads if load.starts_at == slot)


async def test_under_a_cap_the_seat_goes_to_who_waits_longest_whatever_the_hour(
    two_a_slot: House, outside: House
) -> None:
    first = await two_a_slot.run(books(1, TEN))
    await two_a_slot.run(books(2, ELEVEN))
    await two_a_slot.run(joins(3, TWELVE))
    await two_a_slot.run(joins(4, TEN))
    await two_a_slot.run(cancels(first))
    assert await place_of(outside, 3) == ("offered", TWELVE)
    assert await place_of(outside, 4) == ("waiting", None)


async def test_who_moves_to_the_hour_offered_to_them_has_one_seat_there(house: House, outside: House) -> None:
    first = await house.run(books(1, TEN))
    second = await house.run(books(2, ELEVEN))
    await house.run(joins(2, TEN))
    await house.run(cancels(first))
    await house.run(moves(second, TEN))
    assert await place_of(outside, 2) == ("accepted", TEN)
    assert await seats_at(outside, TEN) == (1, 0)


async def test_who_moves_elsewhere_gives_up_the_seat_offered_to_them(house: House, outside: House) -> None:
    first = await house.run(books(1, TEN))
    second = await house.run(books(2, ELEVEN))
    await house.run(joins(2, TEN))
    await house.run(joins(3, TEN))
    await house.run(cancels(first))
    await house.run(moves(second, TWELVE))
    assert await place_of(outside, 2) == ("left", TEN)
    assert await place_of(outside, 3) == ("offered", TEN)


async def test_who_moves_to_an_hour_they_do_not_wait_for_waits_on(house: House, outside: House) -> None:
    await house.run(books(1, TEN))
    second = await house.run(books(2, ELEVEN))
    await house.run(joins(2, TEN))
    await house.run(moves(second, TWELVE))
    assert await place_of(outside, 2) == ("waiting", None)


async def test_who_moves_to_an_hour_they_wait_for_waits_no_more(house: House, outside: House) -> None:
    await house.run(books(1, TEN))
    mine = await house.run(books(2, SUNDAY))
    around = ((TEN - HOUR, TEN), (ELEVEN, TWELVE + 6 * HOUR))
    closing = [Order(what=What.CLOSED, starts_at=start, ends_at=end) for start, end in around]
    await house.run(lambda desk: arrange.arrange(desk, closing, CHEN))
    await house.run(joins(2, TEN, any_hour=True))
    await house.run(lambda desk: exceptions.override(desk, mine.id, 1, TWELVE, CHEN, reason="asked"))
    assert await place_of(outside, 2) == ("left", None)


async def test_a_seat_that_has_gone_on_is_not_had_by_whom_it_was_offered_to(
    house: House, outside: House
) -> None:
    """Between the question and the slot's lock an offer may lapse, and the seat be offered to the next."""
    first = await house.run(books(1, TEN))
    entry = await house.run(joins(2, TEN))
    await house.run(joins(3, TEN))
    await house.run(cancels(first))

    def late(desk: Desk) -> None:
        known = look.known_guest(desk, 2)
        assert known is not None
        ask = look.asks_as(desk, known, OPERATOR)
        assert ask.own_seat == TEN
        waitlist.lapse(desk, entry.id, entry.version + 1)
        booking.give_seat(desk, known, entry.party, TEN, ask)

    with pytest.raises(SlotFull):
        await house.run(late)
    await house.run(lambda desk: waitlist.lapse(desk, entry.id, entry.version + 1))
    assert await place_of(outside, 3) == ("offered", TEN)
    assert await seats_at(outside, TEN) == (0, 1)


async def test_an_override_takes_nobody_the_seat_that_is_kept_for_them(house: House, outside: House) -> None:
    """Of two consultants' seats one is withheld, and one offered: who comes in by the first leaves the second."""
    await house.run(lambda desk: arrange.arrange(desk, [heads(2), withheld(1)], CHEN))
    first = await house.run(books(1, TEN))
    entry = await house.run(joins(2, TEN))
    mine = await house.run(books(3, SUNDAY))
    await house.run(cancels(first))
    await house.run(lambda desk: exceptions.override(desk, mine.id, 1, TEN, CHEN, reason="a guest of honour"))
    await house.run(lambda desk: promotion.accept(desk, entry.id, entry.version + 1, guest(2)))
    assert await seats_at(outside, TEN) == (2, 0)


def heads(number: int) -> Order:
    return Order(what=What.HEADCOUNT, starts_at=TEN, ends_at=ELEVEN, number=number, agency="A")


def withheld(number: int) -> Order:
    return Order(what=What.WITHHELD, starts_at=TEN, ends_at=ELEVEN, number=number)


async def test_a_cap_set_below_what_is_offered_takes_the_offer_back(house: House, outside: House) -> None:
    first = await house.run(books(1, TEN))
    await house.run(books(3, ELEVEN))
    await house.run(joins(2, TEN))
    await house.run(cancels(first))
    midnight = TEN - 10 * HOUR
    cap = Order(what=What.DAY_CAP, starts_at=midnight, ends_at=midnight + DAY, number=1)
    await house.run(lambda desk: arrange.arrange(desk, [cap], CHEN))
    assert await place_of(outside, 2) == ("waiting", None)


async def test_an_offer_taken_back_is_room_on_another_day_of_a_capped_week(
    two_a_slot: House, outside: House
) -> None:
    first = await two_a_slot.run(books(1, TEN))
    await two_a_slot.run(books(2, TEN))
    await two_a_slot.run(books(3, SUNDAY))
    await two_a_slot.run(joins(4, TEN))
    await two_a_slot.run(joins(5, SUNDAY))
    await two_a_slot.run(cancels(first))
    assert await place_of(outside, 4) == ("offered", TEN)
    closing = Order(what=What.CLOSED, starts_at=TEN, ends_at=ELEVEN)
    await two_a_slot.run(lambda desk: arrange.arrange(desk, [closing], CHEN))
    assert await place_of(outside, 4) == ("waiting", None)
    assert await place_of(outside, 5) == ("offered", SUNDAY)


async def test_who_has_come_keeps_no_offer_that_would_be_one_more_under_a_cap(
    database_url: str, small: Site, clock: PlayedClock, outside: House
) -> None:
    """An hour they would have moved to is room in the week only as long as they would give up their own."""
    rules = BookingRules(weekly_cap=3, notice_days=0)
    two = (Agency(name="A", consultants=2, weekday_rest=0),)
    site = small.model_copy(update={"booking": rules, "agencies": two})
    house = wiring.open_house(database_url, site, clock)
    mine = await house.run(books(1, TEN - 2 * DAY))
    second = await house.run(books(2, TEN))
    await house.run(books(3, TEN))
    await house.run(joins(4, ELEVEN))
    await house.run(joins(1, TEN))
    await house.run(cancels(second))
    assert [await place_of(outside, number) for number in (4, 1)] == [("offered", ELEVEN), ("offered", TEN)]
    await house.run(lambda desk: arrival.arrive(desk, mine.id, OPERATOR))
    assert await place_of(outside, 1) == ("waiting", None)
    await house.close()


async def test_who_becomes_a_peer_loses_an_offer_peers_may_not_have(house: House, outside: House) -> None:
    first = await house.run(books(1, TEN))
    entry = await house.run(joins(2, TEN))
    await house.run(joins(3, TEN))
    await house.run(cancels(first))
    facts = entry.guest.id, Kind.PEER, CHEN
    await house.run(lambda desk: exceptions.set_kind(desk, *facts, reason="said so"))
    assert await place_of(outside, 2) == ("waiting", None)
    assert await place_of(outside, 3) == ("offered", TEN)


async def test_a_peer_who_is_exempted_is_offered_what_has_been_free(
    house: House, outside: House, clock: PlayedClock
) -> None:
    """They wait for a Thursday on which only the afternoon has room."""
    thursday = datetime(2026, 11, 26, 1, tzinfo=UTC)
    for hour in range(3):
        await house.run(books(10 + hour, thursday + hour * HOUR))
    entry = await house.run(joins(2, thursday, any_hour=True, peer=True))
    assert await place_of(outside, 2) == ("waiting", None)
    exempted = entry.guest.id, thursday.date(), CHEN
    await house.run(lambda desk: exceptions.exempt(desk, *exempted, reason="from afar"))
    assert await place_of(outside, 2) == ("offered", thursday + 3 * HOUR)


async def test_an_executive_who_says_peer_is_shown_what_an_executive_may_have(house: House) -> None:
    await house.run(books(1, TEN))

    def known(desk: Desk) -> Guest:
        found = look.known_guest(desk, 1)
        assert found is not None
        return found

    director = await house.read(known)
    await house.run(lambda desk: exceptions.set_kind(desk, director.id, Kind.EXECUTIVE, CHEN, reason="known"))
    asked = await house.read(lambda desk: look.asks(desk, guest(1), peer=True))
    assert not asked.peer
    assert (await house.read(lambda desk: look.asks(desk, guest(2), peer=True))).peer


async def test_ones_own_hour_is_none_to_wait_for_and_once_begun_none_to_move(
    house: House, outside: House, clock: PlayedClock
) -> None:
    await house.run(lambda desk: arrange.arrange(desk, [heads(2)], CHEN))
    mine = await house.run(books(1, TEN))
    await house.run(books(2, TEN))
    await house.run(lambda desk: arrange.arrange(desk, [heads(1)], CHEN))
    asked = await outside.read(lambda desk: look.asks(desk, guest(1), mine))
    assert TEN not in await outside.read(lambda desk: look.open_slots(desk, asked).full)
    assert await outside.read(lambda desk: look.free_slots(desk, asked))

    async def quiet() -> None:
        return

    await clock.play(TEN, quiet)
    assert await outside.read(lambda desk: look.free_slots(desk, asked)) == ()


async def test_a_booking_answers_what_was_asked_for(house: House, outside: House) -> None:
    request = await house.run(asks_for(1, SATURDAY_DAY))
    made = await house.run(books(1, TEN))
    rows = await outside.read(lambda desk: desk.conn.execute(select(request_table)).all())
    assert [(row.id, row.status, row.booking_id) for row in rows] == [(request.id, "answered", made.id)]


async def test_a_day_that_is_over_without_an_answer_is_not_in_the_way(
    house: House, outside: House, clock: PlayedClock
) -> None:
    await house.run(asks_for(1, SATURDAY_DAY))
    with pytest.raises(HasRequest):
        await house.run(asks_for(1, SUNDAY_DAY))

    async def quiet() -> None:
        return

    await clock.play(SUNDAY, quiet)
    await house.run(asks_for(1, SUNDAY_DAY + DAY))
    rows = await outside.read(lambda desk: desk.conn.execute(select(request_table)).all())
    assert [row.status for row in rows] == ["withdrawn", "open"]


def asks_for(number: int, day: date) -> Callable[[Desk], Any]:
    name = Name(surname=f"N{number}")
    return lambda desk: requests.ask(
        desk, name=name, phone=NO_PHONE, party=Party(adults=1), day=day, by=guest(number)
    )


async def test_who_has_left_is_on_no_duty_whatever_the_roster_says(house: House, outside: House) -> None:
    one, two = [
        await house.run(lambda desk, name=name: consultants.hire(desk, name, "A", CHEN))
        for name in ("Lin", "Ma")
    ]

    def roster(desk: Desk) -> None:
        arrange.arrange(desk, arrange.roster(desk, "A", SATURDAY_DAY, [one.id, two.id]), CHEN)

    await house.run(roster)
    first = await house.run(books(1, TEN))
    await house.run(books(2, TEN))
    entry = await house.run(joins(3, TEN))
    await house.run(cancels(first))
    assert await place_of(outside, 3) == ("offered", TEN)
    await house.run(lambda desk: consultants.dismiss(desk, one.id, CHEN))
    assert await place_of(outside, 3) == ("waiting", None)
    await house.run(lambda desk: consultants.dismiss(desk, two.id, CHEN))
    loads = await outside.read(lambda desk: look.loads(desk, SATURDAY_DAY, SATURDAY_DAY))
    assert {load.on_duty for load in loads} == {0}
    assert entry.guest.telegram_id == 3


async def test_a_task_is_done_and_noted_as_one(house: House, outside: House, clock: PlayedClock) -> None:
    first = await house.run(books(1, TEN))
    await house.run(joins(2, TEN))
    await house.run(cancels(first))

    async def quiet() -> None:
        return

    await clock.play(clock.now() + HOUR, quiet)
    courier = Courier(STAFF, house, _Nobody())
    claimed = await house.run(lambda desk: outbox.claim(desk.conn, STAFF, desk.now, 5))
    await house.run(lambda desk: courier._carry_out(desk, claimed[0]))
    assert await place_of(outside, 2) == ("lapsed", TEN)
    # The program dies here, and begins anew.
    await outside.run(lambda desk: outbox.recover(desk.conn, STAFF))
    status = select(outbox_table.c.status).where(outbox_table.c.kind == "task")
    assert await outside.read(lambda desk: desk.conn.execute(status).scalars().all()) == ["sent"]


class _Nobody:
    """A way out that is not used."""

    async def deliver(self, delivery: outbox.Delivery) -> Any:
        raise AssertionError(delivery)

"""Request mode on each engine: a guest requests a day, and the house answers with the hour."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from core import errors
from core.booking import Party
from core.clock import PlayedClock
from core.desk import Desk, booking, queries, requests
from core.requests import DayRequest
from core.runtime import jobs
from core.runtime.house import House
from core.site import Site
from core.staff import Role
from core.store.tables import outbox
from core.store.tables import requests as request_table
from tests.support.people import (
    DAY,
    HOUR,
    NO_PHONE,
    OPERATOR,
    SATURDAY,
    TEN,
    advance,
    books,
    enrol,
    fill,
    guest,
    name,
    notices_to,
    taken,
    waits,
)


@pytest.fixture(autouse=True)
def _on_request(house: House, outside: House) -> None:
    rules = house.site.booking.model_copy(update={"request_mode": True})
    house.site = outside.site = house.site.model_copy(update={"booking": rules})


def request_day(
    user_id: int = 1, day: date = SATURDAY, *, peer: bool = False
) -> Callable[[Desk], DayRequest]:
    facts: dict[str, Any] = {"name": name(user_id), "phone": NO_PHONE, "party": Party(adults=2)}
    return lambda desk: requests.submit(desk, **facts, day=day, peer=peer, by=guest(user_id))


async def test_in_request_mode_a_guest_can_request_a_day_but_not_book_an_hour(house: House) -> None:
    with pytest.raises(errors.OnRequestOnly):
        await house.run(books(guest(1)))
    assert await house.read(lambda desk: queries.free_slots(desk, queries.seat_request(desk, guest(1)))) == ()
    days = await house.read(
        lambda desk: requests.requestable_days(desk, queries.seat_request(desk, guest(1)))
    )
    assert (days[0], days[-1]) == (date(2026, 11, 20), date(2026, 12, 3))
    for wrong, refusal in ((date(2026, 11, 19), errors.TooSoon), (date(2026, 12, 9), errors.TooFar)):
        with pytest.raises(refusal):
            await house.run(request_day(day=wrong))


async def test_an_answered_request_becomes_a_booking(house: House, outside: House) -> None:
    await enrol(house, 900, Role.OPERATOR)
    asked = await house.run(request_day())
    assert asked.answer_by == datetime(2026, 11, 19, 10, tzinfo=UTC)
    assert await notices_to(outside, 900) == ["member_request"]
    assert await outside.read(requests.list_open) == [asked]
    made = await house.run(lambda desk: requests.answer(desk, asked.id, TEN, OPERATOR))
    assert (made.starts_at, made.party, made.guest.telegram_id) == (TEN, asked.party, 1)
    assert await notices_to(outside, 1) == ["guest_made"]
    assert await outside.read(requests.list_open) == []
    assert await outside.read(lambda desk: queries.open_booking(desk, 1)) == made
    with pytest.raises(errors.NoSuchRequest):
        await house.run(lambda desk: requests.answer(desk, asked.id, TEN, OPERATOR))


async def test_a_guest_has_at_most_one_request_or_booking(house: House) -> None:
    asked = await house.run(request_day())
    with pytest.raises(errors.HasRequest) as caught:
        await house.run(request_day(day=SATURDAY + DAY))
    assert caught.value.request == asked
    await house.run(lambda desk: requests.answer(desk, asked.id, TEN, OPERATOR))
    with pytest.raises(errors.HasOpenBooking):
        await house.run(request_day())


async def test_a_guest_can_withdraw_their_own_request_and_staff_can_decline_it(
    house: House, outside: House
) -> None:
    asked = await house.run(request_day())
    with pytest.raises(errors.NoSuchRequest):
        await house.run(lambda desk: requests.withdraw(desk, asked.id, guest(2)))
    await house.run(lambda desk: requests.withdraw(desk, asked.id, guest(1)))
    assert await outside.read(requests.list_open) == []
    again = await house.run(request_day())
    await house.run(lambda desk: requests.decline(desk, again.id, OPERATOR))
    assert await notices_to(outside, 1) == ["guest_request_declined"]


async def test_a_request_made_in_the_evening_is_due_the_next_day(house: House, clock: PlayedClock) -> None:
    await advance(clock, datetime(2026, 11, 19, 10, tzinfo=UTC))
    asked = await house.run(request_day())
    assert asked.answer_by == datetime(2026, 11, 20, 10, tzinfo=UTC)


async def test_the_manager_is_notified_of_an_overdue_request(house: House, outside: House) -> None:
    await enrol(house, 800, Role.SITE_MANAGER)
    await enrol(house, 900, Role.OPERATOR)
    late, answered = await house.run(request_day(1)), await house.run(request_day(2))
    await house.run(lambda desk: requests.answer(desk, answered.id, TEN, OPERATOR))
    tasks = select(outbox.c.body, outbox.c.due_at).where(outbox.c.kind == "job").order_by(outbox.c.id)
    rows = await outside.read(lambda desk: [tuple(row) for row in desk.conn.execute(tasks)])
    rows = [(body, due_at) for body, due_at in rows if body["job"] == requests.OVERDUE]
    assert [due_at for _, due_at in rows] == [late.answer_by] * 2
    for body, _ in rows:
        await house.run(lambda desk, body=body: jobs.run_job(desk, body))
    assert await notices_to(outside, 800) == ["member_request_overdue"]


async def test_in_request_mode_a_guest_can_move_within_the_day_but_not_to_another_day(house: House) -> None:
    asked = await house.run(request_day())
    made = await house.run(lambda desk: requests.answer(desk, asked.id, TEN, OPERATOR))
    made = await house.run(lambda desk: booking.move(desk, made.id, 1, TEN + HOUR, guest(1)))
    with pytest.raises(errors.OnRequestOnly):
        await house.run(lambda desk: booking.move(desk, made.id, 2, TEN + 2 * DAY, guest(1)))
    assert made.starts_at - TEN == timedelta(hours=1)


async def test_a_request_whose_day_is_over_is_not_open(house: House, clock: PlayedClock) -> None:
    await house.run(request_day())
    await advance(clock, TEN + DAY)
    assert await house.read(requests.list_open) == []


async def test_a_booking_answers_the_guests_open_request(house: House, outside: House, site: Site) -> None:
    asked = await house.run(request_day())
    # The house takes bookings by the hour again.
    house.site = site
    made = await house.run(books(guest(1)))
    rows = await outside.read(lambda desk: desk.conn.execute(select(request_table)).all())
    assert [(row.id, row.status, row.booking_id) for row in rows] == [(asked.id, "answered", made.id)]


async def test_a_guest_can_request_again_after_the_requested_day_is_over(
    house: House, outside: House, clock: PlayedClock
) -> None:
    await house.run(request_day())
    with pytest.raises(errors.HasRequest):
        await house.run(request_day(day=SATURDAY + DAY))
    await advance(clock, TEN + DAY)
    await house.run(request_day(day=SATURDAY + 2 * DAY))
    rows = await outside.read(lambda desk: desk.conn.execute(select(request_table)).all())
    assert [row.status for row in rows] == ["withdrawn", "open"]


async def test_a_request_as_a_peer_recalls_an_offer_outside_the_peers_hours(
    house: House, outside: House, site: Site
) -> None:
    on_request, house.site = house.site, site
    full = await fill(house)
    await house.run(waits(guest(1)))
    await house.run(lambda desk: booking.cancel(desk, full[0].id, full[0].version, OPERATOR))
    assert await taken(outside) == (len(full) - 1, 1)
    house.site = on_request
    await house.run(request_day(day=date(2026, 11, 26), peer=True))
    assert await taken(outside) == (len(full) - 1, 0)

"""Use cases of the desk, on each engine; the tests read the result in a second transaction."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from core import errors
from core.booking import Booking, BookingId, BookingStatus, Party
from core.bots import BUYERS, STAFF
from core.capacity import UnavailableReason
from core.clock import PlayedClock
from core.desk import Desk, arrival, booking, queries
from core.desk import staff as staff_desk
from core.guests import GuestKind, Name, Phone, PhoneKind, Tier, Title
from core.runtime.house import House
from core.staff import Member, Right, Role
from core.store import guests, staff
from core.store.tables import booking_changes, outbox
from tests.support.people import HOUR, OPERATOR, TEN, advance, books, guest, wish

GROUP = -100
WANG = Name(surname="Wang", title=Title.MR)


async def notices_of(house: House, bot: str = STAFF) -> list[str]:
    def read(desk: Desk) -> list[str]:
        bodies = desk.conn.execute(
            select(outbox.c.body).where(outbox.c.bot == bot, outbox.c.kind == "notice").order_by(outbox.c.id)
        ).scalars()
        return [body["kind"] for body in bodies]

    return await house.read(read)


async def test_a_booking_is_stored_with_its_change_record_and_announced_to_the_group(house: House) -> None:
    await house.run(lambda desk: staff_desk.set_group(desk, GROUP))
    made = await house.run(books(guest(), name=WANG))
    found = await house.read(lambda desk: queries.open_booking(desk, 1))
    assert found == made
    assert (made.tier, made.status, made.version) == (Tier.A, BookingStatus.BOOKED, 1)
    assert made.guest.number == "TY-W001"
    record = await house.read(lambda desk: desk.conn.execute(select(booking_changes)).all())
    assert [(line.what, line.by_user, line.channel, line.version) for line in record] == [
        ("made", 1, "chat", 1)
    ]
    assert await notices_of(house) == ["group_made"]


async def test_a_house_without_a_group_takes_bookings(house: House) -> None:
    await house.run(books(guest()))
    assert await notices_of(house) == []


@pytest.mark.parametrize(
    ("starts_at", "refusal"),
    [
        (TEN + timedelta(minutes=30), errors.OutsideHours),
        (TEN - 2 * HOUR, errors.OutsideHours),
        (TEN + 8 * HOUR, errors.OutsideHours),
        (datetime(2026, 11, 19, 6, tzinfo=UTC), errors.TooSoon),
        (datetime(2026, 11, 18, 6, tzinfo=UTC), errors.SlotPast),
        (datetime(2026, 12, 4, 2, tzinfo=UTC), errors.TooFar),
    ],
)
async def test_a_time_that_cannot_be_booked_is_refused_with_the_nearest_hours(
    house: House, starts_at: datetime, refusal: type[errors.TimeRefused]
) -> None:
    with pytest.raises(refusal) as caught:
        await house.run(books(guest(), starts_at))
    assert len(caught.value.nearest) == 3
    assert await house.read(lambda desk: queries.open_booking(desk, 1)) is None
    assert await house.read(lambda desk: guests.find_by_telegram(desk.conn, 1)) is None


async def test_the_first_and_the_last_day_can_be_booked(house: House) -> None:
    await house.run(books(guest(1), datetime(2026, 11, 20, 1, tzinfo=UTC)))
    await house.run(books(guest(2), datetime(2026, 12, 3, 9, tzinfo=UTC)))


@pytest.mark.parametrize("size", [0, 11, 1000])
async def test_a_party_of_an_invalid_size_is_refused(house: House, size: int) -> None:
    with pytest.raises(errors.PartyRefused):
        await house.run(books(guest(), party=Party(adults=size)))


async def test_a_full_slot_is_refused_and_offers_its_neighbours(house: House) -> None:
    for user_id in range(16):
        await house.run(books(guest(user_id + 1)))
    with pytest.raises(errors.SlotFull) as caught:
        await house.run(books(guest(99)))
    assert caught.value.nearest == (TEN - HOUR, TEN + HOUR, TEN + 2 * HOUR)
    loads = await house.read(lambda desk: queries.loads(desk, date(2026, 11, 21), date(2026, 11, 21)))
    assert [(load.taken, load.free) for load in loads[:3]] == [(0, 16), (16, 0), (0, 16)]


async def test_an_hour_that_has_begun_is_past(house: House, clock: PlayedClock) -> None:
    await advance(clock, TEN)
    loads = await house.read(lambda desk: queries.loads(desk, date(2026, 11, 21), date(2026, 11, 21)))
    assert [load.unavailable for load in loads[:3]] == [
        UnavailableReason.PAST,
        UnavailableReason.PAST,
        UnavailableReason.NOTICE,
    ]


async def test_a_cancelled_booking_frees_its_seat(house: House) -> None:
    first = await house.run(books(guest(1)))
    for user_id in range(2, 17):
        await house.run(books(guest(user_id)))
    await house.run(lambda desk: booking.cancel(desk, first.id, first.version, guest(1)))
    await house.run(books(guest(99)))


async def test_a_guest_has_at_most_one_open_booking(house: House) -> None:
    first = await house.run(books(guest()))
    with pytest.raises(errors.HasOpenBooking) as caught:
        await house.run(books(guest(), TEN + HOUR))
    assert caught.value.booking == first


async def test_a_guest_can_book_again_after_a_missed_visit(house: House, clock: PlayedClock) -> None:
    await house.run(books(guest()))
    await advance(clock, datetime(2026, 11, 22, 3, tzinfo=UTC))
    second = await house.run(books(guest(), datetime(2026, 11, 24, 2, tzinfo=UTC)))
    assert await house.read(lambda desk: queries.open_booking(desk, 1)) == second


async def test_a_move_takes_the_new_hour_and_frees_the_old(house: House) -> None:
    await house.run(lambda desk: staff_desk.set_group(desk, GROUP))
    made = await house.run(books(guest()))
    moved = await house.run(lambda desk: booking.move(desk, made.id, 1, TEN + HOUR, guest()))
    assert (moved.code, moved.version, moved.starts_at) == (made.code, 2, TEN + HOUR)
    loads = await house.read(lambda desk: queries.loads(desk, date(2026, 11, 21), date(2026, 11, 21)))
    assert [load.taken for load in loads[1:3]] == [0, 1]
    assert await notices_of(house) == ["group_made", "group_moved"]


async def test_a_move_of_an_old_version_is_refused(house: House) -> None:
    made = await house.run(books(guest()))
    await house.run(lambda desk: booking.move(desk, made.id, 1, TEN + HOUR, guest()))
    with pytest.raises(errors.BookingChanged):
        await house.run(lambda desk: booking.move(desk, made.id, 1, TEN + 2 * HOUR, guest()))
    with pytest.raises(errors.BookingChanged):
        await house.run(lambda desk: booking.cancel(desk, made.id, 1, guest()))


async def test_a_guest_cannot_see_or_change_another_guests_booking(house: House) -> None:
    made = await house.run(books(guest(1)))
    with pytest.raises(errors.NoSuchBooking):
        await house.run(lambda desk: booking.cancel(desk, made.id, 1, guest(2)))
    with pytest.raises(errors.NoSuchBooking):
        await house.run(lambda desk: booking.move(desk, made.id, 1, TEN + HOUR, guest(2)))
    with pytest.raises(errors.NoSuchBooking):
        await house.read(lambda desk: queries.get_booking(desk, BookingId(999), guest(1)))


async def test_on_the_day_of_the_visit_a_guest_can_move_within_the_day(
    house: House, clock: PlayedClock
) -> None:
    made = await house.run(books(guest()))
    await advance(clock, TEN - HOUR)
    moved = await house.run(lambda desk: booking.move(desk, made.id, 1, TEN + 4 * HOUR, guest()))
    with pytest.raises(errors.SlotPast):
        await house.run(lambda desk: booking.move(desk, made.id, 2, TEN - HOUR, guest()))
    free = await house.read(lambda desk: queries.free_slots(desk, queries.seat_request(desk, guest(), moved)))
    assert free[0] == TEN
    assert moved.starts_at not in free


async def test_with_two_days_notice_a_guest_can_still_move_within_tomorrow(house: House) -> None:
    made = await house.run(books(guest(), datetime(2026, 11, 20, 2, tzinfo=UTC)))
    strict = house.site.model_copy(
        update={"booking": house.site.booking.model_copy(update={"notice_days": 2})}
    )
    shifted = await house.run(
        lambda desk: booking.move(
            Desk(desk.conn, strict, desk.now), made.id, 1, datetime(2026, 11, 20, 3, tzinfo=UTC), guest()
        )
    )
    assert shifted.version == 2
    with pytest.raises(errors.TooSoon):
        await house.run(
            lambda desk: booking.book(
                Desk(desk.conn, strict, desk.now), wish(datetime(2026, 11, 20, 3, tzinfo=UTC)), guest(2)
            )
        )


async def test_staff_can_book_without_notice_and_their_name_is_recorded(house: House) -> None:
    await house.run(lambda desk: staff_desk.set_group(desk, GROUP))
    today = datetime(2026, 11, 19, 6, tzinfo=UTC)
    made = await house.run(books(OPERATOR, today))
    assert made.starts_at == today
    assert made.guest.telegram_id is None
    facts = await house.read(
        lambda desk: desk.conn.execute(select(outbox.c.body).filter_by(kind="notice")).scalar_one()
    )
    assert facts["facts"]["by"] == "Zhou"


async def test_a_guest_is_notified_of_changes_by_staff(house: House) -> None:
    made = await house.run(books(guest(1)))
    await house.run(lambda desk: booking.move(desk, made.id, 1, TEN + HOUR, OPERATOR))
    await house.run(lambda desk: booking.cancel(desk, made.id, 2, OPERATOR))
    assert await notices_of(house, BUYERS) == ["guest_moved", "guest_cancelled"]


MINE = "+8613800138000"


def line(kind: PhoneKind) -> Phone:
    return Phone(number=MINE, kind=kind)


async def test_a_shared_number_finds_a_booking_made_by_staff(house: House) -> None:
    taken = await house.run(books(OPERATOR, phone=line(PhoneKind.TAKEN)))
    with pytest.raises(errors.HasOpenBooking) as caught:
        await house.run(books(guest(1), TEN + HOUR, phone=line(PhoneKind.SHARED)))
    assert caught.value.booking.guest.number == taken.guest.number


async def test_a_typed_number_does_not_match_another_guest(house: House) -> None:
    taken = await house.run(books(OPERATOR, phone=line(PhoneKind.TAKEN)))
    claimed = await house.run(books(guest(1), phone=line(PhoneKind.TYPED)))
    assert claimed.guest.id != taken.guest.id
    await house.run(lambda desk: booking.cancel(desk, taken.id, 1, OPERATOR))
    again = await house.run(books(OPERATOR, TEN + HOUR, phone=line(PhoneKind.TAKEN)))
    assert again.guest.id == taken.guest.id


async def test_a_shared_number_does_not_match_the_guest_of_another_account(house: House) -> None:
    first = await house.run(books(guest(1), phone=line(PhoneKind.SHARED)))
    second = await house.run(books(guest(2), phone=line(PhoneKind.SHARED)))
    assert first.guest.id != second.guest.id


async def test_serials_count_up_for_the_same_initials_and_a_refusal_uses_none(house: House) -> None:
    numbers = [(await house.run(books(guest(n), name=WANG))).guest.number for n in (1, 2)]
    with pytest.raises(errors.TimeRefused):
        await house.run(books(guest(3), TEN + timedelta(minutes=1)))
    numbers.append((await house.run(books(guest(3), name=WANG))).guest.number)
    assert numbers == ["TY-W001", "TY-W002", "TY-W003"]


async def test_the_guest_number_gets_the_second_initial_with_the_full_name(house: House) -> None:
    made = await house.run(books(guest(), name=WANG))
    await house.run(lambda desk: booking.cancel(desk, made.id, 1, guest()))
    again = await house.run(books(guest(), name=Name(surname="Wang", given="Xin", title=Title.MR)))
    assert (again.guest.id, again.guest.number) == (made.guest.id, "TY-WX001")
    await house.run(lambda desk: booking.cancel(desk, again.id, 1, guest()))
    third = await house.run(books(guest(), name=WANG))
    assert (third.guest.number, third.guest.name.given) == ("TY-WX001", "Xin")


async def test_a_guest_who_has_visited_is_a_returning_guest(house: House, clock: PlayedClock) -> None:
    made = await house.run(books(guest()))
    await advance(clock, TEN)
    await house.run(lambda desk: arrival.mark_arrived(desk, made.id, OPERATOR))
    again = await house.run(books(guest(), datetime(2026, 11, 24, 2, tzinfo=UTC)))
    assert (made.guest.kind, again.guest.kind, again.tier) == (
        GuestKind.NEW,
        GuestKind.RETURNING,
        Tier.A,
    )


async def test_a_party_is_marked_as_arrived_once_and_on_its_day(house: House, clock: PlayedClock) -> None:
    await house.run(lambda desk: staff_desk.set_group(desk, GROUP))
    made = await house.run(books(guest()))

    def arrive(desk: Desk) -> Booking:
        return arrival.mark_arrived(desk, arrival.find_by_code(desk, f" {made.code.lower()} ").id, OPERATOR)

    with pytest.raises(errors.WrongDay):
        await house.run(arrive)
    await advance(clock, TEN - HOUR)
    arrived = await house.run(arrive)
    assert (arrived.status, arrived.arrived_at) == (BookingStatus.ARRIVED, TEN - HOUR)
    with pytest.raises(errors.AlreadyArrived):
        await house.run(arrive)
    assert await notices_of(house) == ["group_made", "group_arrived"]


async def test_a_cancelled_booking_cannot_be_marked_as_arrived(house: House, clock: PlayedClock) -> None:
    made = await house.run(books(guest()))
    await house.run(lambda desk: booking.cancel(desk, made.id, 1, guest()))
    await advance(clock, TEN)
    with pytest.raises(errors.BookingNotOpen):
        await house.run(lambda desk: arrival.mark_arrived(desk, made.id, OPERATOR))
    with pytest.raises(errors.NoSuchBooking):
        await house.read(lambda desk: arrival.find_by_code(desk, "NOSUCH"))


async def test_the_first_invitation_works_once(house: House) -> None:
    first = await house.run(staff_desk.first_invitation)
    token = await house.run(staff_desk.first_invitation)
    assert token is not None
    with pytest.raises(errors.InvitationRefused):
        await house.run(lambda desk: staff_desk.join(desk, first or "", 1, "Early"))
    await house.run(lambda desk: staff_desk.join(desk, token, 1, "He"))
    with pytest.raises(errors.InvitationRefused):
        await house.run(lambda desk: staff_desk.join(desk, token, 2, "Late"))
    assert await house.run(staff_desk.first_invitation) is None
    member = await house.read(lambda desk: staff_desk.get(desk, 1))
    assert (member.name, member.role) == ("He", Role.ADMINISTRATOR)
    assert member.may(Right.SET_UP_THE_HOUSE)


async def test_the_first_invitation_expires_after_a_day(house: House, clock: PlayedClock) -> None:
    token = await house.run(staff_desk.first_invitation)
    await advance(clock, clock.now() + timedelta(hours=24))
    with pytest.raises(errors.InvitationRefused):
        await house.run(lambda desk: staff_desk.join(desk, token or "", 1, "He"))


async def test_staff_are_added_and_revoked_and_have_only_the_rights_of_their_role(house: House) -> None:
    def found(desk: Desk) -> Member | None:
        return staff_desk.find(desk, 7)

    gate = Member(user_id=7, name="Wu", role=Role.GATE)
    assert await house.read(found) is None
    await house.run(lambda desk: staff.upsert_member(desk.conn, gate, desk.now))
    assert await house.read(found) == gate
    assert [right for right in Right if gate.may(right)] == [Right.MARK_ARRIVALS]
    assert await house.run(lambda desk: staff_desk.revoke(desk, 7)) == gate
    with pytest.raises(errors.NoSuchMember):
        await house.run(lambda desk: staff_desk.revoke(desk, 7))
    assert await house.read(lambda desk: staff.list_members(desk.conn)) == []
    assert await house.read(found) is None
    await house.run(lambda desk: staff.upsert_member(desk.conn, gate, desk.now))
    assert await house.read(found) == gate

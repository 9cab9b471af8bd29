"""What a manager orders for one guest, and peers, returning guests, changes by the guest; on each engine."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core import errors
from core.arrangements import ArrangementKind
from core.audit import AuditAction
from core.booking import Booking
from core.clock import PlayedClock
from core.desk import Desk, arrangements, arrival, booking, consultants, overrides, queries
from core.desk import staff as staff_desk
from core.guests import GuestKind, Name, Phone, PhoneKind, Tier
from core.runtime.house import House
from core.store.tables import booking_changes, outbox
from tests.support.people import DAY, HOUR, MANAGER, OPERATOR, TEN, advance, books, fill, guest, order, taken

# 26 November is a Thursday.
PEERS_TEN = datetime(2026, 11, 26, 2, tzinfo=UTC)


async def overridden(
    house: House, made: Booking, to: datetime, reason: str = "a friend of the house"
) -> Booking:
    return await house.run(
        lambda desk: overrides.override(desk, made.id, made.version, to, MANAGER, reason=reason)
    )


async def deeds(house: House) -> list[AuditAction]:
    lines = await house.read(lambda desk: queries.audit_entries(desk, 50))
    return [line.action for line in lines]


async def test_an_override_goes_past_closure_cap_horizon_and_withheld(house: House, outside: House) -> None:
    await house.run(
        lambda desk: arrangements.arrange(
            desk, [order(ArrangementKind.CLOSED), order(ArrangementKind.WITHHELD, number=16)], MANAGER
        )
    )
    made = await house.run(books(guest(1), TEN + HOUR))
    moved = await overridden(house, made, TEN)
    assert moved.starts_at == TEN
    moved = await overridden(house, moved, TEN + 20 * DAY)
    assert await outside.read(lambda desk: queries.open_booking(desk, 1)) == moved
    assert (await deeds(outside))[:2] == [AuditAction.OVERRODE, AuditAction.OVERRODE]


async def test_no_override_goes_past_the_consultants_on_duty(house: House, outside: House) -> None:
    await fill(house)
    made = await house.run(books(guest(1), TEN + HOUR))
    with pytest.raises(errors.SlotFull):
        await overridden(house, made, TEN)
    with pytest.raises(errors.OutsideHours):
        await overridden(house, made, TEN + timedelta(minutes=30))
    assert await taken(outside) == (16, 0)
    assert await deeds(outside) == []


async def test_an_override_to_the_hour_they_have_is_no_deed(house: House, outside: House) -> None:
    made = await house.run(books(guest(1)))
    assert await overridden(house, made, TEN) == made
    assert await deeds(outside) == []


async def test_another_tier_has_its_reason_its_line_and_its_notice(house: House, outside: House) -> None:
    await house.run(lambda desk: staff_desk.set_group(desk, -100))
    made = await house.run(books(guest(1)))
    changed = await house.run(
        lambda desk: overrides.set_tier(desk, made.id, 1, Tier.A_PLUS, MANAGER, reason="an old friend")
    )
    # The guest was shown the hour, the party and the status: what they hold stays good.
    assert (changed.tier, changed.version) == (Tier.A_PLUS, 1)
    changes = booking_changes.c
    record = select(changes.what, changes.serial, changes.version).order_by(changes.id)
    assert await outside.read(lambda desk: [tuple(row) for row in desk.conn.execute(record)]) == [
        ("made", 1, 1),
        ("tier", 2, 1),
    ]
    told = select(outbox.c.body).where(outbox.c.chat_id == -100).order_by(outbox.c.id)
    kinds = await outside.read(lambda desk: [body["kind"] for body in desk.conn.execute(told).scalars()])
    assert kinds == ["group_made", "group_tier"]
    await house.run(lambda desk: booking.move(desk, made.id, 1, TEN + HOUR, OPERATOR))
    with pytest.raises(errors.BookingChanged):
        await house.run(lambda desk: overrides.set_tier(desk, made.id, 1, Tier.B, MANAGER, reason="no"))


async def test_an_official_is_received_as_one_from_now_on(house: House, outside: House) -> None:
    made = await house.run(books(guest(1)))
    await house.run(
        lambda desk: overrides.set_kind(
            desk,
            made.guest.id,
            GuestKind.OFFICIAL,
            MANAGER,
            reason="told by phone",
            affiliation="City planning, director",
        )
    )
    found = await outside.read(lambda desk: queries.open_booking(desk, 1))
    assert (found.tier, found.guest.kind, found.guest.affiliation) == (
        Tier.A_PLUS,
        GuestKind.OFFICIAL,
        "City planning, director",
    )
    assert (
        await outside.read(lambda desk: overrides.find(desk, made.code.lower()))
    ).kind is GuestKind.OFFICIAL
    assert (await outside.read(lambda desk: overrides.find(desk, "ty-gn001"))).kind is GuestKind.OFFICIAL
    with pytest.raises(errors.NoSuchGuest):
        await outside.read(lambda desk: overrides.find(desk, "nobody"))


async def test_peers_come_on_thursday_morning_only(house: House, outside: House) -> None:
    with pytest.raises(errors.NotForPeers) as caught:
        await house.run(books(guest(1), peer=True))
    assert caught.value.nearest == (PEERS_TEN - HOUR, PEERS_TEN, PEERS_TEN + HOUR)
    made = await house.run(books(guest(1), PEERS_TEN, peer=True))
    assert (made.guest.kind, made.tier) == (GuestKind.PEER, Tier.A)
    with pytest.raises(errors.NotForPeers):
        await house.run(lambda desk: booking.move(desk, made.id, 1, TEN + 2 * DAY, guest(1)))
    with pytest.raises(errors.NotForPeers):
        await house.run(lambda desk: booking.move(desk, made.id, 1, PEERS_TEN + 2 * HOUR, OPERATOR))
    free = await outside.read(
        lambda desk: queries.free_slots(desk, queries.seat_request(desk, guest(1), made))
    )
    assert free[:2] == (PEERS_TEN - HOUR, PEERS_TEN + HOUR)
    assert {(slot.weekday(), slot.hour) for slot in free} == {(3, 1), (3, 2), (3, 3)}


async def test_a_manager_s_exception_lets_a_peer_come_up_to_its_day(house: House, outside: House) -> None:
    made = await house.run(books(guest(1), PEERS_TEN, peer=True))
    until = (TEN + 2 * DAY).date()
    await house.run(lambda desk: overrides.exempt(desk, made.guest.id, until, MANAGER, reason="invited"))
    made = await outside.read(lambda desk: queries.get_booking(desk, made.id, OPERATOR))
    free = await outside.read(
        lambda desk: queries.free_slots(desk, queries.seat_request(desk, guest(1), made))
    )
    assert TEN + 2 * DAY in free
    assert TEN + 3 * DAY not in free
    moved = await house.run(lambda desk: booking.move(desk, made.id, 1, TEN + 2 * DAY, guest(1)))
    assert moved.starts_at == TEN + 2 * DAY
    assert await deeds(outside) == [AuditAction.EXCEPTION]


async def test_a_guest_changes_nothing_once_their_hour_has_begun_but_staff_do(
    house: House, clock: PlayedClock
) -> None:
    made = await house.run(books(guest(1)))
    await advance(clock, TEN - timedelta(seconds=1))
    made = await house.run(lambda desk: booking.move(desk, made.id, 1, TEN + HOUR, guest(1)))
    await advance(clock, TEN + HOUR)
    with pytest.raises(errors.AlreadyBegun):
        await house.run(lambda desk: booking.move(desk, made.id, 2, TEN + 3 * HOUR, guest(1)))
    with pytest.raises(errors.AlreadyBegun):
        await house.run(lambda desk: booking.cancel(desk, made.id, 2, guest(1)))
    moved = await house.run(lambda desk: booking.move(desk, made.id, 2, TEN + 3 * HOUR, OPERATOR))
    await house.run(lambda desk: booking.cancel(desk, moved.id, 3, OPERATOR))


async def test_what_the_house_knows_of_a_guest_is_kept(
    house: House, outside: House, clock: PlayedClock
) -> None:
    li = await house.run(lambda desk: consultants.hire(desk, "Li", "A", MANAGER))
    phone = Phone(number="+8613800138000", kind=PhoneKind.TAKEN)
    made = await house.run(books(OPERATOR, name=Name(surname="Wang"), phone=phone))
    await house.run(lambda desk: overrides.assign_consultant(desk, made.guest.id, li.id, MANAGER))
    await advance(clock, TEN)
    await house.run(lambda desk: arrival.mark_arrived(desk, made.id, OPERATOR))
    shared = replace(phone, kind=PhoneKind.SHARED)
    again = await house.run(
        books(guest(5), TEN + 3 * DAY, name=Name(surname="Wang"), phone=shared, language="zh_Hant")
    )
    assert again.guest.id == made.guest.id
    known = await outside.read(lambda desk: queries.known_guest(desk, 5))
    assert (known.kind, known.consultant, known.language) == (GuestKind.RETURNING, li.id, "zh_Hant")
    typed = replace(phone, kind=PhoneKind.TYPED)
    claimed = await house.run(books(guest(6), TEN + 3 * DAY, name=Name(surname="Wang"), phone=typed))
    assert claimed.guest.consultant is None


async def test_nobody_is_the_guest_of_who_has_left(house: House, outside: House) -> None:
    li = await house.run(lambda desk: consultants.hire(desk, "Li", "A", MANAGER))
    made = await house.run(books(guest(1)))
    await house.run(lambda desk: consultants.dismiss(desk, li.id, MANAGER))
    with pytest.raises(errors.NoSuchConsultant):
        await house.run(lambda desk: overrides.assign_consultant(desk, made.guest.id, li.id, MANAGER))
    with pytest.raises(errors.BookingChanged):
        await house.run(lambda desk: overrides.override(desk, made.id, 9, TEN, MANAGER, reason="late"))
    assert (await outside.read(lambda desk: queries.known_guest(desk, 1))).consultant is None


async def test_two_guests_of_one_consultant_in_one_hour_are_noted_for_the_house_alone(
    house: House, outside: House
) -> None:
    await house.run(lambda desk: staff_desk.set_group(desk, -100))
    li = await house.run(lambda desk: consultants.hire(desk, "Li", "A", MANAGER))
    for user_id, at in ((1, TEN), (2, TEN + HOUR)):
        made = await house.run(books(guest(user_id), at, name=Name(surname=f"G{user_id}")))
        await house.run(
            lambda desk, made=made: overrides.assign_consultant(desk, made.guest.id, li.id, MANAGER)
        )
    await house.run(lambda desk: booking.move(desk, made.id, 1, TEN, OPERATOR))

    def shared_consultant(desk: Desk) -> list[tuple[int, object]]:
        rows = desk.conn.execute(
            select(outbox.c.chat_id, outbox.c.body).filter_by(kind="notice").order_by(outbox.c.id)
        )
        return [(chat, body["facts"].get("shared_consultant", "not said")) for chat, body in rows]

    told = await outside.read(shared_consultant)
    assert told[-2:] == [
        (-100, {"consultant": "Li", "surname": "G1", "given": "", "title": "none"}),
        (2, "not said"),
    ]
    assert [fact for _, fact in told[:-2]] == [None, None]


async def test_an_executive_who_says_peer_is_shown_what_an_executive_may_have(house: House) -> None:
    made = await house.run(books(guest(1)))
    facts = made.guest.id, GuestKind.EXECUTIVE, MANAGER
    await house.run(lambda desk: overrides.set_kind(desk, *facts, reason="known"))
    assert not (await house.read(lambda desk: queries.seat_request(desk, guest(1), peer=True))).peer
    assert (await house.read(lambda desk: queries.seat_request(desk, guest(2), peer=True))).peer

"""Overrides and exceptions, peers, known guests, and changes by the guest; on each engine."""

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


async def audit_actions(house: House) -> list[AuditAction]:
    lines = await house.read(lambda desk: queries.audit_entries(desk, 50))
    return [line.action for line in lines]


async def test_an_override_ignores_closure_withheld_seats_and_horizon(house: House, outside: House) -> None:
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
    assert (await audit_actions(outside))[:2] == [AuditAction.OVERRODE, AuditAction.OVERRODE]


async def test_an_override_cannot_exceed_the_consultants_on_duty_in_the_slot(
    house: House, outside: House
) -> None:
    await fill(house)
    made = await house.run(books(guest(1), TEN + HOUR))
    with pytest.raises(errors.SlotFull):
        await overridden(house, made, TEN)
    with pytest.raises(errors.OutsideHours):
        await overridden(house, made, TEN + timedelta(minutes=30))
    assert await taken(outside) == (16, 0)
    assert await audit_actions(outside) == []


async def test_an_override_to_the_same_hour_is_not_audited(house: House, outside: House) -> None:
    made = await house.run(books(guest(1)))
    assert await overridden(house, made, TEN) == made
    assert await audit_actions(outside) == []


async def test_a_change_of_tier_is_recorded_and_announced(house: House, outside: House) -> None:
    await house.run(lambda desk: staff_desk.set_group(desk, -100))
    made = await house.run(books(guest(1)))
    changed = await house.run(
        lambda desk: overrides.set_tier(desk, made.id, 1, Tier.A_PLUS, MANAGER, reason="an old friend")
    )
    # The guest was not shown the tier, so the guest's buttons stay valid.
    assert (changed.tier, changed.version) == (Tier.A_PLUS, 1)
    changes = booking_changes.c
    record = select(changes.what, changes.serial, changes.version).order_by(changes.id)
    assert await outside.read(lambda desk: [tuple(row) for row in desk.conn.execute(record)]) == [
        ("made", 1, 1),
        ("tier", 2, 1),
    ]
    notices = select(outbox.c.body).where(outbox.c.chat_id == -100).order_by(outbox.c.id)
    kinds = await outside.read(lambda desk: [body["kind"] for body in desk.conn.execute(notices).scalars()])
    assert kinds == ["group_made", "group_tier"]
    await house.run(lambda desk: booking.move(desk, made.id, 1, TEN + HOUR, OPERATOR))
    with pytest.raises(errors.BookingChanged):
        await house.run(lambda desk: overrides.set_tier(desk, made.id, 1, Tier.B, MANAGER, reason="no"))


async def test_a_guest_made_official_gets_tier_a_plus(house: House, outside: House) -> None:
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


async def test_peers_can_book_only_the_peers_hours(house: House, outside: House) -> None:
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


async def test_an_exception_lets_a_peer_come_until_its_last_day(house: House, outside: House) -> None:
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
    assert await audit_actions(outside) == [AuditAction.EXCEPTION]


async def test_only_staff_can_change_a_booking_after_its_hour_has_begun(
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


async def test_a_guest_who_shares_a_known_number_keeps_their_record(
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


async def test_a_dismissed_consultant_cannot_be_assigned(house: House, outside: House) -> None:
    li = await house.run(lambda desk: consultants.hire(desk, "Li", "A", MANAGER))
    made = await house.run(books(guest(1)))
    await house.run(lambda desk: consultants.dismiss(desk, li.id, MANAGER))
    with pytest.raises(errors.NoSuchConsultant):
        await house.run(lambda desk: overrides.assign_consultant(desk, made.guest.id, li.id, MANAGER))
    with pytest.raises(errors.BookingChanged):
        await house.run(lambda desk: overrides.override(desk, made.id, 9, TEN, MANAGER, reason="late"))
    assert (await outside.read(lambda desk: queries.known_guest(desk, 1))).consultant is None


async def test_only_the_group_is_told_that_two_guests_of_a_slot_have_the_same_consultant(
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

    written = await outside.read(shared_consultant)
    assert written[-2:] == [
        (-100, {"consultant": "Li", "surname": "G1", "given": "", "title": "none"}),
        (2, "not said"),
    ]
    assert [fact for _, fact in written[:-2]] == [None, None]


async def test_an_executive_who_says_peer_is_not_treated_as_a_peer(house: House) -> None:
    made = await house.run(books(guest(1)))
    facts = made.guest.id, GuestKind.EXECUTIVE, MANAGER
    await house.run(lambda desk: overrides.set_kind(desk, *facts, reason="known"))
    assert not (await house.read(lambda desk: queries.seat_request(desk, guest(1), peer=True))).peer
    assert (await house.read(lambda desk: queries.seat_request(desk, guest(2), peer=True))).peer

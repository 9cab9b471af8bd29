"""Overrides, exceptions, the guest's card and the audit: each asks for a reason and a yes, and stands in the record."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.arrangements import ArrangementKind, ArrangementSpec
from core.audit import AuditAction, AuditEntry
from core.booking import Actor, Channel
from core.desk import Desk, arrangements, arrival, booking, consultants, queries
from core.desk import staff as staff_desk
from core.errors import NotForPeers
from core.guests import Guest, GuestKind
from core.staff import Role
from core.store.tables import bookings, guests
from demo.cast import GATE, MANAGER, OPERATOR
from tests.support.gestures import Chat, Play, book

ELEVEN = datetime(2026, 11, 21, 3, tzinfo=UTC)
TUESDAY = datetime(2026, 11, 24, 6, tzinfo=UTC)  # two in the afternoon
HOUR = timedelta(hours=1)


@pytest.fixture
async def code(play: Play) -> str:
    """Of a booking for Saturday at eleven."""
    return await book(play.buyer())


async def lines(play: Play) -> list[AuditEntry]:
    return await play.look(lambda desk: queries.audit_entries(desk, 99))


async def the_guest(play: Play) -> Guest:
    found: Guest | None = await play.look(lambda desk: queries.known_guest(desk, 5001))
    assert found is not None
    return found


async def test_one_line_moves_a_booking_into_a_closed_hour(play: Play, manager: Chat, code: str) -> None:
    await manager.send("/close 11-24 14-16 works")
    await manager.tap("✓ Yes, close")
    await manager.send(f"/override {code.lower()} 11-24 15:00 flight at six")
    assert "to Tue, Nov 24 15:00–16:00" in manager.last
    assert "This overrides: Tue, Nov 24 15:00 is closed" in manager.last
    (row,) = await play.rows(bookings)
    assert row.starts_at == ELEVEN
    await manager.tap("✓ Yes, confirm")
    assert "✓ The change is made." in manager.last
    (row,) = await play.rows(bookings)
    assert row.starts_at == TUESDAY + HOUR
    line = (await lines(play))[0]
    assert (line.action, line.by_user, line.reason) == (AuditAction.OVERRODE, MANAGER.id, "flight at six")


async def test_who_was_put_into_a_closed_hour_on_purpose_is_not_to_be_moved(
    play: Play, manager: Chat, code: str
) -> None:
    for said in ("/close 11-24 14-16 works", f"/override {code} 11-24 15:00 flight"):
        await manager.send(said)
        await manager.send("yes")
    assert (await play.look(arrangements.find_problems)).bookings_in_closed_hours == ()
    await play.until(play.stage.clock.now() + HOUR / 60)
    await manager.send("/close 11-24 fire drill")
    await manager.send("yes")
    assert [each.code for each in (await play.look(arrangements.find_problems)).bookings_in_closed_hours] == [
        code
    ]


async def test_where_no_rule_stands_against_it_an_override_is_a_plain_move(
    play: Play, manager: Chat, code: str
) -> None:
    await manager.send(f"/override {code} 11-24 15:00 flight")
    assert "No rule prevents this" in manager.last
    await manager.tap("✓ Yes, confirm")
    (row,) = await play.rows(bookings)
    assert row.starts_at == TUESDAY + HOUR
    assert await lines(play) == []


@pytest.mark.parametrize(
    ("ordered", "rule"),
    [
        ("/withhold 100 11-24", "Tue, Nov 24 15:00 is full, apart from withheld seats"),
        ("/cap day 0 11-24", "the day has reached its cap"),
        ("/cap week 0 11-24", "the week has reached its cap"),
    ],
)
async def test_the_rule_set_aside_is_told_in_the_houses_own_terms(
    play: Play, manager: Chat, code: str, ordered: str, rule: str
) -> None:
    await manager.send(ordered)
    await manager.send("yes")
    await manager.send(f"/override {code} 11-24 15:00 flight")
    assert f"This overrides: {rule}" in manager.last
    await manager.tap("✓ Yes, confirm")
    assert (await lines(play))[0].action is AuditAction.OVERRODE


async def test_an_hour_beyond_the_book_by_taps_and_its_reason_is_asked_for(
    play: Play, manager: Chat, code: str
) -> None:
    await manager.send("/override")
    await manager.send("nothing like it")
    assert "cannot find a guest with that number or code" in manager.last
    await manager.send(code)
    await manager.tap("Another hour")
    await manager.send("2027-01-15")
    await manager.tap("14:00")
    assert "What is the reason?" in manager.last
    await manager.send("x" * 201)
    assert "a little shorter" in manager.last
    await manager.send("back from abroad")
    assert "This overrides: bookings are open only until Thu, Dec 3" in manager.last
    await manager.tap("✓ Yes, confirm")
    (row,) = await play.rows(bookings)
    assert row.starts_at == datetime(2027, 1, 15, 6, tzinfo=UTC)


async def test_an_override_never_goes_past_the_consultants_on_duty(
    play: Play, manager: Chat, code: str
) -> None:
    await play.fill(TUESDAY)
    await manager.send(f"/override {code} 11-24 14:00 please")
    assert "Tue, Nov 24 14:00 is not available, even with an override." in manager.last
    assert "14:00" not in manager.buttons
    await manager.send(f"/override {code} 11-24 15:00 please")
    await play.fill(TUESDAY + HOUR)
    await manager.tap("✓ Yes, confirm")
    assert "fully booked" in manager.last
    assert "15:00" not in manager.buttons
    rows = [row.starts_at for row in await play.rows(bookings)]
    assert rows.count(TUESDAY + HOUR) == 12


async def test_a_booking_changed_meanwhile_is_not_overridden(play: Play, manager: Chat, code: str) -> None:
    await manager.send(f"/override {code} 11-24 15:00 flight")
    found = await play.look(lambda desk: queries.open_booking(desk, 5001))
    operator = Actor(user_id=OPERATOR.id, channel=Channel.PHONE, staff_name="周静")
    await play.stage.house.run(lambda desk: booking.move(desk, found.id, found.version, TUESDAY, operator))
    await manager.tap("✓ Yes, confirm")
    assert "has been changed; it is now on Tue, Nov 24 14:00" in manager.last
    assert await lines(play) == []


@pytest.mark.parametrize("said", ["tier B seen before", "B seen before", "b级 seen before"])
async def test_another_tier_with_its_reason(play: Play, manager: Chat, code: str, said: str) -> None:
    await manager.send(f"/override {code} {said}")
    assert "From tier A to tier B" in manager.last
    await manager.tap("✓ Yes, confirm")
    (row,) = await play.rows(bookings)
    assert row.tier == "B"
    assert [(line.action, line.reason) for line in await lines(play)] == [(AuditAction.TIER, "seen before")]


async def test_the_same_tier_is_no_other(play: Play, manager: Chat, code: str) -> None:
    await manager.send(f"/override {code} A why not")
    assert "The party already has this tier." in manager.last


async def test_a_peer_is_received_at_any_time_by_exception(play: Play, manager: Chat, code: str) -> None:
    await play.stage.house.run(lambda desk: desk.conn.execute(guests.update().values(kind="peer")))
    by = Actor(user_id=5001, channel=Channel.CHAT)
    found = await play.look(lambda desk: queries.open_booking(desk, 5001))

    def moves(desk: Desk) -> None:
        booking.move(desk, found.id, found.version, TUESDAY, by)

    with pytest.raises(NotForPeers):
        await play.stage.house.run(moves)
    await manager.send(f"/exception {code} until 11-24 old friend of the house")
    assert "at any time until Tue, Nov 24" in manager.last
    await manager.tap("✓ Yes, confirm")
    assert (await the_guest(play)).exempt_until == date(2026, 11, 24)
    await play.stage.house.run(moves)
    assert [line.action for line in await lines(play)] == [AuditAction.EXCEPTION]


async def test_an_exception_asks_for_what_is_missing(play: Play, manager: Chat, code: str) -> None:
    await manager.send("/exception")
    await manager.send("TY-TG001")
    await manager.tap("Tue, Nov 24")
    assert "What is the reason?" in manager.last
    await manager.send("old friend")
    await manager.tap("Leave unchanged")
    assert (await the_guest(play)).exempt_until is None
    assert await lines(play) == []


async def test_the_card_tells_all_and_hides_the_number(play: Play, manager: Chat) -> None:
    operator = play.operator()
    await operator.send("/book")
    for said in ("Yes, please", "Wang Wei", "Mr", "1", "none", "11-19", "15:00", "13800138000", "✓ Confirm"):
        await operator.send(said)
    (row,) = await play.rows(bookings)
    gate = Actor(user_id=GATE.id, channel=Channel.GATE, staff_name="吴师傅")
    await play.stage.house.run(lambda desk: arrival.mark_arrived(desk, row.id, gate))
    await manager.send("/guest")
    await manager.send(row.code)
    for fact in (
        "Mr Wang",
        "TY-WW001",
        "+86138****8000",
        "1 visit",
        "Thu, Nov 19",
        "No visit booked.",
    ):
        assert fact in manager.last
    assert "0138000" not in manager.last


async def test_an_official_is_received_in_a_plus_from_the_card_on(
    play: Play, manager: Chat, code: str
) -> None:
    await manager.send(f"/guest {code}")
    for label in ("Kind", "official"):
        await manager.tap(label)
    await manager.send("市规划局 <处长>")
    await manager.send("announced by the chairman")
    assert "will be received in tier A+" in manager.last
    await manager.tap("✓ Yes, confirm")
    assert "official, tier A+" in manager.last
    assert "市规划局 <处长>" in manager.last
    found = await the_guest(play)
    assert (found.kind, found.affiliation) == (GuestKind.OFFICIAL, "市规划局 <处长>")
    (row,) = await play.rows(bookings)
    assert row.tier == "A+"
    assert [(line.action, line.reason) for line in await lines(play)] == [
        (AuditAction.KIND, "announced by the chairman")
    ]


async def test_the_group_hears_of_the_tier_and_not_of_the_reason(
    play: Play, manager: Chat, code: str
) -> None:
    await manager.send(f"/override {code} A+ a quarrel over the deposit")
    await manager.tap("✓ Yes, confirm")
    told = play.group.last
    assert all(fact in told for fact in ("A+", code, "陈经理"))
    assert "quarrel" not in told


async def test_a_guests_buttons_outlive_a_change_of_tier(play: Play, manager: Chat) -> None:
    buyer = play.buyer()
    code = await book(buyer)
    await manager.send(f"/override {code} B seen before")
    await manager.tap("✓ Yes, confirm")
    (row,) = await play.rows(bookings)
    assert (row.tier, row.version) == ("B", 1)
    assert buyer.buttons[:2] == ["Move", "Cancel"]
    for label, asked in (("Move", "Sat, Nov 21"), ("Cancel", "Shall I cancel your visit")):
        seen = len(buyer.said)
        await buyer.tap(label)
        assert asked in "".join([*buyer.said[seen:], *buyer.buttons])
        assert "This visit has been changed since" not in "".join(buyer.said)
        await buyer.send("/my")
    await buyer.tap("Cancel")
    await buyer.tap("Yes, cancel it")
    (row,) = await play.rows(bookings)
    assert (row.status, row.version) == ("cancelled", 2)


async def test_back_from_a_question_of_the_card_is_the_card(play: Play, manager: Chat, code: str) -> None:
    await manager.send(f"/guest {code}")
    for label in ("Tier", "tier B", "‹ Back", "‹ Back"):
        await manager.tap(label)
    assert "TY-TG001" in manager.last
    assert await lines(play) == []


async def test_whose_guest_somebody_is_is_noted_by_those_who_book(play: Play, code: str) -> None:
    by = await play.look(lambda desk: staff_desk.get(desk, MANAGER.id))
    hired = await play.stage.house.run(lambda desk: consultants.hire(desk, "王芳", "A", by))
    operator = play.operator()
    await operator.send(f"/guest {code}")
    assert not {"Kind", "Tier", "Receive at any time"} & set(operator.buttons)
    await operator.tap("Consultant")
    await operator.tap("王芳 · A")
    assert "Consultant: 王芳" in operator.last
    assert (await the_guest(play)).consultant == hired.id
    await operator.tap("↩ Undo: not assigned")
    assert (await the_guest(play)).consultant is None
    await operator.tap("↩ Undo: back to 王芳")
    assert (await the_guest(play)).consultant == hired.id
    await operator.tap("Consultant")
    await operator.tap("Not assigned")
    assert (await the_guest(play)).consultant is None


async def test_who_works_here_no_longer_is_no_way_back(play: Play, manager: Chat, code: str) -> None:
    by = await play.look(lambda desk: staff_desk.get(desk, MANAGER.id))
    await play.stage.house.run(lambda desk: consultants.hire(desk, "王芳", "A", by))
    await manager.send(f"/guest {code}")
    await manager.tap("Consultant")
    await manager.tap("王芳 · A")
    gone = (await the_guest(play)).consultant
    assert gone is not None
    await play.stage.house.run(lambda desk: consultants.dismiss(desk, gone, by))
    await manager.tap("Consultant")
    await manager.tap("Not assigned")
    assert not any(label.startswith("↩") for label in manager.buttons)


async def test_the_audit_tells_who_what_and_why_newest_first_by_pages(play: Play, manager: Chat) -> None:
    await manager.send("/audit")
    assert "There are no special arrangements on record." in manager.last
    by = await play.look(lambda desk: staff_desk.get(desk, MANAGER.id))

    def arranges(desk: Desk) -> None:
        for number in range(8):
            start = TUESDAY + number * HOUR * 24
            withheld = ArrangementSpec(
                what=ArrangementKind.WITHHELD,
                starts_at=start,
                ends_at=start + HOUR,
                number=number,
                reason=f"r{number}",
            )
            arrangements.arrange(desk, [withheld], by)

    await play.stage.house.run(arranges)
    await manager.send("/audit")
    assert manager.last.startswith(
        "today at 09:00 · 陈经理\n7 seats withheld: Tue, Dec 1, 14:00–15:00\nReason: r7"
    )
    assert "Reason: r1" not in manager.last
    await manager.tap("Older ›")
    assert "Reason: r1" in manager.last
    assert "Reason: r2" not in manager.last
    await manager.tap("‹ Newer")
    assert "Reason: r7" in manager.last


async def test_the_longest_audit_fits_a_message(play: Play, manager: Chat) -> None:
    by = await play.look(lambda desk: staff_desk.get(desk, MANAGER.id))

    def arranges(desk: Desk) -> None:
        for number in range(7):
            orders = [
                ArrangementSpec(
                    what=ArrangementKind.CLOSED,
                    starts_at=TUESDAY + each * 3 * HOUR + number * 24 * HOUR,
                    ends_at=TUESDAY + (each * 3 + 1) * HOUR + number * 24 * HOUR,
                    reason="理" * 200,
                )
                for each in range(9)
            ]
            arrangements.arrange(desk, orders, by)

    await play.stage.house.run(arranges)
    await manager.send("/audit")
    assert manager.last.count("理" * 200) == 6
    assert len(manager.last.encode("utf-16-le")) // 2 < 4096


async def test_a_demoted_manager_overrides_nothing(play: Play, manager: Chat, code: str) -> None:
    await manager.send(f"/override {code} B because")
    await play.stage.house.run(lambda desk: staff_desk.change_role(desk, MANAGER.id, Role.SALES_MANAGER))
    await manager.tap("✓ Yes, confirm")
    assert "I am not able to do this" in manager.toast
    (row,) = await play.rows(bookings)
    assert row.tier == "A"

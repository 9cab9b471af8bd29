"""Overrides, exceptions, the guest's card and the audit: each change needs a reason and a yes, and is audited."""

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
    """The code of a booking for Saturday at eleven."""
    return await book(play.buyer())


async def audit_entries(play: Play) -> list[AuditEntry]:
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
    line = (await audit_entries(play))[0]
    assert (line.action, line.by_user, line.reason) == (AuditAction.OVERRODE, MANAGER.id, "flight at six")


async def test_a_booking_overridden_into_a_closed_hour_need_not_be_moved(
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


async def test_an_override_that_breaks_no_rule_is_a_plain_move(play: Play, manager: Chat, code: str) -> None:
    await manager.send(f"/override {code} 11-24 15:00 flight")
    assert "No rule prevents this" in manager.last
    await manager.tap("✓ Yes, confirm")
    (row,) = await play.rows(bookings)
    assert row.starts_at == TUESDAY + HOUR
    assert await audit_entries(play) == []


@pytest.mark.parametrize(
    ("ordered", "rule"),
    [
        ("/withhold 100 11-24", "Tue, Nov 24 15:00 is full, apart from withheld seats"),
        ("/cap day 0 11-24", "the day has reached its cap"),
        ("/cap week 0 11-24", "the week has reached its cap"),
    ],
)
async def test_an_override_names_the_rule_it_overrides(
    play: Play, manager: Chat, code: str, ordered: str, rule: str
) -> None:
    await manager.send(ordered)
    await manager.send("yes")
    await manager.send(f"/override {code} 11-24 15:00 flight")
    assert f"This overrides: {rule}" in manager.last
    await manager.tap("✓ Yes, confirm")
    assert (await audit_entries(play))[0].action is AuditAction.OVERRODE


async def test_an_override_by_taps_beyond_the_horizon_asks_for_a_reason(
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


async def test_an_override_cannot_exceed_the_consultants_on_duty(
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
    assert await audit_entries(play) == []


@pytest.mark.parametrize("said", ["tier B seen before", "B seen before", "b级 seen before"])
async def test_an_override_sets_another_tier_and_records_the_reason(
    play: Play, manager: Chat, code: str, said: str
) -> None:
    await manager.send(f"/override {code} {said}")
    assert "From tier A to tier B" in manager.last
    await manager.tap("✓ Yes, confirm")
    (row,) = await play.rows(bookings)
    assert row.tier == "B"
    assert [(line.action, line.reason) for line in await audit_entries(play)] == [
        (AuditAction.TIER, "seen before")
    ]


async def test_an_override_to_the_same_tier_is_refused(play: Play, manager: Chat, code: str) -> None:
    await manager.send(f"/override {code} A why not")
    assert "The party already has this tier." in manager.last


async def test_an_exception_lets_a_peer_come_at_any_time(play: Play, manager: Chat, code: str) -> None:
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
    assert [line.action for line in await audit_entries(play)] == [AuditAction.EXCEPTION]


async def test_an_exception_asks_for_its_missing_parts(play: Play, manager: Chat, code: str) -> None:
    await manager.send("/exception")
    await manager.send("TY-TG001")
    await manager.tap("Tue, Nov 24")
    assert "What is the reason?" in manager.last
    await manager.send("old friend")
    await manager.tap("Leave unchanged")
    assert (await the_guest(play)).exempt_until is None
    assert await audit_entries(play) == []


async def test_the_guest_card_shows_all_facts_and_masks_the_phone_number(play: Play, manager: Chat) -> None:
    operator = play.operator()
    await operator.send("/book")
    for said in ("Yes, please", "Wang Wei", "Mr", "1", "11-19", "15:00", "13800138000", "✓ Confirm"):
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


async def test_marking_a_guest_as_official_on_the_card_sets_tier_a_plus(
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
    assert [(line.action, line.reason) for line in await audit_entries(play)] == [
        (AuditAction.KIND, "announced by the chairman")
    ]


async def test_the_group_is_told_the_new_tier_but_not_the_reason(
    play: Play, manager: Chat, code: str
) -> None:
    await manager.send(f"/override {code} A+ a quarrel over the deposit")
    await manager.tap("✓ Yes, confirm")
    notice = play.group.last
    assert all(fact in notice for fact in ("A+", code, "陈经理"))
    assert "quarrel" not in notice


async def test_a_guests_buttons_still_work_after_a_change_of_tier(play: Play, manager: Chat) -> None:
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


async def test_back_from_a_question_of_the_guest_card_shows_the_card(
    play: Play, manager: Chat, code: str
) -> None:
    await manager.send(f"/guest {code}")
    for label in ("Tier", "tier B", "‹ Back", "‹ Back"):
        await manager.tap(label)
    assert "TY-TG001" in manager.last
    assert await audit_entries(play) == []


async def test_staff_who_book_can_assign_a_consultant_to_a_guest(play: Play, code: str) -> None:
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


async def test_undo_does_not_offer_a_dismissed_consultant(play: Play, manager: Chat, code: str) -> None:
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


async def test_the_audit_lists_who_what_and_why_in_pages_newest_first(play: Play, manager: Chat) -> None:
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


async def test_a_page_of_the_longest_audit_entries_fits_in_a_message(play: Play, manager: Chat) -> None:
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


async def test_a_demoted_manager_cannot_confirm_an_override(play: Play, manager: Chat, code: str) -> None:
    await manager.send(f"/override {code} B because")
    await play.stage.house.run(lambda desk: staff_desk.change_role(desk, MANAGER.id, Role.SALES_MANAGER))
    await manager.tap("✓ Yes, confirm")
    assert "I am not able to do this" in manager.toast
    (row,) = await play.rows(bookings)
    assert row.tier == "A"

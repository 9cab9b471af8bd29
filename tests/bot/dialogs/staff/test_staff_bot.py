"""The staff bot for the gate, the operator, the manager, the administrator, and people unknown to the house."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from core.desk import queries
from core.desk import staff as staff_desk
from core.staff import Member, Role
from core.store import staff
from core.store.tables import bookings, guests, outbox, receipts
from demo.cast import BUTLER, GATE, MANAGER, OPERATOR, OWNER
from demo.stage import STAFF_BOT
from sandbox.telegram import Person
from tests.support.gestures import Chat, Play, book

SATURDAY = datetime(2026, 11, 20, 16, tzinfo=UTC)  # midnight in Shanghai
TEN = SATURDAY + timedelta(hours=10)
ELEVEN = SATURDAY + timedelta(hours=11)


@pytest.fixture
def gate(play: Play) -> Chat:
    return play.in_group(GATE)


async def english(chat: Chat) -> None:
    await chat.send("/language")
    await chat.tap("English")


async def test_the_gate_marks_a_party_from_the_list_and_the_group_gets_an_arrival_ping(
    play: Play, gate: Chat
) -> None:
    buyer = play.buyer(first="伟", last="李", language="zh-hans")
    code = await book_in_chinese(buyer)
    await play.until(ELEVEN)
    await gate.send("/arrived")
    assert "李先生" in gate.buttons[0]
    await gate.tap("11:00 · 李先生")
    assert "🔔" in gate.last
    for fact in ("李先生", "11:00", code, "A级接待"):
        assert fact in gate.last
    assert "李先生" in gate.toast
    board = [text for text in gate.said if "11月21日周六" in text and "🔔" not in text and code not in text]
    assert "已到访1组" in board[-1]
    row = await play.look(lambda desk: desk.conn.execute(select(bookings)).one())
    assert (row.status, row.arrived_at) == ("arrived", ELEVEN)


async def book_in_chinese(buyer: Chat) -> str:
    """Book by tapping buttons by position, in any language."""
    await buyer.open()
    for place in (0, 0, 0, 1):
        await buyer.tap(buyer.buttons[place])
    await buyer.send("11-21")
    await buyer.send("11:00")
    await buyer.tap(buyer.buttons[1])
    await buyer.tap(buyer.buttons[0])
    line = next(line for line in buyer.card.splitlines() if line.startswith("🔑"))
    return "".join(char for char in line if char.isascii() and char.isalnum())


async def test_a_second_arrival_of_a_code_is_answered_with_the_first_time(play: Play) -> None:
    gate = play.in_private(GATE)
    await english(gate)
    code = await book(play.buyer())
    await play.until(ELEVEN + timedelta(minutes=3))
    await gate.send(f"/arrived {code.lower()}")
    assert "Ms Tan has arrived; the team has been told." in gate.last
    await gate.send(f"/arrived {code}")
    assert "already arrived: today at 11:03" in gate.last
    assert sum("🔔" in text for text in play.group.said) == 1


@pytest.mark.parametrize(("minutes", "remark"), [(-60, "早于"), (-10, None), (10, None), (40, "晚于")])
async def test_the_arrival_ping_says_whether_a_party_is_early_or_late(
    play: Play, gate: Chat, minutes: int, remark: str | None
) -> None:
    code = await book(play.buyer())
    await play.until(ELEVEN + timedelta(minutes=minutes))
    await gate.send(f"/arrived {code}")
    assert "🔔" in gate.last
    assert [word for word in ("早于", "晚于") if word in gate.last] == ([remark] if remark else [])


async def test_a_code_of_another_day_a_cancelled_and_an_unknown_code_are_refused(play: Play) -> None:
    gate = play.in_private(GATE)
    await english(gate)
    buyer = play.buyer()
    code = await book(buyer)
    await gate.send(f"/arrived {code}")
    assert "is for another day: Sat, Nov 21 11:00–12:00" in gate.last
    await gate.send("/arrived NOPE")
    assert "cannot find this booking" in gate.last
    await buyer.tap("Cancel")
    await buyer.tap("Yes, cancel it")
    await play.until(TEN)
    await gate.send(f"/arrived {code}")
    assert "has been cancelled" in gate.last
    await gate.send("/arrived")
    assert "no more parties are expected" in gate.last


async def test_marking_a_party_much_too_early_asks_for_confirmation(play: Play) -> None:
    gate = play.in_private(GATE)
    await english(gate)
    await book(play.buyer())
    await play.until(SATURDAY + timedelta(hours=9))
    await gate.send("/arrived")
    await gate.tap("11:00 · Ms Tan")
    assert "Has the party already arrived?" in gate.last
    await gate.tap("No, back to the list")
    await gate.tap("11:00 · Ms Tan")
    row = await play.look(lambda desk: desk.conn.execute(select(bookings.c.status)).scalar_one())
    assert row == "booked"
    await gate.tap("Yes, arrived")
    row = await play.look(lambda desk: desk.conn.execute(select(bookings.c.status)).scalar_one())
    assert row == "arrived"


async def test_the_arrival_list_of_a_full_day_shows_one_hour_at_a_time(play: Play) -> None:
    gate = play.in_private(GATE)
    await english(gate)
    for hour in (9, 10, 11):
        await play.fill(SATURDAY + timedelta(hours=hour))
    await play.until(TEN)
    await gate.send("/arrived")
    assert "expected 48" in gate.last
    assert len([label for label in gate.buttons if label.startswith("10:00 ·")]) == 16
    assert gate.buttons[-3:] == ["09:00", "10:00", "11:00"]
    await gate.tap("11:00")
    assert len([label for label in gate.buttons if label.startswith("11:00 ·")]) == 16


async def test_only_staff_can_mark_arrivals(play: Play) -> None:
    code = await book(play.buyer())
    await play.until(ELEVEN)
    outsider = play.outsider()
    await outsider.send(f"/arrived {code}")
    assert "I am not able to do this" in outsider.last
    await play.in_group(GATE).send("/arrived")
    intruder = play.join_group()
    message, data = play.group.find("11:00 ·")
    await intruder.tap_data(message, data)
    assert "无法为您办理" in intruder.toast
    row = await play.look(lambda desk: desk.conn.execute(select(bookings.c.status)).scalar_one())
    assert row == "booked"


async def test_a_revoked_member_is_refused_from_the_next_tap(play: Play, gate: Chat) -> None:
    await book(play.buyer())
    await play.until(ELEVEN)
    await gate.send("/arrived")
    await play.stage.house.run(lambda desk: staff.revoke(desk.conn, GATE.id, desk.now))
    await gate.tap("11:00 ·")
    row = await play.look(lambda desk: desk.conn.execute(select(bookings.c.status)).scalar_one())
    assert row == "booked"


async def test_today_lists_the_parties_by_hour(play: Play) -> None:
    manager = play.in_private(MANAGER)
    await english(manager)
    first = await book(play.buyer())
    second = play.buyer(first="Wei", last="Li")
    await book(
        second,
        "Yes, please",
        "Wei Li",
        "Mr",
        "2",
        "Sat, Nov 21",
        "09:00",
        "I would rather not",
    )
    third = play.buyer()
    await book(third, "Yes, please", "Grace Tan", "Ms", "1", "Sat, Nov 21", "09:00", "I would rather not")
    await third.tap("Cancel")
    await third.tap("Yes, cancel it")
    await play.until(ELEVEN)
    await play.in_group(GATE).send(f"/arrived {first}")
    await manager.send("/today")
    assert "Parties 2 · guests 5 · arrived 1 · cancelled 1" in manager.last
    nine, eleven = manager.last.index("09:00 · 1 party"), manager.last.index("11:00 · 1 party")
    assert nine < manager.last.index("▫️ Mr Li · 2 guests · tier A") < eleven
    assert manager.last.index(f"✅ 11:00 · Ms Tan · 3 guests (1 elder, 1 child) · tier A · {first}") > eleven


async def test_today_shows_a_full_day_in_pages(play: Play) -> None:
    manager = play.in_private(MANAGER)
    await english(manager)
    for hour in range(9, 18):
        await play.fill(SATURDAY + timedelta(hours=hour))
    await manager.send("/today 11-21")
    assert "Parties 144" in manager.last
    seen = manager.last
    pages = [label for label in manager.buttons if label.isdigit()]
    assert len(pages) > 1
    for label in pages[1:]:
        await manager.tap(label)
        assert len(manager.last) <= 4096
        seen += manager.last
    assert seen.count("▫️") == 144


@pytest.mark.parametrize("command", ["/today", "/capacity", "/capacity week", "/capacity never"])
async def test_only_managers_can_see_reports(play: Play, command: str) -> None:
    await book(play.buyer())
    for person in (GATE, BUTLER, OPERATOR):
        chat = play.in_private(person)
        await english(chat)
        await chat.send(command)
        assert "I am not able to do this" in chat.last
    outsider = play.outsider()
    await outsider.send(command)
    assert "I am not able to do this" in outsider.last


async def test_the_buyers_bot_has_no_staff_commands(play: Play) -> None:
    buyer = play.buyer()
    for command in ("/today", "/capacity", "/arrived", "/book"):
        await buyer.send(command)
        assert "by appointment only" in buyer.last


@pytest.mark.parametrize(
    ("person", "theirs", "not_theirs"),
    [
        (GATE, ["/arrived"], ["/today", "/capacity", "/book", "/here"]),
        (OPERATOR, ["/arrived", "/book"], ["/today", "/here"]),
        (MANAGER, ["/arrived", "/today", "/capacity", "/book"], ["/here"]),
    ],
)
async def test_help_lists_the_commands_of_the_role(
    play: Play, person: Person, theirs: list[str], not_theirs: list[str]
) -> None:
    chat = play.in_private(person)
    await chat.send("/help")
    assert all(command in chat.last for command in [*theirs, "/language", "/help"])
    assert not any(command in chat.last for command in not_theirs)


async def test_buyers_help_lists_the_buyers_commands(play: Play) -> None:
    buyer = play.buyer()
    await buyer.send("/help")
    assert all(
        command in buyer.last for command in ("/start", "/my", "/language", "/help", "+86 755 8888 0000")
    )
    assert "/arrived" not in buyer.last


async def test_a_person_unknown_to_the_house_is_told_how_to_become_staff(play: Play) -> None:
    outsider = play.outsider()
    await outsider.send("hello")
    assert str(outsider.user_id) in outsider.last
    await outsider.open("not-a-token")
    assert "used or has expired" in outsider.last


async def test_the_first_administrator_joins_by_link_and_sets_the_group_by_command(play: Play) -> None:
    token = await play.stage.house.run(staff_desk.first_invitation)
    owner = play.in_private(OWNER)
    await owner.open(token or "")
    await english(owner)
    await owner.send("/help")
    for command in ("/here", "/today", "/book"):
        assert command in owner.last
    await owner.send("/here")
    assert "in the staff group" in owner.last
    play.stage.telegram.add_group(-2002, "New", [OWNER.id], [STAFF_BOT.username])
    await Chat(play.stage, OWNER.id, group=-2002).send("/here")
    assert await play.look(lambda desk: staff.find_place(desk.conn, "staff_group")) == -2002
    late = play.outsider()
    await late.open(token or "")
    assert "used or has expired" in late.last


@pytest.mark.parametrize("said", ["/join {}", "{}"])
async def test_the_first_invitation_can_be_typed(play: Play, said: str) -> None:
    token = await play.stage.house.run(staff_desk.first_invitation)
    owner = play.in_private(OWNER)
    await owner.send(said.format(token))
    member = await play.look(lambda desk: staff.find(desk.conn, OWNER.id))
    assert member == Member(user_id=OWNER.id, name="何总", role=Role.ADMINISTRATOR)
    kept = await play.look(lambda desk: desk.conn.execute(select(receipts.c.input)).scalars().all())
    assert kept
    assert not any(str(token) in str(words) for words in kept)


async def test_a_booking_for_a_caller_names_the_operator(play: Play) -> None:
    operator = play.operator()
    await operator.send("/book")
    for said in ("Yes, please", "Mr Wang", "1", "today", "14:00", "138 0013 8000"):
        await operator.send(said)
    await operator.tap("✓ Confirm")
    assert "Thu, Nov 19 14:00" in operator.card
    guest = await play.look(lambda desk: desk.conn.execute(select(guests)).one())
    assert (guest.telegram_id, guest.phone_kind) == (None, "taken")
    assert "周静" in play.group.last
    assert "+86138****8000" in play.group.last


async def test_the_operator_is_not_asked_to_share_their_own_number(play: Play) -> None:
    operator = play.operator()
    await operator.send("/book")
    for said in ("Yes, please", "Mr Wang", "1", "11-21", "9:00"):
        await operator.send(said)
    assert operator.buttons == ["I would rather not", "‹ Back"]


async def test_booking_for_a_caller_with_a_booking_offers_to_move_it(play: Play) -> None:
    operator = play.operator()
    for hour in ("9:00", "10:00"):
        await operator.send("/book")
        for said in ("Yes, please", "Mr Wang", "1", "11-21", hour, "13800138000", "✓ Confirm"):
            await operator.send(said)
    assert "We already expect Mr Wang on Sat, Nov 21 09:00–10:00" in operator.last
    await operator.tap("Yes, move it")
    assert "Sat, Nov 21 10:00–11:00" in operator.last
    day = await play.look(lambda desk: queries.bookings_on(desk, date(2026, 11, 21)))
    assert [booking.starts_at for booking in day] == [TEN]


async def test_an_operator_revoked_in_the_middle_of_a_form_cannot_continue(play: Play) -> None:
    operator = play.operator()
    await operator.send("/book")
    await operator.tap("Yes, please")
    await play.stage.house.run(lambda desk: staff.revoke(desk.conn, OPERATOR.id, desk.now))
    await operator.send("Mr Wang")
    assert "I am not able to do this" in operator.last


async def test_chat_and_commands_of_other_bots_in_the_group_are_ignored(play: Play, gate: Chat) -> None:
    before = len(gate.said)
    for text in ("good morning", "/weather", "/arrived@some_other_bot"):
        await gate.send(text)
    assert len(gate.said) == before
    await gate.send("/arrived@yingbin_staff_bot")
    assert len(gate.said) == before + 1


async def test_booking_for_a_caller_in_the_group_is_refused(play: Play) -> None:
    await play.in_group(OPERATOR).send("/book")
    assert "私" in play.group.last


@pytest.mark.parametrize("mark", ["🙏", "&", '"', "x"])
async def test_today_shows_a_full_day_of_the_longest_remarks_in_pages(play: Play, mark: str) -> None:
    await play.fill(ELEVEN)
    await play.stage.house.run(
        lambda desk: desk.conn.execute(update(bookings).values(remarks=mark * 500, plate="粤B12345")).rowcount
    )
    manager = play.in_private(MANAGER)
    await manager.send("/today 11-21")
    assert mark * 10 in manager.last
    failed = await play.look(lambda desk: desk.conn.execute(select(outbox).filter_by(status="failed")).all())
    assert failed == []

"""The staff's bot: the gate, the operator, the manager, the administrator, and strangers."""

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


async def test_the_gate_marks_a_party_from_the_list_and_the_house_is_pinged(play: Play, gate: Chat) -> None:
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
    """The same script through its buttons, whatever their words."""
    await buyer.open()
    for place in (0, 0, 0, 1, 0):
        await buyer.tap(buyer.buttons[place])
    await buyer.send("11-21")
    await buyer.send("11:00")
    await buyer.tap(buyer.buttons[1])
    await buyer.tap(buyer.buttons[0])
    line = next(line for line in buyer.card.splitlines() if line.startswith("🔑"))
    return "".join(char for char in line if char.isascii() and char.isalnum())


async def test_by_code_in_private_and_again_is_answered_with_the_hour(play: Play) -> None:
    inside = play.inside(GATE)
    await english(inside)
    code = await book(play.buyer())
    await play.until(ELEVEN + timedelta(minutes=3))
    await inside.send(f"/arrived {code.lower()}")
    assert "Ms Tan has arrived; the team has been told." in inside.last
    await inside.send(f"/arrived {code}")
    assert "already arrived: today at 11:03" in inside.last
    assert sum("🔔" in text for text in play.group.said) == 1


@pytest.mark.parametrize(("minutes", "remark"), [(-60, "早于"), (-10, None), (10, None), (40, "晚于")])
async def test_early_and_late_parties_are_received_and_said_to_be_so(
    play: Play, gate: Chat, minutes: int, remark: str | None
) -> None:
    code = await book(play.buyer())
    await play.until(ELEVEN + timedelta(minutes=minutes))
    await gate.send(f"/arrived {code}")
    assert "🔔" in gate.last
    assert [word for word in ("早于", "晚于") if word in gate.last] == ([remark] if remark else [])


async def test_the_wrong_day_a_cancelled_and_an_unknown_code_have_each_their_answer(play: Play) -> None:
    inside = play.inside(GATE)
    await english(inside)
    buyer = play.buyer()
    code = await book(buyer)
    await inside.send(f"/arrived {code}")
    assert "is for another day: Sat, Nov 21 11:00–12:00" in inside.last
    await inside.send("/arrived NOPE")
    assert "cannot find this booking" in inside.last
    await buyer.tap("Cancel")
    await buyer.tap("Yes, cancel it")
    await play.until(TEN)
    await inside.send(f"/arrived {code}")
    assert "has been cancelled" in inside.last
    await inside.send("/arrived")
    assert "no more parties are expected" in inside.last


async def test_a_party_of_a_much_later_hour_is_asked_about_before_it_is_marked(play: Play) -> None:
    inside = play.inside(GATE)
    await english(inside)
    await book(play.buyer())
    await play.until(SATURDAY + timedelta(hours=9))
    await inside.send("/arrived")
    await inside.tap("11:00 · Ms Tan")
    assert "Has the party already arrived?" in inside.last
    await inside.tap("No, back to the list")
    await inside.tap("11:00 · Ms Tan")
    row = await play.look(lambda desk: desk.conn.execute(select(bookings.c.status)).scalar_one())
    assert row == "booked"
    await inside.tap("Yes, arrived")
    row = await play.look(lambda desk: desk.conn.execute(select(bookings.c.status)).scalar_one())
    assert row == "arrived"


async def test_a_long_day_is_shown_an_hour_at_a_time(play: Play) -> None:
    inside = play.inside(GATE)
    await english(inside)
    for hour in (9, 10, 11):
        await play.fill(SATURDAY + timedelta(hours=hour))
    await play.until(TEN)
    await inside.send("/arrived")
    assert "expected 48" in inside.last
    assert len([label for label in inside.buttons if label.startswith("10:00 ·")]) == 16
    assert inside.buttons[-3:] == ["09:00", "10:00", "11:00"]
    await inside.tap("11:00")
    assert len([label for label in inside.buttons if label.startswith("11:00 ·")]) == 16


async def test_only_known_staff_mark_arrivals(play: Play) -> None:
    code = await book(play.buyer())
    await play.until(ELEVEN)
    stranger = play.stranger()
    await stranger.send(f"/arrived {code}")
    assert "I am not able to do this" in stranger.last
    await play.in_group(GATE).send("/arrived")
    intruder = play.join_group()
    message, data = play.group.find("11:00 ·")
    await intruder.tap_data(message, data)
    assert "无法为您办理" in intruder.toast
    row = await play.look(lambda desk: desk.conn.execute(select(bookings.c.status)).scalar_one())
    assert row == "booked"


async def test_a_revoked_member_is_refused_from_the_next_tap_on(play: Play, gate: Chat) -> None:
    await book(play.buyer())
    await play.until(ELEVEN)
    await gate.send("/arrived")
    await play.stage.house.run(lambda desk: staff.revoke(desk.conn, GATE.id, desk.now))
    await gate.tap("11:00 ·")
    row = await play.look(lambda desk: desk.conn.execute(select(bookings.c.status)).scalar_one())
    assert row == "booked"


async def test_today_lists_the_day_by_the_hour(play: Play) -> None:
    manager = play.inside(MANAGER)
    await english(manager)
    first = await book(play.buyer())
    second = play.buyer(first="Wei", last="Li")
    await book(
        second,
        "Yes, please",
        "Wei Li",
        "Mr",
        "2",
        "No elders or children",
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


async def test_a_full_day_fits_on_pages(play: Play) -> None:
    manager = play.inside(MANAGER)
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
async def test_reports_are_refused_to_all_but_managers(play: Play, command: str) -> None:
    await book(play.buyer())
    for person in (GATE, BUTLER, OPERATOR):
        chat = play.inside(person)
        await english(chat)
        await chat.send(command)
        assert "I am not able to do this" in chat.last
    stranger = play.stranger()
    await stranger.send(command)
    assert "I am not able to do this" in stranger.last


async def test_the_public_bot_holds_no_staff_command(play: Play) -> None:
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
async def test_help_shows_each_role_its_own(
    play: Play, person: Person, theirs: list[str], not_theirs: list[str]
) -> None:
    chat = play.inside(person)
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


async def test_a_stranger_is_told_how_to_become_staff(play: Play) -> None:
    stranger = play.stranger()
    await stranger.send("hello")
    assert str(stranger.user_id) in stranger.last
    await stranger.open("not-a-token")
    assert "used or has expired" in stranger.last


async def test_the_house_is_claimed_by_link_and_set_up_by_command(play: Play) -> None:
    token = await play.stage.house.run(staff_desk.first_invitation)
    owner = play.inside(OWNER)
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
    late = play.stranger()
    await late.open(token or "")
    assert "used or has expired" in late.last


@pytest.mark.parametrize("said", ["/join {}", "{}"])
async def test_the_first_invitation_can_be_typed(play: Play, said: str) -> None:
    token = await play.stage.house.run(staff_desk.first_invitation)
    owner = play.inside(OWNER)
    await owner.send(said.format(token))
    member = await play.look(lambda desk: staff.find(desk.conn, OWNER.id))
    assert member == Member(user_id=OWNER.id, name="何总", role=Role.ADMINISTRATOR)
    kept = await play.look(lambda desk: desk.conn.execute(select(receipts.c.input)).scalars().all())
    assert kept
    assert not any(str(token) in str(words) for words in kept)


async def test_the_operator_books_for_a_caller_with_their_name_on_it(play: Play) -> None:
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


async def test_a_caller_with_a_booking_is_offered_to_move_it(play: Play) -> None:
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


async def test_an_operator_revoked_half_way_books_nothing_more(play: Play) -> None:
    operator = play.operator()
    await operator.send("/book")
    await operator.tap("Yes, please")
    await play.stage.house.run(lambda desk: staff.revoke(desk.conn, OPERATOR.id, desk.now))
    await operator.send("Mr Wang")
    assert "I am not able to do this" in operator.last


async def test_chatter_and_commands_for_others_in_the_group_are_left_alone(play: Play, gate: Chat) -> None:
    before = len(gate.said)
    for text in ("good morning", "/weather", "/arrived@some_other_bot"):
        await gate.send(text)
    assert len(gate.said) == before
    await gate.send("/arrived@yingbin_staff_bot")
    assert len(gate.said) == before + 1


async def test_booking_for_callers_is_not_done_in_front_of_the_group(play: Play) -> None:
    await play.in_group(OPERATOR).send("/book")
    assert "私" in play.group.last


@pytest.mark.parametrize("mark", ["🙏", "&", '"', "x"])
async def test_a_full_day_of_the_longest_wishes_fits_on_pages_too(play: Play, mark: str) -> None:
    await play.fill(ELEVEN)
    await play.stage.house.run(
        lambda desk: desk.conn.execute(update(bookings).values(remarks=mark * 500, plate="粤B12345")).rowcount
    )
    manager = play.inside(MANAGER)
    await manager.send("/today 11-21")
    assert mark * 10 in manager.last
    failed = await play.look(lambda desk: desk.conn.execute(select(outbox).filter_by(status="failed")).all())
    assert failed == []

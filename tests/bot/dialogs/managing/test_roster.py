"""The roster, leave and the register of consultants; a roster below the bookings warns before and after saving."""

from datetime import UTC, date, datetime

import pytest

from core.arrangements import ArrangementKind, ArrangementSpec
from core.desk import arrangements, consultants, queries
from core.desk import staff as staff_desk
from core.staff import Role
from core.store.tables import audit
from demo.cast import MANAGER
from tests.support.gestures import Chat, Play

ELEVEN = datetime(2026, 11, 21, 3, tzinfo=UTC)
SATURDAY, SUNDAY = date(2026, 11, 21), date(2026, 11, 22)


@pytest.fixture
async def manager(play: Play) -> Chat:
    """A sales manager, in English."""
    (chat,) = await play.in_english(MANAGER)
    await play.stage.house.run(lambda desk: staff_desk.change_role(desk, MANAGER.id, Role.SALES_MANAGER))
    return chat


async def on_duty(play: Play, day: date) -> list[int]:
    """The number of consultants on duty in each slot."""
    return [load.on_duty for load in await play.look(lambda desk: queries.loads(desk, day, day))]


async def register(chat: Chat, *people: str) -> None:
    for one in people:
        await chat.send(f"/consultants {one}")
        await chat.send("yes")
        assert "✓ In the register" in chat.last


async def test_a_roster_below_the_bookings_warns_before_and_after_saving(play: Play, manager: Chat) -> None:
    await play.fill(ELEVEN)
    await manager.send("/roster")
    for label in ("Sat, Nov 21", "A −", "A −", "B +", "✓ Save"):
        await manager.tap(label)
    over = "Sat, Nov 21 11:00: 16 booked, room for 15"
    assert "Agency A, 6 on duty: Sat, Nov 21, the whole day" in manager.last
    assert "Agency B, 9 on duty: Sat, Nov 21, the whole day" in manager.last
    assert over in manager.last
    assert await on_duty(play, SATURDAY) == [16] * 9
    await manager.tap("✓ Yes, save")
    assert over in manager.last
    assert await on_duty(play, SATURDAY) == [15] * 9
    assert [(line.action, line.facts["agency"], line.facts["number"]) for line in await play.rows(audit)] == [
        ("arranged", "A", 6),
        ("arranged", "B", 9),
    ]
    await manager.tap("Rosters and leave")
    await manager.tap("Agency A, 6 on duty")
    await manager.tap("✓ Yes, lift it")
    assert await on_duty(play, SATURDAY) == [17] * 9


async def test_half_a_days_roster_can_be_set_by_taps_and_by_one_line(play: Play, manager: Chat) -> None:
    await manager.send("/roster 11-21")
    for label in ("Morning", "A −", "✓ Save", "Add a reason"):
        await manager.tap(label)
    await manager.send("training")
    assert "Reason: training" in manager.last
    await manager.tap("✓ Yes, save")
    await manager.send("/roster 11-21 B 5 下午")
    await manager.tap("✓ Yes, save")
    assert await on_duty(play, SATURDAY) == [15] * 4 + [13] * 5
    await manager.send("/roster 11-22 B 5 一整天")
    assert "Agency B, 5 on duty: Sun, Nov 22, the whole day" in manager.last
    await manager.send("/roster 11-21")
    assert "Agency A: 7–8 on duty" in manager.last


async def test_unsaved_numbers_of_one_half_stay_while_the_other_half_is_shown(
    play: Play, manager: Chat
) -> None:
    await register(manager, "B 赵敏")
    await manager.send("/roster 11-21")
    for label in ("A −", "Morning", "A −", "Afternoon", "B: 8", "✓ Save: 1 on duty", "‹ Back", "‹ Back"):
        await manager.tap(label)
    # Back from the names clears the ticks and nothing else.
    assert "Agency A, 7 on duty: Sat, Nov 21, the whole day (not saved yet)" in manager.last
    assert "Agency A, 6 on duty: Sat, Nov 21, 09:00–13:00 (not saved yet)" in manager.last
    assert "A: 7" in manager.buttons
    await manager.tap("B −")
    await manager.tap("Morning")
    assert "A: 6" in manager.buttons
    await manager.tap("✓ Save")
    for order in ("A, 7 on duty: Sat, Nov 21, the whole day", "A, 6 on duty: Sat, Nov 21, 09:00–13:00"):
        assert f"Agency {order}" in manager.last
    assert "09:00–13:00 · On duty: A 8 → 6, B 8 → 8; parties per slot: 16 → 14" in manager.last
    assert "13:00–18:00 · On duty: A 8 → 7, B 8 → 7; parties per slot: 16 → 14" in manager.last
    await manager.tap("✓ Yes, save")
    assert await on_duty(play, SATURDAY) == [14] * 9


async def test_consultants_on_duty_are_ticked_by_name(play: Play, manager: Chat) -> None:
    await register(manager, "A 王芳", "A 李娜", "B 赵敏")
    await manager.send("/roster 11-21")
    for label in ("A: 8", "✓ 李娜", "✓ Save: 1 on duty"):
        await manager.tap(label)
    assert "王芳 on duty: Sat, Nov 21, the whole day" in manager.last
    await manager.tap("✓ Yes, save")
    assert await on_duty(play, SATURDAY) == [9] * 9
    await manager.send("/roster 11-21")
    assert "Agency A: 1 on duty (王芳)" in manager.last
    for label in ("A: 1", "✓ 王芳", "✓ Save: 0 on duty", "✓ Yes, save"):
        await manager.tap(label)
    assert await on_duty(play, SATURDAY) == [8] * 9


async def test_unsaved_numbers_of_one_agency_stay_while_another_is_ticked_by_name(
    play: Play, manager: Chat
) -> None:
    await register(manager, "A 王芳", "A 李娜")
    await manager.send("/roster 11-21")
    for label in ("B −", "A: 8", "✓ 李娜", "✓ Save: 1 on duty"):
        await manager.tap(label)
    change = "On duty: A 8 → 1, B 8 → 7; parties per slot: 16 → 8"
    assert change in manager.last
    assert "There is room" in manager.last
    await manager.tap("✓ Yes, save")
    assert change in manager.last
    assert await on_duty(play, SATURDAY) == [8] * 9


async def test_the_preview_of_a_roster_shows_each_period_that_changes(play: Play, manager: Chat) -> None:
    await manager.send("/roster 11-21 A 7 morning")
    await manager.tap("✓ Yes, save")
    await manager.send("/roster 11-21 A 5")
    assert "09:00–13:00 · On duty: A 7 → 5; parties per slot: 15 → 13" in manager.last
    assert "13:00–18:00 · On duty: A 8 → 5; parties per slot: 16 → 13" in manager.last


async def test_back_from_the_names_keeps_the_unsaved_numbers_of_the_other_agency(
    play: Play, manager: Chat
) -> None:
    await register(manager, "A 王芳")
    await manager.send("/roster 11-21")
    for label in ("B −", "A: 8", "‹ Back", "✓ Save", "✓ Yes, save"):
        await manager.tap(label)
    assert await on_duty(play, SATURDAY) == [15] * 9


async def test_an_agency_without_names_says_where_they_are_entered(play: Play, manager: Chat) -> None:
    await manager.send("/roster 11-21")
    await manager.tap("A: 8")
    assert (
        "Agency A has no consultants in the register yet; please add them with /consultants" in manager.last
    )


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("/roster someday", "I am afraid I did not understand “someday”."),
        ("/roster 11-1", "already passed"),
        ("/roster 11-21 C 5", "I am afraid I did not understand “C 5”."),
        ("/roster 11-21 A many", "I am afraid I did not understand “A many”."),
        ("/roster 11-21 A 5 midnight", "I am afraid I did not understand “A 5 midnight”."),
    ],
)
async def test_an_unreadable_roster_command_is_asked_for(
    play: Play, manager: Chat, said: str, answer: str
) -> None:
    await manager.send(said)
    assert answer in manager.last
    assert "duty roster" in manager.last


async def test_leave_can_be_entered_by_one_line_and_by_taps(play: Play, manager: Chat) -> None:
    await register(manager, "A 王芳", "B 赵敏")
    await manager.send("/leave 王芳 11-21..11-22 afternoon ill")
    assert "王芳 away: Sat, Nov 21 – Sun, Nov 22, 13:00–18:00" in manager.last
    await manager.tap("✓ Yes, save")
    await manager.send("/leave")
    for label in ("赵敏 · B", "Sun, Nov 22", "Morning", "Skip", "✓ Yes, save"):
        await manager.tap(label)
    assert await on_duty(play, SATURDAY) == [16] * 4 + [15] * 5
    assert await on_duty(play, SUNDAY) == [15] * 9
    await manager.send("/roster 11-22")
    assert "Agency A: 7–8 on duty; away: 王芳" in manager.last


async def test_leave_can_only_be_for_whole_or_half_days(play: Play, manager: Chat) -> None:
    await register(manager, "A 王芳")
    await manager.send("/leave 王芳 11-21 10-12 dentist")
    assert "the whole day, or half of it?" in manager.last
    await manager.send("10-12")
    assert "I did not quite follow" in manager.last
    await manager.send("上午")
    assert "王芳 away: Sat, Nov 21, 09:00–13:00" in manager.last
    assert "Reason: dentist" in manager.last


async def test_several_consultants_can_be_registered_at_once_but_no_name_twice(
    play: Play, manager: Chat
) -> None:
    await manager.send("/consultants")
    assert "The register has no consultants yet." in manager.last
    await manager.tap("＋ Agency A")
    await manager.send("王芳\n李娜\n王芳")
    await manager.tap("✓ Yes, save")
    assert "2 consultants are in the register" in manager.last
    await manager.tap("＋ Agency A")
    await manager.send("王芳")
    assert "王芳: already in this agency's register." in manager.last
    await manager.tap("‹ Back")
    assert [each.name for each in await play.look(consultants.list_active)] == ["王芳", "李娜"]
    await manager.tap("李娜 · A")
    await manager.tap("Yes, remove")
    assert "李娜 is no longer in the register." in manager.last
    assert [each.name for each in await play.look(consultants.list_active)] == ["王芳"]


async def test_a_consultant_is_registered_only_after_a_yes(play: Play, manager: Chat) -> None:
    await manager.send("/consultants A Wang Li")
    assert "Joining agency A: Wang Li\nIs that right?" in manager.last
    assert await play.look(consultants.list_active) == []
    await manager.send("Li Wang\nMa Chao")
    assert "Joining agency A: Li Wang, Ma Chao" in manager.last
    await manager.tap("‹ Back")
    assert "Who is joining agency A?" in manager.last
    await manager.tap("‹ Back")
    await manager.send("/consultants A Ma Chao")
    await manager.tap("✓ Yes, save")
    assert [each.name for each in await play.look(consultants.list_active)] == ["Ma Chao"]


async def test_a_yes_does_not_register_a_consultant_who_was_registered_meanwhile(
    play: Play, manager: Chat
) -> None:
    await manager.send("/consultants A Ma Chao")
    by = await play.look(lambda desk: staff_desk.get(desk, MANAGER.id))
    await play.stage.house.run(lambda desk: consultants.hire(desk, "Ma Chao", "A", by))
    await manager.send("yes")
    assert manager.last.startswith("Ma Chao: already in this agency's register.")
    assert len(await play.look(consultants.list_active)) == 1


async def test_a_sales_manager_cannot_lift_a_closure(play: Play, manager: Chat) -> None:
    owner = await play.look(lambda desk: staff_desk.get(desk, MANAGER.id))
    start = ELEVEN.replace(hour=0)
    closed = ArrangementSpec(what=ArrangementKind.CLOSED, starts_at=start, ends_at=start.replace(hour=9))
    await play.stage.house.run(lambda desk: arrangements.arrange(desk, [closed], owner))
    await manager.send("/roster")
    await play.forge(manager, manager.shown[-1].message_id, "a|lifted|0|1")
    assert "I am not able to do this" in manager.toast
    assert len(await play.look(arrangements.in_force)) == 1

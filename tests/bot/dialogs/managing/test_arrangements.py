"""Managers close and reopen hours, by one line or by taps, and always confirm with a yes."""

import pytest

from core import timetable
from core.booking import Party
from core.desk import Desk, booking, planning, waitlist
from core.desk import staff as staff_desk
from core.guests import Name, Phone, PhoneKind
from core.staff import Role
from core.store.tables import arrangements, audit, bookings
from demo.cast import MANAGER
from tests.bot.dialogs.managing.arrangements import DAY, ELEVEN, HOUR, MIDNIGHT, TEN, existing, facts
from tests.support.gestures import OPERATOR, Chat, Play, book


async def test_one_line_closes_hours_after_a_yes_and_lists_the_parties_to_move(
    play: Play, manager: Chat
) -> None:
    code = await book(play.buyer())
    await play.fill(TEN, 2)
    await manager.send("/close 11-21 10-12 works in the hall")
    assert "Closed: Sat, Nov 21, 10:00–12:00" in manager.last
    assert "3 parties are booked in that time and must be moved" in manager.last
    assert await existing(play) == []
    await manager.tap("✓ Yes, close")
    (closed,) = await existing(play)
    assert facts(closed) == ("closed", TEN, TEN + 2 * HOUR, None, "works in the hall")
    assert "3 parties are booked in closed hours" in manager.last
    assert f"Sat, Nov 21 11:00 · Ms Tan · 3 guests (1 elder, 1 child) · {code}" in manager.last
    (line,) = await play.rows(audit)
    assert (line.action, line.by_user, line.reason) == ("arranged", MANAGER.id, "works in the hall")


async def test_a_party_moved_from_the_list_leaves_the_list(play: Play, manager: Chat) -> None:
    code = await book(play.buyer())
    await manager.send("/close 11-21 11:00")
    await manager.tap("✓ Yes, close")
    await manager.tap(f"11:00 Ms Tan · {code}")
    for label in ("Sat, Nov 21", "12:00", "Yes, move it"):
        assert "11:00" not in manager.buttons
        await manager.tap(label)
    (row,) = await play.rows(bookings)
    assert row.starts_at == ELEVEN + HOUR
    assert "No parties are booked in closed hours." in manager.said


async def test_a_change_of_a_party_not_on_the_list_does_not_show_the_list_again(
    play: Play, manager: Chat
) -> None:
    code = await book(play.buyer())
    await play.fill(TEN, 1)
    await manager.send("/close 11-21 10:00")
    await manager.tap("✓ Yes, close")
    lists = [text for text in manager.said if "booked in closed hours" in text]
    await manager.send(f"/guest {code}")
    await manager.tap("Cancel")
    await manager.tap("Yes, cancel it")
    assert "is cancelled" in manager.last
    assert [text for text in manager.said if "booked in closed hours" in text] == lists


async def test_buttons_name_the_day_when_parties_of_several_days_must_be_moved(
    play: Play, manager: Chat
) -> None:
    code = await book(play.buyer())
    await play.fill(ELEVEN + DAY, 1)
    await manager.send("/close 11-21..11-22")
    await manager.tap("✓ Yes, close")
    await manager.tap(f"Sat, Nov 21 11:00 Ms Tan · {code}")
    for label in ("Mon, Nov 23", "12:00", "Yes, move it"):
        await manager.tap(label)
    assert "party is booked in closed hours" in manager.last
    assert code not in "".join(manager.buttons)
    assert any(label.startswith("11:00 ") for label in manager.buttons)


async def test_a_day_and_several_hours_can_be_closed_by_taps(play: Play, manager: Chat) -> None:
    await manager.send("/close")
    for label in ("Sat, Nov 21", "10:00", "11:00", "12:00", "✓ 11:00", "✓ These 2 hours"):
        await manager.tap(label)
    await manager.send("a wedding")
    assert "Closed: Sat, Nov 21, 10:00–11:00, 12:00–13:00" in manager.last
    assert "No parties are booked in that time." in manager.last
    await manager.tap("✓ Yes, close")
    assert [(each.starts_at, each.reason) for each in await existing(play)] == [
        (TEN, "a wedding"),
        (TEN + 2 * HOUR, "a wedding"),
    ]


async def test_half_of_several_days_can_be_closed_by_taps(play: Play, manager: Chat) -> None:
    await manager.send("/close")
    for label in ("Sat, Nov 21", "Until another day", "Sun, Nov 22", "Morning", "Skip"):
        await manager.tap(label)
    assert "Closed: Sat, Nov 21 – Sun, Nov 22, 09:00–13:00" in manager.last
    await manager.tap("✓ Yes, close")
    assert [each.ends_at - each.starts_at for each in await existing(play)] == [4 * HOUR, 4 * HOUR]


@pytest.mark.parametrize(
    ("said", "answer", "kept"),
    [
        ("/close someday", "I am afraid I did not understand “someday”.", "Which day should we close?"),
        ("/close 12-1..11-28", "I did not understand", "Which day should we close?"),
        ("/close 11-1", "Sun, Nov 1 has already passed", "Which day should we close?"),
        ("/close 11-20..2029-11-20", "longer than a year", "Which day should we close?"),
        ("/close 11-21 10-25 works", "We receive guests from 09:00 to 18:00", "Sat, Nov 21: the whole day"),
        ("/close 11-21 20:00", "We receive guests from 09:00 to 18:00", "Sat, Nov 21: the whole day"),
        ("/close 11-21 " + "x" * 201, "a little shorter", "What is the reason?"),
        ("/withhold", "", "How many seats"),
        ("/withhold many 11-21", "I am afraid I did not understand “many”.", "How many seats"),
        ("/withhold 1001 11-21", "I am afraid I did not understand “1001”.", "How many seats"),
        ("/withhold 3", "", "Which day"),
        ("/cap", "", "Is it a daily or a weekly cap"),
        ("/cap month 3", "I am afraid I did not understand “month”.", "Is it a daily or a weekly cap"),
        ("/cap week", "", "How many parties may come in a week"),
        ("/cap day 30 soon", "I am afraid I did not understand “soon”.", "Which day does the cap apply to?"),
        ("/open never", "I am afraid I did not understand “never”.", "Which day should we reopen?"),
        ("/leave", "", "The register has no consultants yet"),
        ("/leave 王芳 11-21", "I am afraid I did not understand “王芳 11-21”.", "The register has no consultants yet"),
    ],
)  # fmt: skip
async def test_a_missing_or_unreadable_part_of_a_command_is_asked_for(
    play: Play, manager: Chat, said: str, answer: str, kept: str
) -> None:
    await manager.send(said)
    assert answer in manager.last
    assert kept in manager.last
    assert await existing(play) == []


async def test_only_a_missing_number_is_asked_for(play: Play, manager: Chat) -> None:
    await manager.send("/withhold 11-24 10:00 for the chairman")
    assert "How many seats" in manager.last
    await manager.tap("3")
    assert "3 seats withheld: Tue, Nov 24, 10:00–11:00" in manager.last
    assert "Reason: for the chairman" in manager.last
    await manager.send("/cap day 11-24")
    await manager.tap("40")
    assert "At most 40 parties a day: Tue, Nov 24" in manager.last


@pytest.mark.parametrize(
    "command", ["/close", "/open", "/withhold", "/cap", "/leave", "/roster", "/override", "/exception"]
)
async def test_the_example_line_of_a_command_can_be_sent_as_it_is(
    play: Play, manager: Chat, command: str
) -> None:
    code = await book(play.buyer())
    await manager.send("/consultants A 王芳")
    await manager.send("yes")
    await manager.send(command)
    (line,) = (each for each in manager.last.splitlines() if each.startswith("In one line: "))
    said = line.removeprefix("In one line: ").replace("CODE", code)
    assert said.startswith(f"{command} ")
    await manager.send(said)
    assert "Is that right?" in manager.last


async def test_the_readable_part_of_a_command_is_kept_and_can_be_changed_before_the_yes(
    play: Play, manager: Chat
) -> None:
    await manager.send("/withhold 3 11-21 10-25 for guests of the chairman")
    await manager.tap("Afternoon")
    assert "3 seats withheld: Sat, Nov 21, 13:00–18:00" in manager.last
    assert "Reason: for guests of the chairman" in manager.last
    await manager.tap("Change number")
    await manager.send("two")
    assert "Please give a whole number" in manager.last
    await manager.send("2")
    await manager.tap("Change days")
    await manager.send("11-22..11-23")
    await manager.tap("Change hours")
    await manager.send("10-11")
    await manager.tap("Change reason")
    await manager.send("a visit")
    assert "2 seats withheld: Sun, Nov 22 – Mon, Nov 23, 10:00–11:00" in manager.last
    await manager.tap("✓ Yes, withhold")
    assert [facts(each) for each in await existing(play)] == [
        ("withheld", TEN + DAY, TEN + DAY + HOUR, 2, "a visit"),
        ("withheld", TEN + 2 * DAY, TEN + 2 * DAY + HOUR, 2, "a visit"),
    ]


@pytest.mark.parametrize("way", ["Leave unchanged", "no"])
async def test_without_a_yes_nothing_is_arranged(play: Play, manager: Chat, way: str) -> None:
    await manager.send("/close 11-21")
    await (manager.send(way) if way == "no" else manager.tap(way))
    assert "everything stays as it is" in manager.last
    assert await existing(play) == []


async def test_a_yes_hours_later_is_asked_for_again(play: Play, manager: Chat) -> None:
    await manager.send("/close 11-21")
    await play.until(play.stage.clock.now() + 2 * HOUR)
    await manager.send("yes")
    assert "Here is where we stopped" in manager.last
    assert await existing(play) == []
    await manager.send("yes")
    assert len(await existing(play)) == 1


async def test_other_arrangements_do_not_mention_parties_in_closed_hours(play: Play, manager: Chat) -> None:
    await play.fill(ELEVEN, 3)
    await manager.send("/close 11-21 11:00")
    await manager.tap("✓ Yes, close")
    for said in ("/withhold 2 11-21", "/cap day 90 11-21", "/roster 11-21 A 7"):
        await manager.send(said)
        assert "must be moved" not in manager.last
        assert "There is room" in manager.last


async def test_reopening_some_hours_leaves_the_others_closed(play: Play, manager: Chat) -> None:
    await manager.send("/close 11-21..11-22 stocktaking")
    await manager.tap("✓ Yes, close")
    await manager.send("/open 11-21 14-16")
    assert "Reopen: Sat, Nov 21, 14:00–16:00" in manager.last
    await manager.tap("✓ Yes, reopen")
    plan = await play.look(lambda desk: planning.read(desk, MIDNIGHT.date() + DAY, MIDNIGHT.date() + DAY))
    assert [plan.closure(TEN + n * HOUR) is None for n in (3, 4, 5, 6)] == [False, True, True, False]
    await manager.send("/open")
    assert "Closed: Sat, Nov 21, 09:00–14:00, 16:00–18:00; Sun, Nov 22" in manager.buttons[0]


async def test_a_later_closure_stays_listed_after_part_of_an_earlier_one_was_reopened(
    play: Play, manager: Chat
) -> None:
    for said in ("/close 11-21", "/close 11-21 14-16 a wedding", "/open 11-21 10-11"):
        await manager.send(said)
        await manager.send("yes")
        await play.until(await play.look(lambda desk: desk.now) + HOUR / 60)
    await manager.send("/arranged")
    assert "Closed: Sat, Nov 21, 14:00–16:00" in manager.buttons


async def test_reopening_hours_that_are_not_closed_changes_nothing(play: Play, manager: Chat) -> None:
    await manager.send("/open 11-21")
    assert "Nothing is closed in that time." in manager.last
    await manager.tap("✓ Yes, reopen")
    assert "Nothing is closed in that time." in manager.last
    assert await play.rows(audit) == []


async def test_a_closure_of_several_days_is_lifted_as_one(play: Play, manager: Chat) -> None:
    await manager.send("/close 11-21..11-24 10-12")
    await manager.tap("✓ Yes, close")
    await manager.tap("Arrangements in force")
    await manager.tap("Closed: Sat, Nov 21 – Tue, Nov 24, 10:00–12:00")
    await manager.tap("✓ Yes, lift it")
    assert "✓ Closed: Sat, Nov 21 – Tue, Nov 24, 10:00–12:00 (lifted)" in manager.last
    assert "There are no special arrangements." in manager.last
    assert await existing(play) == []


async def test_the_preview_of_a_closure_counts_the_offers_it_recalls(play: Play, manager: Chat) -> None:
    await manager.send("/withhold 15 11-21 11:00")
    await manager.tap("✓ Yes, withhold")
    (taken,) = await play.fill(ELEVEN)

    def joins(desk: Desk) -> None:
        name, phone = Name(surname="Late"), Phone(number=None, kind=PhoneKind.DECLINED)
        day = timetable.day_of(desk.site, ELEVEN)
        waitlist.join(
            desk, name=name, phone=phone, party=Party(adults=1), day=day, wanted=ELEVEN, by=OPERATOR
        )

    await play.stage.house.run(joins)
    await play.stage.house.run(lambda desk: booking.cancel(desk, taken.id, taken.version, OPERATOR))
    await manager.send("/close 11-21 11:00")
    assert "1 seat offered to the waiting list will be withdrawn" in manager.last


async def test_a_manager_who_lost_the_right_cannot_confirm_an_arrangement(play: Play, manager: Chat) -> None:
    await manager.send("/close 11-21")
    await play.stage.house.run(demote)
    await manager.tap("✓ Yes, close")
    assert "I am not able to do this" in manager.toast
    await manager.send("yes")
    assert "I am not able to do this" in manager.last
    assert await existing(play) == []


def demote(desk: Desk) -> None:

    staff_desk.change_role(desk, MANAGER.id, Role.SALES_MANAGER)


async def test_two_yes_taps_arrange_once(play: Play, manager: Chat) -> None:
    await manager.send("/close 11-21")
    manager.press("✓ Yes, close")
    manager.press("✓ Yes, close")
    await play.stage.settle()
    assert len(await play.rows(arrangements)) == 1


@pytest.mark.parametrize("command", ["/withhold", "/cap", "/leave", "/roster", "/consultants", "/open"])
async def test_a_very_long_command_gets_a_short_answer(manager: Chat, command: str) -> None:
    await manager.send(f"{command} {'&x' * 2000}")
    assert "…" in manager.last
    assert len(manager.last) < 1500

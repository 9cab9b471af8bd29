"""Orders that staff write without a command."""

import pytest

from core.store.tables import bookings
from demo.cast import MANAGER, OPERATOR
from tests.support.gestures import Play


async def reserve(play: Play, *lines: str) -> None:
    for line in lines:
        guest = play.buyer()
        await guest.send(line)
        await play.later()
        await guest.tap("✓ Confirm")


async def statuses(play: Play) -> list[str]:
    return [row.status for row in await play.rows(bookings)]


@pytest.mark.parametrize(
    ("booked", "said"),
    [
        ("我姓王,先生,两个人,明天十点,不留电话", "取消王先生明天的"),
        ("Mr Wang, 2 adults, tomorrow 10am, no phone", "cancel Mr Wang tomorrow"),
    ],
)
async def test_the_operator_cancels_a_named_visit_after_a_yes(play: Play, booked: str, said: str) -> None:
    await reserve(play, booked)
    (operator,) = await play.in_english(OPERATOR)
    await operator.send(said)
    assert operator.last.startswith("Cancel the visit of")
    assert await statuses(play) == ["booked"]
    await operator.tap("Yes, cancel it")
    assert await statuses(play) == ["cancelled"]


@pytest.mark.parametrize("said", ["把陈小姐挪到周六下午三点", "推迟陈小姐的预约到周六下午三点"])
async def test_the_operator_moves_a_named_visit_after_a_yes(play: Play, said: str) -> None:
    await reserve(play, "我姓陈,小姐,两个人,明天十点,不留电话")
    (operator,) = await play.in_english(OPERATOR)
    await operator.send(said)
    assert "to Sat, Nov 21 15:00–16:00: is that right?" in operator.last
    await operator.tap("Yes, move it")
    assert "visit is now on Sat, Nov 21 15:00" in operator.last


async def test_of_several_visits_of_one_name_one_is_chosen(play: Play) -> None:
    await reserve(play, "我姓王,先生,两个人,明天十点,不留电话", "我姓王,先生,两个人,明天十一点,不留电话")
    (operator,) = await play.in_english(OPERATOR)
    await operator.send("取消王先生明天的")
    assert operator.last == "Which of these visits do you mean?"
    await operator.tap("Fri, Nov 20 11:00")
    assert "on Fri, Nov 20 11:00?" in operator.last
    await operator.tap("Yes, cancel it")
    assert sorted(await statuses(play)) == ["booked", "cancelled"]


async def test_a_name_without_a_visit_is_told_so(play: Play) -> None:
    (operator,) = await play.in_english(OPERATOR)
    await operator.send("取消王先生明天的")
    assert operator.last == "No visit is booked by the name of 王."


@pytest.mark.parametrize("said", ["明天关门", "close tomorrow", "明天关闭"])
async def test_the_manager_closes_a_day_in_words_after_a_yes(play: Play, said: str) -> None:
    (manager,) = await play.in_english(MANAGER)
    await manager.send("/close tomorrow")
    shown = manager.last
    await manager.tap("Leave unchanged")
    await manager.send(said)
    assert manager.last == shown


async def test_the_operator_closes_no_day_in_words(play: Play) -> None:
    (operator,) = await play.in_english(OPERATOR)
    await operator.send("明天关门")
    assert "/help shows what I can do" in operator.last


async def test_thanks_of_staff_have_an_answer(play: Play) -> None:
    (operator,) = await play.in_english(OPERATOR)
    await operator.send("谢谢")
    assert operator.last == "You are most welcome."

"""A manager's reason is stored complete or asked for again; it is never cut."""

import pytest

from core.arrangements import MAX_REASON_LENGTH
from core.desk import consultants
from core.desk import staff as staff_desk
from core.store.tables import audit
from demo.cast import MANAGER
from tests.support.gestures import Chat, Play, book

LONGEST = "x" * MAX_REASON_LENGTH
TOO_LONG = "x" * (MAX_REASON_LENGTH + 1)
SHORTER = f"Could you make it a little shorter, please? Up to {MAX_REASON_LENGTH} characters."


@pytest.fixture
async def manager(play: Play) -> Chat:
    """The site manager, in English; Wang is in the register."""
    by = await play.look(lambda desk: staff_desk.get(desk, MANAGER.id))
    await play.stage.house.run(lambda desk: consultants.hire(desk, "Wang", "A", by))
    (chat,) = await play.in_english(MANAGER)
    return chat


@pytest.fixture
async def code(play: Play) -> str:
    """The code of a booking for Saturday at eleven."""
    return await book(play.buyer())


async def reasons(play: Play) -> list[str]:
    """The reasons in the audit, without the consultant's registration."""
    return [line.reason for line in await play.rows(audit) if line.action != "hired"]


@pytest.mark.parametrize(
    ("line", "order"),
    [
        ("/close 11-24 14-16", "Closed: Tue, Nov 24, 14:00–16:00"),
        ("/withhold 2 11-24 14-16", "2 seats withheld: Tue, Nov 24, 14:00–16:00"),
        ("/cap day 40 11-24", "At most 40 parties a day: Tue, Nov 24"),
        ("/cap week 200 11-24", "At most 200 parties a week: Mon, Nov 23"),
        ("/leave Wang 11-24", "Wang away: Tue, Nov 24"),
        ("/override {code} 2027-01-15 14:00", "to Fri, Jan 15 14:00"),
        ("/override {code} A+", "From tier A to tier A+"),
        ("/exception {code} 11-24", "at any time until Tue, Nov 24"),
    ],
)
async def test_a_too_long_reason_in_a_command_is_asked_for_again_and_the_rest_is_kept(
    play: Play, manager: Chat, code: str, line: str, order: str
) -> None:
    await manager.send(f"{line.format(code=code)} {TOO_LONG}")
    assert manager.last.startswith(SHORTER)
    assert "What is the reason?" in manager.last
    await manager.send(LONGEST)
    assert order in manager.last
    assert f"Reason: {LONGEST}\n" in manager.last
    await manager.send("yes")
    assert await reasons(play) == [LONGEST]


@pytest.mark.parametrize(
    ("line", "answers"),
    [
        ("/close 11-1", ("11-24", "14-16")),
        ("/close 11-24 20:00", ("14-16",)),
        ("/withhold 11-24 14-16", ("2",)),
        ("/cap 40 11-24", ("Daily cap",)),
        ("/leave Wang 11-24 10-12", ("Morning",)),
        ("/override {code} 11-24", ("14:00",)),
        ("/override {code} 11-1 14:00", ("11-24", "14:00")),
        ("/override {code} A", ("tier A+",)),
        ("/exception {code}", ("11-24",)),
        ("/exception {code} 11-1", ("11-24",)),
    ],
)
async def test_a_too_long_reason_is_not_cut_while_another_part_is_asked_for(
    manager: Chat, code: str, line: str, answers: tuple[str, ...]
) -> None:
    await manager.send(f"{line.format(code=code)} {TOO_LONG}")
    for answer in answers:
        assert SHORTER not in manager.last
        await (manager.send(answer) if answer[0].isdigit() else manager.tap(answer))
    assert manager.last.startswith(SHORTER)
    assert "What is the reason?" in manager.last


async def test_reopening_with_a_too_long_reason_asks_only_for_the_reason(play: Play, manager: Chat) -> None:
    await manager.send("/close 11-24 14-16 works")
    await manager.send("yes")
    await manager.send(f"/open 11-24 14-16 {TOO_LONG}")
    assert manager.last.startswith(SHORTER)
    await manager.send(LONGEST)
    assert "Reopen: Tue, Nov 24, 14:00–16:00" in manager.last
    await manager.send("yes")
    assert await reasons(play) == ["works", LONGEST]


@pytest.mark.parametrize("line", ["/close 11-24", "/roster 11-24 A 6", "/override {code} A+ guest"])
async def test_a_typed_reason_is_asked_for_until_it_is_short_enough(
    manager: Chat, code: str, line: str
) -> None:
    await manager.send(line.format(code=code))
    await manager.tap("Add a reason" if "Add a reason" in manager.buttons else "Change reason")
    await manager.send(TOO_LONG)
    assert manager.last.startswith(SHORTER)
    await manager.send(LONGEST)
    assert f"Reason: {LONGEST}\n" in manager.last

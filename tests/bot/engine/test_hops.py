"""No update is handed to a thread of the event loop's pool."""

import asyncio
from typing import Any

import pytest

from demo.cast import MANAGER
from tests.support.gestures import Play, book


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The work that the event loop hands to its pool of threads."""
    handed: list[Any] = []
    run_in_executor = asyncio.BaseEventLoop.run_in_executor

    def notes(loop: asyncio.BaseEventLoop, executor: Any, work: Any, *given: Any) -> Any:
        handed.append(work)
        return run_in_executor(loop, executor, work, *given)

    monkeypatch.setattr(asyncio.BaseEventLoop, "run_in_executor", notes)
    return handed


async def test_no_update_of_either_bot_is_handed_to_a_thread(play: Play, handed_over: list[Any]) -> None:
    buyer, manager = play.buyer(), play.in_private(MANAGER)
    code = await book(buyer)
    await manager.send("/today 11-21")
    assert code in manager.last
    await buyer.tap("Move")
    assert handed_over == []


async def test_the_check_sees_work_handed_to_a_thread(handed_over: list[Any]) -> None:
    await asyncio.to_thread(len, "")
    assert len(handed_over) == 1

"""Handling an update hands nothing to a thread: the record's own thread apart, all is done where it came in."""

import asyncio
from typing import Any

import pytest

from demo.cast import MANAGER
from tests.support.gestures import Play, book


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the event loop gives to a pool of threads."""
    handed: list[Any] = []
    hand_over = asyncio.BaseEventLoop.run_in_executor

    def notes(loop: asyncio.BaseEventLoop, executor: Any, work: Any, *given: Any) -> Any:
        handed.append(work)
        return hand_over(loop, executor, work, *given)

    monkeypatch.setattr(asyncio.BaseEventLoop, "run_in_executor", notes)
    return handed


async def test_no_update_of_either_bot_hops_to_a_thread(play: Play, handed_over: list[Any]) -> None:
    buyer, manager = play.buyer(), play.inside(MANAGER)
    code = await book(buyer)
    await manager.send("/today 11-21")
    assert code in manager.last
    await buyer.tap("Move")
    assert handed_over == []


async def test_a_hop_would_be_seen(handed_over: list[Any]) -> None:
    await asyncio.to_thread(len, "")
    assert len(handed_over) == 1

"""The number of database statements of one step: nothing is read twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, update
from sqlalchemy.engine import Engine

from bot.engine.conversation import Conversation
from core.store.tables import sessions
from demo.cast import MANAGER, OPERATOR
from tests.support.gestures import Chat, Play

TO_THE_DAY = ("Yes, please", "Grace Tan", "Ms", "1")


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The statements that handle updates, without those of the courier."""
    statements: list[str] = []
    handling: list[bool] = []
    handle = Conversation.handle

    def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if handling:
            statements.append(statement)

    def noting(*given: Any) -> Any:
        handling.append(True)
        try:
            return handle(*given)
        finally:
            handling.pop()

    monkeypatch.setattr(Conversation, "handle", noting)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def reads(statements: list[str], table: str) -> int:
    return sum(f"FROM {table}" in statement for statement in statements)


async def to_the_day(play: Play) -> Chat:
    buyer = play.buyer()
    await buyer.open()
    for label in TO_THE_DAY:
        await buyer.tap(label)
    assert "Which day would suit you?" in buyer.last
    return buyer


async def test_a_typed_day_reads_the_plan_once_for_the_step_and_once_for_the_screen(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer = await to_the_day(play)
    # At once after another update, one more statement would look whether both were typed in one go.
    await play.until(play.stage.clock.now() + timedelta(minutes=1))
    with counted(monkeypatch) as statements:
        await buyer.send("11-21")
    assert "which hour would suit you" in buyer.last
    assert reads(statements, "arrangements") == 2
    assert len(statements) == 14


async def test_a_typed_label_counts_as_its_button_in_a_session_of_an_earlier_version(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such a session does not store the choices, so the screen is built once more."""
    buyer = await to_the_day(play)
    await play.stage.house.run(lambda desk: desk.conn.execute(update(sessions).values(choices=None)).rowcount)
    with counted(monkeypatch) as statements:
        await buyer.send("Sat, Nov 21")
    assert "which hour would suit you" in buyer.last
    assert reads(statements, "arrangements") == 3


async def test_a_tap_and_a_command_read_the_member_once(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    operator, manager = await play.in_english(OPERATOR, MANAGER)
    with counted(monkeypatch) as statements:
        await operator.send("/book")
        await operator.tap("Yes, please")
    assert reads(statements, "staff") == 2
    with counted(monkeypatch) as statements:
        await manager.send("/capacity")
        await manager.tap("Fri, Nov 20")
    assert reads(statements, "staff") == 2

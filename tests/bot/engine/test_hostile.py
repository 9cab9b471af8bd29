"""Hostile and unexpected input does no harm."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.language.words import Words
from bot.wording.refusals import explain
from core.errors import Refusal
from core.runtime.house import DatabaseUnavailableError, House
from core.site import Site
from core.store import staff
from core.store.tables import bookings, guests, sessions
from demo.cast import GATE, MANAGER, OPERATOR
from demo.stage import BUYERS_BOT
from tests.conftest import MORNING
from tests.support.gestures import BOOKING, Play, book


@pytest.mark.parametrize(
    "state", [{}, [], {"at": "gone"}, {"at": "name", "guests": "many"}, {"at": "name", "when": None}]
)
async def test_an_unreadable_state_starts_the_dialog_over(play: Play, state: Any) -> None:
    buyer = play.buyer()
    await buyer.open()
    await buyer.tap("Yes, please")
    await play.stage.house.run(
        lambda desk: (
            desk.conn.execute(update(sessions).where(sessions.c.bot == "buyers").values(state=state)).rowcount
        )
    )
    await buyer.send("hello")
    assert "Shall I reserve an hour for you?" in buyer.last
    assert await book(buyer)


async def test_an_update_with_unknown_fields_is_skipped(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    strange = {
        "update_id": 437_001_900,
        "message": {
            "message_id": 900,
            "date": 1,
            "chat": {"id": buyer.user_id, "type": "private"},
            "from": {"id": buyer.user_id, "is_bot": False, "first_name": "G"},
            "forward_origin": {"type": "of_2030", "date": 1},
        },
    }
    play.stage.telegram.fail_next(BUYERS_BOT.username, "getUpdates", {"ok": True, "result": [strange]})
    play.stage.telegram.release()
    await buyer.tap("Yes, please")
    assert "How may we address you?" in buyer.last


@pytest.mark.parametrize(
    "data",
    [
        "a|move|1|99999999999999999999", "a|move|1|²", "a|cancel|1|-1", "a|move|1|", "a|today|0|2026-11-19",
        "a|arrive|1|1", "a|language|0|xx", "a|nothing|0|x", "p|booking|1|s0001-01-01T00:00+23:00",
        "p|booking|1|d9999-12-31", "p|mine|1|cancel", "p|booking|99999|yes", "p||1|x", "", "x" * 51,
    ],
)  # fmt: skip
async def test_forged_callback_data_changes_nothing(play: Play, data: str) -> None:
    buyer = play.buyer()
    await buyer.open()
    message, _ = buyer.find("Yes, please")
    await play.forge(buyer, message, data or "|")
    assert not any("went wrong" in text for text in buyer.said)
    assert await play.look(lambda desk: desk.conn.execute(select(bookings)).first()) is None
    await buyer.tap("Yes, please")
    assert "How may we address you?" in buyer.last


async def test_a_revoked_operator_no_longer_sees_the_caller(play: Play) -> None:
    operator = play.operator()
    await operator.send("/book")
    for said in ("Yes, please", "Mr Wang", "1", "11-21", "9:00", "13800138000"):
        await operator.send(said)
    before = len(operator.said)
    message, data = operator.find("✓ Confirm")
    await play.stage.house.run(lambda desk: staff.revoke(desk.conn, OPERATOR.id, desk.now))
    for forged in (data, "p|booking|1|back", "nonsense"):
        await play.forge(operator, message, forged)
    assert len(operator.said) == before
    assert await play.look(lambda desk: desk.conn.execute(select(bookings)).first()) is None


async def test_no_booking_form_opens_in_the_group(play: Play) -> None:
    await book(play.buyer())
    await play.until(MORNING + timedelta(days=2))
    await play.in_group(GATE).send("/arrived")
    message, _ = play.group.find("11:00 ·")
    intruder = play.join_group()
    before = list(play.group.said)
    for chat in (intruder, play.in_group(OPERATOR)):
        for data in ("a|reserve|0|hour", "a|cancel|1|1", "a|move|1|1"):
            await play.forge(chat, message, data)
    assert play.group.said == before


async def test_a_shared_number_is_not_replaced_by_a_declined_one(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in BOOKING[:-1]:
        await buyer.tap(label)
    await buyer.share()
    await buyer.tap("✓ Confirm")
    await buyer.tap("Cancel")
    await buyer.tap("Yes, cancel it")
    await buyer.tap("Reserve an hour")
    for label in ("1", "Sat, Nov 21", "12:00", "Change phone", "I would rather not", "✓ Confirm"):
        await buyer.tap(label)
    kept = await play.look(lambda desk: desk.conn.execute(select(guests.c.phone, guests.c.phone_kind)).one())
    assert tuple(kept) == ("+8613800138000", "shared")


async def test_while_the_database_is_unavailable_updates_wait_and_none_is_lost(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    buyer = play.buyer()
    away = {"for": 8}
    write = House._write

    async def sometimes(self: House, work: Any) -> Any:
        if away["for"]:
            away["for"] -= 1
            raise DatabaseUnavailableError("database is locked")
        return await write(self, work)

    monkeypatch.setattr(House, "_write", sometimes)
    play.stage.telegram.open_link(buyer.user_id, BUYERS_BOT.username)

    async def settle() -> None:
        for _ in range(30):
            await play.stage.house.read(lambda desk: None)

    for second in range(1, 30):
        await play.stage.clock.play(MORNING + timedelta(seconds=second), settle)
    assert not away["for"]
    monkeypatch.undo()
    await play.stage.settle()
    assert len(buyer.said) == 1
    assert "by appointment only" in buyer.last


async def test_a_guests_full_number_is_shown_only_in_their_own_chat(play: Play) -> None:
    buyer = play.buyer()
    await buyer.open()
    for label in BOOKING[:-1]:
        await buyer.tap(label)
    await buyer.share()
    await buyer.tap("✓ Confirm")
    await play.until(datetime(2026, 11, 21, 3, tzinfo=UTC))
    await play.in_group(GATE).send("/arrived")
    await play.in_group(GATE).tap("11:00 ·")
    manager = play.in_private(MANAGER)
    await manager.send("/today")
    for text in (*play.group.said, *manager.said):
        assert "13800138000" not in text.replace(" ", "")
    assert any("****8000" in text for text in play.group.said)


def test_a_refusal_without_an_explanation_raises(site: Site) -> None:
    with pytest.raises(TypeError, match="no words"):
        explain(Words("en", site), Refusal())

"""The job that nudges a silent guest, on each engine: what it reads in the session, and when it looks again."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from core.bots import BUYERS
from core.clock import PlayedClock
from core.desk import Desk, nudge
from core.runtime import jobs
from core.runtime.house import House
from core.store import sessions
from core.store.sessions import SessionKey
from core.store.tables import outbox
from core.store.tables import sessions as session_table
from tests.conftest import MORNING
from tests.support.people import HOUR, advance, notices_to

GUEST = 7
KEY = SessionKey(bot=BUYERS, chat_id=GUEST, user_id=GUEST)
JOB = {"job": nudge.NUDGE, "subject": GUEST, "version": 1}
WATCHED, NOT_WATCHED = {"at": "guests", "watched": True}, {"at": "welcome", "watched": False}


async def leave(house: House, state: dict[str, Any] | None = WATCHED, **facts: Any) -> None:
    """Have the guest leave a session with this state, now."""

    def save(desk: Desk) -> None:
        session = sessions.lock(desk.conn, KEY, desk.now)
        sessions.save(desk.conn, KEY, replace(session, state=state, touched_at=desk.now, **facts))

    await house.run(save)


async def planned(house: House) -> list[tuple[str, Any]]:
    """The jobs and when they are due, oldest first."""
    wanted = select(outbox.c.status, outbox.c.due_at).where(outbox.c.kind == "job").order_by(outbox.c.id)
    return await house.read(lambda desk: [tuple(row) for row in desk.conn.execute(wanted)])


async def told(house: House) -> list[str]:
    await house.run(lambda desk: jobs.run_job(desk, JOB))
    return await notices_to(house, GUEST)


async def test_a_silent_guest_is_nudged(house: House, clock: PlayedClock) -> None:
    await leave(house)
    await advance(clock, MORNING + nudge.SILENCE)
    assert await told(house) == ["guest_fell_silent"]
    assert await planned(house) == []


async def test_a_guest_who_is_not_silent_yet_is_looked_at_later(house: House, clock: PlayedClock) -> None:
    await house.run(lambda desk: nudge.watch(desk, GUEST))
    await advance(clock, MORNING + timedelta(minutes=9))
    await leave(house)
    await advance(clock, MORNING + nudge.SILENCE)
    assert await told(house) == []
    # There is one job for each guest, whatever planned it.
    assert await planned(house) == [
        ("superseded", MORNING + nudge.SILENCE),
        ("waiting", MORNING + timedelta(minutes=19)),
    ]


@pytest.mark.parametrize(
    ("state", "aside"),
    [(None, None), (NOT_WATCHED, None), (None, [{"dialog": "booking", "state": WATCHED}])],
    ids=["left", "begun again", "set aside"],
)
async def test_a_guest_without_an_open_watched_form_is_not_nudged(
    house: House, clock: PlayedClock, state: dict[str, Any] | None, aside: list[dict[str, Any]] | None
) -> None:
    await leave(house, state, aside=aside)
    await advance(clock, MORNING + nudge.SILENCE)
    assert await told(house) == []
    assert await planned(house) == []


async def test_a_guest_who_is_forgotten_is_not_nudged(house: House, clock: PlayedClock) -> None:
    await leave(house)
    await house.run(lambda desk: desk.conn.execute(delete(session_table)).rowcount)
    await advance(clock, MORNING + nudge.SILENCE)
    assert await told(house) == []
    rows = await house.read(lambda desk: desk.conn.execute(select(session_table)).all())
    assert rows == []


@pytest.mark.parametrize(("late", "expected"), [(1, 1), (9, 0), (24, 0)])
async def test_a_job_that_runs_after_the_house_has_closed_nudges_nobody(
    house: House, clock: PlayedClock, late: int, expected: int
) -> None:
    await leave(house)
    await advance(clock, MORNING + late * HOUR)
    assert len(await told(house)) == expected

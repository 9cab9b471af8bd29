"""Jobs run when they are due, once, and again if they fail."""

from datetime import timedelta
from typing import Any

import pytest

from core.bots import STAFF
from core.desk import Desk
from core.runtime import jobs
from core.runtime.courier import Courier
from core.runtime.house import House
from core.store import outbox
from tests.core.runtime.courier.scripted import Scripted, WatchedClock, drain, rows, seconds, statuses

HOUR = timedelta(hours=1)


@pytest.fixture
def courier(house: House, channel: Scripted) -> Courier:
    return Courier(STAFF, house, channel)


class RecordedJobs:
    """Records the jobs that were run; those in ``failing`` raise."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.failing: set[int] = set()

    def run_job(self, desk: Desk, body: dict[str, Any]) -> None:
        outbox.add(
            desk.conn,
            outbox.OutboxMessage(bot="x", chat_id=1, kind=outbox.OutboxKind.NOTICE, body={}),
            desk.now,
        )
        if body["subject"] in self.failing:
            raise LookupError(body["subject"])
        self.done.append(body["subject"])


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> RecordedJobs:
    recorded = RecordedJobs()
    monkeypatch.setattr(jobs, "run_job", recorded.run_job)
    return recorded


async def put(house: House, *subjects: int, wait: timedelta = HOUR) -> None:
    def write(desk: Desk) -> None:
        for subject in subjects:
            desk.schedule_job("test", subject, 1, desk.now + wait)

    await house.run(write)


async def test_a_job_runs_once_when_it_is_due(
    house: House, courier: Courier, clock: WatchedClock, recorded: RecordedJobs
) -> None:
    await put(house, 1)
    await drain(courier)
    assert recorded.done == []
    await clock.forward(HOUR)
    for _ in range(2):
        await drain(courier)
    assert recorded.done == [1]


async def test_a_failed_job_is_retried_and_does_not_delay_others(
    house: House, outside: House, courier: Courier, clock: WatchedClock, recorded: RecordedJobs
) -> None:
    recorded.failing = {1}
    await put(house, 1, 2, 3)
    await clock.forward(HOUR)
    await drain(courier)
    assert sorted(recorded.done) == [2, 3]
    assert await statuses(outside) == ["waiting", "sent", "sent", "waiting", "waiting"]
    [left] = [row for row in await rows(outside) if row.kind == "job" and row.status == "waiting"]
    assert left.not_before == clock.now() + seconds(2)
    recorded.failing = set()
    await clock.forward(seconds(2))
    await drain(courier)
    assert sorted(recorded.done) == [1, 2, 3]
    assert (await rows(outside))[0].status == "sent"

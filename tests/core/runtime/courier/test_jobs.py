"""What the house does by itself: when it is due, once, and again when it could not be done."""

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


class Tasks:
    """They note what they were asked to do; the ``failing`` cannot be done."""

    def __init__(self) -> None:
        self.done: list[int] = []
        self.failing: set[int] = set()

    def carry_out(self, desk: Desk, body: dict[str, Any]) -> None:
        outbox.add(
            desk.conn,
            outbox.OutboxMessage(bot="x", chat_id=1, kind=outbox.OutboxKind.NOTICE, body={}),
            desk.now,
        )
        if body["subject"] in self.failing:
            raise LookupError(body["subject"])
        self.done.append(body["subject"])


@pytest.fixture
def tasks(monkeypatch: pytest.MonkeyPatch) -> Tasks:
    tasks = Tasks()
    monkeypatch.setattr(jobs, "run_job", tasks.carry_out)
    return tasks


async def put(house: House, *subjects: int, wait: timedelta = HOUR) -> None:
    def write(desk: Desk) -> None:
        for subject in subjects:
            desk.schedule_job("test", subject, 1, desk.now + wait)

    await house.run(write)


async def test_a_task_is_done_when_it_is_due_and_once(
    house: House, courier: Courier, clock: WatchedClock, tasks: Tasks
) -> None:
    await put(house, 1)
    await drain(courier)
    assert tasks.done == []
    await clock.forward(HOUR)
    for _ in range(2):
        await drain(courier)
    assert tasks.done == [1]


async def test_what_could_not_be_done_is_tried_again_and_holds_up_no_other(
    house: House, outside: House, courier: Courier, clock: WatchedClock, tasks: Tasks
) -> None:
    tasks.failing = {1}
    await put(house, 1, 2, 3)
    await clock.forward(HOUR)
    await drain(courier)
    assert sorted(tasks.done) == [2, 3]
    assert await statuses(outside) == ["waiting", "sent", "sent", "waiting", "waiting"]
    [left] = [row for row in await rows(outside) if row.kind == "job" and row.status == "waiting"]
    assert left.not_before == clock.now() + seconds(2)
    tasks.failing = set()
    await clock.forward(seconds(2))
    await drain(courier)
    assert sorted(tasks.done) == [1, 2, 3]
    assert (await rows(outside))[0].status == "sent"

"""The days: whose turn it is, and the clock between one gesture and the next."""

import heapq
import itertools
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.stage import Stage

# What somebody does: each step is one gesture, and yields how long it is to the next.
Actions = Generator[timedelta]
# Told how much of the days is over, from 0 to 1, and the time.
ProgressCallback = Callable[[float, datetime], None]


@dataclass(frozen=True)
class Visit:
    """A party at the gate: what it says of itself."""

    name: str
    code: str
    starts_at: datetime
    by_code: bool


class Timeline:
    """Everybody's stories on one stage, one gesture at a time: the same stories, the same days."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self._order = itertools.count()
        self._queue: list[tuple[datetime, int, Actions]] = []

    def schedule(self, actions: Actions, at: datetime) -> None:
        heapq.heappush(self._queue, (at, next(self._order), actions))

    async def play(self, until: datetime, on_progress: ProgressCallback) -> None:
        """Play what happens before ``until`` (UTC)."""
        clock, settle = self.stage.clock, self.stage.settle
        started = clock.now()
        while self._queue and self._queue[0][0] <= until:
            moment, _, actions = heapq.heappop(self._queue)
            if moment > clock.now():
                await clock.play(moment, settle)
                on_progress((moment - started) / (until - started), moment)
            pause = next(actions, None)
            await settle()
            if pause is not None:
                self.schedule(actions, clock.now() + pause)
        await self.stage.play(until)
        on_progress(1, until)

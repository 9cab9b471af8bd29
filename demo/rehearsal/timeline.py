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
        self._coming: list[tuple[datetime, int, Actions]] = []

    def begin(self, story: Actions, at: datetime) -> None:
        heapq.heappush(self._coming, (at, next(self._order), story))

    async def play(self, until: datetime, watch: ProgressCallback) -> None:
        """Play what happens before ``until`` (UTC)."""
        clock, settle = self.stage.clock, self.stage.settle
        begun = clock.now()
        while self._coming and self._coming[0][0] <= until:
            moment, _, story = heapq.heappop(self._coming)
            if moment > clock.now():
                await clock.play(moment, settle)
                watch((moment - begun) / (until - begun), moment)
            pause = next(story, None)
            await settle()
            if pause is not None:
                self.begin(story, clock.now() + pause)
        await self.stage.play(until)
        watch(1, until)

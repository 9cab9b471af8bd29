"""The timeline of a rehearsal: everyone's actions in order of time, with the clock moved between them."""

import heapq
import itertools
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import datetime, timedelta

from demo.stage import Stage

# One person's actions: each step takes one action and yields the pause before the next.
Actions = Generator[timedelta]
# Called with the share of the rehearsal that is over, from 0 to 1, and the time.
ProgressCallback = Callable[[float, datetime], None]


@dataclass(frozen=True)
class Visit:
    """What a party at the gate says about itself. ``by_code``: it shows its booking code."""

    name: str
    code: str
    starts_at: datetime
    by_code: bool


class Timeline:
    """Plays everyone's actions on one stage, one action at a time, so that a rehearsal is reproducible."""

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

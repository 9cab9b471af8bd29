"""Thread hops of a conversation: how often the event loop hands work to a thread pool.

The database's thread is not counted; it takes a whole transaction at a time.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

from benchmarks import MORNING, ROUNDS, Figure
from benchmarks.conversation import UPDATES, converse
from benchmarks.dialog_bot import DialogBot
from benchmarks.transport import ANSWERS, CONFIRM, OPENING
from core.site import Site
from demo.cast import add_people, prepare_house
from demo.stage import Stage


async def measure(folder: Path, site: Site, done: Callable[[], None]) -> Figure:
    """Count over whole conversations of new buyers, with both of the house's bots."""
    stage = await Stage.open(folder / "hops.db", site, MORNING, add_people, prepare_house)
    with _counted() as house_hops:
        for number in range(ROUNDS):
            await converse(stage, number)
            done()
    await stage.close()
    dialogs = DialogBot()
    with _counted() as dialog_hops:
        for label in (OPENING, *ANSWERS, CONFIRM):
            await dialogs.handle(dialogs.transport.press(1, label.format(day="Sat", hour="10")))
    per_update = (
        f"{next(house_hops) / (ROUNDS * UPDATES):g}",
        f"aiogram-dialog: {next(dialog_hops) / (len(ANSWERS) + 2):g}",
    )
    return Figure(
        [("thread hops per update, outside the database", *per_update, "", "0")],
        "Hops: counted, not timed; what the event loop hands to a pool of threads.",
    )


@contextmanager
def _counted() -> Iterator[Iterator[int]]:
    """Count hops while the context is open; the iterator's next number is the count."""
    hops, hand_over = count(), asyncio.BaseEventLoop.run_in_executor

    def counts(*given: Any) -> Any:
        next(hops)
        return hand_over(*given)

    with patch.object(asyncio.BaseEventLoop, "run_in_executor", counts):
        yield hops

"""Waiting for a record that is away: said once when it goes, and once when it is back."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import structlog

from core.clock import Clock
from core.house import RecordAwayError
from core.waiting import first_of

T = TypeVar("T")
PAUSE = timedelta(seconds=1)

log = structlog.get_logger(__name__)


async def patiently(work: Callable[[], Awaitable[T]], clock: Clock, stopping: asyncio.Event, bot: str) -> T:
    """Do ``work``, however long the record is away. Raises RecordAwayError when told to stop meanwhile."""
    since = None
    while True:
        try:
            done = await work()
        except RecordAwayError as error:
            if stopping.is_set():
                raise
            if since is None:
                since = clock.now()
                log.warning("the record can not be reached", bot=bot, reason=str(error))
            await first_of(clock.wait_until(clock.now() + PAUSE), stopping.wait())
        else:
            if since is not None:
                log.info("the record is back", bot=bot, seconds=int((clock.now() - since).total_seconds()))
            return done

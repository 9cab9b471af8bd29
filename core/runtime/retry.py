"""Retrying while the database is unavailable; the log says once that it is gone and once that it is back."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import structlog

from core.clock import Clock
from core.runtime.concurrency import first_completed
from core.runtime.house import DatabaseUnavailableError

T = TypeVar("T")
RETRY_PAUSE = timedelta(seconds=1)

log = structlog.get_logger(__name__)


async def retry_until_available(
    work: Callable[[], Awaitable[T]], clock: Clock, stopping: asyncio.Event, bot: str
) -> T:
    """Do ``work``, and retry it while the database is unavailable.

    Raises DatabaseUnavailableError if told to stop meanwhile.
    """
    since = None
    while True:
        try:
            done = await work()
        except DatabaseUnavailableError as error:
            if stopping.is_set():
                raise
            if since is None:
                since = clock.now()
                log.warning("the database is unavailable", bot=bot, reason=str(error))
            await first_completed(clock.wait_until(clock.now() + RETRY_PAUSE), stopping.wait())
        else:
            if since is not None:
                seconds = int((clock.now() - since).total_seconds())
                log.info("the database is available again", bot=bot, seconds=seconds)
            return done

"""Waiting for a record that is away: said once when it goes, and once when it is back."""

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
    """Do ``work``, however long the record is away. Raises DatabaseUnavailableError when told to stop meanwhile."""
    since = None
    while True:
        try:
            done = await work()
        except DatabaseUnavailableError as error:
            if stopping.is_set():
                raise
            if since is None:
                since = clock.now()
                log.warning("the record can not be reached", bot=bot, reason=str(error))
            await first_completed(clock.wait_until(clock.now() + RETRY_PAUSE), stopping.wait())
        else:
            if since is not None:
                log.info("the record is back", bot=bot, seconds=int((clock.now() - since).total_seconds()))
            return done

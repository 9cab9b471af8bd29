"""The poll loop of both bots: fetch updates, handle each in one commit, and only then advance the offset."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, Protocol

import structlog

from core.clock import Clock
from core.runtime.concurrency import first_completed
from core.runtime.courier import Transport
from core.runtime.house import DatabaseUnavailableError
from core.runtime.retry import retry_until_available

log = structlog.get_logger(__name__)

LONG_POLL_SECONDS = 50
MAX_ATTEMPTS = 2
MAX_PAUSE = timedelta(seconds=30)


class UnreachableError(Exception):
    """Telegram cannot be reached for the moment."""


class OtherPollerError(UnreachableError):
    """Telegram serves one poller of a bot: another program polls with the same token, or a webhook is set."""


class TokenRefusedError(Exception):
    """Telegram does not accept the token of this bot."""

    def __init__(self, bot: str) -> None:
        super().__init__(bot)
        self.bot = bot


class PolledBot(Protocol):
    """One framework's bot, as the poll loop uses it. Updates have an ``update_id``."""

    @property
    def name(self) -> str: ...

    @property
    def username(self) -> str: ...

    @property
    def transport(self) -> Transport: ...

    async def start(self, menus: Mapping[str, Mapping[str, str]]) -> None:
        """Log in and set the menus of commands, by language code ("" is for all other languages).

        Raises UnreachableError, after which it may be called again, and TokenRefusedError.
        """

    async def fetch(self, offset: int, seconds: int) -> Sequence[Any]:
        """The updates from ``offset`` on; waits up to ``seconds`` for the first.

        Raises UnreachableError, and TokenRefusedError.
        """

    async def handle(self, update: Any) -> None:
        """Handle an update in one commit, or raise and change nothing."""

    async def fail(self, update: Any) -> None:
        """Record in one commit that an update cannot be handled, and apologise to its sender."""

    async def stop(self) -> None: ...


async def start(
    bot: PolledBot, menus: Mapping[str, Mapping[str, str]], clock: Clock, stopping: asyncio.Event
) -> None:
    """Start a bot, retrying while Telegram cannot be reached. Raises TokenRefusedError."""
    backoff = _Backoff(clock)
    while not stopping.is_set():
        try:
            await bot.start(menus)
        except UnreachableError as error:
            log.warning("Telegram cannot be reached", bot=bot.name, reason=str(error))
            await backoff.wait(stopping)
        else:
            return


class _Backoff:
    """Growing pauses between attempts."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._attempts = 0

    async def wait(self, stopping: asyncio.Event) -> None:
        self._attempts += 1
        pause = min(timedelta(seconds=2 ** min(self._attempts, 10)), MAX_PAUSE)
        await first_completed(self._clock.wait_until(self._clock.now() + pause), stopping.wait())

    def reset(self) -> None:
        self._attempts = 0


class Poller:
    """Polls until told to stop, and always finishes the update being handled. Raises TokenRefusedError."""

    def __init__(self, bot: PolledBot, clock: Clock) -> None:
        self._bot = bot
        self._clock = clock
        self._backoff = _Backoff(clock)
        self._has_other_poller = False
        self._is_unreachable = False

    async def run(self, stopping: asyncio.Event) -> None:
        offset = 0
        while not stopping.is_set():
            for update in await self._fetch(offset, stopping):
                if not await self._handle(update, stopping):
                    break
                offset = update.update_id + 1
        if offset:
            await self._confirm(offset)

    async def _fetch(self, offset: int, stopping: asyncio.Event) -> Sequence[Any]:
        fetched: list[Any] = []

        async def fetch() -> None:
            fetched.extend(await self._bot.fetch(offset, LONG_POLL_SECONDS))

        try:
            await first_completed(fetch(), stopping.wait())
        except UnreachableError as error:
            self._log_failure(error)
            await self._backoff.wait(stopping)
            return []
        self._backoff.reset()
        if self._is_unreachable:
            self._is_unreachable = False
            log.info("Telegram can be reached again", bot=self._bot.name)
        # An empty poll that was not cut short has no competitor.
        self._has_other_poller = self._has_other_poller and bool(fetched)
        return fetched

    def _log_failure(self, error: UnreachableError) -> None:
        if not isinstance(error, OtherPollerError):
            level = logging.DEBUG if self._is_unreachable else logging.WARNING
            log.log(level, "Telegram cannot be reached", bot=self._bot.name, reason=str(error))
            self._is_unreachable = True
        elif not self._has_other_poller:
            self._has_other_poller = True
            log.error(
                "another program reads this bot's updates with the same token, or a webhook receives them; retrying",
                bot=self._bot.name,
                reason=str(error),
            )

    async def _handle(self, update: Any, stopping: asyncio.Event) -> bool:
        """Handle an update, or record that it cannot be handled.

        Returns False if told to stop while the database is unavailable.
        """
        for attempt in range(1, MAX_ATTEMPTS + 2):
            work = self._bot.handle if attempt <= MAX_ATTEMPTS else self._bot.fail
            try:
                await retry_until_available(partial(work, update), self._clock, stopping, self._bot.name)
            except DatabaseUnavailableError:
                return False
            except Exception:
                log.exception("update failed", bot=self._bot.name, update=update.update_id, attempt=attempt)
            else:
                return True
        return True

    async def _confirm(self, offset: int) -> None:
        """Confirm the handled updates, so that Telegram does not send them again; the receipts would detect them."""
        try:
            await self._bot.fetch(offset, 0)
        except UnreachableError as error:
            log.info("the last updates could not be confirmed", bot=self._bot.name, reason=str(error))

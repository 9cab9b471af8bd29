"""The composition root: opens the house and puts both bots, their pollers and couriers to work."""

import asyncio
import errno
import fcntl
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import structlog
from aiogram import Bot
from aiogram.client.session.base import BaseSession
from sqlalchemy import make_url
from telegram.request import BaseRequest

from bot import polling
from bot.dialogs import scripts
from bot.dialogs.conversation import Conversation
from bot.dialogs.scripts import Listed
from bot.handlers.buyers.app import BuyersBot
from bot.handlers.staff.app import StaffBot, make_application
from bot.language import Words
from bot.polling import PolledBot, Poller
from core.clock import Clock
from core.courier import Courier
from core.house import House
from core.notices import BUYERS, STAFF
from core.site import Site
from core.store.engine import make_engine

# Telegram's language codes for our catalogues; everyone else reads English.
_MENU_LANGUAGES = {"": "en", "zh": "zh_Hans"}
_COMMANDS: Mapping[str, tuple[Listed, ...]] = {
    BUYERS: scripts.BUYERS_COMMANDS,
    STAFF: scripts.STAFF_COMMANDS,
}


class DatabaseInUseError(Exception):
    """Another process has this SQLite house open."""


def open_house(database_url: str, site: Site, clock: Clock) -> House:
    """The house in a database. Raises ValueError for a URL of another kind, OSError for a missing folder."""
    file = _sqlite_file(database_url)
    if file is not None and not file.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(file.parent))
    return House(make_engine(database_url), site, clock)


def buyers_bot(token: str, house: House, session: BaseSession | None = None) -> BuyersBot:
    return BuyersBot(Bot(token, session=session), house, Conversation(scripts.buyers()))


def staff_bot(
    token: str,
    house: House,
    *,
    base_url: str | None = None,
    request: BaseRequest | None = None,
    polling: BaseRequest | None = None,
) -> StaffBot:
    application = make_application(token, base_url=base_url, request=request, polling=polling)
    return StaffBot(application, house, Conversation(scripts.staff()))


def couriers_of(house: House, bots: tuple[PolledBot, ...]) -> tuple[Courier, ...]:
    """Each bot's courier."""
    return tuple(Courier(bot.name, house, bot.channel) for bot in bots)


async def run(
    house: House,
    bots: tuple[PolledBot, ...],
    stopping: asyncio.Event,
    started: Callable[[], None] = lambda: None,
    couriers: tuple[Courier, ...] = (),
) -> None:
    """Serve until told to stop; then end what is begun, deliver what is due, and close the house.

    ``started`` is called once Telegram knows both bots; ``couriers`` are the bots', where somebody watches them.
    Raises what Telegram answers to a wrong token.
    """
    silent = asyncio.Event()
    try:
        for bot in bots:
            await polling.start(bot, _menus(bot.name, house.site), house.clock, stopping)
        if stopping.is_set():
            return
        started()
        async with asyncio.TaskGroup() as deliveries:
            for courier in couriers or couriers_of(house, bots):
                deliveries.create_task(courier.run(silent))
            try:
                async with asyncio.TaskGroup() as pollers:
                    for bot in bots:
                        pollers.create_task(Poller(bot, house.clock).run(stopping))
            finally:
                silent.set()
    finally:
        for bot in bots:
            await bot.stop()
        await house.close()


def _menus(bot: str, site: Site) -> Mapping[str, Mapping[str, str]]:
    return {
        code: {listed.name: listed.describe(Words(language, site)) for listed in _COMMANDS[bot]}
        for code, language in _MENU_LANGUAGES.items()
    }


@contextmanager
def only_process(database_url: str) -> Iterator[None]:
    """On SQLite the house is one process: hold its file while it is open. Raises DatabaseInUseError."""
    file = _sqlite_file(database_url)
    if file is None:
        yield
        return
    descriptor = os.open(f"{file}.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DatabaseInUseError(str(file)) from error
        yield
    finally:
        os.close(descriptor)


def _sqlite_file(database_url: str) -> Path | None:
    url = make_url(database_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def set_up_logs(level: str) -> None:
    """Logs to standard error. The HTTP libraries log URLs, which hold the tokens: they say only what is wrong."""
    logging.basicConfig(level=level, format="%(message)s")
    for chatty in ("httpx", "httpcore", "aiohttp", "aiogram", "telegram", "alembic", "aiosqlite"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )

"""The composition root: makes both bots and runs them with their pollers and couriers."""

import asyncio
from collections.abc import Callable, Mapping

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.base import BaseSession
from aiogram.client.telegram import TelegramAPIServer
from telegram.request import BaseRequest

from bot import features
from bot.engine.conversation import Conversation
from bot.features import Listed
from bot.handlers import polling
from bot.handlers.buyers.app import BuyersBot
from bot.handlers.polling import PolledBot, Poller
from bot.handlers.staff.app import StaffBot, make_application
from bot.language.words import Words
from core.bots import BUYERS, STAFF
from core.clock import Clock
from core.runtime.courier import Courier
from core.runtime.house import House
from core.site import Site

# Telegram's language codes for our catalogues; "" is for all other languages.
_MENU_LANGUAGES = {"": "en", "zh": "zh_Hans"}
_COMMANDS: Mapping[str, tuple[Listed, ...]] = {
    BUYERS: features.BUYERS_COMMANDS,
    STAFF: features.STAFF_COMMANDS,
}


def bots_at(api_url: str, buyers_token: str, staff_token: str, house: House) -> tuple[BuyersBot, StaffBot]:
    """Both bots over HTTP, with the Bot API server at this address."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url))
    return (
        buyers_bot(buyers_token, house, session),
        staff_bot(staff_token, house, base_url=f"{api_url}/bot"),
    )


def buyers_bot(token: str, house: House, session: BaseSession | None = None) -> BuyersBot:
    return BuyersBot(Bot(token, session=session), house, Conversation(features.buyers()))


def staff_bot(
    token: str,
    house: House,
    *,
    base_url: str | None = None,
    request: BaseRequest | None = None,
    polling: BaseRequest | None = None,
) -> StaffBot:
    application = make_application(token, base_url=base_url, request=request, polling=polling)
    return StaffBot(application, house, Conversation(features.staff()))


def couriers_of(house: House, bots: tuple[PolledBot, ...]) -> tuple[Courier, ...]:
    """Each bot's courier."""
    return tuple(Courier(bot.name, house, bot.transport) for bot in bots)


async def run(
    house: House,
    bots: tuple[PolledBot, ...],
    stopping: asyncio.Event,
    started: Callable[[], None] = lambda: None,
    couriers: tuple[Courier, ...] = (),
) -> None:
    """Serve until told to stop; then finish the updates being handled and deliver the messages that are due.

    ``started`` is called once both bots have started. ``couriers`` are the bots' couriers, if the caller made them.
    If a poller fails, it sets ``stopping``, so the house stops in the same way. Raises TokenRefusedError.
    """
    couriers_stopping = asyncio.Event()
    try:
        for bot in bots:
            await polling.start(bot, _menus(bot.name, house.site), house.clock, stopping)
        if stopping.is_set():
            return
        started()
        async with asyncio.TaskGroup() as deliveries:
            for courier in couriers or couriers_of(house, bots):
                deliveries.create_task(courier.run(couriers_stopping))
            try:
                failures = await _poll(bots, house.clock, stopping)
            finally:
                couriers_stopping.set()
        for failure in failures:
            raise failure
    finally:
        for bot in bots:
            await bot.stop()


async def _poll(bots: tuple[PolledBot, ...], clock: Clock, stopping: asyncio.Event) -> list[BaseException]:
    """Poll for all bots until told to stop or until one poller fails. Returns the errors."""

    async def poll(bot: PolledBot) -> None:
        try:
            await Poller(bot, clock).run(stopping)
        finally:
            stopping.set()

    failures = await asyncio.gather(*(poll(bot) for bot in bots), return_exceptions=True)
    return [failure for failure in failures if failure is not None]


def _menus(bot: str, site: Site) -> Mapping[str, Mapping[str, str]]:
    return {
        code: {listed.name: listed.describe(Words(language, site)) for listed in _COMMANDS[bot]}
        for code, language in _MENU_LANGUAGES.items()
    }

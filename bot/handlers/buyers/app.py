"""The buyers' bot: aiogram fetches and routes, the conversation does the rest."""

from collections.abc import Mapping, Sequence

import structlog
from aiogram import Bot, Dispatcher, Router
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import BotCommand, CallbackQuery, Message, Update

from bot.dialogs.conversation import Answer, Conversation
from bot.handlers.buyers import inbound
from bot.handlers.buyers.outbound import AiogramMessenger
from bot.handlers.delivery import Carrier
from bot.polling import UnreachableError
from core.house import House

log = structlog.get_logger(__name__)


class BuyersBot:
    """See ``bot.polling.PolledBot``."""

    def __init__(self, bot: Bot, house: House, conversation: Conversation) -> None:
        self.name = conversation.bot
        self.channel = Carrier(AiogramMessenger(bot), house.site)
        self.username = ""
        self._bot = bot
        self._house = house
        self._conversation = conversation
        self._dispatcher = Dispatcher(disable_fsm=True)
        router = Router()
        router.message()(self._on_message)
        router.callback_query()(self._on_tap)
        self._dispatcher.include_router(router)

    async def start(self, menus: Mapping[str, Mapping[str, str]]) -> None:
        me = await self._bot.get_me()
        self.username = me.username or ""
        for language, commands in menus.items():
            listed = [BotCommand(command=name, description=text) for name, text in commands.items()]
            await self._bot.set_my_commands(listed, language_code=language or None)

    async def fetch(self, offset: int, seconds: int) -> Sequence[Update]:
        try:
            return await self._bot.get_updates(
                offset=offset, timeout=seconds, allowed_updates=inbound.ALLOWED, request_timeout=seconds + 10
            )
        except (
            TelegramNetworkError,
            TelegramServerError,
            TelegramRetryAfter,
            TelegramConflictError,
        ) as error:
            raise UnreachableError(str(error)) from error

    async def handle(self, update: Update) -> None:
        await self._dispatcher.feed_update(self._bot, update)

    async def fail(self, update: Update) -> None:
        incoming = inbound.read(update, self.username)
        if incoming is not None:
            await self._house.run(lambda desk: self._conversation.fail(desk, incoming))

    async def stop(self) -> None:
        await self._bot.session.close()

    async def _on_message(self, _message: Message, event_update: Update) -> None:
        await self._converse(event_update)

    async def _on_tap(self, query: CallbackQuery, event_update: Update) -> None:
        await self._answer(query.id, await self._converse(event_update))

    async def _converse(self, update: Update) -> Answer:
        incoming = inbound.read(update, self.username)
        if incoming is None:
            return Answer()
        return await self._house.run(lambda desk: self._conversation.handle(desk, incoming))

    async def _answer(self, query_id: str, answer: Answer) -> None:
        try:
            await self._bot.answer_callback_query(
                query_id, text=answer.toast or None, show_alert=answer.alert or None
            )
        except TelegramAPIError as error:
            log.info("tap not answered", reason=str(error))

"""The staff's bot: python-telegram-bot fetches and routes, the conversation does the rest."""

import os
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import structlog
from telegram import Update
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, CallbackContext, ExtBot, TypeHandler
from telegram.request import BaseRequest

from bot.engine.conversation import Conversation
from bot.engine.inputs import Incoming
from bot.engine.reply_writer import TapAnswer
from bot.handlers.adapter import BotAdapter
from bot.handlers.polling import OtherPollerError, TokenRefusedError, UnreachableError
from bot.handlers.staff import inbound
from bot.handlers.staff.outbound import PtbMessenger
from bot.handlers.updates import ALLOWED
from core.runtime.house import House

log = structlog.get_logger(__name__)

Context = CallbackContext[Any, Any, Any, Any]


def make_application(
    token: str,
    *,
    base_url: str | None = None,
    request: BaseRequest | None = None,
    polling: BaseRequest | None = None,
) -> Application[Any, Any, Any, Any, Any, Any]:
    """An application that neither polls nor keeps time; ``request`` and ``polling`` take the place of its
    own ways to Telegram."""
    # Waits come as timedelta, which is what they will be; an int is deprecated and warns.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    builder: Any = ApplicationBuilder().token(token).updater(None).job_queue(None)
    if base_url is not None:
        builder = builder.base_url(base_url)
    if request is not None:
        builder = builder.request(request)
    if polling is not None:
        builder = builder.get_updates_request(polling)
    application: Application[Any, Any, Any, Any, Any, Any] = builder.build()
    return application


@contextmanager
def _reaching(bot: str) -> Generator[None]:
    try:
        yield
    except InvalidToken as error:
        raise TokenRefusedError(bot) from error
    except Conflict as error:
        raise OtherPollerError(error.message) from error
    except (BadRequest, Forbidden):
        raise
    except TelegramError as error:
        # The network, a wait, or an answer that is none.
        raise UnreachableError(error.message) from error


class StaffBot(BotAdapter):
    """See ``bot.handlers.polling.PolledBot``."""

    def __init__(
        self, application: Application[Any, Any, Any, Any, Any, Any], house: House, conversation: Conversation
    ) -> None:
        self._application = application
        self._bot: ExtBot[Any] = application.bot
        super().__init__(self._bot.token, PtbMessenger(self._bot), house, conversation)
        self._raised: list[Exception] = []
        application.add_handler(TypeHandler(Update, self._on_update))
        application.add_error_handler(self._on_error)

    async def start(self, menus: Mapping[str, Mapping[str, str]]) -> None:
        with _reaching(self.name):
            await self._application.initialize()
            self.username = self._bot.username
            for language, commands in menus.items():
                await self._bot.set_my_commands(list(commands.items()), language_code=language or None)

    async def fetch(self, offset: int, seconds: int) -> Sequence[Update]:
        with _reaching(self.name):
            return await self._bot.get_updates(
                offset=offset, timeout=seconds, allowed_updates=ALLOWED, read_timeout=seconds + 10
            )

    async def handle(self, update: Update) -> None:
        """``process_update`` swallows what a handler raises; it is raised again here."""
        self._raised.clear()
        await self._application.process_update(update)
        if self._raised:
            raise self._raised.pop()

    async def stop(self) -> None:
        await self._application.shutdown()
        # An application that never got to know its bot leaves the connections open.
        await self._bot.shutdown()

    async def _on_error(self, _update: object, context: Context) -> None:
        if context.error is not None:
            self._raised.append(context.error)

    async def _on_update(self, update: Update, _context: Context) -> None:
        await self.converse(update)

    def _read(self, update: Update) -> Incoming | None:
        return inbound.read(update, self.username, self._signer)

    async def _answer_tap(self, query_id: str, answer: TapAnswer) -> None:
        try:
            await self._bot.answer_callback_query(
                query_id, text=answer.toast or None, show_alert=answer.alert or None
            )
        except TelegramError as error:
            log.info("tap not answered", reason=error.message)

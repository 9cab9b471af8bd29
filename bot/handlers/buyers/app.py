"""The buyers' bot: aiogram fetches and routes, the conversation does the rest."""

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import (
    AnswerCallbackQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    GetMe,
    GetUpdates,
    LeaveChat,
    Response,
    SendMessage,
    SetMyCommands,
)
from aiogram.types import BotCommand, TelegramObject, Update
from pydantic import ValidationError

from bot.engine.conversation import Conversation
from bot.engine.inputs import Incoming
from bot.engine.reply_writer import TapAnswer
from bot.handlers.adapter import BotAdapter
from bot.handlers.buyers import inbound
from bot.handlers.buyers.outbound import AiogramMessenger
from bot.handlers.polling import OtherPollerError, TokenRefusedError, UnreachableError
from bot.handlers.updates import ALLOWED
from core.runtime.house import House

log = structlog.get_logger(__name__)

# aiogram builds these models again, at 15 ms each, after each time they are garbage-collected.
_KEPT = tuple(
    Response[method.__returning__]  # type: ignore[name-defined]  # mypy cannot evaluate the type
    for method in (
        GetMe,
        GetUpdates,
        LeaveChat,
        SendMessage,
        EditMessageText,
        EditMessageReplyMarkup,
        AnswerCallbackQuery,
        SetMyCommands,
    )
)


@contextmanager
def _reaching(bot: str) -> Generator[None]:
    try:
        yield
    except (TelegramUnauthorizedError, TelegramNotFound) as error:
        raise TokenRefusedError(bot) from error
    except TelegramConflictError as error:
        raise OtherPollerError(error.message) from error
    except (TelegramNetworkError, TelegramServerError, TelegramRetryAfter, ClientDecodeError) as error:
        raise UnreachableError(str(error)) from error


class BuyersBot(BotAdapter):
    """See ``bot.handlers.polling.PolledBot``."""

    def __init__(self, bot: Bot, house: House, conversation: Conversation) -> None:
        super().__init__(bot.token, AiogramMessenger(bot), house, conversation)
        self._bot = bot
        self._dispatcher = Dispatcher(disable_fsm=True)
        for kind in ALLOWED:
            self._dispatcher.observers[kind].register(self._on_update)

    async def start(self, menus: Mapping[str, Mapping[str, str]]) -> None:
        with _reaching(self.name):
            me = await self._bot.get_me()
            self.username = me.username or ""
            for language, commands in menus.items():
                listed = [BotCommand(command=name, description=text) for name, text in commands.items()]
                await self._bot.set_my_commands(listed, language_code=language or None)

    async def fetch(self, offset: int, seconds: int) -> Sequence[Update]:
        with _reaching(self.name):
            try:
                return await self._bot.get_updates(
                    offset=offset,
                    timeout=seconds,
                    allowed_updates=ALLOWED,
                    request_timeout=seconds + 10,
                )
            except ClientDecodeError as error:
                return self._one_by_one(error)

    def _one_by_one(self, undecoded: ClientDecodeError) -> Sequence[Update]:
        """The updates of a batch that as a whole could not be decoded; one of a kind this aiogram does not know
        is passed over, and holds up nobody."""
        body = undecoded.data
        if not isinstance(body, dict) or not isinstance(body.get("result"), list):
            raise undecoded
        updates = []
        for raw in body["result"]:
            try:
                updates.append(Update.model_validate(raw, context={"bot": self._bot}))
            except ValidationError:
                log.warning("an update of an unknown kind", bot=self.name, update=raw.get("update_id"))
                updates.append(Update(update_id=raw["update_id"]))
        return updates

    async def handle(self, update: Update) -> None:
        if any(getattr(update, kind) is not None for kind in ALLOWED):
            await self._dispatcher.feed_update(self._bot, update)

    async def stop(self) -> None:
        await self._bot.session.close()

    async def _on_update(self, _event: TelegramObject, event_update: Update) -> None:
        await self.converse(event_update)

    def _read(self, update: Update) -> Incoming | None:
        return inbound.read(update, self.username, self._signer)

    async def _answer_tap(self, query_id: str, answer: TapAnswer) -> None:
        try:
            await self._bot.answer_callback_query(
                query_id, text=answer.toast or None, show_alert=answer.alert or None
            )
        except AiogramError as error:
            log.info("tap not answered", reason=str(error))

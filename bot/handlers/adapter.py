"""One bot between Telegram and its conversation: what both frameworks' bots have in common."""

from abc import ABC, abstractmethod
from typing import Any

from bot.engine.conversation import Conversation
from bot.engine.inputs import Incoming
from bot.engine.reply_writer import TapAnswer
from bot.handlers.renderer import Messenger, Renderer
from bot.handlers.signing import CallbackSigner
from core.runtime.house import House


class BotAdapter(ABC):
    """Reads a framework's updates, handles each in one commit, and answers taps. ``transport`` sends its requests;
    ``username`` is known once Telegram has been greeted. See ``bot.handlers.polling.PolledBot``."""

    def __init__(self, token: str, messenger: Messenger, house: House, conversation: Conversation) -> None:
        self.name = conversation.bot
        self.username = ""
        self._signer = CallbackSigner(token)
        self.transport = Renderer(messenger, house.site, house.clock, self._signer)
        self._house = house
        self._conversation = conversation

    async def converse(self, update: Any) -> None:
        """Handle an update in one commit, then answer the tap, if it is one."""
        incoming = self._read(update)
        answer = TapAnswer()
        if incoming is not None:
            answer = await self._house.run(lambda desk: self._conversation.handle(desk, incoming))
        if update.callback_query is not None:
            await self._answer_tap(update.callback_query.id, answer)

    async def fail(self, update: Any) -> None:
        """Record in one commit that an update cannot be handled, and apologise."""
        incoming = self._read(update)
        if incoming is not None:
            await self._house.run(lambda desk: self._conversation.fail(desk, incoming))
        if update.callback_query is not None:
            await self._answer_tap(update.callback_query.id, TapAnswer())

    @abstractmethod
    def _read(self, update: Any) -> Incoming | None:
        """The update as an input; None for what this bot does not listen to."""

    @abstractmethod
    async def _answer_tap(self, query_id: str, answer: TapAnswer) -> None:
        """Answer a tap; that this fails is only logged."""

"""One update's way through the conversation, the same for both frameworks."""

from bot.engine.conversation import Conversation
from bot.engine.inputs import Incoming
from bot.engine.turn import TapAnswer
from core.runtime.house import House


class Talk:
    """A bot's conversation in its house; what is None is nothing this bot listens to."""

    def __init__(self, house: House, conversation: Conversation) -> None:
        self._house = house
        self._conversation = conversation

    async def handle(self, incoming: Incoming | None) -> TapAnswer:
        """Handle an update in one commit; what goes back to a tap."""
        if incoming is None:
            return TapAnswer()
        return await self._house.run(lambda desk: self._conversation.handle(desk, incoming))

    async def fail(self, incoming: Incoming | None) -> None:
        """Note in one commit that an update can not be handled, and apologise."""
        if incoming is not None:
            await self._house.run(lambda desk: self._conversation.fail(desk, incoming))

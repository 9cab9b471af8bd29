"""A transport without a network, shared by the house and its yardsticks: it makes updates and receives requests.

aiogram's session builds the body of each request; sending it and parsing the answer are left out.
"""

import asyncio
import json
from datetime import UTC, datetime
from itertools import count
from typing import Any, Protocol, cast

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import Chat, InlineKeyboardMarkup, Message, ReplyKeyboardMarkup, Update
from typing_extensions import override

TOKEN = "1000:buyers"  # noqa: S105 not a real token
DATE = 1_795_050_000
_CHAT = Chat(id=1, type="private", first_name="Grace", last_name="Tan")
_SENT = Message(message_id=1, date=datetime.fromtimestamp(DATE, UTC), chat=_CHAT)

# The buyer's gestures: a text to type, or the start of a button's text. A party of one is not asked about elders and
# children.
OPENING = "/start"
ANSWERS = ("Yes, please", "Mr Wang", "1", "{day}", "{hour}", "I would rather not")
CONFIRM = "✓ Confirm"


class Contender(Protocol):
    """The house's bot or a yardstick, with its transport."""

    transport: "Transport"

    async def handle(self, update: str) -> None:
        """Handle one update, given as Telegram's JSON."""


class Transport(AiohttpSession):
    """A session that answers in Telegram's place and keeps the current screen of each buyer."""

    def __init__(self) -> None:
        super().__init__()
        self.bot = Bot(TOKEN, session=self)
        self.requests = 0
        self._shown: dict[int, tuple[int, str, InlineKeyboardMarkup | ReplyKeyboardMarkup]] = {}
        self._answered: dict[int, asyncio.Event] = {}
        self._message_ids, self._update_ids = count(1), count(1)

    @override
    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        self.build_form_data(bot, method)()
        self.requests += 1
        return cast("TelegramType", True if method.__returning__ is bool else self._message(method))

    def parse(self, update: str) -> Update:
        return Update.model_validate(json.loads(update), context={"bot": self.bot})

    def press(self, buyer: int, label: str) -> str:
        """The update for a tap on the button whose text starts with ``label``, or else for the text ``label``."""
        self._answered[buyer] = asyncio.Event()
        message_id, text, markup = self._shown.get(buyer, (0, "", None))
        if isinstance(markup, InlineKeyboardMarkup):
            for button in (button for row in markup.inline_keyboard for button in row):
                if button.text.startswith(label):
                    shown = _message(buyer, message_id, text) | {
                        "reply_markup": markup.model_dump(exclude_none=True)
                    }
                    query = {"id": "1", "from": _person(buyer), "chat_instance": "1"}
                    return self._update(
                        callback_query=query | {"message": shown, "data": button.callback_data}
                    )
        if isinstance(markup, ReplyKeyboardMarkup):
            label = next(key.text for row in markup.keyboard for key in row if key.text.startswith(label))
        written = _message(buyer, next(self._message_ids), label) | {"from": _person(buyer)}
        if label.startswith("/"):
            written["entities"] = [{"type": "bot_command", "offset": 0, "length": len(label)}]
        return self._update(message=written)

    async def answered(self, buyer: int) -> None:
        """Wait until the buyer has a new screen."""
        await self._answered[buyer].wait()

    def _message(self, method: Any) -> Message:
        message_id = getattr(method, "message_id", None) or next(self._message_ids)
        text = getattr(method, "text", None)
        if isinstance(method.reply_markup, InlineKeyboardMarkup | ReplyKeyboardMarkup):
            self._shown[method.chat_id] = message_id, text or "", method.reply_markup
            self._answered[method.chat_id].set()
        chat = _CHAT.model_copy(update={"id": method.chat_id})
        return _SENT.model_copy(update={"message_id": message_id, "chat": chat, "text": text})

    def _update(self, **what: dict[str, Any]) -> str:
        return json.dumps({"update_id": next(self._update_ids), **what}, ensure_ascii=False)


def _person(buyer: int) -> dict[str, Any]:
    return {"id": buyer, "is_bot": False, "first_name": "Grace", "last_name": "Tan", "language_code": "en"}


def _message(buyer: int, message_id: int, text: str) -> dict[str, Any]:
    chat = {"id": buyer, "type": "private", "first_name": "Grace", "last_name": "Tan"}
    return {"message_id": message_id, "date": DATE, "chat": chat, "text": text}

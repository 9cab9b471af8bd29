"""Gestures about messages: send texts, media and contacts, edit, tap buttons, open links."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from telegram.constants import InlineKeyboardButtonLimit, MessageLimit

from sandbox import chats
from sandbox.chat_models import PRESENT, CallbackQuery, Chat, Group, Message, PrivateChat, SenderIdentity
from sandbox.entities import clean, trim, utf16_length, with_detected
from sandbox.gesture_base import GestureBase
from sandbox.gestures_groups import anonymous_identity
from sandbox.model import GestureError
from sandbox.rendering import message_json
from sandbox.sample_media import CAPTIONED, make_media

EDIT_PERIOD = timedelta(hours=48)
_PAYLOAD = re.compile(r"[A-Za-z0-9_-]*")


class MessageGestures(GestureBase):
    """Gestures in the chat with `bot` (a username) or in the group `chat_id`; see :class:`Gestures` for errors."""

    def send(
        self,
        user_id: int,
        text: str,
        *,
        bot: str | None = None,
        chat_id: int | None = None,
        reply_to: int | None = None,
        anonymous: bool = False,
    ) -> int:
        """Send a text; return the message's id.

        To press an ordinary button of the reply keyboard, send its text. With `anonymous` an administrator
        with the right "is_anonymous" sends as the group.
        """
        chat = self._open_chat(user_id, bot, chat_id)
        text = _cleaned(text, MessageLimit.MAX_TEXT_LENGTH)
        if not text:
            raise GestureError("a text has 1 to 4096 characters")
        labels = {button["text"] for row in self._keyboard(chat) for button in row}
        return self._say(
            chat,
            user_id,
            pressed=text in labels,
            text=text,
            entities=tuple(with_detected(text, ())),
            reply_to=_checked_reply(chat, reply_to),
            identity=self._anonymous_identity(chat, user_id) if anonymous else None,
        )

    def send_media(
        self,
        user_id: int,
        kind: str,
        *,
        bot: str | None = None,
        chat_id: int | None = None,
        caption: str = "",
        reply_to: int | None = None,
        content: bytes | None = None,
        name: str = "",
        **facts: Any,
    ) -> int:
        """Send a "photo", "document", "voice", "video", "location", "sticker" or "poll"; return the message's id.

        Without `content` a small sample file is sent. `facts` are fields of the Bot API's object: latitude and
        longitude, duration in seconds, question and options, emoji.
        """
        chat = self._open_chat(user_id, bot, chat_id)
        caption = _cleaned(caption, MessageLimit.CAPTION_LENGTH)
        if caption and kind not in CAPTIONED:
            raise GestureError(f"a {kind} has no caption")
        media = make_media(self._world.files, kind, content, name, facts)
        return self._say(
            chat,
            user_id,
            pressed=False,
            media=media,
            text=caption,
            entities=tuple(with_detected(caption, ())),
            reply_to=_checked_reply(chat, reply_to),
        )

    def edit(
        self, user_id: int, message_id: int, text: str, *, bot: str | None = None, chat_id: int | None = None
    ) -> None:
        """Edit the text or caption of the person's own message, within 48 hours."""
        chat = self._open_chat(user_id, bot, chat_id)
        message = chat.messages.get(message_id)
        if message is None or message.sender != user_id or message.service or message.contact is not None:
            raise GestureError(f"message {message_id} is not {user_id}'s own to edit")
        if message.media is not None and message.media.kind not in CAPTIONED:
            raise GestureError(f"a {message.media.kind} cannot be edited")
        if self._world.now() - message.date > EDIT_PERIOD:
            raise GestureError("messages can be edited only within 48 hours")
        captioned = message.media is not None
        text = _cleaned(text, MessageLimit.CAPTION_LENGTH if captioned else MessageLimit.MAX_TEXT_LENGTH)
        if text == message.text or not (text or captioned):
            raise GestureError("the edit changes nothing")
        changed = self._world.change(chat, message, text=text, entities=tuple(with_detected(text, ())))
        chats.deliver(self._world, chat, changed, "edited_message")

    def tap(
        self,
        user_id: int,
        message_id: int,
        data: str,
        *,
        bot: str | None = None,
        chat_id: int | None = None,
        forged: bool = False,
    ) -> str:
        """Tap the inline button with this callback_data; return the callback query's id.

        With `forged` no button needs to have it: a modified client can send any data with a bot's message.
        """
        chat = self._open_chat(user_id, bot, chat_id)
        message = chat.messages.get(message_id)
        if message is None or message.sender not in self._world.bots:
            raise GestureError(f"there is no message {message_id} of a bot in this chat")
        buttons = message.markup.buttons() if message.markup is not None and message.markup.inline else []
        if not forged and data not in [button.get("callback_data") for button in buttons]:
            raise GestureError(f"message {message_id} has no button with the data {data!r}")
        if not 1 <= len(data.encode()) <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise GestureError("the data of a tap has 1 to 64 bytes")
        account = self._world.bots[message.sender]
        if isinstance(chat, Group) and chat.bots.get(account.id) not in PRESENT:
            raise GestureError(f"@{account.username} is no longer in the group")
        query = CallbackQuery(
            str(next(self._world.query_ids)), account, user_id, message_id, self._world.now()
        )
        self._world.queries[query.id] = query
        update = {
            "id": query.id,
            "from": self._world.user_json(user_id),
            "message": message_json(self._world, chat, message, account.id),
            "chat_instance": str(hash((chat.id if isinstance(chat, Group) else user_id, account.id))),
            "data": data,
        }
        self._world.update_queues[account.id].put("callback_query", update)
        return query.id

    def share_contact(
        self, user_id: int, *, bot: str, phone: str | None = None, owner: int | None = None
    ) -> int:
        """Share a contact with a bot; return the message's id.

        Without `owner` the person shares their own contact with the contact button of the reply keyboard.
        `owner` is another person's id, or 0 for an address book entry without a Telegram account. `phone` is
        the number as the client sends it, by default the owner's.
        """
        chat = self._open_chat(user_id, bot, None)
        own = owner is None or owner == user_id
        if own and not any(button.get("request_contact") for row in self._keyboard(chat) for button in row):
            raise GestureError("no button asks for a contact")
        contact = self._contact(user_id if owner is None else owner, phone)
        asked = (
            chat.keyboard.id if own and isinstance(chat, PrivateChat) and chat.keyboard is not None else None
        )
        return self._say(chat, user_id, pressed=own, contact=contact, reply_to=asked)

    def open_link(self, user_id: int, bot: str, payload: str = "") -> int:
        """Open t.me/bot?start=payload and press Start; return the id of the message that this sends."""
        if not _PAYLOAD.fullmatch(payload) or len(payload) > MessageLimit.DEEP_LINK_LENGTH:
            raise GestureError("a payload has up to 64 characters of A-Z, a-z, 0-9, _ and -")
        return self.send(user_id, f"/start {payload}", bot=bot)

    # Helpers

    @staticmethod
    def _keyboard(chat: Chat) -> list[list[dict[str, Any]]]:
        shown = chat.keyboard if isinstance(chat, PrivateChat) else None
        return [] if shown is None or shown.markup is None else shown.markup.rows

    def _say(self, chat: Chat, user_id: int, *, pressed: bool, **content: Any) -> int:
        message = self._world.post(chat, user_id, **content)
        if isinstance(chat, PrivateChat):
            chat.started = True
            if pressed and _is_one_time(chat.keyboard):
                chat.keyboard = None
        chats.deliver(self._world, chat, message)
        return message.id

    def _anonymous_identity(self, chat: Chat, user_id: int) -> SenderIdentity:
        if not isinstance(chat, Group) or "is_anonymous" not in chat.rights.get(user_id, ()):
            raise GestureError(f"{user_id} is not an anonymous administrator here")
        return anonymous_identity(self._world.chat_json(chat))

    def _contact(self, owner: int, phone: str | None) -> dict[str, Any]:
        if owner == 0:
            contact: dict[str, Any] = {"phone_number": phone, "first_name": phone}
        else:
            person = self._world.person(owner)
            contact = {"phone_number": phone or person.phone, "first_name": person.first_name}
            if person.last_name:
                contact["last_name"] = person.last_name
            contact["user_id"] = owner
        if not contact["phone_number"]:
            raise GestureError("there is no number to share")
        return contact


def _cleaned(text: str, longest: int) -> str:
    """The text as a client sends it; raises GestureError if it is too long or contains a lone surrogate."""
    text, _ = trim(clean(text), ())
    if utf16_length(text) > longest or any("\ud800" <= char <= "\udfff" for char in text):
        raise GestureError(f"a text has at most {longest} characters and no lone surrogates")
    return text


def _checked_reply(chat: Chat, reply_to: int | None) -> int | None:
    if reply_to is not None and reply_to not in chat.messages:
        raise GestureError(f"there is no message {reply_to} to reply to")
    return reply_to


def _is_one_time(keyboard: Message | None) -> bool:
    return (
        keyboard is not None
        and keyboard.markup is not None
        and bool(keyboard.markup.options.get("one_time_keyboard"))
    )

"""Converts a message to the Bot API's JSON for a bot, and to what a client shows."""

from __future__ import annotations

from typing import Any

from sandbox.chat_models import Chat, Message
from sandbox.entities import to_html
from sandbox.model import Attachment, Sender, ShownMessage
from sandbox.world import World

# The service messages about users, and whether each has a list of them.
_HAS_USER_LIST = {"new_chat_members": True, "left_chat_member": False}


def message_json(
    world: World, chat: Chat, message: Message, reader: int, *, quoting: bool = True
) -> dict[str, Any]:
    """The Bot API's Message for the bot `reader`; `quoting` includes the replied-to message, but not its own reply."""
    identity = message.identity
    fields: dict[str, Any] = {
        "message_id": message.id,
        "from": world.user_json(message.sender) if identity is None else dict(identity.user),
        "chat": world.chat_json(chat),
        "date": int(message.date.timestamp()),
    }
    if identity is not None:
        fields |= {"sender_chat": dict(identity.chat)} | dict(identity.extra)
    if message.edited is not None:
        fields["edit_date"] = int(message.edited.timestamp())
    quoted = chat.messages.get(message.reply_to) if message.reply_to is not None else None
    if quoting and quoted is not None:
        fields["reply_to_message"] = message_json(world, chat, quoted, reader, quoting=False)
    fields |= _content(world, chat, message, reader)
    if message.markup is not None and message.markup.inline:
        rows = [[dict(button) for button in row] for row in message.markup.rows]
        fields["reply_markup"] = {"inline_keyboard": rows}
    return fields


def _content(world: World, chat: Chat, message: Message, reader: int) -> dict[str, Any]:
    if message.service:
        return {message.service: _service_value(world, chat, message, reader)}
    if message.contact is not None:
        return {"contact": dict(message.contact)}
    entities = [dict(entity) for entity in message.entities]
    if message.media is None:
        return {"text": message.text} | ({"entities": entities} if entities else {})
    fields = {message.media.kind: world.files.media_json(reader, message.media)}
    if message.text:
        fields["caption"] = message.text
    if entities:
        fields["caption_entities"] = entities
    return fields


def _service_value(world: World, chat: Chat, message: Message, reader: int) -> Any:
    if message.service == "pinned_message":
        pinned = chat.messages.get(message.subject)
        if pinned is None:
            return {"chat": world.chat_json(chat), "message_id": message.subject, "date": 0}
        return message_json(world, chat, pinned, reader, quoting=False)
    if message.service in _HAS_USER_LIST:
        people = [world.user_json(user_id) for user_id in message.about]
        return people if _HAS_USER_LIST[message.service] else people[0]
    return message.subject


def shown_message(world: World, chat: Chat, message: Message) -> ShownMessage:
    """The message as a client shows it."""
    inline = message.markup.rows if message.markup is not None and message.markup.inline else []
    return ShownMessage(
        message_id=message.id,
        sender=_sender(world, message),
        date=message.date,
        edited=message.edited,
        html=to_html(message.text, message.entities),
        text=message.text,
        entities=[dict(entity) for entity in message.entities],
        buttons=[[dict(button) for button in row] for row in inline],
        contact=None if message.contact is None else dict(message.contact),
        service=message.service,
        about=tuple(world.sender(user_id) for user_id in message.about),
        reply_to=message.reply_to,
        media=_attachment(message),
        subject=message.subject,
        pinned=message.id in chat.pinned,
    )


def _sender(world: World, message: Message) -> Sender:
    """The sender as shown; a sender who appears as a chat is shown as that chat."""
    if message.identity is None:
        return world.sender(message.sender)
    chat = message.identity.chat
    return Sender(chat["id"], chat["title"], is_bot=False)


def _attachment(message: Message) -> Attachment | None:
    media = message.media
    if media is None:
        return None
    if media.file is None:
        return Attachment(media.kind, dict(media.facts))
    file = media.file
    return Attachment(
        media.kind, dict(media.facts), file.unique_id, file.name, file.mime, len(file.content), file.content
    )

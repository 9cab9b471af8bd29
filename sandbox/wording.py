"""A message as the Bot API words it for one bot, and as a client shows it."""

from __future__ import annotations

from typing import Any

from sandbox.entities import to_html
from sandbox.model import Attachment, Sender, Shown
from sandbox.rooms import Message, Room
from sandbox.world import World

_PEOPLE = {"new_chat_members": True, "left_chat_member": False}  # service messages about many, about one


def body(world: World, room: Room, message: Message, reader: int, *, quoting: bool = True) -> dict[str, Any]:
    """The Bot API's Message for the bot `reader`; `quoting` adds the message replied to, one deep as Telegram does."""
    guise = message.guise
    told: dict[str, Any] = {
        "message_id": message.id,
        "from": world.user(message.sender) if guise is None else dict(guise.user),
        "chat": world.chat(room),
        "date": int(message.date.timestamp()),
    }
    if guise is not None:
        told |= {"sender_chat": dict(guise.chat)} | dict(guise.more)
    if message.edited is not None:
        told["edit_date"] = int(message.edited.timestamp())
    quoted = room.messages.get(message.reply_to) if message.reply_to is not None else None
    if quoting and quoted is not None:
        told["reply_to_message"] = body(world, room, quoted, reader, quoting=False)
    told |= _content(world, room, message, reader)
    if message.markup is not None and message.markup.inline:
        rows = [[dict(button) for button in row] for row in message.markup.rows]
        told["reply_markup"] = {"inline_keyboard": rows}
    return told


def _content(world: World, room: Room, message: Message, reader: int) -> dict[str, Any]:
    if message.service:
        return {message.service: _event(world, room, message, reader)}
    if message.contact is not None:
        return {"contact": dict(message.contact)}
    entities = [dict(entity) for entity in message.entities]
    if message.media is None:
        return {"text": message.text} | ({"entities": entities} if entities else {})
    told = {message.media.kind: world.files.told(reader, message.media)}
    if message.text:
        told["caption"] = message.text
    if entities:
        told["caption_entities"] = entities
    return told


def _event(world: World, room: Room, message: Message, reader: int) -> Any:
    if message.service == "pinned_message":
        pinned = room.messages.get(message.subject)
        if pinned is None:
            return {"chat": world.chat(room), "message_id": message.subject, "date": 0}
        return body(world, room, pinned, reader, quoting=False)
    if message.service in _PEOPLE:
        people = [world.user(user_id) for user_id in message.about]
        return people if _PEOPLE[message.service] else people[0]
    return message.subject


def shown(world: World, room: Room, message: Message) -> Shown:
    """A message as a client shows it."""
    inline = message.markup.rows if message.markup is not None and message.markup.inline else []
    return Shown(
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
        pinned=message.id in room.pinned,
    )


def _sender(world: World, message: Message) -> Sender:
    """Whoever speaks in a chat's name is shown as that chat."""
    if message.guise is None:
        return world.sender(message.sender)
    chat = message.guise.chat
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

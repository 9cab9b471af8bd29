"""Which chats a bot may write to, and which messages it receives there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.chat_models import ADMINISTRATOR, PRESENT, Chat, Group, Message, PrivateChat, SenderIdentity
from sandbox.entities import utf16_slice
from sandbox.errors import ApiError, bad_request, forbidden, migrated
from sandbox.model import BotAccount
from sandbox.rendering import message_json
from sandbox.world import World

Params = Mapping[str, Any]


def find_chat(world: World, bot: BotAccount, params: Params) -> Chat:
    """The chat of a request, even if the bot may not write there; raises ApiError if the bot does not know it."""
    chat_id = params.get("chat_id", "")
    if chat_id == "":
        raise bad_request("chat_id is empty")
    if chat_id in world.groups and bot.id in world.groups[chat_id].bots:
        if world.groups[chat_id].moved_to:
            raise migrated(world.groups[chat_id].moved_to)
        return world.groups[chat_id]
    if chat_id in world.people:
        return world.private(bot, chat_id)
    if chat_id in world.bots:
        raise forbidden("bot can't send messages to bots")
    raise bad_request("chat not found")


def open_chat(world: World, bot: BotAccount, params: Params) -> Chat:
    """The chat of a request; raises ApiError unless the bot may write there now."""
    chat = find_chat(world, bot, params)
    error = _access_error(chat, bot)
    if error is not None:
        raise error
    return chat


def open_group(world: World, bot: BotAccount, params: Params) -> Group | None:
    """As open_chat, but None for a private chat."""
    chat = open_chat(world, bot, params)
    return chat if isinstance(chat, Group) else None


def _access_error(chat: Chat, bot: BotAccount) -> ApiError | None:
    if isinstance(chat, PrivateChat):
        if chat.blocked:
            return forbidden("bot was blocked by the user")
        return None if chat.started else forbidden("bot can't initiate conversation with a user")
    if chat.bots[bot.id] == "kicked":
        return forbidden(f"bot was kicked from the {chat.kind} chat")
    return None if chat.bots[bot.id] in PRESENT else forbidden(f"bot is not a member of the {chat.kind} chat")


def get_chat(world: World, bot: BotAccount, params: Params) -> dict[str, Any]:
    """getChat."""
    chat = find_chat(world, bot, params)
    if isinstance(chat, PrivateChat) and not (chat.started or chat.blocked):
        raise bad_request("chat not found")
    if isinstance(chat, Group):
        error = _access_error(chat, bot)
        if error is not None:
            raise error
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    info = world.chat_json(chat) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if chat.pinned:
        newest = chat.messages[max(chat.pinned)]
        info["pinned_message"] = message_json(world, chat, newest, bot.id, quoting=False)
    return info


def post_service_message(
    world: World,
    group: Chat,
    by: int,
    kind: str,
    *about: int,
    subject: int = 0,
    identity: SenderIdentity | None = None,
) -> Message:
    """Post a service message and deliver it to every bot in the chat, including the one that caused it."""
    message = world.post(group, by, service=kind, about=about, subject=subject, identity=identity)
    deliver(world, group, message)
    return message


def deliver(world: World, chat: Chat, message: Message, kind: str = "message") -> None:
    """Queue a person's message or a service message for every bot that receives it.

    `kind` is the update's kind: "message" or "edited_message". Do not call it for a message that a bot sends:
    bots do not receive each other's messages.
    """
    receivers = [chat.bot.id] if isinstance(chat, PrivateChat) else chat.present()
    for bot_id in receivers:
        if isinstance(chat, PrivateChat) or _receives(world.bots[bot_id], chat, message):
            world.update_queues[bot_id].put(kind, message_json(world, chat, message, bot_id))


def _receives(bot: BotAccount, group: Group, message: Message) -> bool:
    """Whether privacy mode lets a bot receive a group message.

    A bot receives commands not addressed to another bot, replies to itself, and service messages; an
    administrator receives everything.
    """
    if message.service or group.bots[bot.id] == ADMINISTRATOR:
        return True
    quoted = group.messages.get(message.reply_to) if message.reply_to is not None else None
    if quoted is not None and quoted.sender == bot.id:
        return True
    first = message.entities[0] if message.entities else None
    if message.media is not None or first is None or first["type"] != "bot_command" or first["offset"] != 0:
        return False
    addressee = utf16_slice(message.text, 0, first["length"]).partition("@")[2]
    return addressee.lower() in {"", bot.username.lower()}

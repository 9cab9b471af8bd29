"""The Bot API's methods for pinned messages."""

from __future__ import annotations

from sandbox.chat_models import Chat, Group
from sandbox.chats import Params, open_chat, post_service_message
from sandbox.errors import bad_request
from sandbox.model import BotAccount
from sandbox.world import World


def pin_chat_message(world: World, bot: BotAccount, params: Params) -> bool:
    """pinChatMessage."""
    chat = _pinnable(world, bot, params)
    if "message_id" not in params:
        raise bad_request("message identifier is not specified")
    message_id = params["message_id"]
    if message_id not in chat.messages:
        raise bad_request("message to pin not found")
    if chat.messages[message_id].service:
        raise bad_request("message can't be pinned")
    if message_id in chat.pinned:
        raise bad_request("CHAT_NOT_MODIFIED")
    chat.pinned.append(message_id)
    post_service_message(world, chat, bot.id, "pinned_message", subject=message_id)
    return True


def unpin_chat_message(world: World, bot: BotAccount, params: Params) -> bool:
    """unpinChatMessage; without a message_id it unpins the newest pinned message."""
    chat = _pinnable(world, bot, params)
    message_id = params.get("message_id", max(chat.pinned, default=0))
    if message_id not in chat.messages:
        raise bad_request("message to unpin not found")
    if message_id not in chat.pinned:
        raise bad_request("CHAT_NOT_MODIFIED")
    chat.pinned.remove(message_id)
    world.touch()
    return True


def unpin_all_chat_messages(world: World, bot: BotAccount, params: Params) -> bool:
    """unpinAllChatMessages."""
    _pinnable(world, bot, params).pinned.clear()
    world.touch()
    return True


def _pinnable(world: World, bot: BotAccount, params: Params) -> Chat:
    chat = open_chat(world, bot, params)
    if isinstance(chat, Group) and not chat.may(bot.id, "can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return chat

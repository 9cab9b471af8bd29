"""Pinned messages: who may pin, which one stands on top, and the service message that says so."""

from __future__ import annotations

from sandbox.chats import Given, open_chat, service
from sandbox.errors import bad_request
from sandbox.model import BotAccount
from sandbox.rooms import Group, Room
from sandbox.world import World


def pin_chat_message(world: World, bot: BotAccount, given: Given) -> bool:
    """pinChatMessage."""
    room = _pinnable(world, bot, given)
    if "message_id" not in given:
        raise bad_request("message identifier is not specified")
    message_id = given["message_id"]
    if message_id not in room.messages:
        raise bad_request("message to pin not found")
    if room.messages[message_id].service:
        raise bad_request("message can't be pinned")
    if message_id in room.pinned:
        raise bad_request("CHAT_NOT_MODIFIED")
    room.pinned.append(message_id)
    service(world, room, bot.id, "pinned_message", subject=message_id)
    return True


def unpin_chat_message(world: World, bot: BotAccount, given: Given) -> bool:
    """unpinChatMessage; without a message_id the newest of those pinned."""
    room = _pinnable(world, bot, given)
    message_id = given.get("message_id", max(room.pinned, default=0))
    if message_id not in room.messages:
        raise bad_request("message to unpin not found")
    if message_id not in room.pinned:
        raise bad_request("CHAT_NOT_MODIFIED")
    room.pinned.remove(message_id)
    world.touch()
    return True


def unpin_all_chat_messages(world: World, bot: BotAccount, given: Given) -> bool:
    """unpinAllChatMessages."""
    _pinnable(world, bot, given).pinned.clear()
    world.touch()
    return True


def _pinnable(world: World, bot: BotAccount, given: Given) -> Room:
    room = open_chat(world, bot, given)
    if isinstance(room, Group) and not room.may(bot.id, "can_pin_messages"):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return room

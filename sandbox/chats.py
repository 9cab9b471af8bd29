"""Which chats a bot may speak in, what it hears there, and its coming and going."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.entities import cut
from sandbox.errors import ApiError, bad_request, forbidden
from sandbox.model import BotAccount
from sandbox.world import Group, Message, Private, Room, World

Given = Mapping[str, Any]


def find_chat(world: World, bot: BotAccount, given: Given) -> Room:
    """The chat a request names, as far as the bot knows it, whether or not it may speak there."""
    chat = given.get("chat_id", "")
    if chat == "":
        raise bad_request("chat_id is empty")
    if chat in world.groups and bot.id in world.groups[chat].bots:
        return world.groups[chat]
    if chat in world.people:
        return world.private(bot, chat)
    if chat in world.bots:
        raise forbidden("bot can't send messages to bots")
    raise bad_request("chat not found")


def open_chat(world: World, bot: BotAccount, given: Given) -> Room:
    """The chat a request names, in which the bot may speak now."""
    room = find_chat(world, bot, given)
    barred = _barred(room, bot)
    if barred is not None:
        raise barred
    return room


def _barred(room: Room, bot: BotAccount) -> ApiError | None:
    if isinstance(room, Private):
        if room.blocked:
            return forbidden("bot was blocked by the user")
        return None if room.started else forbidden("bot can't initiate conversation with a user")
    if room.bots[bot.id] == "kicked":
        return forbidden(f"bot was kicked from the {room.kind} chat")
    return (
        None if room.bots[bot.id] == "member" else forbidden(f"bot is not a member of the {room.kind} chat")
    )


def get_chat(world: World, bot: BotAccount, given: Given) -> dict[str, Any]:
    """getChat."""
    room = find_chat(world, bot, given)
    if isinstance(room, Private) and not (room.started or room.blocked):
        raise bad_request("chat not found")
    if isinstance(room, Group):
        barred = _barred(room, bot)
        if barred is not None:
            raise barred
    gifts = (
        "unlimited_gifts",
        "limited_gifts",
        "unique_gifts",
        "premium_subscription",
        "gifts_from_channels",
    )
    return world.chat(room) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def leave_chat(world: World, bot: BotAccount, given: Given) -> bool:
    """leaveChat."""
    room = open_chat(world, bot, given)
    if isinstance(room, Private):
        raise bad_request("chat member status can't be changed in private chats")
    change_status(world, room, bot, "left", by=bot.id)
    service(world, room, bot.id, "left_chat_member", bot.id)
    return True


def change_status(world: World, room: Room, bot: BotAccount, status: str, *, by: int) -> None:
    """Move the bot to a new status in a chat and send it the my_chat_member update that says so."""
    if isinstance(room, Private):
        old = "kicked" if room.blocked else "member"
        room.blocked = status == "kicked"
    else:
        old = room.bots.get(bot.id, "left")
        room.bots[bot.id] = status
    user = world.user(bot.id)
    update = {
        "chat": world.chat(room),
        "from": world.user(by),
        "date": int(world.now().timestamp()),
        "old_chat_member": _chat_member(user, old),
        "new_chat_member": _chat_member(user, status),
    }
    world.inboxes[bot.id].put("my_chat_member", update)
    world.touch()


def _chat_member(user: dict[str, Any], status: str) -> dict[str, Any]:
    member = {"user": user, "status": status}
    return member | {"until_date": 0} if status == "kicked" else member


def service(world: World, group: Group, by: int, kind: str, *about: int) -> Message:
    """Post a service message, which every bot in the group hears."""
    message = world.post(group, by, service=kind, about=about)
    deliver(world, group, message)
    return message


def deliver(world: World, room: Room, message: Message) -> None:
    """Hand what a person said, or a service message, to every bot that hears it; what bots say is not for bots."""
    if isinstance(room, Private):
        listeners = [room.bot.id]
    else:
        listeners = [bot_id for bot_id, status in room.bots.items() if status == "member"]
    for bot_id in listeners:
        if isinstance(room, Private) or _hears(world.bots[bot_id], room, message):
            world.inboxes[bot_id].put("message", world.body(room, message))


def _hears(bot: BotAccount, group: Group, message: Message) -> bool:
    """Privacy mode: commands not meant for another bot, replies to this one, and service messages."""
    if message.service:
        return True
    quoted = group.messages.get(message.reply_to) if message.reply_to is not None else None
    if quoted is not None and quoted.sender == bot.id:
        return True
    first = message.entities[0] if message.entities else None
    if first is None or first["type"] != "bot_command" or first["offset"] != 0:
        return False
    addressee = cut(message.text, 0, first["length"]).partition("@")[2]
    return addressee.lower() in {"", bot.username.lower()}

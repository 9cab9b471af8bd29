"""Which chats a bot may speak in, and what it hears there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox.entities import cut
from sandbox.errors import ApiError, bad_request, forbidden, moved
from sandbox.model import BotAccount
from sandbox.rooms import ADMINISTRATOR, PRESENT, Group, Guise, Message, Private, Room
from sandbox.wording import body
from sandbox.world import World

Given = Mapping[str, Any]


def find_chat(world: World, bot: BotAccount, given: Given) -> Room:
    """The chat a request names, as far as the bot knows it, whether or not it may speak there."""
    chat = given.get("chat_id", "")
    if chat == "":
        raise bad_request("chat_id is empty")
    if chat in world.groups and bot.id in world.groups[chat].bots:
        if world.groups[chat].moved_to:
            raise moved(world.groups[chat].moved_to)
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


def open_group(world: World, bot: BotAccount, given: Given) -> Group | None:
    """The same, None for a private chat."""
    room = open_chat(world, bot, given)
    return room if isinstance(room, Group) else None


def _barred(room: Room, bot: BotAccount) -> ApiError | None:
    if isinstance(room, Private):
        if room.blocked:
            return forbidden("bot was blocked by the user")
        return None if room.started else forbidden("bot can't initiate conversation with a user")
    if room.bots[bot.id] == "kicked":
        return forbidden(f"bot was kicked from the {room.kind} chat")
    return None if room.bots[bot.id] in PRESENT else forbidden(f"bot is not a member of the {room.kind} chat")


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
    told = world.chat(room) | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    if room.pinned:
        newest = room.messages[max(room.pinned)]
        told["pinned_message"] = body(world, room, newest, bot.id, quoting=False)
    return told


def service(
    world: World, group: Room, by: int, kind: str, *about: int, subject: int = 0, guise: Guise | None = None
) -> Message:
    """Post a service message, which every bot in the chat hears, its own too."""
    message = world.post(group, by, service=kind, about=about, subject=subject, guise=guise)
    deliver(world, group, message)
    return message


def deliver(world: World, room: Room, message: Message, kind: str = "message") -> None:
    """Hand what a person said, or a service message, to every bot that hears it; what bots say is not for bots.

    `kind` is "edited_message" for what was said before and now reads otherwise.
    """
    listeners = [room.bot.id] if isinstance(room, Private) else room.present()
    for bot_id in listeners:
        if isinstance(room, Private) or _hears(world.bots[bot_id], room, message):
            world.inboxes[bot_id].put(kind, body(world, room, message, bot_id))


def _hears(bot: BotAccount, group: Group, message: Message) -> bool:
    """Privacy mode: commands not meant for another bot, replies to this one, and service messages.

    An administrator hears everything.
    """
    if message.service or group.bots[bot.id] == ADMINISTRATOR:
        return True
    quoted = group.messages.get(message.reply_to) if message.reply_to is not None else None
    if quoted is not None and quoted.sender == bot.id:
        return True
    first = message.entities[0] if message.entities else None
    if message.media is not None or first is None or first["type"] != "bot_command" or first["offset"] != 0:
        return False
    addressee = cut(message.text, 0, first["length"]).partition("@")[2]
    return addressee.lower() in {"", bot.username.lower()}

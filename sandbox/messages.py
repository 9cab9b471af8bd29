"""The Bot API's methods that say something: send, edit, delete, answer a tap, show as typing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from telegram.constants import CallbackQueryLimit, ChatAction

from sandbox.chats import Given, find_chat, open_chat
from sandbox.errors import bad_request
from sandbox.markup import read_markup
from sandbox.model import BotAccount, Toast
from sandbox.rooms import Group, Message, Private, Room
from sandbox.texts import check_preview, read_caption, read_reply, read_text
from sandbox.wording import body
from sandbox.world import World

ANSWER_WITHIN = timedelta(seconds=30)
DELETE_WITHIN = timedelta(hours=48)
_ACTIONS = frozenset(action.value for action in ChatAction)


def send_message(world: World, bot: BotAccount, given: Given) -> dict[str, Any]:
    """sendMessage."""
    room = open_chat(world, bot, given)
    text, marked = read_text(given)
    check_preview(given)
    return say(world, bot, room, given, text=text, entities=marked)


def say(world: World, bot: BotAccount, room: Room, given: Given, **content: Any) -> dict[str, Any]:
    """Post what a bot says, with the keyboard and the reply its request names; the result of the request."""
    markup = read_markup(given.get("reply_markup"), private=isinstance(room, Private))
    reply_to = read_reply(room, given)
    message = world.post(room, bot.id, markup=markup, reply_to=reply_to, **content)
    if isinstance(room, Private) and markup is not None:
        if markup.kind == "keyboard":
            room.keyboard = message
        elif markup.kind == "remove_keyboard":
            room.keyboard = None
    return body(world, room, message, bot.id)


def edit_message_text(world: World, bot: BotAccount, given: Given) -> dict[str, Any]:
    """editMessageText."""
    room, message = editable(world, bot, given)
    text, marked = read_text(given)
    check_preview(given)
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    return edit(world, bot, room, message, given, text=text, entities=marked)


def edit_message_caption(world: World, bot: BotAccount, given: Given) -> dict[str, Any]:
    """editMessageCaption."""
    room, message = editable(world, bot, given)
    text, marked = read_caption(given)
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    return edit(world, bot, room, message, given, text=text, entities=marked)


def edit_message_reply_markup(world: World, bot: BotAccount, given: Given) -> dict[str, Any]:
    """editMessageReplyMarkup."""
    room, message = editable(world, bot, given)
    return edit(world, bot, room, message, given)


def editable(world: World, bot: BotAccount, given: Given) -> tuple[Room, Message]:
    """The message of its own a bot asks to edit."""
    if "message_id" not in given:
        raise bad_request("message identifier is not specified")
    room = open_chat(world, bot, given)
    message = room.messages.get(given["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if (
        message.sender != bot.id
        or message.service
        or (message.markup is not None and not message.markup.inline)
    ):
        raise bad_request("message can't be edited")
    return room, message


def edit(
    world: World, bot: BotAccount, room: Room, message: Message, given: Given, **content: Any
) -> dict[str, Any]:
    """Edit a message, with the keyboard its request names; the result of the request."""
    private = isinstance(room, Private)
    content["markup"] = read_markup(given.get("reply_markup"), private=private, inline_only=True)
    if all(getattr(message, name) == value for name, value in content.items()):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    return body(world, room, world.change(room, message, **content), bot.id)


def delete_message(world: World, bot: BotAccount, given: Given) -> bool:
    """deleteMessage."""
    if "message_id" not in given:
        raise bad_request("message identifier is not specified")
    room = find_chat(world, bot, given)
    if isinstance(room, Group):
        open_chat(world, bot, given)
    message = room.messages.get(given["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    # An administrator who may delete does so for everybody's messages, of whatever age.
    if not (isinstance(room, Group) and room.may(bot.id, "can_delete_messages")):
        if message.sender != bot.id and isinstance(room, Group):
            raise bad_request("message can't be deleted")
        if world.now() - message.date > DELETE_WITHIN:
            raise bad_request("message can't be deleted for everyone")
    world.remove(room, message)
    return True


def send_chat_action(world: World, bot: BotAccount, given: Given) -> bool:
    """sendChatAction."""
    open_chat(world, bot, given)
    if given.get("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def answer_callback_query(world: World, bot: BotAccount, given: Given) -> bool:
    """answerCallbackQuery."""
    query = world.queries.get(given.get("callback_query_id", ""))
    now = world.now()
    if query is None or query.bot != bot or query.answered or now - query.date > ANSWER_WITHIN:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text, url = given.get("text", ""), given.get("url", "")
    if len(text) > CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    # Anything else than the bot's own start link is for games, which nobody plays here.
    if url and not url.startswith((f"https://t.me/{bot.username}?start=", f"t.me/{bot.username}?start=")):
        raise bad_request("URL_INVALID")
    if given.get("cache_time", 0) < 0:
        raise bad_request('field "cache_time" must not be negative')
    query.answered = True
    toast = Toast(query.id, bot.username, query.message_id, text, given.get("show_alert", False), now, url)
    world.toasts.setdefault(query.person, []).append(toast)
    world.touch()
    return True

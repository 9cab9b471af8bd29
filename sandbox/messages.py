"""The Bot API's methods about messages: send, edit, delete, chat actions, answers to callback queries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from telegram.constants import CallbackQueryLimit, ChatAction

from sandbox.chat_models import Chat, Group, Message, PrivateChat
from sandbox.chats import Params, find_chat, open_chat
from sandbox.errors import bad_request
from sandbox.markup import read_markup
from sandbox.message_params import check_preview, read_caption, read_reply, read_text
from sandbox.model import BotAccount, Toast
from sandbox.rendering import message_json
from sandbox.world import World

ANSWER_TIMEOUT = timedelta(seconds=30)
DELETE_PERIOD = timedelta(hours=48)
_ACTIONS = frozenset(action.value for action in ChatAction)


def send_message(world: World, bot: BotAccount, params: Params) -> dict[str, Any]:
    """sendMessage."""
    chat = open_chat(world, bot, params)
    text, marked = read_text(params)
    check_preview(params)
    return post_message(world, bot, chat, params, text=text, entities=marked)


def post_message(world: World, bot: BotAccount, chat: Chat, params: Params, **content: Any) -> dict[str, Any]:
    """Post a bot's message with the request's markup and reply; return it as JSON."""
    markup = read_markup(params.get("reply_markup"), private=isinstance(chat, PrivateChat))
    reply_to = read_reply(chat, params)
    message = world.post(chat, bot.id, markup=markup, reply_to=reply_to, **content)
    if isinstance(chat, PrivateChat) and markup is not None:
        if markup.kind == "keyboard":
            chat.keyboard = message
        elif markup.kind == "remove_keyboard":
            chat.keyboard = None
    return message_json(world, chat, message, bot.id)


def edit_message_text(world: World, bot: BotAccount, params: Params) -> dict[str, Any]:
    """editMessageText."""
    chat, message = find_editable(world, bot, params)
    text, marked = read_text(params)
    check_preview(params)
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    return apply_edit(world, bot, chat, message, params, text=text, entities=marked)


def edit_message_caption(world: World, bot: BotAccount, params: Params) -> dict[str, Any]:
    """editMessageCaption."""
    chat, message = find_editable(world, bot, params)
    text, marked = read_caption(params)
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    return apply_edit(world, bot, chat, message, params, text=text, entities=marked)


def edit_message_reply_markup(world: World, bot: BotAccount, params: Params) -> dict[str, Any]:
    """editMessageReplyMarkup."""
    chat, message = find_editable(world, bot, params)
    return apply_edit(world, bot, chat, message, params)


def find_editable(world: World, bot: BotAccount, params: Params) -> tuple[Chat, Message]:
    """The bot's own message that a request edits; raises ApiError if it cannot be edited."""
    if "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = open_chat(world, bot, params)
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if (
        message.sender != bot.id
        or message.service
        or (message.markup is not None and not message.markup.inline)
    ):
        raise bad_request("message can't be edited")
    return chat, message


def apply_edit(
    world: World, bot: BotAccount, chat: Chat, message: Message, params: Params, **content: Any
) -> dict[str, Any]:
    """Edit a message, with the request's markup; return it as JSON. Raises ApiError if nothing changes."""
    private = isinstance(chat, PrivateChat)
    content["markup"] = read_markup(params.get("reply_markup"), private=private, inline_only=True)
    if all(getattr(message, name) == value for name, value in content.items()):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    return message_json(world, chat, world.change(chat, message, **content), bot.id)


def delete_message(world: World, bot: BotAccount, params: Params) -> bool:
    """deleteMessage."""
    if "message_id" not in params:
        raise bad_request("message identifier is not specified")
    chat = find_chat(world, bot, params)
    if isinstance(chat, Group):
        open_chat(world, bot, params)
    message = chat.messages.get(params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    # An administrator with can_delete_messages may delete any message of any age.
    if not (isinstance(chat, Group) and chat.may(bot.id, "can_delete_messages")):
        if message.sender != bot.id and isinstance(chat, Group):
            raise bad_request("message can't be deleted")
        if world.now() - message.date > DELETE_PERIOD:
            raise bad_request("message can't be deleted for everyone")
    world.remove(chat, message)
    return True


def send_chat_action(world: World, bot: BotAccount, params: Params) -> bool:
    """sendChatAction."""
    open_chat(world, bot, params)
    if params.get("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def answer_callback_query(world: World, bot: BotAccount, params: Params) -> bool:
    """answerCallbackQuery."""
    query = world.queries.get(params.get("callback_query_id", ""))
    now = world.now()
    if query is None or query.bot != bot or query.answered or now - query.date > ANSWER_TIMEOUT:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text, url = params.get("text", ""), params.get("url", "")
    if len(text) > CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    # Other URLs are for games only, which the sandbox does not support.
    if url and not url.startswith((f"https://t.me/{bot.username}?start=", f"t.me/{bot.username}?start=")):
        raise bad_request("URL_INVALID")
    if params.get("cache_time", 0) < 0:
        raise bad_request('field "cache_time" must not be negative')
    query.answered = True
    toast = Toast(query.id, bot.username, query.message_id, text, params.get("show_alert", False), now, url)
    world.toasts.setdefault(query.person, []).append(toast)
    world.touch()
    return True

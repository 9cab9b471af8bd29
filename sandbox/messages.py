"""The Bot API's methods that say something: send, edit, delete, answer a tap, show as typing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from telegram.constants import CallbackQueryLimit, ChatAction, MessageLimit

from sandbox import entities, fields
from sandbox.chats import Given, find_chat, open_chat
from sandbox.entities import Entity
from sandbox.errors import bad_request
from sandbox.html_mode import is_link, parse_html
from sandbox.markup import Markup, read_markup
from sandbox.model import BotAccount, Toast
from sandbox.world import Message, Private, Room, World

ANSWER_WITHIN = timedelta(seconds=30)
DELETE_WITHIN = timedelta(hours=48)
_ACTIONS = frozenset(action.value for action in ChatAction)


def send_message(world: World, bot: BotAccount, given: Given) -> dict[str, Any]:
    """sendMessage."""
    room = open_chat(world, bot, given)
    text, marked = _formatted(given)
    _check_preview(given)
    markup = read_markup(given.get("reply_markup"), private=isinstance(room, Private))
    reply_to = _reply_to(room, given.get("reply_parameters"))
    message = world.post(room, bot.id, text=text, entities=marked, markup=markup, reply_to=reply_to)
    if isinstance(room, Private) and markup is not None:
        if markup.kind == "keyboard":
            room.keyboard = message
        elif markup.kind == "remove_keyboard":
            room.keyboard = None
    return world.body(room, message)


def edit_message_text(world: World, bot: BotAccount, given: Given) -> dict[str, Any]:
    """editMessageText."""
    room, message = _editable(world, bot, given)
    text, marked = _formatted(given)
    _check_preview(given)
    markup = read_markup(given.get("reply_markup"), private=isinstance(room, Private), inline_only=True)
    return _edit(world, room, message, text=text, entities=marked, markup=markup)


def edit_message_reply_markup(world: World, bot: BotAccount, given: Given) -> dict[str, Any]:
    """editMessageReplyMarkup."""
    room, message = _editable(world, bot, given)
    markup = read_markup(given.get("reply_markup"), private=isinstance(room, Private), inline_only=True)
    return _edit(world, room, message, text=message.text, entities=message.entities, markup=markup)


def _editable(world: World, bot: BotAccount, given: Given) -> tuple[Room, Message]:
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


def _edit(
    world: World,
    room: Room,
    message: Message,
    *,
    text: str,
    entities: tuple[Entity, ...],
    markup: Markup | None,
) -> dict[str, Any]:
    if (text, entities, markup) == (message.text, message.entities, message.markup):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    return world.body(room, world.change(room, message, text=text, entities=entities, markup=markup))


def delete_message(world: World, bot: BotAccount, given: Given) -> bool:
    """deleteMessage."""
    if "message_id" not in given:
        raise bad_request("message identifier is not specified")
    room = find_chat(world, bot, given)
    if not isinstance(room, Private):
        open_chat(world, bot, given)
    message = room.messages.get(given["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    if message.sender != bot.id and not isinstance(room, Private):
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


def _formatted(given: Given) -> tuple[str, tuple[Entity, ...]]:
    text = entities.clean(given.get("text", ""))
    marked: list[Entity] = []
    mode = given.get("parse_mode", "")
    if mode.lower() == "html":
        text, marked = parse_html(text)
    elif mode:
        raise bad_request("unsupported parse_mode")
    text, marked = entities.trimmed(text, marked)
    if not text:
        raise bad_request("message text is empty")
    if entities.units(text) > MessageLimit.MAX_TEXT_LENGTH:
        raise bad_request("message is too long")
    if len(marked) > MessageLimit.MESSAGE_ENTITIES:
        raise bad_request("ENTITIES_TOO_LONG")
    return text, tuple(entities.with_found(text, marked))


def _check_preview(given: Given) -> None:
    """No previews are drawn; the options are only held to their form."""
    options = given.get("link_preview_options")
    if options is None:
        return
    _must_be_object("LinkPreviewOptions", options)
    flags = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")
    options = fields.nested_fields("LinkPreviewOptions", options, {**dict.fromkeys(flags, bool), "url": str})
    if "url" in options and not is_link(options["url"]):
        raise bad_request("Wrong HTTP URL specified")


def _reply_to(room: Room, parameters: Any) -> int | None:
    if parameters is None:
        return None
    _must_be_object("ReplyParameters", parameters)
    # Both frameworks send their default quote_parse_mode along, quote or none; quotes are not played.
    known = {"message_id": int, "allow_sending_without_reply": bool, "quote_parse_mode": str}
    parameters = fields.nested_fields("ReplyParameters", parameters, known)
    reply_to: int | None = parameters.get("message_id")
    if reply_to in room.messages:
        return reply_to
    if parameters.get("allow_sending_without_reply", False):
        return None
    raise bad_request("message to be replied not found")


def _must_be_object(name: str, value: Any) -> None:
    if not isinstance(value, Mapping):
        raise bad_request(f"{name} must be an Object")

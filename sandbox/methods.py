"""The Bot API by method name: which fields each method has and what plays it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from telegram.constants import PollingLimit

from sandbox import chats, file_methods, members, messages, pins
from sandbox.chats import Params
from sandbox.commands import Scope, read_commands, read_language, read_scope
from sandbox.errors import bad_request
from sandbox.fields import Reader, chat, file, flag, integer, nested, text
from sandbox.model import BotAccount
from sandbox.updates import UPDATE_KINDS
from sandbox.webhooks import DEFAULT_MAX_CONNECTIONS, read_webhook
from sandbox.world import World

# The longest Telegram lets a poll wait, in seconds.
_LONGEST_POLL = 50


@dataclass(frozen=True)
class Method:
    """A method: `play` returns its result, or an awaitable of it, and raises ApiError."""

    name: str
    run: Callable[[World, BotAccount, Params], Any]
    fields: Mapping[str, Reader]


def get_me(world: World, bot: BotAccount, _params: Params) -> dict[str, Any]:
    """getMe."""
    abilities = (
        "can_read_all_group_messages",
        "supports_inline_queries",
        "can_connect_to_business",
        "has_main_web_app",
    )
    return world.user_json(bot.id) | {"can_join_groups": True} | dict.fromkeys(abilities, False)


async def get_updates(world: World, bot: BotAccount, params: Params) -> list[dict[str, Any]]:
    """getUpdates; waits real seconds, whatever the sandbox's clock says."""
    queue = world.update_queues[bot.id]
    limit = params.get("limit", PollingLimit.MAX_LIMIT)
    if not PollingLimit.MIN_LIMIT <= limit <= PollingLimit.MAX_LIMIT:
        raise bad_request("limit must be between 1 and 100")
    seconds = params.get("timeout", 0)
    if seconds < 0:
        raise bad_request("timeout must not be negative")
    _allow(world, bot, params)
    return await queue.poll(params.get("offset", 0), limit, min(seconds, _LONGEST_POLL))


def set_webhook(world: World, bot: BotAccount, params: Params) -> bool:
    """setWebhook; an empty url deletes the one set."""
    url = params.get("url", "")
    if not url:
        return delete_webhook(world, bot, params)
    webhook = read_webhook(
        url, params.get("secret_token"), params.get("max_connections", DEFAULT_MAX_CONNECTIONS)
    )
    _allow(world, bot, params)
    if params.get("drop_pending_updates", False):
        world.update_queues[bot.id].clear()
    world.webhook_senders[bot.id].start(webhook)
    return True


def delete_webhook(world: World, bot: BotAccount, params: Params) -> bool:
    """deleteWebhook, whether or not one is set; what is queued can be dropped."""
    world.webhook_senders[bot.id].stop()
    if params.get("drop_pending_updates", False):
        world.update_queues[bot.id].clear()
    return True


def get_webhook_info(world: World, bot: BotAccount, _params: Params) -> dict[str, Any]:
    """getWebhookInfo."""
    sender, queue = world.webhook_senders[bot.id], world.update_queues[bot.id]
    told: dict[str, Any] = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(queue),
    }
    if sender.webhook is not None:
        told |= {"url": sender.webhook.url, "max_connections": sender.webhook.max_connections}
    if sender.webhook is not None and sender.last_error is not None:
        told["last_error_date"] = int(sender.last_error.date.timestamp())
        told["last_error_message"] = sender.last_error.message
    return told | ({"allowed_updates": queue.allowed} if queue.allowed else {})


def _allow(world: World, bot: BotAccount, params: Params) -> None:
    """Keep the kinds of update a request asks for; without any, the earlier ones stay."""
    kinds = params.get("allowed_updates")
    if kinds is None:
        return
    for kind in kinds:
        if not isinstance(kind, str) or kind not in UPDATE_KINDS:
            raise bad_request(f"unknown kind of update: {kind}")
    world.update_queues[bot.id].allow(kinds)


def end_session(world: World, bot: BotAccount, _params: Params) -> bool:
    """close and logOut: a waiting poll ends; there is no other server to move to."""
    world.update_queues[bot.id].wake()
    return True


def set_my_commands(world: World, bot: BotAccount, params: Params) -> bool:
    """setMyCommands."""
    if "commands" not in params:
        raise bad_request("expected an Array of BotCommand")
    commands = read_commands(params["commands"])
    world.menus[bot.id].set(*_menu(world, bot, params), commands)
    world.touch()
    return True


def get_my_commands(world: World, bot: BotAccount, params: Params) -> list[dict[str, Any]]:
    """getMyCommands."""
    return [asdict(command) for command in world.menus[bot.id].get(*_menu(world, bot, params))]


def delete_my_commands(world: World, bot: BotAccount, params: Params) -> bool:
    """deleteMyCommands."""
    world.menus[bot.id].set(*_menu(world, bot, params), [])
    world.touch()
    return True


def _menu(world: World, bot: BotAccount, params: Params) -> tuple[Scope, str]:
    scope = read_scope(params.get("scope"))
    if scope[1]:
        chats.find_chat(world, bot, {"chat_id": scope[1]})
    return scope, read_language(params.get("language_code", ""))


_TO = {"chat_id": chat}
_WHICH = {"chat_id": chat, "message_id": integer}
# python-telegram-bot's Defaults go along with edits too; only a sent message has a use for them.
_DEFAULTS = {
    "parse_mode": text,
    "link_preview_options": nested,
    "disable_notification": flag,
    "protect_content": flag,
    "allow_sending_without_reply": flag,
}
_WORDS = {
    **_DEFAULTS,
    "text": text,
    "disable_web_page_preview": flag,
    "reply_markup": nested,
}
_CAPTION = {**_DEFAULTS, "caption": text, "show_caption_above_media": flag, "reply_markup": nested}
_MENU = {"scope": nested, "language_code": text}

_ALL = (
    Method("getMe", get_me, {}),
    Method(
        "getUpdates",
        get_updates,
        {"offset": integer, "limit": integer, "timeout": integer, "allowed_updates": nested},
    ),
    Method(
        "setWebhook",
        set_webhook,
        {
            "url": text,
            "secret_token": text,
            "max_connections": integer,
            "allowed_updates": nested,
            "drop_pending_updates": flag,
        },
    ),
    Method("deleteWebhook", delete_webhook, {"drop_pending_updates": flag}),
    Method("getWebhookInfo", get_webhook_info, {}),
    Method("close", end_session, {}),
    Method("logOut", end_session, {}),
    Method(
        "sendMessage",
        messages.send_message,
        {**_TO, **_WORDS, "reply_parameters": nested},
    ),
    Method(
        "sendPhoto",
        file_methods.send_photo,
        {**_TO, **_CAPTION, "photo": file, "has_spoiler": flag, "reply_parameters": nested},
    ),
    Method(
        "sendDocument",
        file_methods.send_document,
        {
            **_TO,
            **_CAPTION,
            "document": file,
            "disable_content_type_detection": flag,
            "reply_parameters": nested,
        },
    ),
    Method("getFile", file_methods.get_file, {"file_id": text}),
    Method("editMessageCaption", messages.edit_message_caption, {**_WHICH, **_CAPTION}),
    Method(
        "editMessageMedia",
        file_methods.edit_message_media,
        {**_WHICH, **_DEFAULTS, "media": nested, "reply_markup": nested},
    ),
    Method("editMessageText", messages.edit_message_text, {**_WHICH, **_WORDS}),
    Method(
        "editMessageReplyMarkup",
        messages.edit_message_reply_markup,
        {**_WHICH, **_DEFAULTS, "reply_markup": nested},
    ),
    Method("deleteMessage", messages.delete_message, _WHICH),
    Method("sendChatAction", messages.send_chat_action, {**_TO, "action": text}),
    Method(
        "answerCallbackQuery",
        messages.answer_callback_query,
        {"callback_query_id": text, "text": text, "show_alert": flag, "url": text, "cache_time": integer},
    ),
    Method("setMyCommands", set_my_commands, {**_MENU, "commands": nested}),
    Method("getMyCommands", get_my_commands, _MENU),
    Method("deleteMyCommands", delete_my_commands, _MENU),
    Method("getChat", chats.get_chat, _TO),
    Method("getChatMember", members.get_chat_member, {**_TO, "user_id": integer}),
    Method("getChatAdministrators", members.get_chat_administrators, _TO),
    Method("leaveChat", members.leave_chat, _TO),
    Method("pinChatMessage", pins.pin_chat_message, {**_WHICH, "disable_notification": flag}),
    Method("unpinChatMessage", pins.unpin_chat_message, _WHICH),
    Method("unpinAllChatMessages", pins.unpin_all_chat_messages, _TO),
)
METHODS: Mapping[str, Method] = {method.name.lower(): method for method in _ALL}
"""By lower-case name: Telegram does not mind the case."""

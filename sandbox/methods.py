"""The Bot API's methods by name: the fields of each and the function that runs it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from telegram.constants import PollingLimit

from sandbox import chats, file_methods, members, messages, pins
from sandbox.chats import Params
from sandbox.commands import Scope, read_commands, read_language, read_scope
from sandbox.errors import bad_request
from sandbox.fields import Reader, chat_id, file, flag, integer, nested, text
from sandbox.model import BotAccount
from sandbox.updates import UPDATE_KINDS
from sandbox.webhooks import DEFAULT_MAX_CONNECTIONS, read_webhook
from sandbox.world import World

# Telegram's maximum for a poll's timeout, in seconds.
_MAX_POLL_TIMEOUT = 50


@dataclass(frozen=True)
class Method:
    """A method; `run` returns its result or an awaitable of it, and raises ApiError."""

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
    """getUpdates; it waits in real seconds, not on the sandbox's clock."""
    queue = world.update_queues[bot.id]
    limit = params.get("limit", PollingLimit.MAX_LIMIT)
    if not PollingLimit.MIN_LIMIT <= limit <= PollingLimit.MAX_LIMIT:
        raise bad_request("limit must be between 1 and 100")
    seconds = params.get("timeout", 0)
    if seconds < 0:
        raise bad_request("timeout must not be negative")
    _set_allowed_updates(world, bot, params)
    return await queue.poll(params.get("offset", 0), limit, min(seconds, _MAX_POLL_TIMEOUT))


def set_webhook(world: World, bot: BotAccount, params: Params) -> bool:
    """setWebhook; an empty url deletes the webhook."""
    url = params.get("url", "")
    if not url:
        return delete_webhook(world, bot, params)
    webhook = read_webhook(
        url, params.get("secret_token"), params.get("max_connections", DEFAULT_MAX_CONNECTIONS)
    )
    _set_allowed_updates(world, bot, params)
    if params.get("drop_pending_updates", False):
        world.update_queues[bot.id].clear()
    world.webhook_senders[bot.id].start(webhook)
    return True


def delete_webhook(world: World, bot: BotAccount, params: Params) -> bool:
    """deleteWebhook; succeeds even if no webhook is set."""
    world.webhook_senders[bot.id].stop()
    if params.get("drop_pending_updates", False):
        world.update_queues[bot.id].clear()
    return True


def get_webhook_info(world: World, bot: BotAccount, _params: Params) -> dict[str, Any]:
    """getWebhookInfo."""
    sender, queue = world.webhook_senders[bot.id], world.update_queues[bot.id]
    info: dict[str, Any] = {
        "url": "",
        "has_custom_certificate": False,
        "pending_update_count": len(queue),
    }
    if sender.webhook is not None:
        info |= {"url": sender.webhook.url, "max_connections": sender.webhook.max_connections}
    if sender.webhook is not None and sender.last_error is not None:
        info["last_error_date"] = int(sender.last_error.date.timestamp())
        info["last_error_message"] = sender.last_error.message
    return info | ({"allowed_updates": queue.allowed} if queue.allowed else {})


def _set_allowed_updates(world: World, bot: BotAccount, params: Params) -> None:
    """Apply a request's allowed_updates; without that field the earlier setting stays."""
    kinds = params.get("allowed_updates")
    if kinds is None:
        return
    for kind in kinds:
        if not isinstance(kind, str) or kind not in UPDATE_KINDS:
            raise bad_request(f"unknown kind of update: {kind}")
    world.update_queues[bot.id].allow(kinds)


def end_session(world: World, bot: BotAccount, _params: Params) -> bool:
    """close and logOut: end a waiting poll and change nothing else."""
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


_CHAT = {"chat_id": chat_id}
_MESSAGE = {"chat_id": chat_id, "message_id": integer}
# python-telegram-bot sends its Defaults with edits too, although only new messages use them.
_DEFAULTS = {
    "parse_mode": text,
    "link_preview_options": nested,
    "disable_notification": flag,
    "protect_content": flag,
    "allow_sending_without_reply": flag,
}
_TEXT = {
    **_DEFAULTS,
    "text": text,
    "disable_web_page_preview": flag,
    "reply_markup": nested,
}
_CAPTION = {**_DEFAULTS, "caption": text, "show_caption_above_media": flag, "reply_markup": nested}
_MENU = {"scope": nested, "language_code": text}

_METHODS = (
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
        {**_CHAT, **_TEXT, "reply_parameters": nested},
    ),
    Method(
        "sendPhoto",
        file_methods.send_photo,
        {**_CHAT, **_CAPTION, "photo": file, "has_spoiler": flag, "reply_parameters": nested},
    ),
    Method(
        "sendDocument",
        file_methods.send_document,
        {
            **_CHAT,
            **_CAPTION,
            "document": file,
            "disable_content_type_detection": flag,
            "reply_parameters": nested,
        },
    ),
    Method("getFile", file_methods.get_file, {"file_id": text}),
    Method("editMessageCaption", messages.edit_message_caption, {**_MESSAGE, **_CAPTION}),
    Method(
        "editMessageMedia",
        file_methods.edit_message_media,
        {**_MESSAGE, **_DEFAULTS, "media": nested, "reply_markup": nested},
    ),
    Method("editMessageText", messages.edit_message_text, {**_MESSAGE, **_TEXT}),
    Method(
        "editMessageReplyMarkup",
        messages.edit_message_reply_markup,
        {**_MESSAGE, **_DEFAULTS, "reply_markup": nested},
    ),
    Method("deleteMessage", messages.delete_message, _MESSAGE),
    Method("sendChatAction", messages.send_chat_action, {**_CHAT, "action": text}),
    Method(
        "answerCallbackQuery",
        messages.answer_callback_query,
        {"callback_query_id": text, "text": text, "show_alert": flag, "url": text, "cache_time": integer},
    ),
    Method("setMyCommands", set_my_commands, {**_MENU, "commands": nested}),
    Method("getMyCommands", get_my_commands, _MENU),
    Method("deleteMyCommands", delete_my_commands, _MENU),
    Method("getChat", chats.get_chat, _CHAT),
    Method("getChatMember", members.get_chat_member, {**_CHAT, "user_id": integer}),
    Method("getChatAdministrators", members.get_chat_administrators, _CHAT),
    Method("leaveChat", members.leave_chat, _CHAT),
    Method("pinChatMessage", pins.pin_chat_message, {**_MESSAGE, "disable_notification": flag}),
    Method("unpinChatMessage", pins.unpin_chat_message, _MESSAGE),
    Method("unpinAllChatMessages", pins.unpin_all_chat_messages, _CHAT),
)
METHODS: Mapping[str, Method] = {method.name.lower(): method for method in _METHODS}
"""Methods by lower-case name, since Telegram ignores case."""

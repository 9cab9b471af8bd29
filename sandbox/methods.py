"""The Bot API by method name: which fields each method has and what plays it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from telegram.constants import PollingLimit

from sandbox import chats, messages
from sandbox.chats import Given
from sandbox.commands import Scope, read_commands, read_language, read_scope
from sandbox.errors import bad_request
from sandbox.fields import Reader, chat, flag, integer, nested, text
from sandbox.model import BotAccount
from sandbox.updates import KINDS
from sandbox.world import World

# The longest Telegram lets a poll wait, in seconds.
_LONGEST_POLL = 50


@dataclass(frozen=True)
class Method:
    """A method: `play` returns its result, or an awaitable of it, and raises ApiError."""

    name: str
    play: Callable[[World, BotAccount, Given], Any]
    fields: Mapping[str, Reader]


def get_me(world: World, bot: BotAccount, _given: Given) -> dict[str, Any]:
    """getMe."""
    abilities = (
        "can_read_all_group_messages",
        "supports_inline_queries",
        "can_connect_to_business",
        "has_main_web_app",
    )
    return world.user(bot.id) | {"can_join_groups": True} | dict.fromkeys(abilities, False)


async def get_updates(world: World, bot: BotAccount, given: Given) -> list[dict[str, Any]]:
    """getUpdates; waits real seconds, whatever the sandbox's clock says."""
    inbox = world.inboxes[bot.id]
    limit = given.get("limit", PollingLimit.MAX_LIMIT)
    if not PollingLimit.MIN_LIMIT <= limit <= PollingLimit.MAX_LIMIT:
        raise bad_request("limit must be between 1 and 100")
    seconds = given.get("timeout", 0)
    if seconds < 0:
        raise bad_request("timeout must not be negative")
    kinds = given.get("allowed_updates")
    if kinds is not None:
        for kind in kinds:
            if not isinstance(kind, str) or kind not in KINDS:
                raise bad_request(f"unknown kind of update: {kind}")
        inbox.allow(kinds)
    return await inbox.poll(given.get("offset", 0), limit, min(seconds, _LONGEST_POLL))


def delete_webhook(world: World, bot: BotAccount, given: Given) -> bool:
    """deleteWebhook: there is never one to delete, but what is queued can be dropped."""
    if given.get("drop_pending_updates", False):
        world.inboxes[bot.id].forget()
    return True


def end_session(world: World, bot: BotAccount, _given: Given) -> bool:
    """close and logOut: a waiting poll ends; there is no other server to move to."""
    world.inboxes[bot.id].wake()
    return True


def set_my_commands(world: World, bot: BotAccount, given: Given) -> bool:
    """setMyCommands."""
    if "commands" not in given:
        raise bad_request("expected an Array of BotCommand")
    commands = read_commands(given["commands"])
    world.menus[bot.id].set(*_menu(world, bot, given), commands)
    world.touch()
    return True


def get_my_commands(world: World, bot: BotAccount, given: Given) -> list[dict[str, Any]]:
    """getMyCommands."""
    return [asdict(command) for command in world.menus[bot.id].get(*_menu(world, bot, given))]


def delete_my_commands(world: World, bot: BotAccount, given: Given) -> bool:
    """deleteMyCommands."""
    world.menus[bot.id].set(*_menu(world, bot, given), [])
    world.touch()
    return True


def _menu(world: World, bot: BotAccount, given: Given) -> tuple[Scope, str]:
    scope = read_scope(given.get("scope"))
    if scope[1]:
        chats.find_chat(world, bot, {"chat_id": scope[1]})
    return scope, read_language(given.get("language_code", ""))


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
_MENU = {"scope": nested, "language_code": text}

_ALL = (
    Method("getMe", get_me, {}),
    Method(
        "getUpdates",
        get_updates,
        {"offset": integer, "limit": integer, "timeout": integer, "allowed_updates": nested},
    ),
    Method("deleteWebhook", delete_webhook, {"drop_pending_updates": flag}),
    Method("close", end_session, {}),
    Method("logOut", end_session, {}),
    Method(
        "sendMessage",
        messages.send_message,
        {**_TO, **_WORDS, "reply_parameters": nested},
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
    Method("leaveChat", chats.leave_chat, _TO),
)
METHODS: Mapping[str, Method] = {method.name.lower(): method for method in _ALL}
"""By lower-case name: Telegram does not mind the case."""

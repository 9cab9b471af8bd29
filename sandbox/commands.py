"""Bots' command menus by scope and language, and which menu a person sees."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from telegram.constants import BotCommandLimit

from sandbox.errors import bad_request
from sandbox.model import Command

Scope = tuple[str, int, int]
"""Type, chat id and user id; 0 where the type has none."""

DEFAULT: Scope = ("default", 0, 0)
_FIELDS: dict[str, tuple[str, ...]] = {
    "default": (),
    "all_private_chats": (),
    "all_group_chats": (),
    "all_chat_administrators": (),
    "chat": ("chat_id",),
    "chat_administrators": ("chat_id",),
    "chat_member": ("chat_id", "user_id"),
}
_COMMAND = re.compile(r"[a-z0-9_]+")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")


class Menus:
    """One bot's command menus."""

    def __init__(self) -> None:
        self._menus: dict[tuple[Scope, str], list[Command]] = {}

    def set(self, scope: Scope, language: str, commands: list[Command]) -> None:
        """Replace the menu of a scope and language; an empty list deletes it."""
        if commands:
            self._menus[scope, language] = commands
        else:
            self._menus.pop((scope, language), None)

    def get(self, scope: Scope, language: str) -> list[Command]:
        """The menu of exactly this scope and language."""
        return list(self._menus.get((scope, language), ()))

    def seen(self, chat_id: int, user_id: int, language_code: str, *, administrator: bool) -> list[Command]:
        """The menu a person sees in a chat: that of the narrowest scope, in their language if there is one."""
        language = language_code.partition("-")[0].lower()
        if chat_id > 0:
            scopes: list[Scope] = [("chat", chat_id, 0), ("all_private_chats", 0, 0), DEFAULT]
        else:
            scopes = [
                ("chat_member", chat_id, user_id),
                ("chat", chat_id, 0),
                ("all_group_chats", 0, 0),
                DEFAULT,
            ]
            if administrator:
                scopes.insert(1, ("chat_administrators", chat_id, 0))
                scopes.insert(3, ("all_chat_administrators", 0, 0))
        for scope in scopes:
            for key in ((scope, language), (scope, "")):
                if key in self._menus:
                    return list(self._menus[key])
        return []


def read_scope(raw: Any) -> Scope:
    """The scope of a request, by default DEFAULT; raises ApiError if it is invalid."""
    if raw is None:
        return DEFAULT
    if not isinstance(raw, Mapping):
        raise bad_request("BotCommandScope must be an Object")
    kind = raw.get("type")
    if not isinstance(kind, str) or kind not in _FIELDS:
        raise bad_request("unsupported type specified")
    for name in raw:
        if name != "type" and name not in _FIELDS[kind]:
            raise bad_request(f'unknown field "{name}" in scope')
    ids = {"chat_id": 0, "user_id": 0}
    for name in _FIELDS[kind]:
        if type(raw.get(name)) is not int:
            raise bad_request(f'field "{name}" of scope must be of type Integer')
        ids[name] = raw[name]
    return kind, ids["chat_id"], ids["user_id"]


def read_language(code: str) -> str:
    """A two-letter language code, or "" for all languages without their own menu; raises ApiError for others."""
    if not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def read_commands(raw: Any) -> list[Command]:
    """The commands of a request; raises ApiError if they break a limit."""
    if not isinstance(raw, list):
        raise bad_request("expected an Array of BotCommand")
    if len(raw) > BotCommandLimit.MAX_COMMAND_NUMBER:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    return [_read_command(entry) for entry in raw]


def _read_command(raw: Any) -> Command:
    if not isinstance(raw, Mapping):
        raise bad_request("can't parse BotCommand: expected an Object")
    for name in raw:
        if name not in {"command", "description"}:
            raise bad_request(f'unknown field "{name}" in BotCommand')
    command, description = raw.get("command"), raw.get("description")
    if not isinstance(command, str) or len(command) < BotCommandLimit.MIN_COMMAND:
        raise bad_request("command must be non-empty")
    if len(command) > BotCommandLimit.MAX_COMMAND:
        raise bad_request("command length must not exceed 32")
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not isinstance(description, str) or len(description) < BotCommandLimit.MIN_DESCRIPTION:
        raise bad_request("command description must be non-empty")
    if len(description) > BotCommandLimit.MAX_DESCRIPTION:
        raise bad_request("command description length must not exceed 256")
    return Command(command, description)

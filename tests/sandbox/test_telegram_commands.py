"""Command menus by scope and language."""

from collections.abc import Sequence
from typing import Any

import pytest

from sandbox.telegram import Command, Telegram
from tests.sandbox.conftest import Api


def menu(*names: str) -> list[dict[str, str]]:
    return [{"command": name, "description": f"{name}!"} for name in names]


def chat(chat_id: int | str, kind: str = "chat", **more: Any) -> dict[str, Any]:
    return {"type": kind, "chat_id": chat_id} | more


async def test_a_menu_can_be_set_read_and_deleted(telegram: Telegram, buyers: Api, staff: Api) -> None:
    assert await buyers("setMyCommands", commands=menu("book", "help")) is True
    assert await buyers("getMyCommands") == menu("book", "help")
    assert await staff("getMyCommands") == []
    assert telegram.commands("house_bot", 7, "en") == [Command("book", "book!"), Command("help", "help!")]
    assert await buyers("deleteMyCommands") is True
    assert await buyers("getMyCommands") == []
    assert telegram.commands("house_bot", 7, "en") == []


async def test_an_empty_menu_is_the_same_as_none(telegram: Telegram, buyers: Api) -> None:
    await buyers("setMyCommands", commands=menu("book"))
    await buyers("setMyCommands", commands=menu("all"), scope={"type": "all_private_chats"})
    await buyers("setMyCommands", commands="[]", scope={"type": "all_private_chats"})
    assert names(telegram.commands("house_bot", 7, "en")) == ["book"]


async def test_a_language_can_have_its_own_menu(telegram: Telegram, buyers: Api) -> None:
    await buyers("setMyCommands", commands=menu("book"))
    await buyers("setMyCommands", commands=menu("yuding"), language_code="zh")
    assert await buyers("getMyCommands", language_code="zh") == menu("yuding")
    assert names(telegram.commands("house_bot", 7, "zh-hans")) == ["yuding"]
    assert names(telegram.commands("house_bot", 7, "de")) == ["book"]


async def test_in_private_the_narrowest_scope_wins(started: Telegram, buyers: Api) -> None:
    await buyers("setMyCommands", commands=menu("a"))
    await buyers("setMyCommands", commands=menu("b"), scope={"type": "all_private_chats"})
    assert names(started.commands("house_bot", 7, "en")) == ["b"]
    await buyers("setMyCommands", commands=menu("c"), scope=chat(7))
    assert names(started.commands("house_bot", 7, "en")) == ["c"]
    assert names(started.commands("house_bot", 8, "en")) == ["b"]


async def test_a_narrow_scope_wins_over_a_language(started: Telegram, buyers: Api) -> None:
    await buyers("setMyCommands", commands=menu("a"), language_code="zh")
    await buyers("setMyCommands", commands=menu("b"), scope={"type": "all_private_chats"})
    assert names(started.commands("house_bot", 7, "zh")) == ["b"]


async def test_in_groups_scopes_narrow_from_all_to_one_member(
    telegram: Telegram, group: int, staff: Api
) -> None:
    for scope, name in (
        ({"type": "default"}, "a"),
        ({"type": "all_group_chats"}, "b"),
        ({"type": "all_chat_administrators"}, "c"),
        (chat(group), "d"),
        (chat(group, "chat_administrators"), "e"),
        (chat(group, "chat_member", user_id=7), "f"),
    ):
        seen = {who: names(telegram.commands("desk_bot", group, "en", user_id=who)) for who in (7, 8)}
        await staff("setMyCommands", commands=menu(name), scope=scope)
        after = {who: names(telegram.commands("desk_bot", group, "en", user_id=who)) for who in (7, 8)}
        changed = [who for who in (7, 8) if seen[who] != after[who]]
        assert changed == {"a": [7, 8], "b": [7, 8], "c": [8], "d": [7, 8], "e": [8], "f": [7]}[name]
    assert names(telegram.commands("desk_bot", 7, "en")) == ["a"]


@pytest.mark.parametrize(
    ("commands", "reason"),
    [
        (menu("Book"), "BOT_COMMAND_INVALID"),
        (menu("/book"), "BOT_COMMAND_INVALID"),
        (menu("预订"), "BOT_COMMAND_INVALID"),
        (menu(""), "command must be non-empty"),
        (menu("b" * 33), "command length must not exceed 32"),
        ([{"command": "book", "description": ""}], "command description must be non-empty"),
        ([{"command": "book"}], "command description must be non-empty"),
        (
            [{"command": "book", "description": "d" * 257}],
            "command description length must not exceed 256",
        ),
        ([{"command": "book", "description": "d", "icon": "x"}], 'unknown field "icon" in BotCommand'),
        (["book"], "can't parse BotCommand: expected an Object"),
        ({"command": "book"}, "expected an Array of BotCommand"),
        (menu(*["book"] * 101), "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_invalid_menus_are_refused(buyers: Api, commands: Any, reason: str) -> None:
    assert await buyers.refused("setMyCommands", commands=commands) == f"Bad Request: {reason}"
    assert await buyers("getMyCommands") == []


async def test_the_longest_menu_is_accepted(buyers: Api) -> None:
    longest = [{"command": "b" * 32, "description": "d" * 256}] * 100
    assert await buyers("setMyCommands", commands=longest)


async def test_commands_are_required(buyers: Api) -> None:
    assert await buyers.refused("setMyCommands") == "Bad Request: expected an Array of BotCommand"


@pytest.mark.parametrize("code", ["zh-hans", "z", "ZH", "zho"])
async def test_languages_have_two_letters(buyers: Api, code: str) -> None:
    refused = await buyers.refused("setMyCommands", commands=menu("book"), language_code=code)
    assert refused == "Bad Request: invalid language code specified"


@pytest.mark.parametrize(
    ("scope", "reason"),
    [
        ([], "BotCommandScope must be an Object"),
        ({"type": "everyone"}, "unsupported type specified"),
        ({}, "unsupported type specified"),
        ({"type": "default", "chat_id": 7}, 'unknown field "chat_id" in scope'),
        ({"type": "chat"}, 'field "chat_id" of scope must be of type Integer'),
        ({"type": "chat", "chat_id": "7"}, 'field "chat_id" of scope must be of type Integer'),
        ({"type": "chat_member", "chat_id": 7}, 'field "user_id" of scope must be of type Integer'),
        ({"type": "chat", "chat_id": 99}, "chat not found"),
    ],
)
async def test_invalid_scopes_are_refused(buyers: Api, scope: Any, reason: str) -> None:
    refused = await buyers.refused("setMyCommands", commands=menu("book"), scope=scope)
    assert refused == f"Bad Request: {reason}"


def names(commands: Sequence[Any]) -> list[str]:
    return [command.command for command in commands]

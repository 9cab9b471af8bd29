"""Pinned messages: rights, service messages, and which one getChat returns."""

from typing import Any

import aiogram
import pytest
from telegram.ext import ExtBot

from sandbox.telegram import Telegram
from tests.sandbox.conftest import Api, Clock

NO_RIGHTS = "Bad Request: not enough rights to manage pinned messages in the chat"


@pytest.fixture
async def pin_group(telegram: Telegram, group: int, staff: Api) -> int:
    """The group with the staff bot as an administrator that can pin; its updates are confirmed."""
    telegram.promote(8, "desk_bot", group, rights=["can_pin_messages"])
    await staff.updates()
    return group


async def test_pinning_posts_a_service_message_that_the_bot_receives(
    telegram: Telegram, pin_group: int, staff: Api
) -> None:
    sent = await staff("sendMessage", chat_id=pin_group, text="The board")
    assert await staff("pinChatMessage", chat_id=pin_group, message_id=sent["message_id"]) is True
    [update] = await staff.updates()
    assert update["message"]["from"]["id"] == 1002
    assert update["message"]["pinned_message"]["text"] == "The board"
    board, said = telegram.history(chat_id=pin_group)[-2:]
    assert (board.pinned, said.service, said.subject) == (True, "pinned_message", board.message_id)
    assert (await staff("getChat", chat_id=pin_group))["pinned_message"]["text"] == "The board"


async def test_a_bot_without_the_right_cannot_pin(telegram: Telegram, group: int, staff: Api) -> None:
    sent = await staff("sendMessage", chat_id=group, text="x")
    which = {"chat_id": group, "message_id": sent["message_id"]}
    assert await staff.refused("pinChatMessage", **which) == NO_RIGHTS
    telegram.promote(8, "desk_bot", group, rights=["can_delete_messages"])
    assert await staff.refused("pinChatMessage", **which) == NO_RIGHTS
    assert await staff.refused("unpinChatMessage", **which) == NO_RIGHTS
    assert await staff.refused("unpinAllChatMessages", chat_id=group) == NO_RIGHTS


async def test_a_bot_can_pin_in_a_private_chat(started: Telegram, buyers: Api) -> None:
    assert await buyers("pinChatMessage", chat_id=7, message_id=1, disable_notification=True) is True
    assert started.history(bot="house_bot", user_id=7)[0].pinned


async def test_invalid_pins_are_refused(telegram: Telegram, pin_group: int, staff: Api) -> None:
    async def refused(**params: Any) -> str:
        return await staff.refused("pinChatMessage", chat_id=pin_group, **params)

    sent = await staff("sendMessage", chat_id=pin_group, text="x")
    assert await refused() == "Bad Request: message identifier is not specified"
    assert await refused(message_id=99) == "Bad Request: message to pin not found"
    assert await refused(message_id=1) == "Bad Request: message can't be pinned"
    await staff("pinChatMessage", chat_id=pin_group, message_id=sent["message_id"])
    assert await refused(message_id=sent["message_id"]) == "Bad Request: CHAT_NOT_MODIFIED"


async def test_unpin_removes_one_the_newest_or_all_pins(
    telegram: Telegram, pin_group: int, staff: Api
) -> None:
    ids = [
        (await staff("sendMessage", chat_id=pin_group, text=text))["message_id"]
        for text in ("a", "b", "c", "d")
    ]
    for message_id in reversed(ids):
        await staff("pinChatMessage", chat_id=pin_group, message_id=message_id)

    def pinned() -> list[str]:
        return [shown.text for shown in telegram.history(chat_id=pin_group) if shown.pinned]

    assert await staff("unpinChatMessage", chat_id=pin_group) is True
    assert pinned() == ["a", "b", "c"]
    assert await staff("unpinChatMessage", chat_id=pin_group, message_id=ids[0]) is True
    assert (await staff("getChat", chat_id=pin_group))["pinned_message"]["text"] == "c"
    again = await staff.refused("unpinChatMessage", chat_id=pin_group, message_id=ids[0])
    assert again == "Bad Request: CHAT_NOT_MODIFIED"
    assert await staff("unpinAllChatMessages", chat_id=pin_group) is True
    assert pinned() == []
    assert await staff.refused("unpinChatMessage", chat_id=pin_group) == (
        "Bad Request: message to unpin not found"
    )
    assert "pinned_message" not in await staff("getChat", chat_id=pin_group)


async def test_a_deleted_message_is_no_longer_pinned(telegram: Telegram, pin_group: int, staff: Api) -> None:
    sent = await staff("sendMessage", chat_id=pin_group, text="x")
    await staff("pinChatMessage", chat_id=pin_group, message_id=sent["message_id"])
    await staff("deleteMessage", chat_id=pin_group, message_id=sent["message_id"])
    assert "pinned_message" not in await staff("getChat", chat_id=pin_group)
    said = telegram.history(chat_id=pin_group)[-1].message_id
    await staff("sendMessage", chat_id=pin_group, text="y", reply_parameters={"message_id": said})


async def test_an_administrator_with_the_right_can_delete_any_message(
    telegram: Telegram, pin_group: int, staff: Api, clock: Clock
) -> None:
    said = telegram.send(7, "x", chat_id=pin_group)
    which = {"chat_id": pin_group, "message_id": said}
    assert await staff.refused("deleteMessage", **which) == "Bad Request: message can't be deleted"
    telegram.promote(8, "desk_bot", pin_group, rights=["can_delete_messages"])
    clock.forward(72 * 3600)
    assert await staff("deleteMessage", **which) is True


async def test_both_frameworks_pin(
    telegram: Telegram, pin_group: int, aiogram_client: aiogram.Bot, ptb_client: ExtBot[None]
) -> None:
    telegram.add_bot(8, "house_bot", pin_group)
    telegram.promote(8, "house_bot", pin_group)
    sent = await aiogram_client.send_message(pin_group, "one")
    assert await aiogram_client.pin_chat_message(pin_group, sent.message_id, disable_notification=True)
    update = (await aiogram_client.get_updates())[-1]
    assert update.message.pinned_message.text == "one"
    assert await aiogram_client.unpin_chat_message(pin_group, message_id=sent.message_id)
    second = await ptb_client.send_message(pin_group, "two")
    assert await second.pin()
    assert (await ptb_client.get_updates())[-1].message.pinned_message.text == "two"
    assert (await ptb_client.get_chat(pin_group)).pinned_message.text == "two"
    assert await ptb_client.unpin_all_chat_messages(pin_group)

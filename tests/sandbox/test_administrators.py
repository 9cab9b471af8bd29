"""Administrators and members of groups: rights, updates about them, and the methods that list them."""

from collections.abc import Callable
from typing import Any

import aiogram
import pytest
import telegram as ptb
from telegram.ext import ExtBot

from sandbox.telegram import GestureError, Telegram
from tests.sandbox.conftest import Api
from tests.sandbox.framework_bots import parse_both


class TestRights:
    async def test_a_promoted_bot_is_told_and_receives_every_message(
        self, telegram: Telegram, group: int, staff: Api
    ) -> None:
        await staff.updates()
        telegram.send(7, "unheard", chat_id=group)
        telegram.promote(8, "desk_bot", group, rights=["can_pin_messages"])
        telegram.send(7, "heard", chat_id=group)
        risen, heard = await staff.updates()
        change = risen["my_chat_member"]
        assert change["old_chat_member"]["status"] == "member"
        assert change["new_chat_member"]["status"] == "administrator"
        assert change["new_chat_member"]["can_pin_messages"] is True
        assert change["new_chat_member"]["can_delete_messages"] is False
        assert heard["message"]["text"] == "heard"
        aiogram_update, ptb_update = parse_both(risen)
        assert aiogram_update.my_chat_member.new_chat_member.can_pin_messages
        assert ptb_update.my_chat_member.new_chat_member.can_pin_messages
        telegram.demote(8, "desk_bot", group)
        telegram.send(7, "unheard", chat_id=group)
        [fallen] = await staff.updates()
        assert fallen["my_chat_member"]["old_chat_member"]["status"] == "administrator"
        assert fallen["my_chat_member"]["new_chat_member"]["status"] == "member"

    async def test_only_administrators_with_the_right_can_promote(
        self, telegram: Telegram, group: int
    ) -> None:
        gestures: tuple[Callable[[], object], ...] = (
            lambda: telegram.promote(7, "desk_bot", group),
            lambda: telegram.promote(8, "house_bot", group),
            lambda: telegram.promote(8, 9, group),
            lambda: telegram.promote(8, 7, group, rights=["can_fly"]),
            lambda: telegram.demote(8, 7, group),
            lambda: telegram.demote(8, "desk_bot", group),
        )
        for gesture in gestures:
            with pytest.raises(GestureError):
                gesture()
        telegram.promote(8, 7, group)
        telegram.promote(7, "desk_bot", group)
        telegram.demote(8, 7, group)
        with pytest.raises(GestureError):
            telegram.demote(7, "desk_bot", group)

    async def test_a_removed_administrator_bot_returns_as_a_member(
        self, telegram: Telegram, group: int, staff: Api
    ) -> None:
        telegram.promote(8, "desk_bot", group)
        await staff.updates()
        telegram.remove_bot(8, "desk_bot", group)
        [update] = await staff.updates()
        assert update["my_chat_member"]["new_chat_member"]["status"] == "kicked"
        telegram.add_bot(8, "desk_bot", group)
        assert (await staff("getChatMember", chat_id=group, user_id=1002))["status"] == "member"

    async def test_administrator_bots_get_chat_member_if_they_allow_it(
        self, telegram: Telegram, group: int, staff: Api
    ) -> None:
        await staff("getUpdates", allowed_updates=["chat_member"])
        telegram.join(9, group)
        telegram.promote(8, "desk_bot", group)
        telegram.leave(9, group)
        telegram.promote(8, 7, group)
        assert "chat_member" not in [kind(update) for update in (await staff.updates())[:-2]]
        await staff("getUpdates", allowed_updates=[])
        telegram.join(9, group)
        assert [kind(update) for update in await staff.updates()] == ["message"]
        await staff("getUpdates", allowed_updates=["chat_member"])
        telegram.leave(9, group)
        [update] = await staff.updates()
        change = update["chat_member"]
        assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == (
            "member",
            "left",
        )
        assert parse_both(update)[0].chat_member.new_chat_member.user.id == 9

    async def test_updates_that_are_not_allowed_are_not_queued(self, started: Telegram, buyers: Api) -> None:
        await buyers("getUpdates", offset=-1, allowed_updates=["message"])
        await buyers.updates()
        said = started.send(7, "one", bot="house_bot")
        started.edit(7, said, "two", bot="house_bot")
        started.block(7, "house_bot")
        assert [kind(update) for update in await buyers.updates()] == ["message"]


class TestChatMembers:
    async def test_get_chat_member_returns_every_status(
        self, telegram: Telegram, group: int, staff: Api
    ) -> None:
        telegram.promote(8, 7, group, rights=["is_anonymous", "can_pin_messages"])
        telegram.promote(8, "desk_bot", group)

        async def status(user_id: int) -> str:
            return (await staff("getChatMember", chat_id=group, user_id=user_id))["status"]

        assert [await status(user_id) for user_id in (8, 7, 1002, 9, 1001)] == [
            "creator", "administrator", "administrator", "left", "left",
        ]  # fmt: skip
        telegram.join(9, group)
        assert await status(9) == "member"
        assert (await staff("getChatMember", chat_id=group, user_id=7))["is_anonymous"] is True
        unknown = await staff.refused("getChatMember", chat_id=group, user_id=99)
        assert unknown == "Bad Request: PARTICIPANT_ID_INVALID"

    async def test_get_chat_member_works_in_a_private_chat(self, started: Telegram, buyers: Api) -> None:
        assert (await buyers("getChatMember", chat_id=7, user_id=7))["status"] == "member"
        other = await buyers.refused("getChatMember", chat_id=7, user_id=8)
        assert other == "Bad Request: PARTICIPANT_ID_INVALID"

    async def test_get_chat_administrators_lists_people_and_the_asking_bot(
        self, telegram: Telegram, group: int, staff: Api, buyers: Api
    ) -> None:
        telegram.add_bot(8, "house_bot", group)
        for whom in (7, "desk_bot", "house_bot"):
            telegram.promote(8, whom, group)
        listed = [entry["user"]["id"] for entry in await staff("getChatAdministrators", chat_id=group)]
        assert listed == [8, 7, 1002]
        assert [entry["user"]["id"] for entry in await buyers("getChatAdministrators", chat_id=group)] == [
            8, 7, 1001,
        ]  # fmt: skip

    async def test_a_creator_who_left_is_not_an_administrator(
        self, telegram: Telegram, group: int, staff: Api
    ) -> None:
        telegram.leave(8, group)
        assert await staff("getChatAdministrators", chat_id=group) == []
        assert (await staff("getChatMember", chat_id=group, user_id=8))["status"] == "left"

    async def test_a_private_chat_has_no_administrators(self, started: Telegram, buyers: Api) -> None:
        refused = await buyers.refused("getChatAdministrators", chat_id=7)
        assert refused == "Bad Request: there are no administrators in the private chat"

    async def test_both_frameworks_parse_chat_members(
        self, telegram: Telegram, group: int, aiogram_client: aiogram.Bot, ptb_client: ExtBot[None]
    ) -> None:
        telegram.add_bot(8, "house_bot", group)
        telegram.promote(8, 7, group)
        assert [type(each).__name__ for each in await aiogram_client.get_chat_administrators(group)] == [
            "ChatMemberOwner", "ChatMemberAdministrator",
        ]  # fmt: skip
        administrator = await ptb_client.get_chat_member(group, 7)
        assert isinstance(administrator, ptb.ChatMemberAdministrator)
        assert administrator.can_pin_messages
        assert (await ptb_client.get_chat_member(group, 8)).status == "creator"


def kind(update: dict[str, Any]) -> str:
    return next(name for name in update if name != "update_id")

"""Updates besides texts and taps: edits, media, migration, senders that are chats, changes of members."""

from collections.abc import Callable
from typing import Any

import aiogram
import pytest
import telegram as ptb
from telegram.ext import ExtBot

from sandbox.sample_media import blank_png
from sandbox.telegram import GestureError, Telegram
from tests.sandbox.conftest import Api, Clock

ASK = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
SMALL = -400


@pytest.fixture
def small(telegram: Telegram) -> int:
    """A basic group of its creator Lin, Wang and the staff bot."""
    telegram.add_group(SMALL, "Small", [7, 8], ["desk_bot"])
    return SMALL


def parse_both(update: dict[str, Any]) -> tuple[Any, Any]:
    """The update parsed by aiogram and by python-telegram-bot."""
    return aiogram.types.Update.model_validate(update), ptb.Update.de_json(update, None)


class TestEdits:
    async def test_an_edited_text_arrives_as_edited_message(
        self, started: Telegram, buyers: Api, clock: Clock
    ) -> None:
        said = started.send(7, "tomorrow", bot="house_bot")
        await buyers.updates()
        clock.forward(60)
        started.edit(7, said, "/my day after", bot="house_bot")
        [update] = await buyers.updates()
        edited = update["edited_message"]
        assert (edited["message_id"], edited["text"]) == (said, "/my day after")
        assert edited["edit_date"] == edited["date"] + 60
        assert edited["entities"] == [{"type": "bot_command", "offset": 0, "length": 3}]
        assert parse_both(update)[1].edited_message.text == "/my day after"
        shown = started.history(bot="house_bot", user_id=7)[-1]
        assert (shown.text, shown.edited) == ("/my day after", clock.moment.replace(microsecond=0))

    async def test_an_edited_caption_arrives_as_edited_message(self, started: Telegram, buyers: Api) -> None:
        said = started.send_media(7, "photo", bot="house_bot", caption="my car")
        await buyers.updates()
        started.edit(7, said, "", bot="house_bot")
        [update] = await buyers.updates()
        assert "caption" not in update["edited_message"]
        assert update["edited_message"]["photo"]

    async def test_privacy_mode_applies_to_edits(self, telegram: Telegram, group: int, staff: Api) -> None:
        said = telegram.send(7, "today", chat_id=group)
        await staff.updates()
        telegram.edit(7, said, "tomorrow", chat_id=group)
        assert await staff.updates() == []
        telegram.edit(7, said, "/today", chat_id=group)
        assert [update["edited_message"]["text"] for update in await staff.updates()] == ["/today"]

    async def test_edits_that_no_client_can_make_are_refused(
        self, started: Telegram, buyers: Api, clock: Clock
    ) -> None:
        answer = await buyers("sendMessage", chat_id=7, text="x")
        place = started.send_media(7, "location", bot="house_bot")
        said = started.send(7, "one", bot="house_bot")
        card = started.share_contact(7, bot="house_bot", owner=9)
        for message_id, text in (
            (answer["message_id"], "y"), (place, "y"), (card, "y"), (99, "y"), (said, "one"), (said, " "),
            (said, "x" * 4097),
        ):  # fmt: skip
            with pytest.raises(GestureError):
                started.edit(7, message_id, text, bot="house_bot")
        clock.forward(48 * 3600 + 1)
        with pytest.raises(GestureError):
            started.edit(7, said, "two", bot="house_bot")


class TestMedia:
    @pytest.mark.parametrize(
        ("kind", "facts", "told"),
        [
            ("photo", {"content": blank_png(1280, 960)}, {}),
            (
                "document",
                {"name": "deed.pdf", "content": b"%PDF"},
                {"file_name": "deed.pdf", "mime_type": "application/pdf", "file_size": 4},
            ),
            ("voice", {"duration": 9}, {"duration": 9, "mime_type": "audio/ogg"}),
            ("video", {}, {"duration": 5, "width": 640, "height": 360, "mime_type": "video/mp4"}),
            ("location", {"latitude": 31.2, "longitude": 121.5}, {"latitude": 31.2, "longitude": 121.5}),
            (
                "sticker",
                {"emoji": "🏠"},
                {"emoji": "🏠", "type": "regular", "is_animated": False, "is_video": False, "width": 512},
            ),
            ("poll", {"question": "When?", "options": ("Now", "Later")}, {"question": "When?"}),
        ],
    )
    async def test_each_kind_of_media_has_telegrams_json(
        self, started: Telegram, buyers: Api, kind: str, facts: dict[str, Any], told: dict[str, Any]
    ) -> None:
        await buyers.updates()
        started.send_media(7, kind, bot="house_bot", **facts)
        [update] = await buyers.updates()
        message = update["message"]
        assert "text" not in message
        if kind != "photo":
            assert message[kind].items() >= told.items()
        aiogram_update, ptb_update = parse_both(update)
        assert aiogram_update.message.content_type == kind
        assert getattr(ptb_update.message, kind)
        assert started.history(bot="house_bot", user_id=7)[-1].media.kind == kind

    async def test_a_photo_has_sizes_with_the_largest_last(self, started: Telegram, buyers: Api) -> None:
        await buyers.updates()
        started.send_media(7, "photo", bot="house_bot", content=blank_png(800, 400), caption="/book 迎宾")
        [update] = await buyers.updates()
        sizes = [(size["width"], size["height"]) for size in update["message"]["photo"]]
        assert sizes == [(90, 45), (800, 400)]
        assert update["message"]["caption"] == "/book 迎宾"
        assert update["message"]["caption_entities"][0]["type"] == "bot_command"
        started.send_media(7, "photo", bot="house_bot", content=blank_png(80, 40))
        [update] = await buyers.updates()
        assert len(update["message"]["photo"]) == 1

    async def test_in_a_group_a_bot_receives_a_photo_only_as_a_reply_to_it(
        self, telegram: Telegram, group: int, staff: Api
    ) -> None:
        asked = await staff("sendMessage", chat_id=group, text="A picture?")
        await staff.updates()
        telegram.send_media(7, "photo", chat_id=group, caption="/today")
        assert await staff.updates() == []
        telegram.send_media(7, "photo", chat_id=group, reply_to=asked["message_id"])
        [update] = await staff.updates()
        assert update["message"]["reply_to_message"]["text"] == "A picture?"

    @pytest.mark.parametrize(
        ("kind", "facts"),
        [
            ("story", {}),
            ("photo", {"content": b"no picture"}),
            ("photo", {"caption": "x" * 1025}),
            ("photo", {"reply_to": 99}),
            ("voice", {"length": 3}),
            ("sticker", {"caption": "x"}),
            ("location", {"latitude": 91.0, "longitude": 0.0}),
            ("poll", {"question": ""}),
            ("poll", {"options": ("one",)}),
            ("poll", {"options": ("one", "x" * 101)}),
        ],
    )
    def test_media_that_no_client_can_send_are_refused(
        self, started: Telegram, kind: str, facts: dict[str, Any]
    ) -> None:
        with pytest.raises(GestureError):
            started.send_media(7, kind, bot="house_bot", **facts)
        assert len(started.history(bot="house_bot", user_id=7)) == 1

    async def test_media_to_a_blocked_bot_are_refused(self, started: Telegram) -> None:
        started.block(7, "house_bot")
        with pytest.raises(GestureError):
            started.send_media(7, "photo", bot="house_bot")


class TestMigration:
    async def test_both_chats_get_a_service_message(self, telegram: Telegram, small: int, staff: Api) -> None:
        await staff.updates()
        new = telegram.migrate(small)
        assert str(new).startswith("-100")
        left, arrived = (update["message"] for update in await staff.updates())
        assert (left["chat"]["id"], left["chat"]["type"], left["migrate_to_chat_id"]) == (small, "group", new)
        assert (arrived["chat"]["id"], arrived["chat"]["type"]) == (new, "supergroup")
        assert (arrived["migrate_from_chat_id"], arrived["message_id"]) == (small, 1)
        assert arrived["from"]["username"] == "GroupAnonymousBot"
        assert arrived["sender_chat"]["id"] == new

    async def test_requests_to_the_old_chat_get_migrate_to_chat_id(
        self, telegram: Telegram, small: int, staff: Api
    ) -> None:
        sent = await staff("sendMessage", chat_id=small, text="x", reply_markup=ASK)
        new = telegram.migrate(small)
        for method, params in (
            ("sendMessage", {"text": "y"}),
            ("editMessageText", {"text": "y", "message_id": sent["message_id"]}),
            ("deleteMessage", {"message_id": sent["message_id"]}),
            ("getChat", {}),
        ):
            reply = await telegram.call(staff.account.token, method, {"chat_id": small} | params)
            assert reply == {
                "ok": False,
                "error_code": 400,
                "description": "Bad Request: group chat was upgraded to a supergroup chat",
                "parameters": {"migrate_to_chat_id": new},
            }
        assert (await staff("sendMessage", chat_id=new, text="y"))["message_id"] == 2

    async def test_people_and_administrators_are_in_the_new_chat(
        self, telegram: Telegram, small: int, staff: Api
    ) -> None:
        telegram.promote(7, "desk_bot", small)
        new = telegram.migrate(small)
        with pytest.raises(GestureError):
            telegram.send(8, "x", chat_id=small)
        with pytest.raises(GestureError):
            telegram.migrate(small)
        with pytest.raises(GestureError):
            telegram.migrate(new)
        assert telegram.members(new) == {7, 8}
        await staff.updates()
        telegram.send(8, "heard by an administrator", chat_id=new)
        assert len(await staff.updates()) == 1
        assert telegram.history(chat_id=small)[-1].service == "migrate_to_chat_id"

    async def test_both_frameworks_raise_the_error(
        self, telegram: Telegram, small: int, aiogram_client: aiogram.Bot, ptb_client: ExtBot[None]
    ) -> None:
        telegram.add_bot(7, "house_bot", small)
        new = telegram.migrate(small)
        with pytest.raises(aiogram.exceptions.TelegramMigrateToChat) as moved:
            await aiogram_client.send_message(small, "x")
        assert moved.value.migrate_to_chat_id == new
        with pytest.raises(ptb.error.ChatMigrated) as followed:
            await ptb_client.send_message(small, "x")
        assert followed.value.new_chat_id == new


class TestSenderIdentities:
    async def test_an_anonymous_administrator_sends_as_the_group(
        self, telegram: Telegram, group: int, staff: Api
    ) -> None:
        telegram.promote(8, 7, group, rights=["is_anonymous"])
        await staff.updates()
        telegram.send(7, "/today", chat_id=group, anonymous=True)
        [update] = await staff.updates()
        assert update["message"]["from"] == {
            "id": 1087968824,
            "is_bot": True,
            "first_name": "Group",
            "username": "GroupAnonymousBot",
        }
        assert update["message"]["sender_chat"] == update["message"]["chat"]
        assert parse_both(update)[0].message.sender_chat.id == group
        sender = telegram.history(chat_id=group)[-1].sender
        assert (sender.id, sender.name, sender.is_bot) == (group, "Reception", False)

    async def test_only_an_anonymous_administrator_can_send_as_the_group(
        self, telegram: Telegram, group: int
    ) -> None:
        telegram.promote(8, 7, group, rights=["can_pin_messages"])
        for person in (7, 8):
            with pytest.raises(GestureError):
                telegram.send(person, "/today", chat_id=group, anonymous=True)
        with pytest.raises(GestureError):
            telegram.send(7, "/today", bot="desk_bot", anonymous=True)

    async def test_a_linked_channels_post_is_forwarded_to_the_group(
        self, telegram: Telegram, group: int, staff: Api
    ) -> None:
        await staff.updates()
        telegram.forward_post(group, "/today is open day", channel_id=-1009, title="Tianyue News")
        telegram.forward_post(group, "unheard", channel_id=-1009, title="Tianyue News")
        [update] = await staff.updates()
        message = update["message"]
        assert message["from"] == {"id": 777000, "is_bot": False, "first_name": "Telegram"}
        assert message["sender_chat"] == {"id": -1009, "type": "channel", "title": "Tianyue News"}
        assert message["is_automatic_forward"] is True
        assert message["forward_origin"]["chat"] == message["sender_chat"]
        aiogram_update, ptb_update = parse_both(update)
        assert (
            aiogram_update.message.forward_origin.type == ptb_update.message.forward_origin.type == "channel"
        )
        assert telegram.history(chat_id=group)[-1].sender.name == "Tianyue News"


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

"""Updates besides texts and taps: edits, media, migration, senders that are chats."""

from typing import Any

import aiogram
import pytest
import telegram as ptb
from telegram.ext import ExtBot

from sandbox.sample_media import blank_png
from sandbox.telegram import GestureError, Telegram
from tests.sandbox.conftest import Api, Clock
from tests.sandbox.framework_bots import parse_both

ASK = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
SMALL = -400


@pytest.fixture
def small(telegram: Telegram) -> int:
    """A basic group of its creator Lin, Wang and the staff bot."""
    telegram.add_group(SMALL, "Small", [7, 8], ["desk_bot"])
    return SMALL


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
        ("kind", "facts", "expected"),
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
        self, started: Telegram, buyers: Api, kind: str, facts: dict[str, Any], expected: dict[str, Any]
    ) -> None:
        await buyers.updates()
        started.send_media(7, kind, bot="house_bot", **facts)
        [update] = await buyers.updates()
        message = update["message"]
        assert "text" not in message
        if kind != "photo":
            assert message[kind].items() >= expected.items()
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

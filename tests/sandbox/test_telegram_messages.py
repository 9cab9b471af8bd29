"""Sending, editing and deleting messages, and the errors when that fails."""

import json
from typing import Any

import pytest

from sandbox.telegram import Telegram
from tests.sandbox.conftest import Api, Clock

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)
INLINE = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
ASKING = {"keyboard": [[{"text": "Share", "request_contact": True}]]}


async def test_a_message_arrives_and_is_shown(started: Telegram, buyers: Api, clock: Clock) -> None:
    sent = await buyers("sendMessage", chat_id=7, text="Welcome", reply_markup=INLINE)
    assert sent == {
        "message_id": 2,
        "from": {"id": 1001, "is_bot": True, "first_name": "The House", "username": "house_bot"},
        "chat": {"id": 7, "type": "private", "first_name": "Lin", "last_name": "Na", "username": "linna"},
        "date": int(clock.moment.timestamp()),
        "text": "Welcome",
        "reply_markup": INLINE,
    }
    shown = started.history(bot="house_bot", user_id=7)[-1]
    assert (shown.message_id, shown.text, shown.html) == (2, "Welcome", "Welcome")
    assert (shown.sender.id, shown.sender.name, shown.sender.is_bot) == (1001, "The House", True)
    assert shown.buttons == INLINE["inline_keyboard"]
    assert shown.date == clock.moment.replace(microsecond=0)
    assert shown.edited is None


async def test_message_ids_count_per_bot_in_private_chats(started: Telegram, buyers: Api, staff: Api) -> None:
    started.open_link(8, "house_bot")
    started.open_link(7, "desk_bot")
    assert (await buyers("sendMessage", chat_id=7, text="x"))["message_id"] == 3
    assert (await staff("sendMessage", chat_id=7, text="x"))["message_id"] == 2


async def test_two_bots_have_separate_chats_with_one_person(started: Telegram, staff: Api) -> None:
    started.open_link(7, "desk_bot")
    await staff("sendMessage", chat_id=7, text="for the desk")
    assert [shown.text for shown in started.history(bot="house_bot", user_id=7)] == ["/start"]
    assert [shown.text for shown in started.history(bot="desk_bot", user_id=7)] == ["/start", "for the desk"]


async def test_history_can_be_limited_to_the_newest_messages(started: Telegram, buyers: Api) -> None:
    for text in ("a", "b", "c"):
        await buyers("sendMessage", chat_id=7, text=text)

    def shown(newest: int | None = None) -> list[str]:
        return [message.text for message in started.history(bot="house_bot", user_id=7, newest=newest)]

    assert shown() == shown(9) == ["/start", "a", "b", "c"]
    assert shown(2) == ["b", "c"]


async def test_now_is_in_whole_utc_seconds(started: Telegram, clock: Clock) -> None:
    assert started.now() == clock.moment.replace(microsecond=0)


@pytest.mark.parametrize(
    ("chat_id", "description"),
    [
        (8, "Forbidden: bot can't initiate conversation with a user"),
        (99, "Bad Request: chat not found"),
        (-5, "Bad Request: chat not found"),
        ("@somewhere", "Bad Request: chat not found"),
        ("", "Bad Request: chat_id is empty"),
        (1002, "Forbidden: bot can't send messages to bots"),
    ],
)
async def test_a_bot_cannot_write_to_these_chats(
    started: Telegram, buyers: Api, chat_id: int | str, description: str
) -> None:
    assert await buyers.refused("sendMessage", chat_id=chat_id, text="x") == description


async def test_chat_id_is_required(started: Telegram, buyers: Api) -> None:
    assert await buyers.refused("sendMessage", text="x") == "Bad Request: chat_id is empty"


async def test_a_blocked_bot_gets_403_until_unblocked(started: Telegram, buyers: Api) -> None:
    started.block(7, "house_bot")
    blocked = "Forbidden: bot was blocked by the user"
    assert await buyers.refused("sendMessage", chat_id=7, text="x") == blocked
    assert await buyers.refused("sendChatAction", chat_id=7, action="typing") == blocked
    started.unblock(7, "house_bot")
    assert await buyers("sendMessage", chat_id=7, text="x")


@pytest.mark.parametrize("text", ["", " ", "\n \n", "\u00a0", "<b> </b>", "<b></b>"])
async def test_empty_texts_are_refused(started: Telegram, buyers: Api, text: str) -> None:
    description = "Bad Request: message text is empty"
    assert await buyers.refused("sendMessage", chat_id=7, text=text, parse_mode="HTML") == description


async def test_a_missing_text_is_refused_as_empty(started: Telegram, buyers: Api) -> None:
    assert await buyers.refused("sendMessage", chat_id=7) == "Bad Request: message text is empty"


async def test_text_length_is_in_utf16_units_after_parsing(started: Telegram, buyers: Api) -> None:
    assert await buyers("sendMessage", chat_id=7, text=f"<b>{'迎' * 4096}</b>", parse_mode="HTML")
    assert await buyers("sendMessage", chat_id=7, text="&amp;" * 4096, parse_mode="HTML")
    assert await buyers("sendMessage", chat_id=7, text="🏠" * 2048)
    too_long = "Bad Request: message is too long"
    assert await buyers.refused("sendMessage", chat_id=7, text="x" * 4097) == too_long
    assert await buyers.refused("sendMessage", chat_id=7, text="🏠" * 2048 + "x") == too_long


async def test_more_than_a_hundred_entities_are_refused(started: Telegram, buyers: Api) -> None:
    assert await buyers("sendMessage", chat_id=7, text="<b>x</b> " * 100, parse_mode="HTML")
    many = await buyers.refused("sendMessage", chat_id=7, text="<b>x</b> " * 101, parse_mode="HTML")
    assert many == "Bad Request: ENTITIES_TOO_LONG"


async def test_surrounding_spaces_are_stripped_and_entities_shifted(started: Telegram, buyers: Api) -> None:
    sent = await buyers("sendMessage", chat_id=7, text="\n  a\r\n<b>b </b>\n", parse_mode="html")
    assert sent["text"] == "a\nb"
    assert sent["entities"] == [{"type": "bold", "offset": 2, "length": 1}]


@pytest.mark.parametrize("mode", ["Markdown", "MarkdownV2", "xml"])
async def test_other_parse_modes_are_refused(started: Telegram, buyers: Api, mode: str) -> None:
    refused = await buyers.refused("sendMessage", chat_id=7, text="x", parse_mode=mode)
    assert refused == "Bad Request: unsupported parse_mode"


async def test_without_parse_mode_tags_are_text(started: Telegram, buyers: Api) -> None:
    sent = await buyers("sendMessage", chat_id=7, text="<b>3 & co")
    assert sent["text"] == "<b>3 & co"
    assert started.history(bot="house_bot", user_id=7)[-1].html == "&lt;b&gt;3 &amp; co"


@pytest.mark.parametrize(
    ("method", "params", "field"),
    [
        ("sendMessage", {"chat_id": 7, "text": "x", "txet": "y"}, "txet"),
        ("sendMessage", {"chat_id": 7, "text": "x", "message_thread_id": 1}, "message_thread_id"),
        ("getMe", {"verbose": True}, "verbose"),
        ("getUpdates", {"ofset": 1}, "ofset"),
    ],
)
async def test_unknown_fields_are_refused_by_name(
    started: Telegram, buyers: Api, method: str, params: dict[str, Any], field: str
) -> None:
    assert await buyers.refused(method, **params) == f'Bad Request: unknown field "{field}" of {method}'


async def test_unknown_fields_sent_as_null_are_refused_too(started: Telegram, buyers: Api) -> None:
    refused = await buyers.refused("sendMessage", chat_id=7, text="x", txet=None)
    assert refused == 'Bad Request: unknown field "txet" of sendMessage'


@pytest.mark.parametrize(
    ("field", "value", "kind"),
    [
        ("disable_notification", "yes", "Boolean"),
        ("disable_notification", 1, "Boolean"),
        ("text", 5, "String"),
        ("chat_id", "7x", "Integer"),
        ("chat_id", True, "Integer"),
        ("chat_id", 7.0, "Integer"),
    ],
)
async def test_values_of_the_wrong_type_are_refused(
    started: Telegram, buyers: Api, field: str, value: Any, kind: str
) -> None:
    refused = await buyers.refused("sendMessage", **({"chat_id": 7, "text": "x"} | {field: value}))
    assert refused == f'Bad Request: field "{field}" must be of type {kind}'


async def test_values_can_be_strings_or_json(started: Telegram, buyers: Api) -> None:
    as_strings = {"chat_id": "7", "text": "x", "disable_notification": "true", "protect_content": "False"}
    assert await buyers("sendMessage", **as_strings, reply_markup=json.dumps(INLINE))
    assert await buyers("sendMessage", chat_id=7, text="x", disable_notification=False, reply_markup=INLINE)
    assert await buyers("sendMessage", chat_id=7, text="x", reply_markup="", parse_mode=None)


async def test_broken_json_is_refused(started: Telegram, buyers: Api) -> None:
    markup = await buyers.refused("sendMessage", chat_id=7, text="x", reply_markup="{'a'")
    assert markup == "Bad Request: can't parse reply keyboard markup JSON object"
    number = await buyers.refused("sendMessage", chat_id=7, text="x", link_preview_options="3")
    assert number == 'Bad Request: field "link_preview_options" must be an Object or an Array'


async def test_a_lone_surrogate_is_refused(started: Telegram, buyers: Api) -> None:
    described = "Bad Request: strings must be encoded in UTF-8"
    assert await buyers.refused("sendMessage", chat_id=7, text="\ud83c") == described
    markup = {"inline_keyboard": [[{"text": "x", "callback_data": "\ud83c"}]]}
    assert await buyers.refused("sendMessage", chat_id=7, text="x", reply_markup=markup) == described


async def test_a_reply_includes_the_replied_to_message(started: Telegram, buyers: Api) -> None:
    started.send(7, "hello", bot="house_bot")
    sent = await buyers("sendMessage", chat_id=7, text="x", reply_parameters={"message_id": 2})
    assert sent["reply_to_message"]["text"] == "hello"
    assert started.history(bot="house_bot", user_id=7)[-1].reply_to == 2
    lost = {"chat_id": 7, "text": "x"}
    gone = "Bad Request: message to be replied not found"
    assert await buyers.refused("sendMessage", **lost, reply_parameters={"message_id": 90}) == gone
    kept = {"message_id": 90, "allow_sending_without_reply": True}
    assert "reply_to_message" not in await buyers("sendMessage", **lost, reply_parameters=kept)


@pytest.mark.parametrize(
    ("field", "value", "description"),
    [
        ("reply_parameters", [1], "ReplyParameters must be an Object"),
        ("reply_parameters", {"message": 1}, 'unknown field "message" in ReplyParameters'),
        (
            "reply_parameters",
            {"message_id": "1"},
            'field "message_id" of ReplyParameters must be of type int',
        ),
        ("link_preview_options", [], "LinkPreviewOptions must be an Object"),
        ("link_preview_options", {"disabled": True}, 'unknown field "disabled" in LinkPreviewOptions'),
        ("link_preview_options", {"url": "nowhere"}, "Wrong HTTP URL specified"),
    ],
)
async def test_invalid_nested_fields_are_refused(
    started: Telegram, buyers: Api, field: str, value: Any, description: str
) -> None:
    refused = await buyers.refused("sendMessage", chat_id=7, text="x", **{field: value})
    assert refused == f"Bad Request: {description}"


async def test_link_preview_options_are_accepted(started: Telegram, buyers: Api) -> None:
    options = {"is_disabled": False, "url": "https://example.com/flat"}
    assert await buyers("sendMessage", chat_id=7, text="x", link_preview_options=options)


async def test_a_text_is_edited_in_place(started: Telegram, buyers: Api, clock: Clock) -> None:
    await buyers("sendMessage", chat_id=7, text="one", reply_markup=INLINE)
    clock.forward(60)
    edited = await buyers("editMessageText", chat_id=7, message_id=2, text="<i>two</i>", parse_mode="HTML")
    assert edited["text"] == "two"
    assert edited["edit_date"] == edited["date"] + 60
    assert "reply_markup" not in edited
    shown = started.history(bot="house_bot", user_id=7)[-1]
    assert (shown.message_id, shown.html, shown.buttons) == (2, "<i>two</i>", [])
    assert shown.edited == clock.moment.replace(microsecond=0)


async def test_an_edit_without_changes_is_refused(started: Telegram, buyers: Api) -> None:
    await buyers("sendMessage", chat_id=7, text="one", reply_markup=INLINE)
    same = {"chat_id": 7, "message_id": 2, "reply_markup": INLINE}
    assert await buyers.refused("editMessageText", **same, text=" one ") == NOT_MODIFIED
    assert await buyers.refused("editMessageReplyMarkup", **same) == NOT_MODIFIED
    assert await buyers("editMessageText", **same, text="<b>one</b>", parse_mode="HTML")


async def test_buttons_can_be_edited_alone(started: Telegram, buyers: Api) -> None:
    await buyers("sendMessage", chat_id=7, text="<b>one</b>", parse_mode="HTML")
    edited = await buyers("editMessageReplyMarkup", chat_id=7, message_id=2, reply_markup=INLINE)
    assert (edited["text"], edited["reply_markup"]) == ("one", INLINE)
    assert edited["entities"][0]["type"] == "bold"
    bare = await buyers(
        "editMessageReplyMarkup", chat_id=7, message_id=2, reply_markup={"inline_keyboard": []}
    )
    assert "reply_markup" not in bare


async def test_invalid_edits_are_refused(started: Telegram, buyers: Api) -> None:
    await buyers("sendMessage", chat_id=7, text="asking", reply_markup=ASKING)
    await buyers("sendMessage", chat_id=7, text="plain")

    async def edit(**params: object) -> str:
        return await buyers.refused("editMessageText", **({"chat_id": 7, "text": "y"} | params))

    assert await edit(message_id=1) == "Bad Request: message can't be edited"
    assert await edit(message_id=2) == "Bad Request: message can't be edited"
    assert await edit(message_id=50) == "Bad Request: message to edit not found"
    assert await edit() == "Bad Request: message identifier is not specified"
    assert await edit(message_id=3, reply_markup=ASKING) == "Bad Request: inline keyboard expected"
    assert await edit(message_id=3, text=" ") == "Bad Request: message text is empty"
    assert await edit(message_id=3, chat_id=99) == "Bad Request: chat not found"


async def test_a_message_that_removes_a_keyboard_cannot_be_edited(started: Telegram, buyers: Api) -> None:
    await buyers("sendMessage", chat_id=7, text="x", reply_markup={"remove_keyboard": True})
    refused = await buyers.refused("editMessageText", chat_id=7, message_id=2, text="y")
    assert refused == "Bad Request: message can't be edited"


async def test_messages_are_deleted_for_everyone(started: Telegram, buyers: Api, clock: Clock) -> None:
    await buyers("sendMessage", chat_id=7, text="x")
    assert await buyers("deleteMessage", chat_id=7, message_id=2) is True
    assert await buyers("deleteMessage", chat_id=7, message_id=1) is True
    assert started.history(bot="house_bot", user_id=7) == []
    not_found = "Bad Request: message to delete not found"
    assert await buyers.refused("deleteMessage", chat_id=7, message_id=2) == not_found
    unnamed = "Bad Request: message identifier is not specified"
    assert await buyers.refused("deleteMessage", chat_id=7) == unnamed


async def test_messages_can_be_deleted_for_48_hours(started: Telegram, buyers: Api, clock: Clock) -> None:
    await buyers("sendMessage", chat_id=7, text="x")
    await buyers("sendMessage", chat_id=7, text="y")
    clock.forward(48 * 3600)
    assert await buyers("deleteMessage", chat_id=7, message_id=2)
    clock.forward(1)
    refused = await buyers.refused("deleteMessage", chat_id=7, message_id=3)
    assert refused == "Bad Request: message can't be deleted for everyone"


async def test_send_chat_action_accepts_known_actions(started: Telegram, buyers: Api) -> None:
    assert await buyers("sendChatAction", chat_id=7, action="typing") is True
    refused = await buyers.refused("sendChatAction", chat_id=7, action="dancing")
    assert refused == "Bad Request: wrong parameter action in request"


async def test_get_me_returns_the_bot(buyers: Api) -> None:
    me = await buyers("getMe")
    assert (me["id"], me["is_bot"], me["username"], me["first_name"]) == (
        1001,
        True,
        "house_bot",
        "The House",
    )
    assert me["can_read_all_group_messages"] is False


async def test_get_chat_returns_a_started_chat(started: Telegram, buyers: Api) -> None:
    chat = await buyers("getChat", chat_id=7)
    assert (chat["type"], chat["first_name"], chat["username"]) == ("private", "Lin", "linna")
    assert await buyers.refused("getChat", chat_id=8) == "Bad Request: chat not found"


async def test_an_unknown_token_gets_401_and_an_unknown_method_404(telegram: Telegram, buyers: Api) -> None:
    unauthorized = await telegram.call("1001:wrong", "getMe", {})
    assert unauthorized == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    not_found = await telegram.call(buyers.account.token, "sendPoem", {})
    assert not_found == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_method_names_ignore_case(started: Telegram, buyers: Api) -> None:
    assert await buyers("SENDMESSAGE", chat_id=7, text="x")

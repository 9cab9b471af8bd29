"""Keyboards: which are accepted, and the error messages for the others."""

from typing import Any

import pytest

from sandbox.telegram import Telegram
from tests.sandbox.conftest import Api


def inline(*buttons: Any) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


def button(**fields: Any) -> dict[str, Any]:
    return {"text": "x"} | fields


@pytest.mark.parametrize(
    "markup",
    [
        inline(button(callback_data="a")),
        inline(button(callback_data="迎" * 21 + "x")),
        inline(button(url="https://example.com/a"), button(url="tg://resolve?domain=house_bot")),
        inline(button(copy_text={"text": "B-1024"})),
        inline(button(callback_data="a", style="primary")),
        {"inline_keyboard": []},
        {"inline_keyboard": [[button(callback_data="a")] * 8] * 12 + [[button(callback_data="a")] * 4]},
        {"keyboard": [[button()], ["plain text"], [button(request_contact=True)]]},
        {
            "keyboard": [[button()]],
            "resize_keyboard": True,
            "one_time_keyboard": True,
            "is_persistent": False,
        },
        {"keyboard": [[button()]], "input_field_placeholder": "p" * 64, "selective": True},
        {"remove_keyboard": True},
        {"force_reply": True, "input_field_placeholder": "p"},
    ],
)
async def test_valid_keyboards_are_accepted(started: Telegram, buyers: Api, markup: Any) -> None:
    assert await buyers("sendMessage", chat_id=7, text="x", reply_markup=markup)


ONE_OF = "reply markup must be exactly one of inline_keyboard, keyboard, remove_keyboard, force_reply"
DATA = "BUTTON_DATA_INVALID"
COPY = "BUTTON_COPY_TEXT_INVALID"
PLACEHOLDER = 'field "input_field_placeholder" must have 1 to 64 characters'
UNALLOWED = "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ([], "object expected as reply markup"),
        ({}, ONE_OF),
        ({"inline_keyboard": [], "keyboard": []}, ONE_OF),
        ({"inline_keyboard": [], "resize_keyboard": True}, 'unknown field "resize_keyboard" in reply markup'),
        ({"keyboard": [["a"]], "resize": True}, 'unknown field "resize" in reply markup'),
        ({"keyboard": [["a"]], "resize_keyboard": 1}, 'field "resize_keyboard" must be of type Boolean'),
        (
            {"force_reply": True, "input_field_placeholder": 1},
            'field "input_field_placeholder" must be of type String',
        ),
        ({"keyboard": [["a"]], "input_field_placeholder": ""}, PLACEHOLDER),
        ({"force_reply": True, "input_field_placeholder": "p" * 65}, PLACEHOLDER),
        ({"remove_keyboard": False}, 'field "remove_keyboard" must be true'),
        ({"force_reply": "true"}, 'field "force_reply" must be true'),
        ({"keyboard": []}, 'field "keyboard" must have a button'),
        ({"keyboard": [[]]}, 'field "keyboard" must have no empty row'),
        ({"keyboard": ["a"]}, 'field "keyboard" must be an Array of Arrays'),
        ({"inline_keyboard": {}}, 'field "inline_keyboard" must be an Array of Arrays'),
        ({"keyboard": [["a"] * 9]}, 'field "keyboard" must have at most 8 buttons in a row'),
        ({"keyboard": [["a"]] * 101}, "reply markup is too long"),
        ({"keyboard": [[5]]}, "can't parse keyboard button: button must be an Object"),
        ({"keyboard": [[{"text": " "}]]}, "keyboard button text must be non-empty"),
        ({"keyboard": [[{"label": "a"}]]}, 'can\'t parse keyboard button: unknown field "label"'),
        (
            {"keyboard": [[button(request_contact="true")]]},
            'can\'t parse keyboard button: Field "request_contact" must be of type Boolean',
        ),
        (inline("a"), "can't parse inline keyboard button: button must be an Object"),
        (inline(button()), UNALLOWED),
        (
            inline({"callback_data": "a"}),
            'can\'t parse inline keyboard button: Field "text" must be of type String',
        ),
        (inline({"text": "", "callback_data": "a"}), "inline keyboard button text must be non-empty"),
        (
            inline(button(calback_data="a")),
            'can\'t parse inline keyboard button: unknown field "calback_data"',
        ),
        (
            inline(button(callback_data="a", url="https://example.com")),
            "can't parse inline keyboard button: exactly one action must be used",
        ),
        (
            inline(button(callback_data="a", style="loud")),
            "can't parse inline keyboard button: invalid button style specified",
        ),
        (inline(button(callback_data="")), DATA),
        (inline(button(callback_data=5)), DATA),
        (inline(button(callback_data="x" * 65)), DATA),
        (inline(button(callback_data="迎" * 22)), DATA),
        (inline(button(url="house")), "inline keyboard button URL 'house' is invalid: Wrong HTTP URL"),
        (
            inline(button(url="http://localhost/x")),
            "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
        ),
        (inline(button(copy_text={"text": ""})), COPY),
        (inline(button(copy_text={"text": "x" * 257})), COPY),
        (inline(button(copy_text="x")), COPY),
        (
            inline(button(web_app={"url": "https://e.com"})),
            'can\'t parse inline keyboard button: unknown field "web_app"',
        ),
    ],
)
async def test_invalid_keyboards_are_refused(
    started: Telegram, buyers: Api, markup: Any, reason: str
) -> None:
    refused = await buyers.refused("sendMessage", chat_id=7, text="x", reply_markup=markup)
    assert refused == f"Bad Request: {reason}"
    assert len(started.history(bot="house_bot", user_id=7)) == 1


async def test_contact_buttons_are_allowed_only_in_private_chats(
    telegram: Telegram, staff: Api, group: int
) -> None:
    markup = {"keyboard": [[button(request_contact=True)]]}
    refused = await staff.refused("sendMessage", chat_id=group, text="x", reply_markup=markup)
    assert refused == "Bad Request: phone number can be requested in private chats only"
    assert await staff("sendMessage", chat_id=group, text="x", reply_markup={"keyboard": [[button()]]})


async def test_a_reply_keyboard_is_shown_until_removed(started: Telegram, buyers: Api) -> None:
    assert started.reply_keyboard("house_bot", 7) is None
    await buyers("sendMessage", chat_id=7, text="x", reply_markup={"keyboard": [["Today"], ["Later"]]})
    await buyers("sendMessage", chat_id=7, text="y", reply_markup=inline(button(callback_data="a")))
    assert started.reply_keyboard("house_bot", 7) == [[{"text": "Today"}], [{"text": "Later"}]]
    started.send(7, "Today", bot="house_bot")
    assert started.reply_keyboard("house_bot", 7) is not None
    await buyers("sendMessage", chat_id=7, text="z", reply_markup={"remove_keyboard": True})
    assert started.reply_keyboard("house_bot", 7) is None


async def test_a_reply_keyboard_belongs_to_one_chat(started: Telegram, buyers: Api) -> None:
    started.open_link(8, "house_bot")
    await buyers("sendMessage", chat_id=7, text="x", reply_markup={"keyboard": [["Today"]]})
    assert started.reply_keyboard("house_bot", 8) is None
    assert started.reply_keyboard("desk_bot", 7) is None


async def test_a_one_time_keyboard_hides_after_use(started: Telegram, buyers: Api) -> None:
    markup = {"keyboard": [["Today"], ["Later"]], "one_time_keyboard": True}
    await buyers("sendMessage", chat_id=7, text="x", reply_markup=markup)
    started.send(7, "something else", bot="house_bot")
    assert started.reply_keyboard("house_bot", 7) is not None
    started.send(7, "Later", bot="house_bot")
    assert started.reply_keyboard("house_bot", 7) is None


async def test_deleting_a_message_removes_its_reply_keyboard(started: Telegram, buyers: Api) -> None:
    await buyers("sendMessage", chat_id=7, text="x", reply_markup={"keyboard": [["Today"]]})
    await buyers("deleteMessage", chat_id=7, message_id=2)
    assert started.reply_keyboard("house_bot", 7) is None

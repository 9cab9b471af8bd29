"""Any value in any field gets a Bot API reply; the sandbox itself never raises."""

from typing import Any

import pytest

from sandbox.methods import METHODS
from sandbox.sample_media import blank_png
from sandbox.telegram import Telegram, Upload
from tests.sandbox.conftest import Api

INVALID: tuple[Any, ...] = (
    None, 0, 5, -1, 2**70, 1.5, True, "", "x", "-", "[", "[]", "{}", "null", "5", "\ud83c", "\x00", "attach://x",
    [], {}, [[]], [None], [5], [{}], {"type": []}, {"type": "chat"}, {"type": "photo", "media": {}}, {"media": []},
    {"inline_keyboard": None}, {"inline_keyboard": [[None]]}, {"inline_keyboard": [[{"text": []}]]},
    {"inline_keyboard": [[{"text": "x", "style": {}, "callback_data": "x"}]]}, {"keyboard": [[{"text": {}}]]},
    {"inline_keyboard": [[{"text": "x", "url": []}]]}, {"inline_keyboard": [[{"text": "x", "copy_text": []}]]},
    {"message_id": []}, {"url": "http://["}, {"type": "chat", "chat_id": []}, [{"command": [], "description": 5}],
    {"force_reply": True, "input_field_placeholder": None}, {"message_id": 1, "quote_parse_mode": 5},
    Upload("x", b"x"), Upload("", b"GIF89a"),
)  # fmt: skip
VALID = {
    "chat_id": 7,
    "message_id": 2,
    "text": "x",
    "photo": Upload("p.png", blank_png(8, 8)),
    "document": Upload("p.txt", b"x"),
    "media": {"type": "photo", "media": "attach://p", "caption": "x"},
    "action": "typing",
    "commands": [{"command": "x", "description": "x"}],
    "user_id": 7,
    "callback_query_id": "1",
}


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.name)
async def test_invalid_values_get_a_reply(started: Telegram, buyers: Api, method: Any) -> None:
    for name in method.fields:
        valid = {field: VALID[field] for field in method.fields if field in VALID and field != name}
        for invalid in INVALID:
            started.send(7, "so that no poll waits", bot="house_bot")
            await buyers("sendMessage", chat_id=7, text="y")
            reply = await started.call(buyers.account.token, method.name, valid | {name: invalid})
            assert reply["ok"] or reply["description"], (name, invalid)


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.name)
async def test_any_chat_id_gets_a_reply(started: Telegram, buyers: Api, method: Any) -> None:
    valid = {field: VALID[field] for field in method.fields if field in VALID}
    for chat_id in (7, "7", 99, -1, 1001, 1002, 0, "@x", None):
        if "chat_id" in method.fields:
            valid["chat_id"] = chat_id
        reply = await started.call(buyers.account.token, method.name, valid)
        assert reply["ok"] or reply["error_code"] in {400, 403}, chat_id

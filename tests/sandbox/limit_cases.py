"""The Limit type for tests of the Bot API's limits, and helpers to build requests."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.sample_media import blank_png
from sandbox.telegram import Upload

MIB = 1024 * 1024
GROUP = -1001234567890
PICTURE = blank_png(40, 30)


def photo(content: bytes) -> Upload:
    return Upload("p.png", content)


def sides(width: int, height: int) -> Upload:
    """The header of a GIF with these dimensions, which is all that is checked."""
    return photo(b"GIF89a" + width.to_bytes(2, "little") + height.to_bytes(2, "little"))


def keys(*rows: int, **button: Any) -> dict[str, Any]:
    """An inline keyboard; `rows` gives the number of buttons in each row."""
    key = {"text": "x", "callback_data": "y"} | button
    return {"reply_markup": {"inline_keyboard": [[key] * row for row in rows]}}


def commands(number: int = 1, **command: Any) -> dict[str, Any]:
    entry = {"command": "today", "description": "x"} | command
    return {"commands": [entry] * number}


@dataclass(frozen=True)
class Limit:
    """A limit: request `over` exceeds it and fails with `code` and `reason`; request `within` just meets it.

    The chat is the buyers' bot's with Lin (message 1 is hers, 2 the bot's with a button, 3 the bot's photo),
    unless `chat_id` is that of the group.
    """

    name: str
    method: str
    over: Mapping[str, Any]
    reason: str
    within: Mapping[str, Any] = field(default_factory=dict)
    code: int = 400
    to: Mapping[str, Any] = field(default_factory=lambda: {"chat_id": 7})


NOWHERE: Mapping[str, Any] = {}
EDITED = {"chat_id": 7, "message_id": 2}
HTML = {"parse_mode": "HTML"}

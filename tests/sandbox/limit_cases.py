"""What a limit of the Bot API is, and the pieces its requests are made of."""

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
    """A GIF's first bytes: Telegram looks at the sides before it looks at the rest."""
    return photo(b"GIF89a" + width.to_bytes(2, "little") + height.to_bytes(2, "little"))


def keys(*rows: int, **button: Any) -> dict[str, Any]:
    """An inline keyboard of so many buttons in each row."""
    key = {"text": "x", "callback_data": "y"} | button
    return {"reply_markup": {"inline_keyboard": [[key] * row for row in rows]}}


def commands(number: int = 1, **command: Any) -> dict[str, Any]:
    entry = {"command": "today", "description": "x"} | command
    return {"commands": [entry] * number}


@dataclass(frozen=True)
class Limit:
    """`over` breaks it and is refused with `code` and `reason`; `within` is the same request that just keeps it.

    A request is to the buyers' bot's chat with Lin (message 1 hers, 2 the bot's with a button, 3 its photo),
    or to the staff's group where `chat_id` says so.
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

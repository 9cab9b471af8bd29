"""Media that people send, with small sample files where no content is given."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from telegram.constants import PollLimit

from sandbox.files import Files, Media, image_size
from sandbox.model import GestureError

CAPTIONED = frozenset({"photo", "document", "voice", "video"})
_polls = count(5_000_000_000_000_001)

_WEBP = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\xff\x01\0\xff\x01\0"


@dataclass(frozen=True)
class _Sample:
    """A sample file: its name, type and content, and the default fields of its Bot API object."""

    name: str
    mime: str
    content: bytes
    facts: Mapping[str, Any] = field(default_factory=dict)


_STICKER = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
_POLL = {
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": True,
    "members_only": False,
}


def make_media(files: Files, kind: str, content: bytes | None, name: str, facts: Mapping[str, Any]) -> Media:
    """The media of a person's message; raises GestureError for what no client could send."""
    if kind == "location":
        return Media(kind, _location(**facts))
    if kind == "poll":
        return Media(kind, _poll(**facts))
    if kind not in _SAMPLES:
        raise GestureError(f"the sandbox cannot send a {kind}")
    sample = _SAMPLES[kind]
    if not facts.keys() <= sample.facts.keys():
        raise GestureError(f"a {kind} has no {', '.join(sorted(facts.keys() - sample.facts.keys()))}")
    data = sample.content if content is None else content
    fields = {**sample.facts, **facts}
    if kind == "photo":
        size = image_size(data)
        if size is None:
            raise GestureError("the content is not a picture")
        fields = {"width": size[0], "height": size[1]}
    file = files.add(kind, name or sample.name, "" if name else sample.mime, data)
    if kind in {"document", "video"}:
        fields["file_name"] = file.name
    if kind in {"document", "video", "voice"}:
        fields["mime_type"] = file.mime
    return Media(kind, fields, file)


def _location(latitude: float = 31.2304, longitude: float = 121.4737) -> dict[str, Any]:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise GestureError("latitude is -90 to 90 and longitude -180 to 180")
    return {"latitude": latitude, "longitude": longitude}


def _poll(question: str = "Which day?", options: tuple[str, ...] = ("Saturday", "Sunday")) -> dict[str, Any]:
    if not 1 <= len(question) <= PollLimit.MAX_QUESTION_LENGTH or not 2 <= len(options) <= 12:
        raise GestureError("a poll has a question of 1 to 300 characters and 2 to 12 options")
    if not all(1 <= len(option) <= PollLimit.MAX_OPTION_LENGTH for option in options):
        raise GestureError("a poll option has 1 to 100 characters")
    answers = [
        {"persistent_id": str(index), "text": text, "voter_count": 0} for index, text in enumerate(options)
    ]
    return {"id": str(next(_polls)), "question": question, "options": answers} | _POLL


def blank_png(width: int, height: int) -> bytes:
    """A PNG of one colour, `width` by `height` pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\xcb\xb0\x7a" * width) * height
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


_SAMPLES = {
    "photo": _Sample("photo.png", "image/png", blank_png(320, 240)),
    "document": _Sample("document.pdf", "application/pdf", b"%PDF-1.4\n%%EOF\n"),
    "voice": _Sample("voice.oga", "audio/ogg", b"OggS", {"duration": 3}),
    "video": _Sample(
        "video.mp4", "video/mp4", b"\0\0\0\x18ftypmp42", {"duration": 5, "width": 640, "height": 360}
    ),
    "sticker": _Sample(
        "sticker.webp", "image/webp", _WEBP, {**_STICKER, "emoji": "👍", "set_name": "HouseManners"}
    ),
}

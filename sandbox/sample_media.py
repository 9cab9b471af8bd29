"""What people send besides words: pictures, files, places, polls, made as Telegram's clients make them."""

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
    """A file nobody chose: what it is called, what it is, how it begins, and its facts where none are given."""

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
    """The media of a message a person sends; GestureError for what no client could."""
    if kind == "location":
        return Media(kind, _place(**facts))
    if kind == "poll":
        return Media(kind, _poll(**facts))
    if kind not in _SAMPLES:
        raise GestureError(f"nobody sends a {kind} here")
    usual = _SAMPLES[kind]
    if not facts.keys() <= usual.facts.keys():
        raise GestureError(f"a {kind} has no {', '.join(sorted(facts.keys() - usual.facts.keys()))}")
    whole = usual.content if content is None else content
    told = {**usual.facts, **facts}
    if kind == "photo":
        sides = image_size(whole)
        if sides is None:
            raise GestureError("that is no picture")
        told = {"width": sides[0], "height": sides[1]}
    file = files.add(kind, name or usual.name, "" if name else usual.mime, whole)
    if kind in {"document", "video"}:
        told["file_name"] = file.name
    if kind in {"document", "video", "voice"}:
        told["mime_type"] = file.mime
    return Media(kind, told, file)


def _place(latitude: float = 31.2304, longitude: float = 121.4737) -> dict[str, Any]:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise GestureError("there is no such place on earth")
    return {"latitude": latitude, "longitude": longitude}


def _poll(question: str = "Which day?", options: tuple[str, ...] = ("Saturday", "Sunday")) -> dict[str, Any]:
    if not 1 <= len(question) <= PollLimit.MAX_QUESTION_LENGTH or not 2 <= len(options) <= 12:
        raise GestureError("a poll asks in up to 300 characters and offers 2 to 12 answers")
    if not all(1 <= len(option) <= PollLimit.MAX_OPTION_LENGTH for option in options):
        raise GestureError("an answer has 1 to 100 characters")
    answers = [
        {"persistent_id": str(place), "text": text, "voter_count": 0} for place, text in enumerate(options)
    ]
    return {"id": str(next(_polls)), "question": question, "options": answers} | _POLL


def blank_png(width: int, height: int) -> bytes:
    """A PNG of one colour, sides in pixels."""

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

"""What people send besides words: pictures, files, places, polls, made as Telegram's clients make them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from itertools import count
from typing import Any

from telegram.constants import PollLimit

from sandbox.files import Files, Media, picture_size
from sandbox.model import GestureError

CAPTIONED = frozenset({"photo", "document", "voice", "video"})
_polls = count(5_000_000_000_000_001)

# By kind: the name and the media type of a file that is made up, and the facts it has where none are given.
_MADE_UP: Mapping[str, tuple[str, str, dict[str, Any]]] = {
    "photo": ("photo.png", "image/png", {}),
    "document": ("document.pdf", "application/pdf", {}),
    "voice": ("voice.oga", "audio/ogg", {"duration": 3}),
    "video": ("video.mp4", "video/mp4", {"duration": 5, "width": 640, "height": 360}),
    "sticker": ("sticker.webp", "image/webp", {"emoji": "👍", "set_name": "HotelManners"}),
}
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


def made(files: Files, kind: str, content: bytes | None, name: str, facts: Mapping[str, Any]) -> Media:
    """The media of a message a person sends; GestureError for what no client could."""
    if kind == "location":
        return Media(kind, _place(**facts))
    if kind == "poll":
        return Media(kind, _poll(**facts))
    if kind not in _MADE_UP:
        raise GestureError(f"nobody sends a {kind} here")
    usual, mime, known = _MADE_UP[kind]
    if not facts.keys() <= known.keys():
        raise GestureError(f"a {kind} has no {', '.join(sorted(facts.keys() - known.keys()))}")
    whole = content if content is not None else blank_picture(320, 240)
    file = files.keep(kind, name or usual, "" if name else mime, whole)
    told = known | dict(facts)
    if kind == "photo":
        sides = picture_size(whole)
        if sides is None:
            raise GestureError("that is no picture")
        return Media(kind, {"width": sides[0], "height": sides[1]}, file)
    if kind in {"document", "video"}:
        told["file_name"] = file.name
    return Media(kind, told | (_STICKER if kind == "sticker" else {"mime_type": file.mime}), file)


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


def blank_picture(width: int, height: int) -> bytes:
    """A PNG of one colour, sides in pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\xcb\xb0\x7a" * width) * height
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body

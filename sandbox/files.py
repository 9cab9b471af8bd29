"""Files: their content, the ids that each bot knows them by, and their JSON in a message."""

from __future__ import annotations

import hashlib
import mimetypes
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

_ID_PREFIXES = {
    "photo": "AgACAg",
    "document": "BQACAg",
    "voice": "AwACAg",
    "video": "BAACAg",
    "sticker": "CAACAg",
}
_FOLDERS = {
    "photo": "photos",
    "document": "documents",
    "voice": "voice",
    "video": "videos",
    "sticker": "stickers",
}
_BINARY = "application/octet-stream"
_THUMBNAIL = 90  # pixels, the longer side of a photo's smallest size


@dataclass(frozen=True)
class Upload:
    """A file in a request."""

    name: str
    content: bytes = field(repr=False)
    mime: str = ""


@dataclass(frozen=True)
class File:
    """A stored file; `kind` is the message field that holds it ("photo", "document", …)."""

    serial: int
    kind: str
    name: str
    mime: str
    content: bytes = field(repr=False)

    @property
    def unique_id(self) -> str:
        """The file_unique_id: the same for every bot, and not usable in requests."""
        return "AQAD" + hashlib.sha256(f"file {self.serial}".encode()).hexdigest()[:12]

    @property
    def path(self) -> str:
        """The path to download it from, valid once a bot has called getFile."""
        suffix = "." + self.name.rpartition(".")[2] if "." in self.name else ""
        return f"{_FOLDERS[self.kind]}/file_{self.serial}{suffix}"


@dataclass(frozen=True)
class Media:
    """A message's media: the Bot API's field for it, the values in that field, and its file if it has one."""

    kind: str
    facts: Mapping[str, Any]
    file: File | None = None


class Files:
    """All files; each bot knows a file by an id of its own."""

    def __init__(self) -> None:
        self._serials = count(1)
        self._known: dict[tuple[int, str], Media] = {}
        self._downloadable: dict[tuple[int, str], File] = {}
        self._by_unique_id: dict[str, File] = {}

    def add(self, kind: str, name: str, mime: str, content: bytes) -> File:
        """Store a file; without a specific `mime` its type is guessed from its name."""
        kind_of = mime if mime not in {"", _BINARY} else mimetypes.guess_type(name)[0] or _BINARY
        file = File(next(self._serials), kind, name, kind_of, content)
        self._by_unique_id[file.unique_id] = file
        return file

    def by_unique_id(self, unique_id: str) -> File | None:
        """The file with this unique id."""
        return self._by_unique_id.get(unique_id)

    def find(self, bot_id: int, file_id: str) -> Media | None:
        """The media with this file_id; None if this bot never received that id."""
        return self._known.get((bot_id, file_id))

    def allow_download(self, bot_id: int, file: File) -> str:
        """Let a bot download a file; return its path."""
        self._downloadable[bot_id, file.path] = file
        return file.path

    def downloadable(self, bot_id: int, path: str) -> File | None:
        """The file that a bot may download from this path, None if there is none."""
        return self._downloadable.get((bot_id, path))

    def id_fields(self, bot_id: int, media: Media, size: str = "x") -> dict[str, Any]:
        """file_id, file_unique_id and file_size (bytes) for a bot; `size` distinguishes the sizes of a photo."""
        assert media.file is not None  # noqa: S101 only files have ids
        raw = hashlib.sha256(f"{bot_id} {media.file.serial} {size}".encode()).hexdigest()
        file_id = f"{_ID_PREFIXES[media.file.kind]}{size}{raw}"
        self._known[bot_id, file_id] = media
        unique_id = media.file.unique_id + ("" if size == "x" else size)
        return {"file_id": file_id, "file_unique_id": unique_id, "file_size": len(media.file.content)}

    def media_json(self, bot_id: int, media: Media) -> Any:
        """The value of the message's media field for one bot."""
        if media.file is None:
            return dict(media.facts)
        if media.kind != "photo":
            return dict(media.facts) | self.id_fields(bot_id, media)
        width, height = media.facts["width"], media.facts["height"]
        whole = {"width": width, "height": height} | self.id_fields(bot_id, media)
        if max(width, height) <= _THUMBNAIL:
            return [whole]
        # We do not scale images: the small size has Telegram's dimensions and the full content.
        scale = _THUMBNAIL / max(width, height)
        small = {"width": max(1, round(width * scale)), "height": max(1, round(height * scale))}
        return [small | self.id_fields(bot_id, media, "s"), whole]


def image_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF, JPEG or WebP; None for any other content."""
    try:
        if content.startswith(b"\x89PNG\r\n\x1a\n") and content[12:16] == b"IHDR":
            return struct.unpack(">II", content[16:24])
        if content.startswith((b"GIF87a", b"GIF89a")):
            return struct.unpack("<HH", content[6:10])
        if content.startswith(b"\xff\xd8"):
            return _jpeg_size(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp_size(content)
    except (struct.error, IndexError):
        pass
    return None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Find the frame header: the first segment from C0 to CF that is not a table."""
    at = 2
    while content[at] == 0xFF:
        marker, length = struct.unpack(">BH", content[at + 1 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None


def _webp_size(content: bytes) -> tuple[int, int] | None:
    form = content[12:16]
    if form == b"VP8X":
        width, height = (1 + int.from_bytes(content[at : at + 3], "little") for at in (24, 27))
        return width, height
    if form == b"VP8 ":
        width, height = struct.unpack("<HH", content[26:30])
        return width & 0x3FFF, height & 0x3FFF
    if form == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return None

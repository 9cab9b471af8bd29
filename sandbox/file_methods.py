"""The Bot API's methods about files: send a photo or document by upload or file_id, and download."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sandbox import fields
from sandbox.chats import Params, open_chat
from sandbox.errors import ApiError, bad_request
from sandbox.files import Media, Upload, image_size
from sandbox.message_params import read_caption
from sandbox.messages import apply_edit, find_editable, post_message
from sandbox.model import BotAccount
from sandbox.world import World

# In bytes.
_MAX_PHOTO = 10 * 1024 * 1024
MAX_UPLOAD = 50 * 1024 * 1024
_MAX_DOWNLOAD = 20 * 1024 * 1024
_MAX_SIDES = 10_000  # pixels, width plus height
_CAPTION_FIELDS: Mapping[str, type] = {
    "type": str,
    "caption": str,
    "parse_mode": str,
    "show_caption_above_media": bool,
}
_MEDIA_FIELDS: Mapping[str, Mapping[str, type]] = {
    "photo": {"has_spoiler": bool},
    "document": {"disable_content_type_detection": bool},
}
_MAX_ASPECT_RATIO = 20  # the longer side divided by the shorter


def send_photo(world: World, bot: BotAccount, params: Params) -> dict[str, Any]:
    """sendPhoto."""
    return _send(world, bot, params, "photo")


def send_document(world: World, bot: BotAccount, params: Params) -> dict[str, Any]:
    """sendDocument."""
    return _send(world, bot, params, "document")


def _send(world: World, bot: BotAccount, params: Params, kind: str) -> dict[str, Any]:
    chat = open_chat(world, bot, params)
    media = _media(world, bot, params.get(kind, ""), kind)
    text, marked = read_caption(params)
    return post_message(world, bot, chat, params, media=media, text=text, entities=marked)


def edit_message_media(world: World, bot: BotAccount, params: Params) -> dict[str, Any]:
    """editMessageMedia: replaces the message's content with a photo or a document."""
    chat, message = find_editable(world, bot, params)
    asked = params.get("media")
    kind = asked.get("type") if isinstance(asked, Mapping) else None
    if not isinstance(asked, Mapping) or not isinstance(kind, str) or kind not in _MEDIA_FIELDS:
        raise bad_request("can't parse InputMedia: media type must be photo or document")
    facts = {name: value for name, value in asked.items() if name != "media"}
    facts = fields.nested_fields("InputMedia", facts, {**_CAPTION_FIELDS, **_MEDIA_FIELDS[kind]})
    media = _media(world, bot, fields.file("media", asked.get("media", "")), kind)
    text, marked = read_caption(facts)
    return apply_edit(world, bot, chat, message, params, media=media, text=text, entities=marked)


def _media(world: World, bot: BotAccount, value: str | Upload, kind: str) -> Media:
    if isinstance(value, Upload):
        return _uploaded(world, value, kind)
    if not value or value.startswith("attach://"):
        raise bad_request(f"there is no {kind} in the request")
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    media = world.files.find(bot.id, value)
    if media is None:
        raise bad_request("wrong remote file identifier specified: can't unserialize it. Wrong last symbol")
    if media.kind != kind:
        raise bad_request(f"can't use file of type {media.kind.capitalize()} as {kind.capitalize()}")
    return media


def _uploaded(world: World, upload: Upload, kind: str) -> Media:
    size = len(upload.content)
    if size > MAX_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    if not size:
        raise bad_request("file must be non-empty")
    if kind == "document":
        file = world.files.add(kind, upload.name, upload.mime, upload.content)
        return Media(kind, {"file_name": file.name, "mime_type": file.mime}, file)
    if size > _MAX_PHOTO:
        raise bad_request(
            f"file of size {size} bytes is too big for a photo; the maximum size is {_MAX_PHOTO} bytes"
        )
    sides = image_size(upload.content)
    if sides is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if not min(sides) or sum(sides) > _MAX_SIDES or max(sides) > _MAX_ASPECT_RATIO * min(sides):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    file = world.files.add(kind, upload.name, upload.mime, upload.content)
    return Media(kind, {"width": sides[0], "height": sides[1]}, file)


def get_file(world: World, bot: BotAccount, params: Params) -> dict[str, Any]:
    """getFile."""
    file_id = params.get("file_id", "")
    if not file_id:
        raise bad_request("file_id not specified")
    media = world.files.find(bot.id, file_id)
    if media is None or media.file is None:
        raise bad_request("invalid file_id")
    if len(media.file.content) > _MAX_DOWNLOAD:
        raise bad_request("file is too big")
    ids = world.files.id_fields(bot.id, media)
    return ids | {"file_id": file_id, "file_path": world.files.allow_download(bot.id, media.file)}

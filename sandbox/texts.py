"""The words of a message as a request brings them: read, checked against Telegram's limits, and marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram.constants import MessageLimit

from sandbox import entities, fields
from sandbox.chats import Given
from sandbox.entities import Entity
from sandbox.errors import bad_request
from sandbox.html_mode import is_link, parse_html
from sandbox.rooms import Room

Words = tuple[str, tuple[Entity, ...]]


def read_text(given: Given) -> Words:
    """The text of a message."""
    text, marked = _formatted(given, "text")
    if not text:
        raise bad_request("message text is empty")
    if entities.units(text) > MessageLimit.MAX_TEXT_LENGTH:
        raise bad_request("message is too long")
    return text, marked


def read_caption(given: Given) -> Words:
    """The caption of a photo or a document; it may be empty."""
    text, marked = _formatted(given, "caption")
    if entities.units(text) > MessageLimit.CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    return text, marked


def _formatted(given: Given, name: str) -> Words:
    text = entities.clean(given.get(name, ""))
    marked: list[Entity] = []
    mode = given.get("parse_mode", "")
    if mode.lower() == "html":
        text, marked = parse_html(text)
    elif mode:
        raise bad_request("unsupported parse_mode")
    text, marked = entities.trimmed(text, marked)
    if len(marked) > MessageLimit.MESSAGE_ENTITIES:
        raise bad_request("ENTITIES_TOO_LONG")
    return text, tuple(entities.with_found(text, marked))


def check_preview(given: Given) -> None:
    """No previews are drawn; the options are only held to their form."""
    options = given.get("link_preview_options")
    if options is None:
        return
    _must_be_object("LinkPreviewOptions", options)
    flags = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")
    options = fields.nested_fields("LinkPreviewOptions", options, {**dict.fromkeys(flags, bool), "url": str})
    if "url" in options and not is_link(options["url"]):
        raise bad_request("Wrong HTTP URL specified")


def read_reply(room: Room, given: Given) -> int | None:
    """The message a request replies to, None for none or for one that may be missing and is."""
    parameters = given.get("reply_parameters")
    if parameters is None:
        return None
    _must_be_object("ReplyParameters", parameters)
    # Both frameworks send their default quote_parse_mode along, quote or none; quotes are not played.
    known = {"message_id": int, "allow_sending_without_reply": bool, "quote_parse_mode": str}
    parameters = fields.nested_fields("ReplyParameters", parameters, known)
    reply_to: int | None = parameters.get("message_id")
    if reply_to in room.messages:
        return reply_to
    if parameters.get("allow_sending_without_reply", False):
        return None
    raise bad_request("message to be replied not found")


def _must_be_object(name: str, value: Any) -> None:
    if not isinstance(value, Mapping):
        raise bad_request(f"{name} must be an Object")

"""Parse the fields of a request that make a message: text, caption, link preview options, reply."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram.constants import MessageLimit

from sandbox import entities, fields
from sandbox.chat_models import Chat
from sandbox.chats import Params
from sandbox.entities import Entity
from sandbox.errors import bad_request
from sandbox.html_mode import is_link, parse_html

FormattedText = tuple[str, tuple[Entity, ...]]


def read_text(params: Params) -> FormattedText:
    """The text and its entities; raises ApiError if it is empty or breaks a limit."""
    text, marked = _read_formatted(params, "text")
    if not text:
        raise bad_request("message text is empty")
    if entities.utf16_length(text) > MessageLimit.MAX_TEXT_LENGTH:
        raise bad_request("message is too long")
    return text, marked


def read_caption(params: Params) -> FormattedText:
    """The caption, which may be empty, and its entities; raises ApiError if it breaks a limit."""
    text, marked = _read_formatted(params, "caption")
    if entities.utf16_length(text) > MessageLimit.CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    return text, marked


def _read_formatted(params: Params, name: str) -> FormattedText:
    text = entities.clean(params.get(name, ""))
    marked: list[Entity] = []
    mode = params.get("parse_mode", "")
    if mode.lower() == "html":
        text, marked = parse_html(text)
    elif mode:
        raise bad_request("unsupported parse_mode")
    text, marked = entities.trim(text, marked)
    if len(marked) > MessageLimit.MESSAGE_ENTITIES:
        raise bad_request("ENTITIES_TOO_LONG")
    return text, tuple(entities.with_detected(text, marked))


def check_preview(params: Params) -> None:
    """Validate link_preview_options; the sandbox draws no previews."""
    options = params.get("link_preview_options")
    if options is None:
        return
    _must_be_object("LinkPreviewOptions", options)
    flags = ("is_disabled", "prefer_small_media", "prefer_large_media", "show_above_text")
    options = fields.nested_fields("LinkPreviewOptions", options, {**dict.fromkeys(flags, bool), "url": str})
    if "url" in options and not is_link(options["url"]):
        raise bad_request("Wrong HTTP URL specified")


def read_reply(chat: Chat, params: Params) -> int | None:
    """The id of the message to reply to; None without one, or if it is gone and the request allows that."""
    parameters = params.get("reply_parameters")
    if parameters is None:
        return None
    _must_be_object("ReplyParameters", parameters)
    # Both frameworks always send their default quote_parse_mode; the sandbox does not support quotes.
    known = {"message_id": int, "allow_sending_without_reply": bool, "quote_parse_mode": str}
    parameters = fields.nested_fields("ReplyParameters", parameters, known)
    reply_to: int | None = parameters.get("message_id")
    if reply_to in chat.messages:
        return reply_to
    if parameters.get("allow_sending_without_reply", False):
        return None
    raise bad_request("message to be replied not found")


def _must_be_object(name: str, value: Any) -> None:
    if not isinstance(value, Mapping):
        raise bad_request(f"{name} must be an Object")

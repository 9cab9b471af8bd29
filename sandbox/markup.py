"""Validation of `reply_markup`, with Telegram's error messages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from telegram.constants import (
    InlineKeyboardButtonLimit,
    InlineKeyboardMarkupLimit,
    KeyboardButtonStyle,
    ReplyLimit,
)

from sandbox.errors import bad_request
from sandbox.html_mode import is_link

Kind = Literal["inline_keyboard", "keyboard", "remove_keyboard", "force_reply"]
Button = dict[str, Any]

_OPTIONS: dict[Kind, dict[str, type]] = {
    "inline_keyboard": {},
    "keyboard": {
        "is_persistent": bool,
        "resize_keyboard": bool,
        "one_time_keyboard": bool,
        "input_field_placeholder": str,
        "selective": bool,
    },
    "remove_keyboard": {"selective": bool},
    "force_reply": {"input_field_placeholder": str, "selective": bool},
}
_STYLES = frozenset(style.value for style in KeyboardButtonStyle)


@dataclass(frozen=True)
class Markup:
    """A valid reply markup: its kind, its rows of buttons (may be empty), and its options as sent."""

    kind: Kind
    rows: list[list[Button]]
    options: dict[str, Any]

    @property
    def inline(self) -> bool:
        """Whether it is an inline keyboard."""
        return self.kind == "inline_keyboard"

    def buttons(self) -> list[Button]:
        """All buttons, row by row."""
        return [button for row in self.rows for button in row]


def read_markup(raw: Any, *, private: bool, inline_only: bool = False) -> Markup | None:
    """Validate a parsed `reply_markup`; None for a missing one and for an empty inline keyboard.

    `private`: the chat is private, so buttons may request a contact. `inline_only`: the method accepts only
    inline keyboards. Raises ApiError if the markup is invalid.
    """
    if raw is None:
        return None
    if not isinstance(raw, Mapping):
        raise bad_request("object expected as reply markup")
    kinds = [kind for kind in _OPTIONS if kind in raw]
    if len(kinds) != 1:
        raise bad_request("reply markup must be exactly one of " + ", ".join(_OPTIONS))
    kind = kinds[0]
    if inline_only and kind != "inline_keyboard":
        raise bad_request("inline keyboard expected")
    options = {name: value for name, value in raw.items() if name != kind}
    _check_options(kind, options)
    if kind in {"remove_keyboard", "force_reply"}:
        if raw[kind] is not True:
            raise bad_request(f'field "{kind}" must be true')
        return Markup(kind, [], options)
    read_button = _inline_button if kind == "inline_keyboard" else _reply_button(private)
    rows = _rows(kind, raw[kind], read_button)
    if kind == "inline_keyboard" and not rows:
        return None
    return Markup(kind, rows, options)


def _check_options(kind: Kind, options: Mapping[str, Any]) -> None:
    for name, value in options.items():
        expected = _OPTIONS[kind].get(name)
        if expected is None:
            raise bad_request(f'unknown field "{name}" in reply markup')
        if type(value) is not expected:
            wanted = "Boolean" if expected is bool else "String"
            raise bad_request(f'field "{name}" must be of type {wanted}')
    placeholder = options.get("input_field_placeholder")
    if placeholder is not None and not (
        ReplyLimit.MIN_INPUT_FIELD_PLACEHOLDER <= len(placeholder) <= ReplyLimit.MAX_INPUT_FIELD_PLACEHOLDER
    ):
        raise bad_request('field "input_field_placeholder" must have 1 to 64 characters')


def _rows(kind: Kind, raw: Any, read_button: Callable[[Any], Button]) -> list[list[Button]]:
    if not isinstance(raw, list) or not all(isinstance(row, list) for row in raw):
        raise bad_request(f'field "{kind}" must be an Array of Arrays')
    rows = [[read_button(button) for button in row] for row in raw]
    if kind == "keyboard" and not rows:
        raise bad_request('field "keyboard" must have a button')
    if not all(rows):
        raise bad_request(f'field "{kind}" must have no empty row')
    if any(len(row) > InlineKeyboardMarkupLimit.BUTTONS_PER_ROW for row in rows):
        raise bad_request(f'field "{kind}" must have at most 8 buttons in a row')
    if sum(map(len, rows)) > InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER:
        raise bad_request("reply markup is too long")
    return rows


def _read_button(raw: Any, kind: str, fields: frozenset[str]) -> Button:
    if not isinstance(raw, Mapping):
        raise bad_request(f"can't parse {kind} button: button must be an Object")
    button = dict(raw)
    for name in button:
        if name not in fields:
            raise bad_request(f'can\'t parse {kind} button: unknown field "{name}"')
    if not isinstance(button.get("text"), str):
        raise bad_request(f'can\'t parse {kind} button: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request(f"{kind} button text must be non-empty")
    style = button.get("style")
    if style is not None and not (isinstance(style, str) and style in _STYLES):
        raise bad_request(f"can't parse {kind} button: invalid button style specified")
    return button


def _inline_button(raw: Any) -> Button:
    button = _read_button(raw, "inline keyboard", frozenset({"text", "style", *_ACTIONS}))
    actions = [name for name in _ACTIONS if name in button]
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if len(actions) > 1:
        raise bad_request("can't parse inline keyboard button: exactly one action must be used")
    _ACTIONS[actions[0]](button[actions[0]])
    return button


def _check_data(data: Any) -> None:
    limits = InlineKeyboardButtonLimit
    if not isinstance(data, str) or not (
        limits.MIN_CALLBACK_DATA <= len(data.encode()) <= limits.MAX_CALLBACK_DATA
    ):
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: Any) -> None:
    if not isinstance(url, str) or not is_link(url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _check_copy(copy: Any) -> None:
    limits = InlineKeyboardButtonLimit
    text = copy.get("text") if isinstance(copy, Mapping) and set(copy) == {"text"} else None
    if not isinstance(text, str) or not limits.MIN_COPY_TEXT <= len(text) <= limits.MAX_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


# Telegram has more kinds (Web Apps, games, payments, inline mode); the sandbox refuses them.
_ACTIONS: dict[str, Callable[[Any], None]] = {
    "callback_data": _check_data,
    "url": _check_url,
    "copy_text": _check_copy,
}


def _reply_button(private: bool) -> Callable[[Any], Button]:
    def read(raw: Any) -> Button:
        if isinstance(raw, str):
            raw = {"text": raw}
        button = _read_button(raw, "keyboard", frozenset({"text", "style", "request_contact"}))
        wants_contact = button.get("request_contact", False)
        if type(wants_contact) is not bool:
            raise bad_request('can\'t parse keyboard button: Field "request_contact" must be of type Boolean')
        if wants_contact and not private:
            raise bad_request("phone number can be requested in private chats only")
        return button

    return read

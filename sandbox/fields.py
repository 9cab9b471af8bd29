"""Strict parsing of a request's fields, given as strings or as JSON values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.errors import bad_request
from sandbox.files import Upload

Reader = Callable[[str, Any], Any]
_ATTACH = "attach://"
_ATTACHED_NAME = re.compile(_ATTACH + r'([^"]+)')
_INTEGER = re.compile(r"-?[0-9]{1,19}")


def read_fields(method: str, readers: Mapping[str, Reader], params: Mapping[str, Any]) -> dict[str, Any]:
    """The parsed fields of a request by name, without those that are null.

    A file is the value of its field, or of another field that its field names as "attach://name".
    Raises :class:`ApiError` for a field that the method does not have and for a value of the wrong type.
    """
    parsed = {}
    for name, value in params.items():
        if name not in readers:
            if isinstance(value, Upload) and name in _attached_names(params):
                continue
            raise bad_request(f'unknown field "{name}" of {method}')
        if value is not None:
            read = readers[name](name, _attached(value, params))
            if isinstance(read, dict) and "media" in read:
                read = read | {"media": _attached(read["media"], params)}
            parsed[name] = read
    return parsed


def _attached_names(params: Mapping[str, Any]) -> set[str]:
    """The names of attached files that fields refer to, directly or within their JSON."""
    texts = (value if isinstance(value, str) else json.dumps(value, default=str) for value in params.values())
    return {name for text in texts for name in _ATTACHED_NAME.findall(text)}


def _attached(value: Any, params: Mapping[str, Any]) -> Any:
    if isinstance(value, str) and value.startswith(_ATTACH):
        beside = params.get(value.removeprefix(_ATTACH))
        return beside if isinstance(beside, Upload) else value
    return value


def integer(name: str, value: Any) -> int:
    """A 64-bit integer, or its decimal digits."""
    number = int(value) if isinstance(value, str) and _INTEGER.fullmatch(value) else value
    if type(number) is int and -(2**63) <= number < 2**63:
        return number
    raise bad_request(f'field "{name}" must be of type Integer')


def flag(name: str, value: Any) -> bool:
    """A boolean, or "true" or "false" in any case."""
    if type(value) is bool:
        return value
    if isinstance(value, str) and value.lower() in {"true", "false"}:
        return value.lower() == "true"
    raise bad_request(f'field "{name}" must be of type Boolean')


def text(name: str, value: Any) -> str:
    """A string."""
    if not isinstance(value, str):
        raise bad_request(f'field "{name}" must be of type String')
    _check_unicode(value)
    return value


def file(name: str, value: Any) -> str | Upload:
    """A file, or a string: its file_id or address."""
    return value if isinstance(value, Upload) else text(name, value)


def chat_id(name: str, value: Any) -> int | str:
    """A chat id, or "@username"."""
    if isinstance(value, str) and (not value or value.startswith("@")):
        return value
    return integer(name, value)


def nested(name: str, value: Any) -> Any:
    """A JSON object or array, or its text; None for an empty text, as Telegram does."""
    if isinstance(value, str):
        if not value:
            return None
        try:
            value = json.loads(value)
        except ValueError:
            what = "reply keyboard markup" if name == "reply_markup" else name
            raise bad_request(f"can't parse {what} JSON object") from None
    if not isinstance(value, dict | list):
        raise bad_request(f'field "{name}" must be an Object or an Array')
    _check_unicode(json.dumps(value, ensure_ascii=False))
    return value


def _check_unicode(value: str) -> None:
    try:
        value.encode()
    except UnicodeEncodeError:
        raise bad_request("strings must be encoded in UTF-8") from None


def nested_fields(name: str, value: Mapping[str, Any], readers: Mapping[str, type]) -> dict[str, Any]:
    """The fields of a JSON object within a request; raises ApiError for an unknown name or a wrong type."""
    for field, content in value.items():
        if field not in readers:
            raise bad_request(f'unknown field "{field}" in {name}')
        if type(content) is not readers[field]:
            raise bad_request(f'field "{field}" of {name} must be of type {readers[field].__name__}')
    return dict(value)

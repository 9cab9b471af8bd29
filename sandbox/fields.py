"""Fields of a request, as strings or as JSON values, read strictly."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.errors import bad_request
from sandbox.files import Upload

Reader = Callable[[str, Any], Any]
_ATTACHED = "attach://"
_NAMED = re.compile(_ATTACHED + r'([^"]+)')
_INTEGER = re.compile(r"-?[0-9]{1,19}")


def read_fields(method: str, readers: Mapping[str, Reader], params: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a request by name, each parsed; fields sent as null are left out.

    A file may be the field itself or stand beside it under a name of its own, which the field then gives.
    Raises :class:`ApiError` naming a field the method does not have or a value that is not of its kind.
    """
    parsed = {}
    for name, value in params.items():
        if name not in readers:
            if isinstance(value, Upload) and name in _named(params):
                continue
            raise bad_request(f'unknown field "{name}" of {method}')
        if value is not None:
            read = readers[name](name, _attached(value, params))
            if isinstance(read, dict) and "media" in read:
                read = read | {"media": _attached(read["media"], params)}
            parsed[name] = read
    return parsed


def _named(params: Mapping[str, Any]) -> set[str]:
    """The files that fields ask for, themselves or within their JSON."""
    texts = (value if isinstance(value, str) else json.dumps(value, default=str) for value in params.values())
    return {name for text in texts for name in _NAMED.findall(text)}


def _attached(value: Any, params: Mapping[str, Any]) -> Any:
    if isinstance(value, str) and value.startswith(_ATTACHED):
        beside = params.get(value.removeprefix(_ATTACHED))
        return beside if isinstance(beside, Upload) else value
    return value


def integer(name: str, value: Any) -> int:
    """A whole number of 64 bits, or its decimal digits."""
    number = int(value) if isinstance(value, str) and _INTEGER.fullmatch(value) else value
    if type(number) is int and -(2**63) <= number < 2**63:
        return number
    raise bad_request(f'field "{name}" must be of type Integer')


def flag(name: str, value: Any) -> bool:
    """A truth value, or its word."""
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
    """A file, or the string that names one."""
    return value if isinstance(value, Upload) else text(name, value)


def chat(name: str, value: Any) -> int | str:
    """A chat: its number, or "@name"."""
    if isinstance(value, str) and (not value or value.startswith("@")):
        return value
    return integer(name, value)


def nested(name: str, value: Any) -> Any:
    """A JSON object or array, or its text; None for an empty text, as Telegram takes it."""
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
    """The fields of a JSON object within a request; none unknown, each of its type."""
    for field, content in value.items():
        if field not in readers:
            raise bad_request(f'unknown field "{field}" in {name}')
        if type(content) is not readers[field]:
            raise bad_request(f'field "{field}" of {name} must be of type {readers[field].__name__}')
    return dict(value)

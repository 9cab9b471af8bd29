"""How the Bot API says no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_KINDS = {400: "Bad Request", 403: "Forbidden", 409: "Conflict"}


class ApiError(Exception):
    """A request answered with an error; carries what the reply says.

    `code` is the HTTP status, `description` the whole sentence, `parameters` a ResponseParameters or None.
    """

    def __init__(self, code: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def reply(self) -> dict[str, Any]:
        """The body Telegram would send."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters is not None:
            body["parameters"] = dict(self.parameters)
        return body


def bad_request(reason: str) -> ApiError:
    """A 400 whose description is the reason behind Telegram's prefix."""
    return ApiError(400, f"{_KINDS[400]}: {reason}")


def forbidden(reason: str) -> ApiError:
    """A 403 whose description is the reason behind Telegram's prefix."""
    return ApiError(403, f"{_KINDS[403]}: {reason}")


def conflict(reason: str) -> ApiError:
    """A 409 whose description is the reason behind Telegram's prefix."""
    return ApiError(409, f"{_KINDS[409]}: {reason}")

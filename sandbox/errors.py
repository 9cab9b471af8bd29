"""How the Bot API says no."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A request answered with an error: `code` is the HTTP status, `description` the whole sentence."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code = code
        self.description = description

    def reply(self) -> dict[str, Any]:
        """The body Telegram would send."""
        return {"ok": False, "error_code": self.code, "description": self.description}


def bad_request(reason: str) -> ApiError:
    """A 400 whose description is the reason behind Telegram's prefix."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """A 403 whose description is the reason behind Telegram's prefix."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """A 409 whose description is the reason behind Telegram's prefix."""
    return ApiError(409, f"Conflict: {reason}")

"""How the Bot API says no."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """A request answered with an error: `code` is the HTTP status, `description` the whole sentence.

    `parameters` are the facts a client may act on: "retry_after" in seconds, or "migrate_to_chat_id".
    """

    def __init__(self, code: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = dict(parameters or {})

    def reply(self) -> dict[str, Any]:
        """The body Telegram would send."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str) -> ApiError:
    """A 400 whose description is the reason behind Telegram's prefix."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """A 403 whose description is the reason behind Telegram's prefix."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """A 409 whose description is the reason behind Telegram's prefix."""
    return ApiError(409, f"Conflict: {reason}")


def migrated(chat_id: int) -> ApiError:
    """The 400 of a group that has become the supergroup `chat_id`."""
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, reason, {"migrate_to_chat_id": chat_id})


def too_many(seconds: int) -> ApiError:
    """The 429 of a bot that may ask again after so many seconds."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})

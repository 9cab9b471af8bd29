"""The Bot API's error replies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class ApiError(Exception):
    """A request fails: `code` is the HTTP status, `description` the full message.

    `parameters` holds "retry_after" in seconds, "migrate_to_chat_id", or nothing.
    """

    def __init__(self, code: int, description: str, parameters: Mapping[str, int] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = dict(parameters or {})

    def reply(self) -> dict[str, Any]:
        """The reply's body, as Telegram sends it."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad_request(reason: str) -> ApiError:
    """A 400 with the reason after Telegram's prefix."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """A 403 with the reason after Telegram's prefix."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """A 409 with the reason after Telegram's prefix."""
    return ApiError(409, f"Conflict: {reason}")


def migrated(chat_id: int) -> ApiError:
    """The 400 for a group that was upgraded to the supergroup `chat_id`."""
    reason = "Bad Request: group chat was upgraded to a supergroup chat"
    return ApiError(400, reason, {"migrate_to_chat_id": chat_id})


def too_many(seconds: int) -> ApiError:
    """The 429 that asks the bot to retry after `seconds`."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})

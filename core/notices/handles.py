"""Handles of what is said about one subject, in whichever chat: only the last such message has buttons."""

from core.requests import RequestId
from core.waitlist import EntryId


def entry_handle(entry_id: EntryId) -> str:
    """The handle of a place on the waitlist."""
    return f"wait-{entry_id}"


def request_handle(request_id: RequestId) -> str:
    """The handle of a request for a day."""
    return f"request-{request_id}"

"""Updates carried to a bot's webhook: each until it is taken, in order within a chat, several chats at once."""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from aiohttp import (
    BodyPartReader,
    ClientConnectorError,
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    MultipartReader,
)

from sandbox.errors import bad_request
from sandbox.updates import Inbox

CONNECTIONS = 40
"""How many updates travel at once where the bot does not say."""
_PATIENCE = ClientTimeout(total=60)  # seconds a webhook may take to answer
_LONGEST_PAUSE = 64  # seconds between two attempts
_PORTS = frozenset({80, 88, 443, 8443})
# Besides everything that gets something: what a webhook may not answer with.
_NO_ANSWER = frozenset({"setwebhook", "deletewebhook", "close", "logout"})


@dataclass(frozen=True)
class Webhook:
    """Where updates go. `secret` is sent along with each; empty for none."""

    url: str
    secret: str
    connections: int


@dataclass(frozen=True)
class Trouble:
    """What went wrong last."""

    date: datetime
    message: str


class RefusedByWebhookError(Exception):
    """The webhook did not take an update; the message is Telegram's, `after` the seconds it asks for."""

    def __init__(self, message: str, after: float = 0) -> None:
        super().__init__(message)
        self.after = after


class Postman:
    """Carries one bot's updates; idle, and without a task, while nothing is queued or no webhook is set.

    A failed update is tried again at once, then after pauses that double; `pause` waits so many seconds.
    What was said of the last failure stays until another webhook is set. A webhook may answer an update with
    a request of its own; `asked` is given its method and fields.
    """

    asked: Callable[[str, Mapping[str, Any]], Awaitable[object]]

    def __init__(
        self, inbox: Inbox, now: Callable[[], datetime], pause: Callable[[float], Awaitable[object]]
    ) -> None:
        self.webhook: Webhook | None = None
        self.trouble: Trouble | None = None
        self._inbox = inbox
        self._now = now
        self._pause = pause
        self._lanes: dict[object, asyncio.Task[None]] = {}
        self._travelling = 0
        self._failures: dict[int, int] = {}

    def begin(self, webhook: Webhook) -> None:
        """Carry updates there from now on; nothing is broken off if they go there already. Needs the running loop."""
        if webhook == self.webhook:
            return
        self.end()
        self.webhook, self.trouble = webhook, None
        self._inbox.carry(self._look)
        self._look()

    def end(self) -> None:
        """Carry nothing any more; what is under way breaks off and stays queued."""
        self.webhook = None
        for task in self._lanes.values():
            task.cancel()
        self._lanes, self._travelling, self._failures = {}, 0, {}
        self._inbox.carry(None)

    def _look(self) -> None:
        """Send off what may travel now: the oldest of each chat, as far as there are connections."""
        if self.webhook is None:
            return
        for update in self._inbox.queued():
            if self._travelling >= self.webhook.connections:
                return
            lane = _lane(update)
            if lane not in self._lanes:
                self._travelling += 1
                self._lanes[lane] = asyncio.ensure_future(self._attempt(self.webhook, lane, update))

    async def _attempt(self, webhook: Webhook, lane: object, update: Mapping[str, Any]) -> None:
        update_id = update["update_id"]
        try:
            answer = await _post(webhook, update)
        except RefusedByWebhookError as refusal:
            self._travelling -= 1
            self.trouble = Trouble(self._now(), str(refusal))
            self._look()
            await self._pause_after(update_id, refusal.after)
        else:
            self._travelling -= 1
            self._failures.pop(update_id, None)
            self._inbox.confirm(update_id)
            if answer is not None:
                with suppress(OSError):  # an ordered fault: nobody waits for this answer
                    await self.asked(*answer)
        del self._lanes[lane]
        self._look()

    async def _pause_after(self, update_id: int, asked: float) -> None:
        failures = self._failures.get(update_id, 0)
        self._failures[update_id] = failures + 1
        if asked or failures:
            await self._pause(asked or min(2**failures, _LONGEST_PAUSE))


def read_webhook(url: str, secret: str | None, connections: int) -> Webhook:
    """A webhook as setWebhook names it; ApiError if Telegram would not have it."""
    if secret is not None:
        if not 1 <= len(secret) <= 256:
            raise bad_request("secret token is too long" if secret else "secret token must be non-empty")
        if not all(char.isascii() and (char.isalnum() or char in "_-") for char in secret):
            raise bad_request("secret token contains unallowed characters")
    if not 1 <= connections <= 100:
        raise bad_request("max_connections must be between 1 and 100")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not host:
        raise bad_request("bad webhook: invalid webhook URL specified")
    if not _is_here(host):
        if parts.scheme != "https":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if (port or 443) not in _PORTS:
            raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    return Webhook(url, secret or "", connections)


def _is_here(host: str) -> bool:
    """This machine's own: Telegram's own server, run locally, takes plain http and any port there."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _lane(update: Mapping[str, Any]) -> object:
    """Updates of one lane travel one after the other: a chat's messages, a person's taps."""
    kind = next(name for name in update if name != "update_id")
    body = update[kind]
    if kind in {"message", "edited_message"}:
        return "message", body["chat"]["id"]
    return kind, body.get("from", {}).get("id"), body.get("chat", {}).get("id")


async def _post(webhook: Webhook, update: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """Hand an update over; the method it is answered with and its fields, if any.

    Raises RefusedByWebhookError for whatever is not a 2xx. Nothing leaves this machine: an address
    elsewhere is one that does not answer.
    """
    if not _is_here(urlsplit(webhook.url).hostname or ""):
        raise RefusedByWebhookError("Connection timed out")
    headers = {"Content-Type": "application/json"}
    if webhook.secret:
        headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
    data = json.dumps(update).encode()
    try:
        async with (
            ClientSession(timeout=_PATIENCE) as session,
            session.post(webhook.url, data=data, headers=headers, ssl=False, allow_redirects=False) as answer,
        ):
            if not 200 <= answer.status < 300:
                after = answer.headers.get("Retry-After", "")
                seconds = float(after) if after.isdecimal() else 0
                raise RefusedByWebhookError(
                    f"Wrong response from the webhook: {answer.status} {answer.reason}", seconds
                )
            return _method_of(await _fields_of(answer))
    except TimeoutError:
        raise RefusedByWebhookError("Read timeout expired") from None
    except ClientConnectorError:
        raise RefusedByWebhookError("Connection refused") from None
    except ClientError:
        raise RefusedByWebhookError("Webhook connection closed") from None


async def _fields_of(answer: ClientResponse) -> dict[str, Any]:
    """The fields of a webhook's answer, a JSON object or a form with parts; none for anything else."""
    if answer.content_type == "multipart/form-data":
        parts = MultipartReader.from_response(answer)
        return {
            part.name or "": await part.text() async for part in parts if isinstance(part, BodyPartReader)
        }
    try:
        fields = json.loads(await answer.read()) if answer.content_type == "application/json" else None
    except ValueError:
        fields = None
    return fields if isinstance(fields, dict) else {}


def _method_of(fields: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """The request a webhook may answer with."""
    method = fields.pop("method", "")
    if not isinstance(method, str) or not method or method.lower() in _NO_ANSWER:
        return None
    return None if method.lower().startswith("get") else (method, fields)

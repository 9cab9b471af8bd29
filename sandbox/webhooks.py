"""Sends updates to bots' webhooks: in order within a chat, several chats at once, each until it is accepted."""

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
from sandbox.updates import UpdateQueue

DEFAULT_MAX_CONNECTIONS = 40
"""The default for max_connections: how many updates are sent at once."""
_TIMEOUT = ClientTimeout(total=60)  # seconds
_MAX_BACKOFF = 64  # seconds
_PORTS = frozenset({80, 88, 443, 8443})
# A webhook's response may call any method except these and those that start with "get".
_NOT_ALLOWED_IN_REPLY = frozenset({"setwebhook", "deletewebhook", "close", "logout"})


@dataclass(frozen=True)
class Webhook:
    """A webhook's settings; `secret` is sent with each update, empty for none."""

    url: str
    secret: str
    max_connections: int


@dataclass(frozen=True)
class LastError:
    """The last failed delivery: when, and Telegram's message about it."""

    date: datetime
    message: str


class WebhookDeliveryError(Exception):
    """The webhook did not accept an update. The message is Telegram's; `retry_after` is in seconds, 0 if not given."""

    def __init__(self, message: str, retry_after: float = 0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class WebhookSender:
    """Sends one bot's updates to its webhook; has no task while the queue is empty or no webhook is set.

    A failed update is sent again at once, then after pauses that double; `pause` waits a number of seconds.
    `last_error` is kept until another webhook is set. A webhook's response may contain a method call, which
    `execute` runs: it takes the method and its fields.
    """

    execute: Callable[[str, Mapping[str, Any]], Awaitable[object]]

    def __init__(
        self, queue: UpdateQueue, now: Callable[[], datetime], pause: Callable[[float], Awaitable[object]]
    ) -> None:
        self.webhook: Webhook | None = None
        self.last_error: LastError | None = None
        self._updates = queue
        self._now = now
        self._pause = pause
        self._tasks: dict[object, asyncio.Task[None]] = {}
        self._in_flight = 0
        self._failures: dict[int, int] = {}

    def start(self, webhook: Webhook) -> None:
        """Send updates to this webhook from now on; setting the same one again is a no-op. Needs a running loop."""
        if webhook == self.webhook:
            return
        self.stop()
        self.webhook, self.last_error = webhook, None
        self._updates.attach_webhook(self._send_ready)
        self._send_ready()

    def stop(self) -> None:
        """Stop sending; updates in flight are cancelled and stay queued."""
        self.webhook = None
        for task in self._tasks.values():
            task.cancel()
        self._tasks, self._in_flight, self._failures = {}, 0, {}
        self._updates.detach_webhook()

    def _send_ready(self) -> None:
        """Send the oldest update of each chat that has none in flight, up to the number of connections."""
        if self.webhook is None:
            return
        for update in self._updates.pending():
            if self._in_flight >= self.webhook.max_connections:
                return
            key = _ordering_key(update)
            if key not in self._tasks:
                self._in_flight += 1
                self._tasks[key] = asyncio.ensure_future(self._deliver(self.webhook, key, update))

    async def _deliver(self, webhook: Webhook, key: object, update: Mapping[str, Any]) -> None:
        update_id = update["update_id"]
        try:
            call = await _post(webhook, update)
        except WebhookDeliveryError as error:
            self._in_flight -= 1
            self.last_error = LastError(self._now(), str(error))
            self._send_ready()
            await self._back_off(update_id, error.retry_after)
        else:
            self._in_flight -= 1
            self._failures.pop(update_id, None)
            self._updates.confirm(update_id)
            if call is not None:
                with suppress(OSError):  # an injected fault: nobody waits for this reply
                    await self.execute(*call)
        del self._tasks[key]
        self._send_ready()

    async def _back_off(self, update_id: int, retry_after: float) -> None:
        failures = self._failures.get(update_id, 0)
        self._failures[update_id] = failures + 1
        if retry_after or failures:
            await self._pause(retry_after or min(2**failures, _MAX_BACKOFF))


def read_webhook(url: str, secret: str | None, max_connections: int) -> Webhook:
    """The webhook of a setWebhook request; raises ApiError if Telegram would refuse it."""
    if secret is not None:
        if not 1 <= len(secret) <= 256:
            raise bad_request("secret token is too long" if secret else "secret token must be non-empty")
        if not all(char.isascii() and (char.isalnum() or char in "_-") for char in secret):
            raise bad_request("secret token contains unallowed characters")
    if not 1 <= max_connections <= 100:
        raise bad_request("max_connections must be between 1 and 100")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.scheme not in {"http", "https"} or not host:
        raise bad_request("bad webhook: invalid webhook URL specified")
    if not _is_loopback(host):
        if parts.scheme != "https":
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if (port or 443) not in _PORTS:
            raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    return Webhook(url, secret or "", max_connections)


def _is_loopback(host: str) -> bool:
    """Whether a host is this machine: as a local Bot API server does, we accept plain http and any port there."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _ordering_key(update: Mapping[str, Any]) -> object:
    """Updates with the same key are sent one after another: a chat's messages, a person's taps."""
    kind = next(name for name in update if name != "update_id")
    body = update[kind]
    if kind in {"message", "edited_message"}:
        return "message", body["chat"]["id"]
    return kind, body.get("from", {}).get("id"), body.get("chat", {}).get("id")


async def _post(webhook: Webhook, update: Mapping[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """Post an update; return the method call in the response, if any, as its name and fields.

    Raises WebhookDeliveryError unless the status is 2xx. Nothing leaves this machine: a remote address
    times out at once.
    """
    if not _is_loopback(urlsplit(webhook.url).hostname or ""):
        raise WebhookDeliveryError("Connection timed out")
    headers = {"Content-Type": "application/json"}
    if webhook.secret:
        headers["X-Telegram-Bot-Api-Secret-Token"] = webhook.secret
    data = json.dumps(update).encode()
    try:
        async with (
            ClientSession(timeout=_TIMEOUT) as session,
            session.post(
                webhook.url, data=data, headers=headers, ssl=False, allow_redirects=False
            ) as response,
        ):
            if not 200 <= response.status < 300:
                after = response.headers.get("Retry-After", "")
                seconds = float(after) if after.isdecimal() else 0
                raise WebhookDeliveryError(
                    f"Wrong response from the webhook: {response.status} {response.reason}", seconds
                )
            return _method_call(await _response_fields(response))
    except TimeoutError:
        raise WebhookDeliveryError("Read timeout expired") from None
    except ClientConnectorError:
        raise WebhookDeliveryError("Connection refused") from None
    except ClientError:
        raise WebhookDeliveryError("Webhook connection closed") from None


async def _response_fields(response: ClientResponse) -> dict[str, Any]:
    """The fields of a response that is a JSON object or a multipart form; empty for any other."""
    if response.content_type == "multipart/form-data":
        parts = MultipartReader.from_response(response)
        return {
            part.name or "": await part.text() async for part in parts if isinstance(part, BodyPartReader)
        }
    try:
        fields = json.loads(await response.read()) if response.content_type == "application/json" else None
    except ValueError:
        fields = None
    return fields if isinstance(fields, dict) else {}


def _method_call(fields: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """The method call in a response, None if there is none or it is not allowed."""
    method = fields.pop("method", "")
    if not isinstance(method, str) or not method or method.lower() in _NOT_ALLOWED_IN_REPLY:
        return None
    return None if method.lower().startswith("get") else (method, fields)

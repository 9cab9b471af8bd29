"""Requests to the demo page: validated POST bodies, and the check of host and origin."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from aiohttp import web
from pydantic import Base64Bytes, BaseModel, ConfigDict, StringConstraints, ValidationError

from sandbox.model import GestureError

MORNING = time(8)
MAX_ADVANCE = timedelta(days=31)
"""How far one request may move the clock."""
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_POLICY = ("default-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'")
_HEADERS = {
    "Content-Security-Policy": "; ".join(_POLICY),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)]


class RefusedError(Exception):
    """The page refuses a request: HTTP `status`, and `code`, a key of `errors` in labels.js."""

    def __init__(self, status: int, code: str, error: str) -> None:
        super().__init__(error)
        self.status = status
        self.code = code


class Body(BaseModel):
    """Base of the POST bodies: unknown fields and wrong types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Gesture(Body):
    """Person `speaker` acts in `chat`, a chat key of the snapshot."""

    chat: str
    speaker: int


class Send(Gesture):
    text: str
    reply_to: int | None = None


class Tap(Gesture):
    message_id: int
    data: str


class SendMedia(Gesture):
    """`content` is the chosen picture in base64; without it, and for every other kind, a sample is sent."""

    kind: Literal["photo", "location", "voice", "sticker"]
    content: Base64Bytes | None = None
    name: _Name = ""
    caption: str = ""


class Edit(Gesture):
    message_id: int
    text: str


class Block(Gesture):
    blocked: bool


class OpenLink(Body):
    speaker: int
    bot: str
    payload: str = ""


class MoveClock(Body):
    """Either `minutes` to add, or `until`: "morning", an ISO time with offset, or a local time of the house."""

    minutes: int | None = None
    until: str | None = None


class ChooseLanguage(Body):
    code: Literal["en", "zh"]


class NewBuyer(Body):
    """`language` is the buyer's Telegram language, such as "zh-hans"."""

    first_name: Annotated[_Name, StringConstraints(min_length=1)]
    last_name: _Name = ""
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}(-[a-z]{2,8})?$")]


AnyBody = TypeVar("AnyBody", bound=Body)


async def read(request: web.Request, shape: type[AnyBody]) -> AnyBody:
    """The request's body; raises RefusedError if it is not valid JSON of this model."""
    if request.content_type != "application/json":
        raise RefusedError(415, "input", "send application/json")
    try:
        return shape.model_validate_json(await request.read())
    except web.HTTPRequestEntityTooLarge:
        raise RefusedError(413, "large", "the photo is too large") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "body"
        raise RefusedError(400, "input", f"{place}: {first['msg']}") from None


def target_time(request: MoveClock, now: datetime, zone: ZoneInfo) -> datetime:
    """The requested time in UTC; raises RefusedError unless it is after `now` and within MAX_ADVANCE."""
    if (request.minutes is None) == (request.until is None):
        raise RefusedError(400, "input", "say either minutes or until")
    if request.minutes is None:
        until = _parse_until(request.until or "", now.astimezone(zone), zone)
    else:
        until = now + timedelta(minutes=max(0, min(request.minutes, 60 * 24 * 32)))
    if until <= now:
        raise RefusedError(400, "past", "time only moves forward")
    if until - now > MAX_ADVANCE:
        raise RefusedError(400, "far", f"at most {MAX_ADVANCE.days} days at once")
    return until.astimezone(UTC)


def _parse_until(text: str, local: datetime, zone: ZoneInfo) -> datetime:
    if text == "morning":
        today = datetime.combine(local.date(), MORNING, zone)
        return today if today > local else datetime.combine(local.date() + timedelta(days=1), MORNING, zone)
    try:
        until = datetime.fromisoformat(text)
    except ValueError:
        raise RefusedError(400, "moment", "until is not a time") from None
    if until.tzinfo is not None:
        return until
    wall = until.replace(tzinfo=zone).astimezone(UTC)
    if wall.astimezone(zone).replace(tzinfo=None) != until:
        raise RefusedError(400, "gap", "the clocks skip that time")
    return wall


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign hosts and origins, and turn refusals into JSON; leave sub-applications alone."""
    if request.path != "/" and not request.path.startswith("/page/"):
        return await handler(request)
    try:
        _check_origin(request.headers)
        return await handler(request)
    except RefusedError as refusal:
        return _refusal(refusal.status, refusal.code, str(refusal))
    except GestureError as error:
        return _refusal(400, "gesture", str(error))


def _check_origin(headers: Mapping[str, str]) -> None:
    """Refuse a host name that merely resolves to this computer (DNS rebinding) and a foreign origin."""
    host = headers.get("Host", "")
    origin = headers.get("Origin")
    try:
        here = urlsplit(f"//{host}").hostname in _LOOPBACK
        same = origin is None or urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        here = same = False
    if not (here and same):
        raise RefusedError(403, "origin", "this page is only for this computer")


def _refusal(status: int, code: str, error: str) -> web.Response:
    return web.json_response({"error": error, "code": code}, status=status)


async def add_security_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Add the page's security headers to a response."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)

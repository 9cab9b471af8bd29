"""What the page may be asked: the bodies of its POSTs, checked, and who may ask."""

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
LONGEST = timedelta(days=31)
"""Furthest the clock moves at one request."""
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
    """A request the page does not carry out: HTTP status, and `code`, the key of its wording in labels.js."""

    def __init__(self, status: int, code: str, error: str) -> None:
        super().__init__(error)
        self.status = status
        self.code = code


class Body(BaseModel):
    """A JSON object with exactly these fields; empty in itself."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Gesture(Body):
    """`speaker` does something in `chat`, named as the picture names it."""

    chat: str
    speaker: int


class Send(Gesture):
    text: str
    reply_to: int | None = None


class Tap(Gesture):
    message_id: int
    data: str


class SendMedia(Gesture):
    """`content` is the picture a person chose, in base64; without it one is made up, as everything else is."""

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
    """Either so many minutes on, or until "morning", an ISO moment, or a wall time of the house."""

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
    """The request's body; RefusedError if it is not JSON of this shape."""
    if request.content_type != "application/json":
        raise RefusedError(415, "input", "send application/json")
    try:
        return shape.model_validate_json(await request.read())
    except web.HTTPRequestEntityTooLarge:
        raise RefusedError(413, "large", "that is more than a photo may have") from None
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"])) or "body"
        raise RefusedError(400, "input", f"{place}: {first['msg']}") from None


def moment(asked: MoveClock, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment the clock is asked to move to, in UTC: later than `now`, and not further than LONGEST."""
    if (asked.minutes is None) == (asked.until is None):
        raise RefusedError(400, "input", "say either minutes or until")
    if asked.minutes is None:
        until = _named(asked.until or "", now.astimezone(zone), zone)
    else:
        until = now + timedelta(minutes=max(0, min(asked.minutes, 60 * 24 * 32)))
    if until <= now:
        raise RefusedError(400, "past", "time only moves forward")
    if until - now > LONGEST:
        raise RefusedError(400, "far", f"at most {LONGEST.days} days at once")
    return until.astimezone(UTC)


def _named(text: str, local: datetime, zone: ZoneInfo) -> datetime:
    if text == "morning":
        today = datetime.combine(local.date(), MORNING, zone)
        return today if today > local else datetime.combine(local.date() + timedelta(days=1), MORNING, zone)
    try:
        until = datetime.fromisoformat(text)
    except ValueError:
        raise RefusedError(400, "moment", "until is no moment") from None
    if until.tzinfo is not None:
        return until
    wall = until.replace(tzinfo=zone).astimezone(UTC)
    if wall.astimezone(zone).replace(tzinfo=None) != until:
        raise RefusedError(400, "gap", "the clocks skip that time")
    return wall


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Keeps other pages and hosts out and words refusals as JSON; what is mounted beside is left alone."""
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
    """A name that only points here (DNS rebinding) and a page of elsewhere are both refused."""
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


async def dress(_: web.Request, response: web.StreamResponse) -> None:
    """Adds to a response what every response of the page says to the browser."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)

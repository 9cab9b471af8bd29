"""The demo page: the house's chats in a browser, its static files, and the JSON API behind it.

Gestures and clock changes are POSTs under /page/; the visible state arrives as server-sent events. The page
works on this computer only: requests for another host or from another page's origin are refused.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from aiohttp import web

from sandbox import page_requests
from sandbox.files import image_size
from sandbox.model import Person
from sandbox.page_requests import AnyBody, RefusedError
from sandbox.page_view import PageState, Pane, Snapshot, changes, snapshot

__all__ = ["Controls", "PageState", "Pane", "page_app"]

STATIC_FILES = Path(__file__).parent / "page"
HEARTBEAT = 5.0
"""Seconds after which an idle event stream sends the time."""
_BUSY_HEARTBEAT = 0.25
_MIN_INTERVAL = 0.05  # seconds between two events, so that a burst becomes one event
_LANGUAGES = {"en": "en", "zh": "zh-hans"}
_BUYERS = "buyers"
_IMAGE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_MAX_BODY = 16 * 1024 * 1024  # bytes, enough for the largest photo in base64


class Controls(Protocol):
    """What the page needs from the house besides its Telegram."""

    async def play(self, until: datetime) -> None:
        """Move the house's clock forward to `until` (aware) and run everything due by then."""

    async def reset(self) -> None:
        """Open a new house; `page_state()` then returns the new one."""

    def now(self) -> datetime:
        """The house's time, timezone-aware."""

    def page_state(self) -> PageState:
        """The current state; its Telegram stays the same until a reset."""


def page_app(controls: Controls) -> web.Application:
    """The page's application, with routes "/" and "/page/…"; sub-applications may be added beside them."""
    app = web.Application(middlewares=[page_requests.guard], client_max_size=_MAX_BODY)
    _PageHandlers(controls).attach(app)
    return app


class _PageHandlers:
    def __init__(self, controls: Controls) -> None:
        self._controls = controls
        self._telegram: object = None
        self._generation = ""
        self._language: str | None = None
        self._new_buyers: list[int] = []
        self._busy: dict[str, str] | None = None
        self._cached: tuple[object, Snapshot] | None = None
        self._changed = asyncio.Event()
        self._closing = False

    def attach(self, app: web.Application) -> None:
        app.router.add_get("/", self._index)
        app.router.add_static("/page/assets", STATIC_FILES)
        app.router.add_get("/page/state", self._state)
        app.router.add_get("/page/events", self._events)
        app.router.add_get("/page/file/{unique_id}", self._file)
        app.router.add_post("/page/send", _handler(page_requests.Send, self.send))
        app.router.add_post("/page/media", _handler(page_requests.SendMedia, self.send_media))
        app.router.add_post("/page/edit", _handler(page_requests.Edit, self.edit))
        app.router.add_post("/page/block", _handler(page_requests.Block, self.block))
        app.router.add_post("/page/tap", _handler(page_requests.Tap, self.tap))
        app.router.add_post("/page/contact", _handler(page_requests.Gesture, self.share_contact))
        app.router.add_post("/page/open", _handler(page_requests.OpenLink, self.open_link))
        app.router.add_post("/page/clock", _handler(page_requests.MoveClock, self.move_clock))
        app.router.add_post("/page/reset", _handler(page_requests.Body, self.reset))
        app.router.add_post("/page/language", _handler(page_requests.ChooseLanguage, self.choose_language))
        app.router.add_post("/page/buyer", _handler(page_requests.NewBuyer, self.add_buyer))
        app.on_response_prepare.append(page_requests.add_security_headers)
        app.on_shutdown.append(self._close)

    # Reading

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC_FILES / "index.html")

    async def _state(self, _: web.Request) -> web.Response:
        return web.json_response(self._snapshot() | {"clock": self._clock_json()})

    async def _file(self, request: web.Request) -> web.Response:
        """Serve a file of a message. Only images open in the browser; every other file is a download."""
        file = self._current_state().telegram.file(request.match_info["unique_id"])
        if file is None:
            raise RefusedError(404, "gone", "there is no such file")
        if image_size(file.content) is not None and file.mime in _IMAGE_TYPES:
            return web.Response(body=file.content, content_type=file.mime)
        disposition = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
        return web.Response(
            body=file.content,
            content_type="application/octet-stream",
            headers={"Content-Disposition": disposition},
        )

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        with suppress(ConnectionError):  # the browser disconnected
            await self._stream(response)
        return response

    async def _stream(self, response: web.StreamResponse) -> None:
        """Send the whole state once, then each change, until the application shuts down."""
        known: Snapshot | None = None
        while not self._closing:
            changed, telegram = self._changed, self._current_state().telegram
            version, now = telegram.version(), self._snapshot()
            news: dict[str, Any]
            if known is None or known["generation"] != now["generation"]:
                kind, news = "state", now
            else:
                news = changes(known, now)
                kind = "patch" if news else "beat"
            known = now
            event = json.dumps(news | {"clock": self._clock_json()}, ensure_ascii=False)
            await response.write(f"event: {kind}\ndata: {event}\n\n".encode())
            await asyncio.sleep(_MIN_INTERVAL)
            seconds = HEARTBEAT if self._busy is None else _BUSY_HEARTBEAT
            await _first_of(telegram.changed(version), changed.wait(), seconds=seconds)

    def _current_state(self) -> PageState:
        """The state now. In a new house, forget the buyers added on the page but keep its language."""
        state = self._controls.page_state()
        if state.telegram is not self._telegram:
            self._telegram = state.telegram
            self._generation = secrets.token_hex(8)
            self._new_buyers.clear()
            self._apply_language(state)
        return state

    def _panes(self, state: PageState) -> tuple[Pane, ...]:
        return tuple(
            replace(pane, people=(*pane.people, *self._new_buyers)) if pane.id == _BUYERS else pane
            for pane in state.panes
        )

    def _snapshot(self) -> Snapshot:
        state = self._current_state()
        panes = self._panes(state)
        key = (self._generation, state.telegram.version(), panes)
        if self._cached is None or self._cached[0] != key:
            self._cached = key, snapshot(state, panes) | {"generation": self._generation}
        return self._cached[1]

    def _clock_json(self) -> dict[str, Any]:
        return {"now": _utc(self._controls.now()), "busy": self._busy}

    # Gestures

    async def send(self, body: page_requests.Send) -> dict[str, Any]:
        state, where = self._find_chat(body)
        return {"message_id": state.telegram.send(body.speaker, body.text, reply_to=body.reply_to, **where)}

    async def send_media(self, body: page_requests.SendMedia) -> dict[str, Any]:
        state, where = self._find_chat(body)
        sent = state.telegram.send_media(
            body.speaker, body.kind, content=body.content, name=body.name, caption=body.caption, **where
        )
        return {"message_id": sent}

    async def edit(self, body: page_requests.Edit) -> dict[str, Any]:
        state, where = self._find_chat(body)
        state.telegram.edit(body.speaker, body.message_id, body.text, **where)
        return {"message_id": body.message_id}

    async def block(self, body: page_requests.Block) -> dict[str, Any]:
        state, where = self._find_chat(body)
        if "bot" not in where:
            raise RefusedError(400, "input", "only a bot is blocked, in private")
        change = state.telegram.block if body.blocked else state.telegram.unblock
        change(body.speaker, where["bot"])
        return {"blocked": body.blocked}

    async def tap(self, body: page_requests.Tap) -> dict[str, Any]:
        state, where = self._find_chat(body)
        return {"query": state.telegram.tap(body.speaker, body.message_id, body.data, **where)}

    async def share_contact(self, body: page_requests.Gesture) -> dict[str, Any]:
        state, where = self._find_chat(body)
        if "bot" not in where:
            raise RefusedError(400, "input", "a contact is shared with a bot, in private")
        return {"message_id": state.telegram.share_contact(body.speaker, **where)}

    async def open_link(self, body: page_requests.OpenLink) -> dict[str, Any]:
        state = self._idle_state()
        if not any(pane.bot == body.bot and body.speaker in pane.people for pane in self._panes(state)):
            raise RefusedError(400, "bot", "that person does not speak with that bot here")
        return {"message_id": state.telegram.open_link(body.speaker, body.bot, body.payload)}

    def _find_chat(self, body: page_requests.Gesture) -> tuple[PageState, dict[str, Any]]:
        """The state, and the gesture's chat as keyword arguments of Telegram's gestures."""
        state = self._idle_state()
        for pane in self._panes(state):
            if body.speaker in pane.people and pane.chat(body.speaker) == body.chat:
                return state, {"bot": pane.bot} if pane.bot is not None else {"chat_id": pane.chat_id}
        raise RefusedError(400, "gone", "there is no such chat on this page")

    def _idle_state(self) -> PageState:
        if self._busy is not None and self._busy["kind"] == "reset":
            raise RefusedError(409, "busy", "a new house is being prepared")
        return self._current_state()

    # The house

    async def move_clock(self, body: page_requests.MoveClock) -> dict[str, Any]:
        now = self._controls.now()
        until = page_requests.target_time(body, now, self._current_state().zone)
        with self._busy_with({"kind": "play", "from": _utc(now), "until": _utc(until)}):
            await self._controls.play(until)
        return {"now": _utc(self._controls.now())}

    async def reset(self, _: page_requests.Body) -> dict[str, Any]:
        with self._busy_with({"kind": "reset"}):
            await self._controls.reset()
        self._current_state()
        return {"generation": self._generation}

    async def choose_language(self, body: page_requests.ChooseLanguage) -> dict[str, Any]:
        state = self._idle_state()
        self._language = body.code
        self._apply_language(state)
        return {"code": body.code}

    async def add_buyer(self, body: page_requests.NewBuyer) -> dict[str, Any]:
        state = self._idle_state()
        user_id = max(state.telegram.people, default=0) + 1
        phone = f"+86139{user_id % 10**8:08d}"
        person = Person(user_id, body.first_name, body.last_name, language_code=body.language, phone=phone)
        state.telegram.add_person(person)
        self._new_buyers.append(user_id)
        self._wake()
        return {"id": user_id}

    def _apply_language(self, state: PageState) -> None:
        if self._language is None:
            return
        for person in {person for pane in self._panes(state) for person in pane.people}:
            state.telegram.set_language(person, _LANGUAGES[self._language])

    @contextmanager
    def _busy_with(self, what: dict[str, str]) -> Iterator[None]:
        """Mark the house as busy, visibly to every browser; raises RefusedError 409 if it is already."""
        if self._busy is not None:
            raise RefusedError(409, "busy", "the house is busy")
        self._busy = what
        self._wake()
        try:
            yield
        finally:
            self._busy = None
            self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    async def _close(self, _: web.Application) -> None:
        self._closing = True
        self._wake()


def _handler(
    shape: type[AnyBody], action: Callable[[AnyBody], Awaitable[dict[str, Any]]]
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handler(request: web.Request) -> web.StreamResponse:
        return web.json_response(await action(await page_requests.read(request, shape)))

    return handler


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


async def _first_of(*waits: Coroutine[Any, Any, object], seconds: float) -> None:
    """Wait until one finishes or `seconds` pass, then cancel the others."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

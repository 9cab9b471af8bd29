"""The demo's page: a house of people on Telegram in a browser, its files and the JSON API they use.

Gestures and the clock are POSTs under /page/; what there is to see comes as server-sent events. The page
is for this computer alone: whatever names another host, or comes from another page, is refused.
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

from sandbox import page_requests as asked
from sandbox.files import image_size
from sandbox.model import Person
from sandbox.page_requests import AnyBody, RefusedError
from sandbox.page_view import Pane, Picture, Stage, changes, picture

__all__ = ["Controls", "Pane", "Stage", "page"]

FILES = Path(__file__).parent / "page"
HEARTBEAT = 5.0
"""Seconds of silence after which a stream tells the time."""
_BUSY_BEAT = 0.25
_GAP = 0.05  # seconds between two pushes, so that a burst travels as one
_LANGUAGES = {"en": "en", "zh": "zh-hans"}
_BUYERS = "buyers"
_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_LARGEST_BODY = 16 * 1024 * 1024  # bytes: the largest photo in base64


class Controls(Protocol):
    """What the page may do with the house besides playing its people."""

    async def play(self, until: datetime) -> None:
        """Move the house's clock forward to `until` (aware), playing everything that falls due."""

    async def reset(self) -> None:
        """Open a new house; `stage()` then gives it."""

    def now(self) -> datetime:
        """The house's time, aware."""

    def stage(self) -> Stage:
        """The house as it stands; the same Telegram until a reset."""


def page(controls: Controls) -> web.Application:
    """The page as an application: "/" and "/page/…". Others may be mounted beside it as sub-applications."""
    app = web.Application(middlewares=[asked.guard], client_max_size=_LARGEST_BODY)
    _Page(controls).attach(app)
    return app


class _Page:
    def __init__(self, controls: Controls) -> None:
        self._controls = controls
        self._telegram: object = None
        self._generation = ""
        self._language: str | None = None
        self._newcomers: list[int] = []
        self._busy: dict[str, str] | None = None
        self._cached: tuple[object, Picture] | None = None
        self._pulse = asyncio.Event()
        self._closing = False

    def attach(self, app: web.Application) -> None:
        app.router.add_get("/", self._index)
        app.router.add_static("/page/assets", FILES)
        app.router.add_get("/page/state", self._state)
        app.router.add_get("/page/events", self._events)
        app.router.add_get("/page/file/{unique_id}", self._file)
        app.router.add_post("/page/send", _doing(asked.Send, self.send))
        app.router.add_post("/page/media", _doing(asked.SendMedia, self.send_media))
        app.router.add_post("/page/edit", _doing(asked.Edit, self.edit))
        app.router.add_post("/page/block", _doing(asked.Block, self.block))
        app.router.add_post("/page/tap", _doing(asked.Tap, self.tap))
        app.router.add_post("/page/contact", _doing(asked.Gesture, self.share_contact))
        app.router.add_post("/page/open", _doing(asked.OpenLink, self.open_link))
        app.router.add_post("/page/clock", _doing(asked.MoveClock, self.move_clock))
        app.router.add_post("/page/reset", _doing(asked.Body, self.reset))
        app.router.add_post("/page/language", _doing(asked.ChooseLanguage, self.choose_language))
        app.router.add_post("/page/buyer", _doing(asked.NewBuyer, self.welcome))
        app.on_response_prepare.append(asked.dress)
        app.on_shutdown.append(self._close)

    # Looking

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(FILES / "index.html")

    async def _state(self, _: web.Request) -> web.Response:
        return web.json_response(self._picture() | {"clock": self._clock_face()})

    async def _file(self, request: web.Request) -> web.Response:
        """A file somebody sent. Only pictures are shown; everything else is for keeping, whatever it says it is."""
        file = self._stage().telegram.file(request.match_info["unique_id"])
        if file is None:
            raise RefusedError(404, "gone", "there is no such file")
        if image_size(file.content) is not None and file.mime in _PICTURES:
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
        with suppress(ConnectionError):  # the browser has left
            await self._tell(response)
        return response

    async def _tell(self, response: web.StreamResponse) -> None:
        """Tell a browser everything once, then what changes, until the page closes."""
        known: Picture | None = None
        while not self._closing:
            pulse, telegram = self._pulse, self._stage().telegram
            version, now = telegram.version(), self._picture()
            news: dict[str, Any]
            if known is None or known["generation"] != now["generation"]:
                kind, news = "state", now
            else:
                news = changes(known, now)
                kind = "patch" if news else "beat"
            known = now
            event = json.dumps(news | {"clock": self._clock_face()}, ensure_ascii=False)
            await response.write(f"event: {kind}\ndata: {event}\n\n".encode())
            await asyncio.sleep(_GAP)
            seconds = HEARTBEAT if self._busy is None else _BUSY_BEAT
            await _either(telegram.changed(version), pulse.wait(), seconds=seconds)

    def _stage(self) -> Stage:
        """The house now. In a new one the page's own newcomers are gone, its language is not."""
        stage = self._controls.stage()
        if stage.telegram is not self._telegram:
            self._telegram = stage.telegram
            self._generation = secrets.token_hex(8)
            self._newcomers.clear()
            self._speak(stage)
        return stage

    def _panes(self, stage: Stage) -> tuple[Pane, ...]:
        return tuple(
            replace(pane, people=(*pane.people, *self._newcomers)) if pane.id == _BUYERS else pane
            for pane in stage.panes
        )

    def _picture(self) -> Picture:
        stage = self._stage()
        panes = self._panes(stage)
        key = (self._generation, stage.telegram.version(), panes)
        if self._cached is None or self._cached[0] != key:
            self._cached = key, picture(stage, panes) | {"generation": self._generation}
        return self._cached[1]

    def _clock_face(self) -> dict[str, Any]:
        return {"now": _utc(self._controls.now()), "busy": self._busy}

    # Gestures

    async def send(self, body: asked.Send) -> dict[str, Any]:
        stage, where = self._place(body)
        return {"message_id": stage.telegram.send(body.speaker, body.text, reply_to=body.reply_to, **where)}

    async def send_media(self, body: asked.SendMedia) -> dict[str, Any]:
        stage, where = self._place(body)
        sent = stage.telegram.send_media(
            body.speaker, body.kind, content=body.content, name=body.name, caption=body.caption, **where
        )
        return {"message_id": sent}

    async def edit(self, body: asked.Edit) -> dict[str, Any]:
        stage, where = self._place(body)
        stage.telegram.edit(body.speaker, body.message_id, body.text, **where)
        return {"message_id": body.message_id}

    async def block(self, body: asked.Block) -> dict[str, Any]:
        stage, where = self._place(body)
        if "bot" not in where:
            raise RefusedError(400, "input", "only a bot is blocked, in private")
        change = stage.telegram.block if body.blocked else stage.telegram.unblock
        change(body.speaker, where["bot"])
        return {"blocked": body.blocked}

    async def tap(self, body: asked.Tap) -> dict[str, Any]:
        stage, where = self._place(body)
        return {"query": stage.telegram.tap(body.speaker, body.message_id, body.data, **where)}

    async def share_contact(self, body: asked.Gesture) -> dict[str, Any]:
        stage, where = self._place(body)
        if "bot" not in where:
            raise RefusedError(400, "input", "a contact is shared with a bot, in private")
        return {"message_id": stage.telegram.share_contact(body.speaker, **where)}

    async def open_link(self, body: asked.OpenLink) -> dict[str, Any]:
        stage = self._idle_stage()
        if not any(pane.bot == body.bot and body.speaker in pane.people for pane in self._panes(stage)):
            raise RefusedError(400, "bot", "that person does not speak with that bot here")
        return {"message_id": stage.telegram.open_link(body.speaker, body.bot, body.payload)}

    def _place(self, body: asked.Gesture) -> tuple[Stage, dict[str, Any]]:
        """The house, and the chat of a gesture as the engine names it."""
        stage = self._idle_stage()
        for pane in self._panes(stage):
            if body.speaker in pane.people and pane.chat(body.speaker) == body.chat:
                return stage, {"bot": pane.bot} if pane.bot is not None else {"chat_id": pane.chat_id}
        raise RefusedError(400, "gone", "there is no such chat on this page")

    def _idle_stage(self) -> Stage:
        if self._busy is not None and self._busy["kind"] == "reset":
            raise RefusedError(409, "busy", "a new house is being prepared")
        return self._stage()

    # The house

    async def move_clock(self, body: asked.MoveClock) -> dict[str, Any]:
        now = self._controls.now()
        until = asked.moment(body, now, self._stage().zone)
        with self._occupied({"kind": "play", "from": _utc(now), "until": _utc(until)}):
            await self._controls.play(until)
        return {"now": _utc(self._controls.now())}

    async def reset(self, _: asked.Body) -> dict[str, Any]:
        with self._occupied({"kind": "reset"}):
            await self._controls.reset()
        self._stage()
        return {"generation": self._generation}

    async def choose_language(self, body: asked.ChooseLanguage) -> dict[str, Any]:
        stage = self._idle_stage()
        self._language = body.code
        self._speak(stage)
        return {"code": body.code}

    async def welcome(self, body: asked.NewBuyer) -> dict[str, Any]:
        stage = self._idle_stage()
        user_id = max(stage.telegram.people, default=0) + 1
        phone = f"+86139{user_id % 10**8:08d}"
        person = Person(user_id, body.first_name, body.last_name, language_code=body.language, phone=phone)
        stage.telegram.add_person(person)
        self._newcomers.append(user_id)
        self._wake()
        return {"id": user_id}

    def _speak(self, stage: Stage) -> None:
        if self._language is None:
            return
        for person in {person for pane in self._panes(stage) for person in pane.people}:
            stage.telegram.set_language(person, _LANGUAGES[self._language])

    @contextmanager
    def _occupied(self, what: dict[str, str]) -> Iterator[None]:
        """One thing at a time is done to the house; everybody who looks on sees which."""
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
        self._pulse.set()
        self._pulse = asyncio.Event()

    async def _close(self, _: web.Application) -> None:
        self._closing = True
        self._wake()


def _doing(
    shape: type[AnyBody], action: Callable[[AnyBody], Awaitable[dict[str, Any]]]
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    async def handler(request: web.Request) -> web.StreamResponse:
        return web.json_response(await action(await asked.read(request, shape)))

    return handler


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


async def _either(*waits: Coroutine[Any, Any, object], seconds: float) -> None:
    """Wait for the first of several, at most so many seconds; the others are called off."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

"""The sandbox's Bot API over HTTP, on loopback only."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.errors import ApiError, bad_request
from sandbox.file_methods import MAX_UPLOAD
from sandbox.files import Upload
from sandbox.telegram import Telegram

_TELEGRAM = web.AppKey("telegram", Telegram)
# Seconds for pending replies; long polls are released first, so a shutdown rarely takes this long.
_SHUTDOWN_SECONDS = 2.0
_MAX_BODY = MAX_UPLOAD + 1024 * 1024  # bytes: the largest file and its other fields


def bot_api(telegram: Telegram) -> web.Application:
    """An application with the route `/bot{token}/{method}`, for fields in a query, a form or a JSON object.

    Files are uploaded in a multipart form and downloaded from `/file/bot{token}/{path}`.
    """
    app = web.Application(client_max_size=_MAX_BODY)
    app[_TELEGRAM] = telegram
    app.router.add_get("/file/bot{token}/{path:.+}", _download)
    app.router.add_route("*", "/bot{token}/{method}", _answer)
    app.router.add_route("*", "/{other:.*}", _nothing_here)
    app.on_shutdown.append(_release)
    return app


async def serve(app: web.Application, host: str, port: int) -> web.AppRunner:
    """Serve an application until the runner's `cleanup()`; port 0 picks a free port, see `runner.addresses`.

    Raises ValueError if the host is not loopback, since the sandbox is for this machine only, and OSError if
    the port is taken.
    """
    if host != "localhost" and not _is_loopback(host):
        raise ValueError(f"the sandbox listens on loopback only, not on {host}")
    runner = web.AppRunner(app, shutdown_timeout=_SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        await runner.cleanup()
        raise
    return runner


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


async def _answer(request: web.Request) -> web.StreamResponse:
    if request.method not in {"GET", "POST"}:
        return _json(ApiError(405, "Method Not Allowed").reply())
    try:
        params = await _params(request)
    except ApiError as error:
        return _json(error.reply())
    except web.HTTPRequestEntityTooLarge:
        return _json(ApiError(413, "Request Entity Too Large").reply())
    telegram = request.app[_TELEGRAM]
    try:
        reply = await telegram.call(request.match_info["token"], request.match_info["method"], params)
    except OSError:
        # An injected fault: break the connection; the response below is never sent.
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=500)
    return _json(reply)


async def _params(request: web.Request) -> dict[str, Any]:
    params: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = await request.json()
        except ValueError:
            raise bad_request("can't parse request JSON object") from None
        if not isinstance(body, dict):
            raise bad_request("request must be a JSON object")
        params.update(body)
    else:
        form = await request.post()
        params.update({name: _form_value(value) for name, value in form.items()})
    return params


def _form_value(value: str | bytes | bytearray | web.FileField) -> str | Upload:
    """The value of a form field, text or file."""
    if isinstance(value, web.FileField):
        with value.file as file:
            return Upload(value.filename, file.read(), value.content_type)
    return value if isinstance(value, str) else value.decode()


async def _download(request: web.Request) -> web.Response:
    content = request.app[_TELEGRAM].download(request.match_info["token"], request.match_info["path"])
    if content is None:
        return _json(ApiError(404, "Not Found").reply())
    return web.Response(body=content, content_type="application/octet-stream")


def _json(reply: Mapping[str, Any]) -> web.Response:
    status = 200 if reply["ok"] else int(reply["error_code"])
    return web.json_response(reply, status=status, dumps=json.dumps)


async def _nothing_here(_request: web.Request) -> web.Response:
    return _json(ApiError(404, "Not Found").reply())


async def _release(app: web.Application) -> None:
    app[_TELEGRAM].release()

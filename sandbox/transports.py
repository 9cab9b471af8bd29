"""In-process transports for aiogram and python-telegram-bot, with the same behaviour as over HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from typing import IO, TYPE_CHECKING, Any, cast
from urllib.parse import unquote

from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from typing_extensions import override

from sandbox.errors import ApiError
from sandbox.files import Upload
from sandbox.telegram import Telegram

_NO_FILE = json.dumps(ApiError(404, "Not Found").reply()).encode()

if TYPE_CHECKING:
    from aiogram import Bot
    from aiogram.methods import TelegramMethod
    from aiogram.methods.base import TelegramType
    from aiogram.types import InputFile


class _Connection:
    """An in-process connection; `abort` breaks the pending requests, as closing an HTTP client does."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._pending: set[asyncio.Task[dict[str, Any]]] = set()

    async def post(
        self, token: str, method: str, params: Mapping[str, Any], seconds: float | None
    ) -> tuple[int, str]:
        """Send a request; return the HTTP status and body of the reply.

        Raises ConnectionError if the connection breaks and TimeoutError after `seconds`.
        """
        request = asyncio.ensure_future(self._telegram.call(token, method, params))
        self._pending.add(request)
        try:
            async with asyncio.timeout(seconds):
                await asyncio.wait((request,))
        finally:
            self._pending.discard(request)
            request.cancel()
        if request.cancelled():
            raise ConnectionAbortedError("the client was closed")
        reply = request.result()
        return (200 if reply["ok"] else reply["error_code"]), json.dumps(reply)

    def download(self, url: str) -> bytes | None:
        """The file at …/file/bot{token}/{path}, None if there is none."""
        token, _, path = unquote(url.partition("/file/bot")[2]).partition("/")
        return self._telegram.download(token, path)

    def abort(self) -> None:
        """Break every pending request."""
        for request in self._pending:
            request.cancel()


class AiogramSession(BaseSession):
    """An aiogram session for the sandbox. As with aiogram's own, it can be used again after `close`."""

    def __init__(self, telegram: Telegram) -> None:
        super().__init__()
        self._connection = _Connection(telegram)

    @override
    async def make_request(
        self, bot: Bot, method: TelegramMethod[TelegramType], timeout: int | None = None
    ) -> TelegramType:
        """See :meth:`BaseSession.make_request`."""
        seconds = self.timeout if timeout is None else timeout
        try:
            status, content = await self._connection.post(
                bot.token, method.__api_method__, await self._fields(bot, method), seconds
            )
        except TimeoutError as error:
            raise TelegramNetworkError(method=method, message="Request timeout error") from error
        except OSError as error:
            raise TelegramNetworkError(method=method, message=f"{type(error).__name__}: {error}") from error
        response = self.check_response(bot=bot, method=method, status_code=status, content=content)
        return cast("TelegramType", response.result)

    async def _fields(self, bot: Bot, method: TelegramMethod[TelegramType]) -> dict[str, Any]:
        """The form that aiogram would post, including its files."""
        files: dict[str, InputFile] = {}
        values = method.model_dump(warnings=False).items()
        prepared = [(name, self.prepare_value(value, bot=bot, files=files)) for name, value in values]
        uploads = {
            name: Upload(file.filename or name, b"".join([piece async for piece in file.read(bot)]))
            for name, file in files.items()
        }
        return {name: value for name, value in prepared if value} | uploads

    @override
    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """See :meth:`BaseSession.stream_content`; raises FileNotFoundError unless getFile returned this path."""
        content = self._connection.download(url)
        if content is None:
            raise FileNotFoundError(url)
        for start in range(0, len(content), chunk_size):
            yield content[start : start + chunk_size]

    @override
    async def close(self) -> None:
        """Break the pending requests."""
        self._connection.abort()


class TelegramRequest(BaseRequest):
    """A python-telegram-bot request for the sandbox; open from the start, as HTTPXRequest is."""

    def __init__(self, telegram: Telegram, read_timeout: float | None = 5.0) -> None:
        """`read_timeout` is the default for calls, in seconds."""
        self._connection = _Connection(telegram)
        self._read_timeout = read_timeout
        self._open = True

    @property
    @override
    def read_timeout(self) -> float | None:
        """See :attr:`BaseRequest.read_timeout`."""
        return self._read_timeout

    @override
    async def initialize(self) -> None:
        """Open again after `shutdown`."""
        self._open = True

    @override
    async def shutdown(self) -> None:
        """Break the pending requests and refuse new ones."""
        self._open = False
        self._connection.abort()

    @override
    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """See :meth:`BaseRequest.do_request`; only the read timeout has an effect."""
        if not self._open:
            raise RuntimeError("this request is shut down")
        if "/file/bot" in url:
            content = self._connection.download(url)
            return (200, content) if content is not None else (404, _NO_FILE)
        token, name = url.rpartition("/bot")[2].split("/", 1)
        params: dict[str, Any] = dict(request_data.json_parameters) if request_data else {}
        if request_data and request_data.multipart_data:
            params |= {field: _upload(*file) for field, file in request_data.multipart_data.items()}
        unnamed = read_timeout is self.DEFAULT_NONE
        seconds = self._read_timeout if unnamed else cast("float | None", read_timeout)
        try:
            status, reply = await self._connection.post(token, name, params, seconds)
        except TimeoutError as error:
            raise TimedOut from error
        except OSError as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error
        return status, reply.encode()


def _upload(name: str, content: bytes | IO[bytes], mime: str) -> Upload:
    return Upload(name, content if isinstance(content, bytes) else content.read(), mime)

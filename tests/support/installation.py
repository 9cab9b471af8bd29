"""An installation: a folder, settings, the command line, and a Telegram over HTTP."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import pytest
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.settings import ROOT
from demo.stage import BUYERS_BOT, STAFF_BOT
from sandbox.server import bot_api, serve
from sandbox.telegram import Telegram

T = TypeVar("T")


def install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Change to ``folder``, with settings for a site and a SQLite database there and no tokens."""
    monkeypatch.chdir(folder)
    for name in [name for name in os.environ if name.startswith("YINGBIN_")]:
        monkeypatch.delenv(name)
    for name, value in settings(folder).items():
        monkeypatch.setenv(name, value)


def settings(folder: Path) -> dict[str, str]:
    return {
        "LC_ALL": "C",
        "COLUMNS": "200",
        "DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'house.db'}",
        "YINGBIN_SITE_FILE": str(ROOT / "site.example.toml"),
    }


def give_tokens(monkeypatch: pytest.MonkeyPatch, api_url: str) -> None:
    """Set the tokens of the sandbox's bots and the address of its API."""
    monkeypatch.setenv("YINGBIN_BUYERS_TOKEN", BUYERS_BOT.token)
    monkeypatch.setenv("YINGBIN_STAFF_TOKEN", STAFF_BOT.token)
    monkeypatch.setenv("YINGBIN_API_URL", api_url)


def yingbin(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def said(result: Result) -> str:
    """Everything printed, on one line."""
    return " ".join(result.output.split())


# Drops the two capabilities with which root ignores file permissions.
_WITHOUT_ROOT_RIGHTS = """
import ctypes, os, sys
if os.geteuid() == 0:
    for capability in (1, 2):
        ctypes.CDLL(None).prctl(24, capability, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-c", *sys.argv[1:]])
"""
MAIN = "from bot.__main__ import main; main()"


def as_process(
    *arguments: str, folder: Path, program: str = MAIN, **env: str
) -> "subprocess.CompletedProcess[str]":
    """The command in a separate process that respects file permissions; ``program`` can break something first."""
    paths = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    return subprocess.run(  # noqa: S603 the arguments are the tests' own
        [sys.executable, "-c", _WITHOUT_ROOT_RIGHTS, program, *arguments],
        cwd=folder,
        env={**paths, **settings(folder), **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


class Loopback:
    """A Telegram served by a separate thread, so that a command can use the main thread."""

    def __init__(self) -> None:
        self.telegram = Telegram(lambda: datetime.now(UTC), [BUYERS_BOT, STAFF_BOT])
        self.url = ""
        self._loop = asyncio.new_event_loop()
        self._stopped = asyncio.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._serve()))

    def __enter__(self) -> "Loopback":
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(10)
        self._loop.close()

    def do(self, work: Callable[[], T]) -> T:
        """Run a function in the Telegram's thread."""

        async def done() -> T:
            return work()

        return asyncio.run_coroutine_threadsafe(done(), self._loop).result(10)

    def begin(self, work: Coroutine[Any, Any, object]) -> "Future[object]":
        """Start a coroutine in the Telegram's thread; cancel it before the end."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    async def _serve(self) -> None:
        runner = await serve(bot_api(self.telegram), "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        self._ready.set()
        await self._stopped.wait()
        await runner.cleanup()

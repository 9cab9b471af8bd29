"""A house that is killed and opened again, and a Telegram that keeps running."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

from aiohttp.web import AppRunner
from sqlalchemy import create_engine, func, select
from sqlalchemy.pool import NullPool

from bot.settings import ROOT
from core.runtime.concurrency import first_completed
from core.store.outbox import UNSENT
from core.store.tables import outbox
from demo.cast import add_people
from demo.stage import BUYERS_BOT, STAFF_BOT
from sandbox.server import bot_api, serve
from sandbox.telegram import Telegram

PROGRAM = Path(__file__).with_name("house_process.py")


class HouseFailedError(Exception):
    """The house ended although the test did not end it."""


class Loopback(Telegram):
    """The sandbox in real time; it counts requests and stores every delivered update."""

    def __init__(self) -> None:
        super().__init__(lambda: datetime.now(UTC), [BUYERS_BOT, STAFF_BOT])
        self.asked = 0
        self.given_out: dict[tuple[str, int], Mapping[str, Any]] = {}
        self._beat = asyncio.Event()
        self._requested: dict[tuple[str, int], asyncio.Event] = {}
        self._names = {BUYERS_BOT.token: "buyers", STAFF_BOT.token: "staff"}

    async def call(self, token: str, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
        self.asked += 1
        self.beat()
        reply = await super().call(token, method, params)
        if method == "getUpdates" and reply["ok"]:
            for update in reply["result"]:
                self.given_out[self._names[token], update["update_id"]] = update
        if "chat_id" in params:
            self._requested_in(self._names[token], int(params["chat_id"])).set()
        self.beat()
        return reply

    async def next_request_in(self, bot: str, user_id: int) -> None:
        """Wait until a bot has made a request in its chat with a person."""
        requested = self._requested_in(bot, user_id)
        requested.clear()
        await requested.wait()

    def _requested_in(self, bot: str, user_id: int) -> asyncio.Event:
        return self._requested.setdefault((bot, user_id), asyncio.Event())

    def beat(self) -> None:
        """Wake all waiting tasks, because something happened."""
        self._beat.set()
        self._beat = asyncio.Event()

    async def next_beat(self) -> None:
        await self._beat.wait()

    async def asked_for(self, requests: int) -> None:
        """Wait until this number of requests has been made since the beginning."""
        while self.asked < requests:
            await self.next_beat()


class ForkServer:
    """The process that has loaded the program; one house at a time is forked from it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603  # this very interpreter and the program beside this file
            [sys.executable, str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            start_new_session=True,
        )

    def write(self, line: bytes) -> None:
        stdin = self.process.stdin
        if stdin is not None:
            stdin.write(line)
            stdin.flush()

    @property
    def output(self) -> int:
        """The descriptor of its output and of its house's."""
        if self.process.stdout is None:
            raise HouseFailedError
        return self.process.stdout.fileno()

    def close(self) -> None:
        with self.process:
            self.process.kill()


class KilledHouse:
    """A house on one database and one Telegram that can be started and killed many times."""

    def __init__(
        self, fork_server: ForkServer, telegram: Loopback, api: AppRunner, database: Path, site: Path
    ) -> None:
        self.telegram = telegram
        self.database = database
        self.kills = 0
        self._fork_server = fork_server
        self._api = api
        host, port = api.addresses[0][:2]
        self._flags = ["--database", str(database), "--site", str(site), "--api", f"http://{host}:{port}"]
        self._engine = create_engine(f"sqlite:///{database}", poolclass=NullPool)
        self._read = b""
        self._log: deque[str] = deque(maxlen=60)
        self._heard: set[str] = set()
        self._pid = 0
        self._code: int | None = None
        self._awaited = False
        asyncio.get_running_loop().add_reader(fork_server.output, self._listen)

    @classmethod
    async def on(cls, fork_server: ForkServer, database: Path, site: Path) -> Self:
        telegram = Loopback()
        add_people(telegram)
        api = await serve(bot_api(telegram), "127.0.0.1", 0)
        return cls(fork_server, telegram, api, database, site)

    async def start(self, *flags: str) -> None:
        """Start to open the house."""
        self._heard.clear()
        self._pid, self._code, self._awaited = 0, None, False
        self._fork_server.write(json.dumps([*self._flags, *flags]).encode() + b"\n")
        await self._until(lambda: self._pid > 0)

    async def opened(self) -> None:
        """Wait until Telegram knows both bots."""
        await self._until(lambda: "ready" in self._heard)

    async def start_to(self, point: str, *flags: str, times: int = 1) -> None:
        """Open the house and wait until it pauses at a point, which it has then reached this number of times."""
        await self.start("--pause-at", f"{point}:{times}", *flags)
        bot, _, place = point.partition(":")
        await self._until(lambda: f"at {bot} {place}" in self._heard)

    def resume(self) -> None:
        self._fork_server.write(b".")

    def send_signal(self, sign: signal.Signals) -> None:
        """Send a signal that asks the house to stop."""
        self._awaited = True
        os.kill(self._pid, sign)

    async def ended(self) -> int:
        """Wait until the house has ended; its exit code."""
        while self._code is None:
            await self.telegram.next_beat()
        return self._code

    async def kill(self) -> None:
        """End the house as a power cut would, and release the requests that hang in Telegram."""
        if self._code is None:
            self.send_signal(signal.SIGKILL)
        code = await self.ended()
        if code != -signal.SIGKILL:
            raise self.failure(f"the house ended by itself with {code}")
        self.kills += 1
        self.telegram.release()

    async def stop(self, sign: signal.Signals = signal.SIGTERM) -> int:
        self.send_signal(sign)
        return await self.ended()

    async def close(self) -> None:
        if self._pid and self._code is None:
            self.send_signal(signal.SIGKILL)
            await self.ended()
        asyncio.get_running_loop().remove_reader(self._fork_server.output)
        await self._api.cleanup()

    async def quiet(self) -> None:
        """Wait until the house has no unread update and no unsent message that is due."""
        while True:
            await self.telegram.polled()
            if not self.telegram.pending() and not self.unsent():
                return
            await self.telegram.next_beat()

    def unsent(self) -> int:
        """The number of unsent outbox messages that are due, read from outside."""
        is_due = outbox.c.due_at.is_(None) | (outbox.c.due_at <= datetime.now(UTC))
        with self._engine.connect() as conn:
            return conn.execute(select(func.count()).select_from(outbox).where(UNSENT, is_due)).scalar_one()

    async def breaks(self) -> None:
        """Raise HouseFailedError if the house ends although the test did not end it."""
        while self._code is None or self._awaited:
            await self.telegram.next_beat()
        raise self.failure(f"the house ended by itself with {self._code}")

    def failure(self, what: str) -> HouseFailedError:
        return HouseFailedError("\n".join([what, *self._log]))

    async def _until(self, condition: Callable[[], bool]) -> None:
        async def met() -> None:
            while not condition():
                await self.telegram.next_beat()

        await first_completed(met(), self.breaks())

    def _listen(self) -> None:
        words = os.read(self._fork_server.output, 65536)
        if not words:
            asyncio.get_running_loop().remove_reader(self._fork_server.output)
            self._code, self._awaited = -1, False
        *lines, self._read = (self._read + words).split(b"\n")
        for line in lines:
            self._hear(line.decode())
        self.telegram.beat()

    def _hear(self, line: str) -> None:
        mark, _, said = line.partition("house: ")
        if mark or not said:
            self._log.append(line)
        elif said.startswith("pid "):
            self._pid = int(said.split()[1])
        elif said.startswith("ended "):
            self._code = int(said.split()[1])
        else:
            self._heard.add(said)

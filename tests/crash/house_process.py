"""A fork server for houses that are killed: imports the program once, then forks a real house for each line it reads.

A line on standard input is a JSON list of flags. On standard output the house writes ``pid``, ``ready``,
``committed`` after each commit, ``at`` when it pauses at a given point (a byte on standard input resumes it), and
``ended`` with its exit code, each after "house:". Every other line is its log.

Flags remove the guards here; the program itself has no such switch.
"""

import argparse
import asyncio
import gc
import json
import os
import ssl
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import httpcore  # noqa: F401  # httpx imports it with its first client, which is after the fork
import httpx

from bot import logs, opening, service, wiring
from bot.engine import conversation
from bot.engine.conversation import Conversation
from bot.engine.inputs import Incoming
from bot.engine.reply_writer import TapAnswer
from bot.handlers.buyers.app import BuyersBot
from bot.handlers.renderer import Renderer
from bot.handlers.staff.app import StaffBot
from core.clock import SystemClock
from core.desk import Desk
from core.runtime.courier import Outcome
from core.site import Site, load_site
from core.store import receipts
from core.store.outbox import Delivery
from demo.stage import BUYERS_BOT, STAFF_BOT

ABANDONED = 3


def main() -> int:
    """Fork a house for each line; the exit code of the house in the fork, and of the server when input ends."""
    # Nothing here is encrypted, so all houses share certificates that are loaded once.
    ssl.create_default_context = cache(ssl.create_default_context)  # type: ignore[assignment]  # has the same signature
    httpx.create_ssl_context()
    # The collector would visit, and so copy, everything that is loaded, in every house.
    gc.freeze()
    # Read without a buffer, because the bytes after the line are for the house.
    while line := _line():
        child = os.fork()
        if child == 0:
            return _open(_flags(json.loads(line)))
        _, status = os.waitpid(child, 0)
        _say("ended", os.waitstatus_to_exitcode(status))
    return 0


def _line() -> bytes:
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            return b""
        line += byte
    return line


def _say(*words: object) -> None:
    sys.stdout.write(f"house: {' '.join(map(str, words))}\n")
    sys.stdout.flush()


def _flags(given: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--site", type=Path, required=True)
    parser.add_argument("--api", required=True, help="where the Bot API answers")
    parser.add_argument("--pause-at", metavar="BOT:POINT", help="fetched, worked, handled, claimed or sent")
    parser.add_argument("--ack-first", action="store_true", help="advance the offset before the commit")
    parser.add_argument("--no-receipt", action="store_true", help="take every update for a new one")
    return parser.parse_args(given)


def _open(flags: argparse.Namespace) -> int:
    _say("pid", os.getpid())
    logs.set_up_logs("WARNING")
    if flags.ack_first:
        for bot in (BuyersBot, StaffBot):
            _acknowledge_first(bot)
    if flags.no_receipt:
        receipts.insert_receipt = lambda *_: True
    url = f"sqlite+aiosqlite:///{flags.database}"
    service.serve(lambda stopping: _run(url, load_site(flags.site), flags.api, stopping, flags.pause_at))
    return 0


async def _run(url: str, site: Site, api: str, stopping: asyncio.Event, pause_at: str | None) -> None:
    loop = asyncio.get_running_loop()
    # The players send faster than people, and must not be shed.
    conversation.FLOOD = sys.maxsize
    # When standard input ends, the test has ended.
    loop.add_reader(0, os._exit, ABANDONED)
    if pause_at:
        _pause_at(pause_at, loop)
    house = opening.open_house(url, site, SystemClock())
    async with house.exclusive(stopping.set):
        await house.upgrade()
        house.on_commit(lambda: _say("committed"))
        bots = wiring.bots_at(api, BUYERS_BOT.token, STAFF_BOT.token, house)
        await wiring.run(house, bots, stopping, lambda: _say("ready"))
    await house.close()


def _acknowledge_first(bot: type[BuyersBot] | type[StaffBot]) -> None:
    """Confirm updates as soon as they have been fetched, as the frameworks' own pollers do."""
    fetch = bot.fetch

    async def fetch_and_confirm(self: Any, offset: int, seconds: int) -> Sequence[Any]:
        updates = await fetch(self, offset, seconds)
        if updates:
            await fetch(self, updates[-1].update_id + 1, 0)
        return updates

    bot.fetch = fetch_and_confirm


def _pause_at(pause_at: str, loop: asyncio.AbstractEventLoop) -> None:
    """Pause the whole process when a bot reaches a point for the n-th time, until a byte resumes it."""
    bot, point, times = pause_at.split(":")
    converse, deliver = Conversation.handle, Renderer.deliver
    passed = 0

    async def passing(passing_bot: str, passed_point: str) -> None:
        nonlocal passed
        if (passing_bot, passed_point) != (bot, point):
            return
        passed += 1
        if passed == int(times):
            _say("at", bot, point)
            if not os.read(0, 1):
                os._exit(ABANDONED)

    def handled(handle: Any) -> Any:
        async def handle_and_pass(self: Any, update: Any) -> None:
            await passing(self.name, "fetched")
            await handle(self, update)
            await passing(self.name, "handled")

        return handle_and_pass

    def worked(self: Conversation, desk: Desk, incoming: Incoming) -> TapAnswer:
        answer = converse(self, desk, incoming)
        # This is the writer's thread; the event loop's thread must pause too.
        asyncio.run_coroutine_threadsafe(passing(self.bot, "worked"), loop).result()
        return answer

    async def sent(self: Renderer, delivery: Delivery) -> Outcome:
        await passing(delivery.message.bot, "claimed")
        outcome = await deliver(self, delivery)
        await passing(delivery.message.bot, "sent")
        return outcome

    for framework in (BuyersBot, StaffBot):
        framework.handle = handled(framework.handle)
    Conversation.handle = worked
    Renderer.deliver = sent


if __name__ == "__main__":
    sys.exit(main())

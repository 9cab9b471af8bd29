"""``yingbin run``: open the house with its real tokens and serve until told to stop."""

import asyncio
import gc
import signal
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from bot import logs, opening, tokens
from bot.settings import Settings
from core.clock import SystemClock
from core.desk import staff as staff_desk
from core.site import Site


@dataclass(frozen=True)
class Opened:
    """The bots' usernames, and the invitation token of a house without an administrator."""

    buyers: str
    staff: str
    claim: str | None


async def run(
    settings: Settings, site: Site, stopping: asyncio.Event, opened: Callable[[Opened], None]
) -> None:
    """Serve until told to stop. Raises the errors that ``bot.startup_errors`` explains."""
    buyers_token, staff_token = tokens.read(settings)
    house = opening.open_house(settings.database_url, site, SystemClock())
    try:
        async with house.exclusive(lost=stopping.set):
            await house.upgrade()
            claim = await house.run(staff_desk.first_invitation)
            logs.register_secrets(claim or "")
            # Both frameworks take seconds to load, so errors of the database are reported before.
            from bot import wiring  # noqa: PLC0415 loads the frameworks

            buyers, staff = wiring.bots_at(settings.api_url, buyers_token, staff_token, house)
            await wiring.run(
                house,
                (buyers, staff),
                stopping,
                lambda: _freeze_and_report(opened, Opened(buyers.username, staff.username, claim)),
            )
    finally:
        await house.close()


def _freeze_and_report(opened: Callable[[Opened], None], house: Opened) -> None:
    # Modules stay loaded: without freezing, a full garbage collection stops the house for a sixth of a second.
    gc.collect()
    gc.freeze()
    opened(house)


def serve(service: Callable[[asyncio.Event], Coroutine[Any, Any, None]]) -> None:
    """Run until Ctrl-C or SIGTERM. The first signal stops cleanly, a second one at once."""

    async def until_stopped() -> None:
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()

        def stop() -> None:
            stopping.set()
            for signal_number in (signal.SIGINT, signal.SIGTERM):
                loop.remove_signal_handler(signal_number)

        for signal_number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(signal_number, stop)
        await service(stopping)

    asyncio.run(until_stopped())

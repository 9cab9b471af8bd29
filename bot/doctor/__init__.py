"""``yingbin doctor``: checks everything the house needs. It changes nothing and works while the house is open too."""

import asyncio
from collections.abc import AsyncIterator, Callable

from rich.console import Console

from bot.doctor import database, installation, telegram
from bot.doctor.finding import Finding, State
from bot.terminal import translate

_STYLES = {State.OK: "green", State.PROBLEM: "red", State.UNKNOWN: "dim"}


def examine(console: Console) -> bool:
    """Print one line for each check, and how to fix each problem. Returns whether there is no problem."""
    return asyncio.run(_examine(console))


async def _examine(console: Console) -> bool:
    all_ok = True
    with console.status(translate("Reading the settings")) as status:
        async for finding in _findings(status.update):
            console.print(
                f"{finding.state.value} {finding.summary}", style=_STYLES[finding.state], soft_wrap=True
            )
            if finding.fix:
                console.print(f"    {finding.fix}", soft_wrap=True)
            all_ok = all_ok and finding.state is not State.PROBLEM
    return all_ok


async def _findings(show_progress: Callable[[str], object]) -> AsyncIterator[Finding]:
    for finding in installation.check():
        yield finding
    settings = installation.settings()
    if settings is None:
        return
    show_progress(translate("Checking the database"))
    state = database.HouseState()
    async for finding in database.check(settings, state):
        yield finding
    show_progress(translate("Asking Telegram"))
    async for finding in telegram.check(settings, state):
        yield finding

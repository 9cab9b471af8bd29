"""``yingbin doctor``: looks at everything the house needs and changes nothing, also while the house is open."""

import asyncio
from collections.abc import AsyncIterator, Callable

from rich.console import Console

from bot.doctor import database, installation, telegram
from bot.doctor.finding import Finding, State
from bot.terminal import translate

_STYLES = {State.WELL: "green", State.AMISS: "red", State.UNKNOWN: "dim"}


def examine(console: Console) -> bool:
    """Print one line for each thing looked at, and how to mend what is amiss; whether all is well."""
    return asyncio.run(_examine(console))


async def _examine(console: Console) -> bool:
    well = True
    with console.status(translate("Reading the settings")) as status:
        async for finding in _findings(status.update):
            console.print(
                f"{finding.state.value} {finding.what}", style=_STYLES[finding.state], soft_wrap=True
            )
            if finding.mend:
                console.print(f"    {finding.mend}", soft_wrap=True)
            well = well and finding.state is not State.AMISS
    return well


async def _findings(about: Callable[[str], object]) -> AsyncIterator[Finding]:
    for finding in installation.check():
        yield finding
    settings = installation.settings()
    if settings is None:
        return
    about(translate("Looking at the database"))
    seen = database.HouseState()
    async for finding in database.check(settings, seen):
        yield finding
    about(translate("Asking Telegram"))
    async for finding in telegram.check(settings, seen):
        yield finding

"""The database: whether it is there, sound, of the right version, and may be written."""

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from bot import startup_errors, wiring
from bot.doctor.finding import Finding, amiss, unknown, well
from bot.settings import ROOT, Settings
from bot.terminal import translate
from core.clock import SystemClock
from core.desk import Desk
from core.runtime.house import DatabaseUnavailableError, House
from core.site import load_site
from core.staff import STAFF_GROUP, Role
from core.store import schema, staff
from core.store.engine import DatabaseUrlError

LEAST_FREE_MB = 200
OLDEST_POSTGRESQL = 13
_MB = 1024 * 1024


@dataclass
class Seen:
    """What the record tells of the rest of the house; ``running`` is whether a house is open on it."""

    running: bool = False
    group: int | None = None


class _UndoneError(Exception):
    """Raised to have a write undone."""


async def look(settings: Settings, seen: Seen) -> AsyncIterator[Finding]:
    """One finding after the other; ends at the first that leaves nothing more to look at."""
    try:
        # Which site it is makes no difference to the database.
        house = wiring.open_house(settings.database_url, load_site(ROOT / "site.example.toml"), SystemClock())
        file = _file(settings.database_url)
        if file is not None and not file.exists():
            yield _nothing_yet(file)
            return
        try:
            async for finding in _look(house, file, seen):
                yield finding
        finally:
            await house.close()
    except (DatabaseUrlError, wiring.NoFolderError, DatabaseUnavailableError, DBAPIError) as error:
        yield amiss(translate("The database"), startup_errors.sentence(error))


async def _look(house: House, file: Path | None, seen: Seen) -> AsyncIterator[Finding]:
    yield await _reached(house, file)
    has, needs = await house.read(lambda desk: schema.versions(desk.conn))
    try:
        await house.read(lambda desk: schema.require_known(desk.conn))
    except schema.SchemaNewerError as error:
        yield amiss(translate("Database version {has}", has=has), startup_errors.sentence(error))
        return
    if file is not None:
        yield await _sound(house)
        yield _room(file)
    yield await _writable(house)
    seen.running = await house.is_in_use()
    yield well(
        translate("A sales centre is running on this database")
        if seen.running
        else translate("No sales centre is running on this database")
    )
    if has != needs:
        yield amiss(
            translate(
                "The database is at version {has}, the program needs {needs}", has=has or "0", needs=needs
            ),
            translate("The next start upgrades it; to upgrade now: yingbin db upgrade"),
        )
        return
    yield well(translate("The database is at version {has}, as it should be", has=has))
    async for finding in _people(house, seen):
        yield finding


async def _reached(house: House, file: Path | None) -> Finding:
    if file is not None:
        await house.read(
            lambda desk: desk.conn.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
        )
        return well(translate("The database {file} can be read", file=file))
    number = int(
        await house.read(lambda desk: desk.conn.execute(text("SHOW server_version_num")).scalar_one())
    )
    facts = {"version": number // 10_000}
    if facts["version"] < OLDEST_POSTGRESQL:
        return amiss(
            translate("PostgreSQL {version} is too old", **facts),
            translate("Please upgrade to PostgreSQL {oldest} or later.", oldest=OLDEST_POSTGRESQL),
        )
    return well(translate("PostgreSQL {version} answers", **facts))


async def _sound(house: House) -> Finding:
    answer = await house.read(lambda desk: desk.conn.execute(text("PRAGMA quick_check(1)")).scalar_one())
    if answer == "ok":
        return well(translate("The database file is sound"))
    return amiss(
        translate("The database file is damaged: {answer}", answer=answer),
        translate("Please keep a copy of it and put the last backup in its place."),
    )


def _room(file: Path) -> Finding:
    free = shutil.disk_usage(file.parent).free // _MB
    if free < LEAST_FREE_MB:
        return amiss(
            translate("Only {free} MB are free on the database's disk", free=free),
            translate(
                "Please free at least {least} MB: a full disk stops the sales centre.", least=LEAST_FREE_MB
            ),
        )
    return well(translate("{free} MB are free on the database's disk", free=free))


async def _writable(house: House) -> Finding:
    def tries(desk: Desk) -> None:
        desk.conn.execute(text("CREATE TABLE yingbin_doctor (id INTEGER)"))
        raise _UndoneError

    try:
        await house.run(tries)
    except _UndoneError:
        return well(translate("The database is writable"))
    except (DatabaseUnavailableError, DBAPIError) as error:
        return amiss(translate("The database is not writable"), startup_errors.sentence(error))
    raise AssertionError


async def _people(house: House, seen: Seen) -> AsyncIterator[Finding]:
    if await house.read(lambda desk: staff.has(desk.conn, Role.ADMINISTRATOR)):
        yield well(translate("There is an administrator"))
    else:
        yield amiss(
            translate("There is no administrator yet"),
            translate("Start it with yingbin run and open the link it prints, once, on your phone."),
        )
    seen.group = await house.read(lambda desk: staff.place(desk.conn, STAFF_GROUP))
    if seen.group is None:
        yield amiss(
            translate("There is no staff group yet"),
            translate("Add the staff bot to the group and send /here there as an administrator."),
        )
    else:
        yield well(translate("The staff group is set"))


def _file(database_url: str) -> Path | None:
    url = make_url(database_url)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _nothing_yet(file: Path) -> Finding:
    if not os.access(file.parent, os.W_OK | os.X_OK):
        return amiss(
            translate("The database {file} cannot be created", file=file),
            translate("This user cannot write to its folder; please allow it."),
        )
    return unknown(translate("There is no database {file} yet; the first start creates it", file=file))

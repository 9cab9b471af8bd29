"""Checks of the database: reachable, intact, writable, at the right version; an administrator and a staff group."""

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from bot import opening, startup_errors
from bot.doctor.finding import Finding, ok, problem, unknown
from bot.settings import ROOT, Settings
from bot.terminal import translate
from core.clock import SystemClock
from core.desk import Desk
from core.runtime.house import DatabaseUnavailableError, House
from core.site import load_site
from core.staff import STAFF_GROUP, Role
from core.store import schema, staff
from core.store.engine import DatabaseUrlError

MIN_FREE_MB = 200
MIN_POSTGRESQL = 13
_MB = 1024 * 1024


@dataclass
class HouseState:
    """What the database tells about the house: ``is_open`` by a process now, and the staff ``group``'s chat id."""

    is_open: bool = False
    group: int | None = None


class _RollbackError(Exception):
    """Raised to roll back a write."""


async def check(settings: Settings, state: HouseState) -> AsyncIterator[Finding]:
    """Check the database; ends early if a problem makes further checks impossible. Fills in ``state``."""
    try:
        # The database does not depend on the site, so any site file will do.
        house = opening.open_house(
            settings.database_url, load_site(ROOT / "site.example.toml"), SystemClock()
        )
        file = _file(settings.database_url)
        if file is not None and not file.exists():
            yield _missing_file(file)
            return
        try:
            async for finding in _check_house(house, file, state):
                yield finding
        finally:
            await house.close()
    except (DatabaseUrlError, opening.NoFolderError, DatabaseUnavailableError, DBAPIError) as error:
        yield problem(translate("The database"), startup_errors.sentence(error))


async def _check_house(house: House, file: Path | None, state: HouseState) -> AsyncIterator[Finding]:
    yield await _check_connection(house, file)
    has, needs = await house.read(lambda desk: schema.versions(desk.conn))
    try:
        await house.read(lambda desk: schema.require_known(desk.conn))
    except schema.SchemaNewerError as error:
        yield problem(translate("Database version {has}", has=has), startup_errors.sentence(error))
        return
    if file is not None:
        yield await _check_integrity(house)
        yield _check_disk(file)
    yield await _check_writable(house)
    state.is_open = await house.is_in_use()
    yield ok(
        translate("A sales centre is running on this database")
        if state.is_open
        else translate("No sales centre is running on this database")
    )
    if has != needs:
        yield problem(
            translate(
                "The database is at version {has}, the program needs {needs}", has=has or "0", needs=needs
            ),
            translate("The next start upgrades it; to upgrade now: yingbin db upgrade"),
        )
        return
    yield ok(translate("The database is at version {has}, as it should be", has=has))
    async for finding in _check_people(house, state):
        yield finding


async def _check_connection(house: House, file: Path | None) -> Finding:
    if file is not None:
        await house.read(
            lambda desk: desk.conn.execute(text("SELECT count(*) FROM sqlite_master")).scalar_one()
        )
        return ok(translate("The database {file} can be read", file=file))
    number = int(
        await house.read(lambda desk: desk.conn.execute(text("SHOW server_version_num")).scalar_one())
    )
    facts = {"version": number // 10_000}
    if facts["version"] < MIN_POSTGRESQL:
        return problem(
            translate("PostgreSQL {version} is too old", **facts),
            translate("Please upgrade to PostgreSQL {oldest} or later.", oldest=MIN_POSTGRESQL),
        )
    return ok(translate("PostgreSQL {version} answers", **facts))


async def _check_integrity(house: House) -> Finding:
    answer = await house.read(lambda desk: desk.conn.execute(text("PRAGMA quick_check(1)")).scalar_one())
    if answer == "ok":
        return ok(translate("The database file is sound"))
    return problem(
        translate("The database file is damaged: {answer}", answer=answer),
        translate("Please keep a copy of it and put the last backup in its place."),
    )


def _check_disk(file: Path) -> Finding:
    free = shutil.disk_usage(file.parent).free // _MB
    if free < MIN_FREE_MB:
        return problem(
            translate("Only {free} MB are free on the database's disk", free=free),
            translate(
                "Please free at least {least} MB: a full disk stops the sales centre.", least=MIN_FREE_MB
            ),
        )
    return ok(translate("{free} MB are free on the database's disk", free=free))


async def _check_writable(house: House) -> Finding:
    def write(desk: Desk) -> None:
        desk.conn.execute(text("CREATE TABLE yingbin_doctor (id INTEGER)"))
        raise _RollbackError

    try:
        await house.run(write)
    except _RollbackError:
        return ok(translate("The database is writable"))
    except (DatabaseUnavailableError, DBAPIError) as error:
        return problem(translate("The database is not writable"), startup_errors.sentence(error))
    raise AssertionError


async def _check_people(house: House, state: HouseState) -> AsyncIterator[Finding]:
    if await house.read(lambda desk: staff.has_role(desk.conn, Role.ADMINISTRATOR)):
        yield ok(translate("There is an administrator"))
    else:
        yield problem(
            translate("There is no administrator yet"),
            translate("Start it with yingbin run and open the link it prints, once, on your phone."),
        )
    state.group = await house.read(lambda desk: staff.find_place(desk.conn, STAFF_GROUP))
    if state.group is None:
        yield problem(
            translate("There is no staff group yet"),
            translate("Add the staff bot to the group and send /here there as an administrator."),
        )
    else:
        yield ok(translate("The staff group is set"))


def _file(database_url: str) -> Path | None:
    url = make_url(database_url)
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def _missing_file(file: Path) -> Finding:
    if not os.access(file.parent, os.W_OK | os.X_OK):
        return problem(
            translate("The database {file} cannot be created", file=file),
            translate("This user cannot write to its folder; please allow it."),
        )
    return unknown(translate("There is no database {file} yet; the first start creates it", file=file))

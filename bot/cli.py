"""The command line: ``yingbin demo | rehearse | run | doctor | site check | db upgrade | staff``."""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from bot import demo as stage_demo
from bot import logs, service, tokens, trouble, wiring
from bot.doctor import examine
from bot.exits import Exit, legend
from bot.language import role_name
from bot.rehearsal import filling, show
from bot.settings import ROOT, Settings
from bot.terminal import site_problem, spoken, tell
from core.clock import SystemClock
from core.desk import Desk, house_staff
from core.errors import LastAdministrator, NoSuchMember
from core.house import House
from core.site import Site, SiteFileError, load_site
from core.staff import LONGEST_NAME, Member, Role
from core.store import schema

app = typer.Typer(
    help=tell("Yingbin 迎宾: the booking centre of a sales centre, by chat."),
    epilog=legend(),
    no_args_is_help=True,
    # What Python shows of a mistake of ours goes to the log, without tokens and phones.
    pretty_exceptions_enable=False,
)
site_app = typer.Typer(help=tell("The site file."), no_args_is_help=True)
db_app = typer.Typer(help=tell("The database."), no_args_is_help=True)
staff_app = typer.Typer(help=tell("The people of the house."), no_args_is_help=True)
app.add_typer(site_app, name="site")
app.add_typer(db_app, name="db")
app.add_typer(staff_app, name="staff")

T = TypeVar("T")

out = Console(markup=False, highlight=False)
err = Console(stderr=True, markup=False, highlight=False)


@app.command(help=tell("Open the house on a page in the browser: no token, no network."))
def demo(
    port: Annotated[
        int, typer.Option(help=tell("The page's port; 0 picks a free one."), min=0, max=65535)
    ] = 8090,
    browser: Annotated[bool, typer.Option(help=tell("Open the page in a browser."))] = True,
    rehearse: Annotated[
        int, typer.Option(help=tell("Fill the house with so many made-up buyers first."), min=0, max=9999)
    ] = 0,
    seed: Annotated[int, typer.Option(help=tell("Another number tells another story."))] = 1,
) -> None:
    def opened(address: str, claim: str) -> None:
        out.print(tell("The house is open: {address}", address=address), style="bold", soft_wrap=True)
        out.print(tell("Claim it as its first administrator (once): {link}", link=claim), soft_wrap=True)
        out.print(tell("Ctrl-C closes it."), soft_wrap=True)

    logs.set_up_logs("WARNING")
    fill = filling.before_opening(rehearse, seed, err) if rehearse else None
    try:
        service.serve(lambda stopping: stage_demo.run(port, stopping, opened, browse=browser, fill=fill))
    except OSError as error:
        _give_up(tell("Port {port} can not be used: {reason}", port=port, reason=error.strerror or error))


@app.command("rehearse", help=tell("Play some days with made-up buyers, and audit what came of them."))
def rehearse_days(
    buyers: Annotated[int, typer.Option(help=tell("How many buyers."), min=1, max=9999)] = 100,
    seed: Annotated[int, typer.Option(help=tell("Another number tells another story."))] = 1,
    json: Annotated[bool, typer.Option("--json", help=tell("Print one JSON object."))] = False,
) -> None:
    logs.set_up_logs("WARNING")
    site = load_site(ROOT / "site.example.toml")
    if not asyncio.run(show.run(site, buyers, seed, out, err, json=json)):
        sys.exit(Exit.FOUND)


@app.command(help=tell("Run both bots with their tokens until Ctrl-C."))
def run() -> None:
    def opened(house: service.Opened) -> None:
        names = {"buyers": house.buyers, "staff": house.staff}
        out.print(tell("The house is open: buyers at @{buyers}, staff at @{staff}.", **names), style="bold")
        if house.claim is not None:
            link = f"https://t.me/{house.staff}?start={house.claim}"
            out.print(tell("Claim it as its first administrator (once): {link}", link=link), soft_wrap=True)
            out.print(
                tell("or send @{staff} the code: {token}", staff=house.staff, token=house.claim),
                soft_wrap=True,
            )

    settings = _settings()
    with _courteous():
        tokens.read(settings)
    site = _site(settings.site_file)
    with _courteous():
        service.serve(lambda stopping: service.run(settings, site, stopping, opened))


@app.command(help=tell("Look whether everything the house needs is there, and say how to mend what is not."))
def doctor() -> None:
    logs.set_up_logs("ERROR")
    if not examine(out):
        sys.exit(Exit.FOUND)


@site_app.command("check", help=tell("Read a site file and say what is wrong with it."))
def site_check(
    file: Annotated[Path, typer.Argument(help=tell("The site file."))] = Path("site.toml"),
) -> None:
    site = _site(file, Exit.FOUND)
    slots = (site.hours.closes.hour * 60 + site.hours.closes.minute) - (
        site.hours.opens.hour * 60 + site.hours.opens.minute
    )
    out.print(
        tell(
            "{file} is in order: {name}, {slots} slots a day from {opens} to {closes}.",
            file=file,
            name=site.name.in_(spoken()),
            slots=slots // site.hours.slot_minutes,
            opens=site.hours.opens.strftime("%H:%M"),
            closes=site.hours.closes.strftime("%H:%M"),
        )
    )


@db_app.command("upgrade", help=tell("Bring the database to the schema this program needs."))
def db_upgrade() -> None:
    settings = _settings()

    async def upgrade(house: House) -> None:
        await house.upgrade()
        version, _ = await house.read(lambda desk: schema.versions(desk.conn))
        out.print(tell("The database is at version {version}.", version=version))

    _with_house(settings, upgrade)


@staff_app.command("add", help=tell("Add someone, or change their name and role."))
def staff_add(
    user_id: Annotated[int, typer.Argument(help=tell("Their Telegram ID; the staff bot tells it to them."))],
    name: Annotated[str, typer.Argument(help=tell("The name the house knows them by."))],
    role: Annotated[Role, typer.Option(help=tell("What they do in the house."))],
) -> None:
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME or user_id <= 0:
        _give_up(
            tell("A Telegram ID above 0 and a name of 1 to {most} characters, please.", most=LONGEST_NAME)
        )
    member = Member(user_id=user_id, name=name, role=role)
    try:
        _at_desk(lambda desk: house_staff.enrol(desk, member))
    except LastAdministrator:
        _give_up_last()
    out.print(tell("{name} is now {role}.", name=name, role=role_name(role, spoken())))


@staff_app.command("list", help=tell("Everyone who may use the staff bot."))
def staff_list() -> None:
    members = _at_desk(house_staff.everyone)
    table = Table(tell("Telegram ID"), tell("Name"), tell("Role"))
    for member in members:
        table.add_row(str(member.user_id), member.name, role_name(member.role, spoken()))
    out.print(table)


@staff_app.command("revoke", help=tell("Take someone's place away; it works from their next tap."))
def staff_revoke(user_id: Annotated[int, typer.Argument(help=tell("Their Telegram ID."))]) -> None:
    try:
        _at_desk(lambda desk: house_staff.revoke(desk, user_id))
    except LastAdministrator:
        _give_up_last()
    except NoSuchMember:
        _give_up(tell("Nobody of the house has the Telegram ID {number}.", number=user_id))
    out.print(tell("{number} may no longer use the staff bot.", number=user_id))


def _at_desk(work: Callable[[Desk], T]) -> T:
    """Do something at the desk of the installed house, also while it is open."""

    async def at_desk(house: House) -> T:
        await house.upgrade()
        return await house.run(work)

    return _with_house(_settings(), at_desk)


def _with_house(settings: Settings, use: Callable[[House], Coroutine[Any, Any, T]]) -> T:
    async def opened() -> T:
        house = wiring.open_house(settings.database_url, _site(settings.site_file), SystemClock())
        try:
            return await use(house)
        finally:
            await house.close()

    with _courteous():
        return asyncio.run(opened())


def _settings() -> Settings:
    """The settings, and the logs as they say."""
    try:
        settings = Settings()
    except (ValidationError, UnicodeDecodeError, OSError) as error:
        _give_up(trouble.unreadable_settings(error), Exit.SETTINGS)
    logs.set_up_logs(settings.log_level, settings.log_format, settings.secrets())
    return settings


def _site(file: Path, code: Exit = Exit.SETTINGS) -> Site:
    try:
        return load_site(file)
    except SiteFileError as error:
        hint = [] if file.exists() else [tell("A site file to begin with: cp site.example.toml site.toml")]
        _give_up("\n".join([*(site_problem(problem) for problem in error.problems), *hint]), code)


@contextmanager
def _courteous() -> Iterator[None]:
    """Trouble that is known ends the command with a sentence; a mistake of the program stays what it is."""
    try:
        yield
    except Exception as error:
        known = trouble.explain(error)
        if known is None:
            raise
        code, sentence = known
        _give_up(sentence, code)


def _give_up_last() -> NoReturn:
    _give_up(tell("This is the last administrator; please make somebody else one first."))


def _give_up(why: str, code: Exit = Exit.USAGE) -> NoReturn:
    err.print(logs.redact(why), style="red", soft_wrap=True)
    sys.exit(code)

"""The command line: ``yingbin demo | rehearse | run | doctor | understand | site check | db upgrade | staff``."""

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table

from bot import logs, opening, service, startup_errors, tokens, understand_command
from bot.exit_codes import Exit, legend
from bot.language.catalogues import role_name
from bot.settings import ROOT, Settings
from bot.terminal import site_problem, terminal_language, translate
from bot.understanding.setting import Asking
from core.clock import SystemClock
from core.desk import Desk
from core.desk import staff as staff_desk
from core.errors import LastAdministrator, NoSuchMember
from core.runtime.house import House
from core.site import Site, SiteFileError, load_site
from core.staff import MAX_STAFF_NAME_LENGTH, Member, Role
from core.store import schema

app = typer.Typer(
    help=translate("Yingbin 迎宾: the booking centre of a sales centre, by chat."),
    epilog=legend(),
    no_args_is_help=True,
    # Tracebacks go to the log, which hides tokens and phones.
    pretty_exceptions_enable=False,
)
site_app = typer.Typer(help=translate("The site file."), no_args_is_help=True)
db_app = typer.Typer(help=translate("The database."), no_args_is_help=True)
staff_app = typer.Typer(help=translate("The staff."), no_args_is_help=True)
app.add_typer(site_app, name="site")
app.add_typer(db_app, name="db")
app.add_typer(staff_app, name="staff")

T = TypeVar("T")

out = Console(markup=False, highlight=False)
err = Console(stderr=True, markup=False, highlight=False)


@app.command(help=translate("Open a demo of the sales centre in the browser: no token, no network."))
def demo(
    port: Annotated[
        int, typer.Option(help=translate("The page's port; 0 picks a free one."), min=0, max=65535)
    ] = 8090,
    browser: Annotated[bool, typer.Option(help=translate("Open the page in a browser."))] = True,
    rehearse: Annotated[
        int,
        typer.Option(
            help=translate("Fill the sales centre with this many made-up buyers first."), min=0, max=9999
        ),
    ] = 0,
    seed: Annotated[int, typer.Option(help=translate("The seed: another number gives another run."))] = 1,
) -> None:
    from demo import web_page  # noqa: PLC0415 loads the bots' frameworks, which takes seconds
    from demo.rehearsal import prefill  # noqa: PLC0415 loads the bots' frameworks too

    def opened(address: str, claim: str) -> None:
        out.print(
            translate("The sales centre is open: {address}", address=address), style="bold", soft_wrap=True
        )
        out.print(
            translate("Become its first administrator (this link works once): {link}", link=claim),
            soft_wrap=True,
        )
        out.print(translate("Press Ctrl-C to stop."), soft_wrap=True)

    logs.set_up_logs("WARNING")
    fill = prefill.before_opening(rehearse, seed, err) if rehearse else None
    try:
        service.serve(lambda stopping: web_page.run(port, stopping, opened, browse=browser, fill=fill))
    except OSError as error:
        _fail(translate("Port {port} cannot be used: {reason}", port=port, reason=error.strerror or error))


@app.command("rehearse", help=translate("Play a few days with made-up buyers, and audit the result."))
def rehearse_days(
    buyers: Annotated[int, typer.Option(help=translate("The number of buyers."), min=1, max=9999)] = 100,
    seed: Annotated[int, typer.Option(help=translate("The seed: another number gives another run."))] = 1,
    json: Annotated[bool, typer.Option("--json", help=translate("Print one JSON object."))] = False,
) -> None:
    from demo.rehearsal import terminal  # noqa: PLC0415 loads the bots' frameworks, which takes seconds

    logs.set_up_logs("WARNING")
    site = load_site(ROOT / "site.example.toml")
    if not asyncio.run(terminal.run(site, buyers, seed, out, err, json=json)):
        sys.exit(Exit.PROBLEM_FOUND)


@app.command(help=translate("Run both bots with their tokens until Ctrl-C."))
def run() -> None:
    def opened(house: service.Opened) -> None:
        names = {"buyers": house.buyers, "staff": house.staff}
        out.print(
            translate("The sales centre is open: buyers at @{buyers}, staff at @{staff}.", **names),
            style="bold",
        )
        if house.claim is not None:
            link = f"https://t.me/{house.staff}?start={house.claim}"
            out.print(
                translate("Become its first administrator (this link works once): {link}", link=link),
                soft_wrap=True,
            )
            out.print(
                translate("Or send this code to @{staff}: {token}", staff=house.staff, token=house.claim),
                soft_wrap=True,
            )

    settings = _settings()
    with _known_errors_explained():
        tokens.read(settings)
    site = _site(settings.site_file)
    with _known_errors_explained():
        service.serve(lambda stopping: service.run(settings, site, stopping, opened))


@app.command(help=translate("Check that everything is in place, and show how to fix what is not."))
def doctor() -> None:
    from bot.doctor import examine  # noqa: PLC0415 loads a bot framework, which other commands do not need

    logs.set_up_logs("ERROR")
    if not examine(out):
        sys.exit(Exit.PROBLEM_FOUND)


@app.command("understand", help=translate("Show what a message says, as both bots understand it."))
def understand_text(
    text: Annotated[str | None, typer.Argument(help=translate("The message."))] = None,
    asking: Annotated[
        Asking | None, typer.Option(help=translate("What its writer has just been asked."))
    ] = None,
    now: Annotated[
        str | None,
        typer.Option(help=translate("When it is written, by the site's clock.")),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help=translate("Print one JSON object."))] = False,
    file: Annotated[
        Path | None,
        typer.Option(help=translate("Read JSON lines with text, asking and now; print JSON lines.")),
    ] = None,
) -> None:
    own = Path("site.toml")
    site = _site(own if own.exists() else ROOT / "site.example.toml")
    if (text is None) == (file is None):
        _fail(translate("Please give either a message or --file."))
    if text is not None:
        try:
            moment = datetime.fromisoformat(now) if now else None
        except ValueError:
            _fail(translate("Please write the moment like 2026-11-28T10:00."))
        understand_command.show(out, site, text, asking, moment, as_json=json)
    if file is not None:
        try:
            understand_command.show_file(out, site, file)
        except (OSError, UnicodeDecodeError, understand_command.UnreadableLineError) as error:
            _fail(str(error))


@site_app.command("check", help=translate("Check a site file and list any mistakes in it."))
def site_check(
    file: Annotated[Path, typer.Argument(help=translate("The site file."))] = Path("site.toml"),
) -> None:
    site = _site(file, Exit.PROBLEM_FOUND)
    slots = (site.hours.closes.hour * 60 + site.hours.closes.minute) - (
        site.hours.opens.hour * 60 + site.hours.opens.minute
    )
    out.print(
        translate(
            "{file} is in order: {name}, {slots} slots a day from {opens} to {closes}.",
            file=file,
            name=site.name.in_(terminal_language()),
            slots=slots // site.hours.slot_minutes,
            opens=site.hours.opens.strftime("%H:%M"),
            closes=site.hours.closes.strftime("%H:%M"),
        )
    )


@db_app.command("upgrade", help=translate("Upgrade the database to the schema this program needs."))
def db_upgrade() -> None:
    settings = _settings()

    async def upgrade(house: House) -> None:
        await house.upgrade()
        version, _ = await house.read(lambda desk: schema.versions(desk.conn))
        out.print(translate("The database is at version {version}.", version=version))

    _with_house(settings, upgrade)


@staff_app.command("add", help=translate("Add someone, or change their name and role."))
def staff_add(
    user_id: Annotated[
        int,
        typer.Argument(help=translate("Their Telegram ID; the staff bot shows it when they write to it.")),
    ],
    name: Annotated[str, typer.Argument(help=translate("The name they use at the sales centre."))],
    role: Annotated[Role, typer.Option(help=translate("Their role at the sales centre."))],
) -> None:
    name = " ".join(name.split())
    if not 1 <= len(name) <= MAX_STAFF_NAME_LENGTH or user_id <= 0:
        _fail(
            translate(
                "Please give a Telegram ID above 0 and a name of 1 to {most} characters.",
                most=MAX_STAFF_NAME_LENGTH,
            )
        )
    member = Member(user_id=user_id, name=name, role=role)
    try:
        _run_at_desk(lambda desk: staff_desk.add_or_update(desk, member))
    except LastAdministrator:
        _fail_last_administrator()
    out.print(translate("{name} is now {role}.", name=name, role=role_name(role, terminal_language())))


@staff_app.command("list", help=translate("List everyone who may use the staff bot."))
def staff_list() -> None:
    members = _run_at_desk(staff_desk.list_members)
    table = Table(translate("Telegram ID"), translate("Name"), translate("Role"))
    for member in members:
        table.add_row(str(member.user_id), member.name, role_name(member.role, terminal_language()))
    out.print(table)


@staff_app.command("revoke", help=translate("Remove someone's access, from their next tap on."))
def staff_revoke(user_id: Annotated[int, typer.Argument(help=translate("Their Telegram ID."))]) -> None:
    try:
        _run_at_desk(lambda desk: staff_desk.revoke(desk, user_id))
    except LastAdministrator:
        _fail_last_administrator()
    except NoSuchMember:
        _fail(translate("No member of staff has the Telegram ID {number}.", number=user_id))
    out.print(translate("{number} can no longer use the staff bot.", number=user_id))


def _run_at_desk(work: Callable[[Desk], T]) -> T:
    """Do ``work`` on the installed house's database, also while the house is open."""

    async def upgrade_and_run(house: House) -> T:
        await house.upgrade()
        return await house.run(work)

    return _with_house(_settings(), upgrade_and_run)


def _with_house(settings: Settings, use: Callable[[House], Coroutine[Any, Any, T]]) -> T:
    async def opened() -> T:
        house = opening.open_house(settings.database_url, _site(settings.site_file), SystemClock())
        try:
            return await use(house)
        finally:
            await house.close()

    with _known_errors_explained():
        return asyncio.run(opened())


def _settings() -> Settings:
    """Read the settings and set up the logs. Exits with a message if the settings are invalid."""
    try:
        settings = Settings()
    except (ValidationError, UnicodeDecodeError, OSError) as error:
        _fail(startup_errors.unreadable_settings(error), Exit.SETTINGS)
    logs.set_up_logs(settings.log_level, settings.log_format, settings.secrets())
    return settings


def _site(file: Path, code: Exit = Exit.SETTINGS) -> Site:
    try:
        return load_site(file)
    except SiteFileError as error:
        hint = (
            [] if file.exists() else [translate("To start from the example: cp site.example.toml site.toml")]
        )
        _fail("\n".join([*(site_problem(problem) for problem in error.problems), *hint]), code)


@contextmanager
def _known_errors_explained() -> Iterator[None]:
    """A known error ends the command with an explanation and its exit code; any other error is raised."""
    try:
        yield
    except Exception as error:
        explained = startup_errors.explain(error)
        if explained is None:
            raise
        code, sentence = explained
        _fail(sentence, code)


def _fail_last_administrator() -> NoReturn:
    _fail(translate("This is the last administrator; please appoint another one first."))


def _fail(message: str, code: Exit = Exit.USAGE) -> NoReturn:
    err.print(logs.redact(message), style="red", soft_wrap=True)
    sys.exit(code)

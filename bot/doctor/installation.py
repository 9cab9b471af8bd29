"""Checks of the settings, the site file and the fonts."""

import stat
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

from bot import logs, startup_errors
from bot.doctor.finding import Finding, ok, problem, unknown
from bot.settings import ENV_FILE, PREFIX, Settings
from bot.terminal import join_translated, site_problem, terminal_language, translate
from core.site import SiteFileError, load_site


def settings() -> Settings | None:
    """The settings, if they can be read."""
    try:
        return Settings()
    except (ValidationError, UnicodeDecodeError, OSError):
        return None


def check() -> Iterator[Finding]:
    yield from _check_env_file()
    try:
        found = Settings()
    except (ValidationError, UnicodeDecodeError, OSError) as error:
        yield problem(translate("The settings"), startup_errors.unreadable_settings(error))
        return
    logs.register_secrets(*found.secrets())
    yield from _check_variables()
    yield from _check_site_file(found.site_file)
    yield _check_font()


def _check_env_file() -> Iterator[Finding]:
    facts = {"file": ENV_FILE}
    if not ENV_FILE.exists():
        yield unknown(translate("There is no {file} here; the settings come from the environment", **facts))
    elif ENV_FILE.stat().st_mode & stat.S_IROTH:
        yield problem(
            translate("{file} can be read by everyone on this machine", **facts),
            translate("It holds the tokens; please make it readable only by you: chmod 600 {file}", **facts),
        )
    else:
        yield ok(translate("{file} is not readable by everyone", **facts))


def _check_variables() -> Iterator[Finding]:
    """Settings with an unknown name are usually misspelt."""
    known = {
        field.validation_alias or f"{PREFIX}{name}".upper() for name, field in Settings.model_fields.items()
    }
    sources = (EnvSettingsSource(Settings), DotEnvSettingsSource(Settings))
    given = {name.upper() for source in sources for name in source.env_vars}
    unknown_names = sorted(name for name in given - known if name.startswith(PREFIX))
    if unknown_names:
        yield problem(
            translate("These settings are not recognised: {names}", names=join_translated(unknown_names)),
            translate(
                "Please correct or remove it; the known settings are {known}.",
                known=join_translated(sorted(map(str, known))),
            ),
        )
    else:
        yield ok(translate("Every setting is recognised"))


def _check_site_file(file: Path) -> Iterator[Finding]:
    try:
        site = load_site(file)
    except SiteFileError as error:
        yield problem(
            translate("The site file {file}", file=file),
            join_translated(map(site_problem, error.problems), phrases=True),
        )
    else:
        yield ok(
            translate("The site file {file}: {name}", file=file, name=site.name.in_(terminal_language()))
        )


def _check_font() -> Finding:
    """Without a Chinese font pictures are in English."""
    from bot.pictures import fonts  # noqa: PLC0415 - matplotlib is loaded only when needed

    font = fonts.chinese()
    if font is None:
        return unknown(
            translate("No Chinese font is installed: pictures use English (Noto Sans CJK would help)")
        )
    return ok(translate("Pictures use {font} for Chinese", font=font))

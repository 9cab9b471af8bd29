"""The settings, the site file, and what pictures are lettered with."""

import stat
from collections.abc import Iterator
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import DotEnvSettingsSource, EnvSettingsSource

from bot import logs, startup_errors
from bot.doctor.finding import Finding, amiss, unknown, well
from bot.settings import ENV_FILE, PREFIX, Settings
from bot.terminal import join_translated, site_problem, spoken, translate
from core.site import SiteFileError, load_site


def settings() -> Settings | None:
    """The settings, if they can be read."""
    try:
        return Settings()
    except (ValidationError, UnicodeDecodeError, OSError):
        return None


def look() -> Iterator[Finding]:
    yield from _env_file()
    try:
        found = Settings()
    except (ValidationError, UnicodeDecodeError, OSError) as error:
        yield amiss(translate("The settings"), startup_errors.unreadable_settings(error))
        return
    logs.hide(*found.secrets())
    yield from _variables()
    yield from _site(found.site_file)
    yield _font()


def _env_file() -> Iterator[Finding]:
    facts = {"file": ENV_FILE}
    if not ENV_FILE.exists():
        yield unknown(translate("There is no {file} here; the settings come from the environment", **facts))
    elif ENV_FILE.stat().st_mode & stat.S_IROTH:
        yield amiss(
            translate("{file} can be read by everyone on this machine", **facts),
            translate("It holds the tokens; please make it readable only by you: chmod 600 {file}", **facts),
        )
    else:
        yield well(translate("{file} is not readable by everyone", **facts))


def _variables() -> Iterator[Finding]:
    """Names nobody reads are most often misspelt."""
    known = {
        field.validation_alias or f"{PREFIX}{name}".upper() for name, field in Settings.model_fields.items()
    }
    sources = (EnvSettingsSource(Settings), DotEnvSettingsSource(Settings))
    given = {name.upper() for source in sources for name in source.env_vars}
    strange = sorted(name for name in given - known if name.startswith(PREFIX))
    if strange:
        yield amiss(
            translate("These settings are not recognised: {names}", names=join_translated(strange)),
            translate(
                "Please correct or remove it; the known settings are {known}.",
                known=join_translated(sorted(map(str, known))),
            ),
        )
    else:
        yield well(translate("Every setting is recognised"))


def _site(file: Path) -> Iterator[Finding]:
    try:
        site = load_site(file)
    except SiteFileError as error:
        yield amiss(
            translate("The site file {file}", file=file),
            join_translated(map(site_problem, error.problems), phrases=True),
        )
    else:
        yield well(translate("The site file {file}: {name}", file=file, name=site.name.in_(spoken())))


def _font() -> Finding:
    """Without a Chinese font pictures are right all the same, in English."""
    from bot.pictures import fonts  # noqa: PLC0415 - matplotlib is for whoever paints, or asks about it

    font = fonts.chinese()
    if font is None:
        return unknown(
            translate("No Chinese font is installed: pictures use English (Noto Sans CJK would help)")
        )
    return well(translate("Pictures use {font} for Chinese", font=font))

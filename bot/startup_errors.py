"""Errors that keep the house from opening, each as an exit code and one sentence for the person at the terminal."""

from errno import EACCES, ENOSPC, EPERM, EROFS
from typing import get_args

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError

from bot import logs
from bot.exit_codes import Exit
from bot.handlers.polling import TokenRefusedError
from bot.opening import NoFolderError
from bot.settings import ENV_FILE, Settings
from bot.terminal import join_translated, translate
from bot.tokens import BUYERS_SETTING, STAFF_SETTING, Fault, TokensError
from core.bots import BUYERS
from core.runtime.house import DatabaseUnavailableError
from core.runtime.process_lock import HouseInUseError
from core.store.engine import DatabaseUrlError
from core.store.schema import SchemaNewerError


def explain(error: Exception) -> tuple[Exit, str] | None:
    """The exit code and the sentence for a known error; None for any other."""
    match error:
        case HouseInUseError():
            return Exit.IN_USE, translate("The sales centre is already running in another process.")
        case TokensError():
            return Exit.TELEGRAM, _tokens(error)
        case TokenRefusedError(bot=bot):
            setting = BUYERS_SETTING if bot == BUYERS else STAFF_SETTING
            return Exit.TELEGRAM, translate(
                "Telegram does not recognise the token in {setting}; please compare it with what "
                "BotFather gave you.",
                setting=setting,
            )
        case DatabaseUrlError():
            return Exit.SETTINGS, translate(
                "DATABASE_URL is not a database we can use: it must begin with sqlite+aiosqlite:/// and "
                "a file, or with postgresql+asyncpg://."
            )
    reason = _database(error)
    return None if reason is None else (Exit.DATABASE, reason)


def sentence(error: Exception) -> str:
    """The sentence for an error; for an unknown error its own message without secrets."""
    explained = explain(error)
    return explained[1] if explained else logs.redact(str(getattr(error, "orig", error)))


def unreadable_settings(error: ValidationError | UnicodeDecodeError | OSError) -> str:
    """What is wrong with the settings, without their values."""
    match error:
        case ValidationError():
            return "\n".join(_unreadable_setting(e["loc"], e["type"]) for e in error.errors())
        case UnicodeDecodeError():
            return translate("{file} is not UTF-8 text; please save it as such.", file=ENV_FILE)
        case OSError():
            return translate("{file} cannot be read: {reason}", file=ENV_FILE, reason=error.strerror or "")


def _unreadable_setting(location: tuple[str | int, ...], kind: str) -> str:
    problem = translate("must be a web address, such as https://api.telegram.org")
    if kind == "literal_error":
        allowed = get_args(Settings.model_fields[str(location[0])].annotation)
        problem = translate("must be one of {allowed}", allowed=join_translated(allowed))
    return translate("{key}: {problem}", key=_setting(location), problem=problem)


def _setting(location: tuple[str | int, ...]) -> str:
    name = ".".join(map(str, location))
    return name if name.isupper() else f"YINGBIN_{name.upper()}"


def _tokens(error: TokensError) -> str:
    match error.fault:
        case Fault.MISSING:
            return translate(
                "Two tokens are needed, YINGBIN_BUYERS_TOKEN and YINGBIN_STAFF_TOKEN; the README "
                "explains how to get them. To look around without tokens: yingbin demo"
            )
        case Fault.MALFORMED:
            return translate(
                "{setting} does not look like a token; BotFather's are a number, a colon and 35 letters and digits.",
                setting=error.setting,
            )
        case Fault.SAME:
            return translate(
                "YINGBIN_BUYERS_TOKEN and YINGBIN_STAFF_TOKEN belong to the same bot; the sales centre "
                "needs two, one for buyers and one for staff."
            )


def _database(error: Exception) -> str | None:
    match error:
        case SchemaNewerError(has=has, knows=knows):
            return translate(
                "The database is at version {has}, newer than this program, which knows up to {knows}. "
                "Please install the newer program; nothing was changed.",
                has=has,
                knows=knows,
            )
        case NoFolderError(folder=folder):
            return translate(
                "The database's folder {folder} does not exist; please create it first.", folder=folder
            )
        case DatabaseUnavailableError():
            explained = _database_answer(error.__cause__) if error.__cause__ is not None else None
            return explained or translate("The database cannot be reached: {reason}", reason=error)
        case DBAPIError():
            return _database_answer(error)
    return None


def _database_answer(error: BaseException) -> str | None:
    """The sentence for an error code of SQLite, PostgreSQL or the operating system; None if it is unknown."""
    orig = getattr(error, "orig", error)
    code = (getattr(orig, "sqlite_errorcode", None) or 0) & 0xFF
    state = getattr(orig, "sqlstate", None) or ""
    if isinstance(orig, OSError):
        code = {EACCES: 8, EPERM: 8, EROFS: 8, ENOSPC: 13}.get(orig.errno or 0, 0)
    sentences = {
        3: translate("This user is not allowed to use the database file."),
        5: translate("Another program has locked the database file; please close it and try again."),
        6: translate("Another program has locked the database file; please close it and try again."),
        8: translate("The database cannot be written: the file or its folder is read-only for this user."),
        10: translate("The database's disk reports errors; please check it first."),
        11: translate("The database file is damaged. Please keep a copy of it and put the last backup in its place."),
        13: translate("The database's disk is full; please free some space. Nothing is lost."),
        14: translate("The database file cannot be opened; it must be a file, in a folder this user may "
                      "write to."),
        26: translate("The file in DATABASE_URL is not an SQLite database; it was left unchanged."),
        "28": translate("PostgreSQL refuses the user or the password in DATABASE_URL."),
        "3D000": translate("PostgreSQL has no database with the name in DATABASE_URL; please create it "
                           "with createdb."),
        "42501": translate("PostgreSQL does not allow this user to use the database; it must be able to "
                           "create tables there."),
        "25006": translate("This PostgreSQL server is read-only: DATABASE_URL should name the one that "
                           "accepts writes."),
    }  # fmt: skip
    return next((sentences[key] for key in (code, state, state[:2]) if key in sentences), None)

"""What the program's exit codes mean."""

from enum import IntEnum

from bot.terminal import join_translated, translate


class Exit(IntEnum):
    OK = 0
    PROBLEM_FOUND = 1
    USAGE = 2
    SETTINGS = 3
    DATABASE = 4
    TELEGRAM = 5
    IN_USE = 6
    INTERNAL_ERROR = 70


def meaning(code: Exit) -> str:
    """What a code means, in the terminal's language."""
    return {
        Exit.OK: translate("all is well"),
        Exit.PROBLEM_FOUND: translate("something needs fixing"),
        Exit.USAGE: translate("the command was not understood or cannot be carried out"),
        Exit.SETTINGS: translate("the settings or the site file"),
        Exit.DATABASE: translate("the database"),
        Exit.TELEGRAM: translate("the tokens are missing, or Telegram refuses them"),
        Exit.IN_USE: translate("the sales centre is running in another process"),
        Exit.INTERNAL_ERROR: translate("an error in the program itself; please report it"),
    }[code]


def legend() -> str:
    """Every code with its meaning, for ``--help``."""
    codes = [f"{code.value} {meaning(code)}" for code in Exit]
    return translate("Exit codes: {codes}.", codes=join_translated(codes, phrases=True))

"""What the program's exit codes mean."""

from enum import IntEnum

from bot.terminal import tell, tell_all


class Exit(IntEnum):
    FINE = 0
    FOUND = 1
    USAGE = 2
    SETTINGS = 3
    DATABASE = 4
    TELEGRAM = 5
    IN_USE = 6
    BROKEN = 70


def meaning(code: Exit) -> str:
    """In the terminal's language."""
    return {
        Exit.FINE: tell("all is well"),
        Exit.FOUND: tell("something was found that wants mending"),
        Exit.USAGE: tell("the command was not understood or can not be done"),
        Exit.SETTINGS: tell("the settings or the site file"),
        Exit.DATABASE: tell("the database"),
        Exit.TELEGRAM: tell("the tokens, or Telegram refuses them"),
        Exit.IN_USE: tell("the house is open in another process"),
        Exit.BROKEN: tell("a mistake of the program itself; please report it"),
    }[code]


def legend() -> str:
    """Every code with its meaning, for ``--help``."""
    codes = [f"{code.value} {meaning(code)}" for code in Exit]
    return tell("Exit codes: {codes}.", codes=tell_all(codes, phrases=True))

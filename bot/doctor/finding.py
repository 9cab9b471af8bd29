"""What the doctor has to say of one thing."""

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    WELL = "✓"
    AMISS = "✗"
    UNKNOWN = "–"


@dataclass(frozen=True)
class Finding:
    """``mend`` is one sentence, for what is amiss."""

    state: State
    what: str
    mend: str = ""


def ok(what: str) -> Finding:
    return Finding(State.WELL, what)


def problem(what: str, mend: str) -> Finding:
    return Finding(State.AMISS, what, mend)


def unknown(what: str) -> Finding:
    """Not looked at, or not to be told from here."""
    return Finding(State.UNKNOWN, what)

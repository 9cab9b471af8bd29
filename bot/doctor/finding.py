"""What the doctor has to say of one thing."""

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    OK = "✓"
    PROBLEM = "✗"
    UNKNOWN = "–"


@dataclass(frozen=True)
class Finding:
    """``mend`` is one sentence, for what is amiss."""

    state: State
    summary: str
    fix: str = ""


def ok(summary: str) -> Finding:
    return Finding(State.OK, summary)


def problem(summary: str, fix: str) -> Finding:
    return Finding(State.PROBLEM, summary, fix)


def unknown(summary: str) -> Finding:
    """Not looked at, or not to be told from here."""
    return Finding(State.UNKNOWN, summary)

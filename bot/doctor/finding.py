"""The result of one check."""

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    OK = "✓"
    PROBLEM = "✗"
    UNKNOWN = "–"


@dataclass(frozen=True)
class Finding:
    """``fix`` is one sentence on how to fix a problem."""

    state: State
    summary: str
    fix: str = ""


def ok(summary: str) -> Finding:
    return Finding(State.OK, summary)


def problem(summary: str, fix: str) -> Finding:
    return Finding(State.PROBLEM, summary, fix)


def unknown(summary: str) -> Finding:
    """The check was not made, or its result cannot be known."""
    return Finding(State.UNKNOWN, summary)

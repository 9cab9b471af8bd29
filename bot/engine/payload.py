"""Callback data: what the tap of a button stands for.

A ScreenAction belongs to one screen of one dialog at one turn and is valid only while that is shown. A
SubjectAction names a subject and the version of it that was shown; it is authorised and checked when it is tapped,
however late.
"""

from dataclasses import dataclass

# Telegram takes 64; the rest is for the signature.
MOST_BYTES = 51
# Of an id: whatever has so many fits in 64 bits.
MOST_DIGITS = 18


@dataclass(frozen=True, kw_only=True)
class ScreenAction:
    dialog: str
    turn: int
    choice: str


@dataclass(frozen=True, kw_only=True)
class SubjectAction:
    """``subject`` is what the action ``name`` is done to: a booking's id, a day, a language."""

    name: str
    subject: str
    version: int = 0


def id_of(action: SubjectAction) -> int | None:
    """The id of an action's subject; None where the subject is not an id."""
    return id_in(action.subject)


def id_in(text: str) -> int | None:
    """An id by its digits; None for a text that is not an id."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def encode(action: ScreenAction | SubjectAction) -> str:
    if isinstance(action, ScreenAction):
        data = f"p|{action.dialog}|{action.turn}|{action.choice}"
    else:
        data = f"a|{action.name}|{action.version}|{action.subject}"
    if len(data.encode()) > MOST_BYTES:
        raise ValueError(f"callback data over {MOST_BYTES} bytes: {data}")
    return data


def decode(data: str) -> ScreenAction | SubjectAction | None:
    """The action of a button; None for data this bot never wrote."""
    kind, _, rest = data.partition("|")
    name, _, rest = rest.partition("|")
    number, separator, tail = rest.partition("|")
    if not (separator and name and number.isascii() and number.isdigit() and len(number) < 10):
        return None
    if kind == "p":
        return ScreenAction(dialog=name, turn=int(number), choice=tail)
    if kind == "a":
        return SubjectAction(name=name, version=int(number), subject=tail)
    return None

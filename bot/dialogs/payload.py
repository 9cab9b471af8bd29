"""Callback data: what a button says when it is tapped.

A Pick belongs to one screen of one dialog at one turn and is spent with it. An Act names a subject and the
version of it that was shown; it is authorised and checked when it is tapped, however late.
"""

from dataclasses import dataclass

from core.booking import BookingId
from core.errors import NoSuchBooking

# Telegram takes 64; the rest is the seal it travels under.
MOST_BYTES = 51
# Of an id: whatever has so many fits in 64 bits.
MOST_DIGITS = 18


@dataclass(frozen=True, kw_only=True)
class Pick:
    dialog: str
    turn: int
    choice: str


@dataclass(frozen=True, kw_only=True)
class Act:
    """``subject`` is what ``action`` is done to: a booking's id, a day, a language."""

    action: str
    subject: str
    version: int = 0


def id_of(act: Act) -> int | None:
    """The id an act is about; None for what is no id."""
    return id_in(act.subject)


def id_in(text: str) -> int | None:
    """An id by its digits; None for what is no id."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def booking_of(act: Act) -> BookingId:
    """The booking an act is about. Raises NoSuchBooking for what is no id."""
    found = id_of(act)
    if found is None:
        raise NoSuchBooking
    return BookingId(found)


def encode(press: Pick | Act) -> str:
    if isinstance(press, Pick):
        data = f"p|{press.dialog}|{press.turn}|{press.choice}"
    else:
        data = f"a|{press.action}|{press.version}|{press.subject}"
    if len(data.encode()) > MOST_BYTES:
        raise ValueError(f"callback data over {MOST_BYTES} bytes: {data}")
    return data


def decode(data: str) -> Pick | Act | None:
    """What a button says; None for data this house never wrote."""
    kind, _, rest = data.partition("|")
    name, _, rest = rest.partition("|")
    number, separator, tail = rest.partition("|")
    if not (separator and name and number.isascii() and number.isdigit() and len(number) < 10):
        return None
    if kind == "p":
        return Pick(dialog=name, turn=int(number), choice=tail)
    if kind == "a":
        return Act(action=name, version=int(number), subject=tail)
    return None

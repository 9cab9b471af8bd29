"""The choice of a day and an hour, what it is for, and the forms that ask for it."""

from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import StrEnum
from typing import Annotated, Self, TypeVar

from pydantic import AwareDatetime, Field

from bot.engine.form import Again, FormState, Taken

# The step that asks for the day and the hour, in every form.
WHEN = "when"

# A day as such, or a slot (start, UTC). A stored day has no time, so it is never read as a slot.
DayOrSlot = Annotated[AwareDatetime | date, Field(union_mode="left_to_right")]


class ChoicePurpose(StrEnum):
    """SEAT: the hour itself; WAIT: a place on the waiting list for it; REQUEST: the day, to be answered with an
    hour."""

    SEAT = "seat"
    WAIT = "wait"
    REQUEST = "request"


@dataclass(frozen=True, kw_only=True)
class TimeChoice:
    """How far the choice has come. Slots are their starts (UTC).

    ``slot``, or ``whole_day`` for a day without an hour, is what was chosen, and ``how`` what for. ``day`` is the one
    whose hours are shown; ``offers`` are slots to choose from when what was asked for is not available, and ``full``
    the day or the slot that had no room.

    ``days`` are those that a text such as «at the weekend» left to choose from, and ``walls`` the hours (site time)
    that one such as «in the afternoon» did; they are empty where every day and hour is meant. A single wall was asked
    for as such, and waits for its day.
    """

    day: date | None = None
    slot: AwareDatetime | None = None
    whole_day: date | None = None
    how: ChoicePurpose = ChoicePurpose.SEAT
    offers: tuple[AwareDatetime, ...] = ()
    full: DayOrSlot | None = None
    days: tuple[date, ...] = ()
    walls: tuple[time, ...] = ()

    @property
    def made(self) -> bool:
        return self.slot is not None or self.whole_day is not None

    def forgetting(self) -> Self:
        """The same choice, asked again from the day on."""
        return replace(self, day=None, offers=(), full=None, days=(), walls=())


@dataclass(frozen=True)
class ChoiceResult:
    """What an answer makes of the choice: the choice so far, whether it is complete, and a sentence where the answer
    could not be taken. ``missed``: it was not understood."""

    when: TimeChoice
    note: str = ""
    complete: bool = False
    missed: bool = False


@dataclass(frozen=True, kw_only=True)
class TimeForm(FormState):
    """A form that asks for a day and an hour."""

    when: TimeChoice = field(default_factory=TimeChoice)


T = TypeVar("T", bound=TimeForm)


def take(form: T, chosen: ChoiceResult) -> T | Again[T] | Taken[T]:
    """The form with the choice so far; where it is not complete, the question is asked again."""
    after = replace(form, when=chosen.when)
    if chosen.complete:
        return Taken(state=after, note=chosen.note) if chosen.note else after
    return Again(state=after, at=WHEN, note=chosen.note, missed=chosen.missed)


def restart(form: T) -> T:
    """The form with the question asked from the day on."""
    return replace(form, when=form.when.forgetting())

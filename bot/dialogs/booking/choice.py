"""What has been chosen of a day and an hour, and what is wanted of it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Self


class ChoicePurpose(StrEnum):
    """SEAT: the hour itself; WAIT: a place on the waiting list for it; REQUEST: the day, to be answered with an
    hour."""

    SEAT = "seat"
    WAIT = "wait"
    REQUEST = "request"


@dataclass(frozen=True, kw_only=True)
class TimeChoice:
    """How far the choice has come, as JSON: ISO days and slots (UTC).

    ``slot`` or ``whole_day`` is what was chosen, and ``how`` what for. ``day`` is the one that is looked at; ``offers``
    are slots to choose from when what was asked for could not be had, and ``full`` the day or the slot that had no
    room.
    """

    day: str | None = None
    slot: str | None = None
    whole_day: str | None = None
    how: ChoicePurpose = ChoicePurpose.SEAT
    offers: tuple[str, ...] = ()
    full: str | None = None

    @property
    def starts_at(self) -> datetime | None:
        return datetime.fromisoformat(self.slot) if self.slot else None

    @property
    def any_hour_of(self) -> date | None:
        """The day that was chosen without an hour."""
        return date.fromisoformat(self.whole_day) if self.whole_day else None

    @property
    def made(self) -> bool:
        return self.slot is not None or self.whole_day is not None

    @property
    def narrowed(self) -> bool:
        """Whether less than all the days is looked at."""
        return bool(self.day or self.offers or self.full)

    def forgetting(self) -> Self:
        """The same, asked again from the day on."""
        return replace(self, day=None, offers=(), full=None)


@dataclass(frozen=True)
class ChoiceResult:
    """What came of an answer: the choice so far, whether it is made, and a sentence where it could not be as
    wished."""

    when: TimeChoice
    note: str = ""
    complete: bool = False

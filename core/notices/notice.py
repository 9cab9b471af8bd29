"""What every notice is. How to add one: docs/architecture.md, "A new notice"."""

from abc import ABC, abstractmethod
from typing import ClassVar, Generic, Self, TypeVar

from core.notices.audience import Audience

EventT = TypeVar("EventT")


class Notice(ABC, Generic[EventT]):
    """What one audience is told of one type of event: facts, never sentences.

    A subclass is a frozen dataclass. Its fields are the facts, and travel through the outbox as JSON; its wording is in
    ``bot.wording.notices``. It is due when its event is emitted: a job emits an event that is due later.
    """

    # Names the type in the outbox. Unsent notices are read by it and by the names of the fields: both stay.
    kind: ClassVar[str]
    event: ClassVar[type]
    # The audience, if it is the same for every event of the type.
    audience: ClassVar[Audience]
    # Where it may have been sent, it is given up; any other is sent again, and says so.
    said_once: ClassVar[bool] = False

    @classmethod
    @abstractmethod
    def of(cls, event: EventT, /) -> Self:
        """The facts of an event."""

    @classmethod
    def audience_of(cls, _event: EventT, /) -> Audience | None:
        """The audience of an event; None if nobody is notified."""
        return cls.audience

    @property
    def handle(self) -> str | None:
        """A later notice of the same handle takes the buttons of an earlier one in the same chat."""
        return None

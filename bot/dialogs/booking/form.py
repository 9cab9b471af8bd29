"""The booking form: what the booking conversation has gathered so far, and which question is open."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

from bot.dialogs.booking.choice import TimeChoice
from core.booking import Actor, BookingId, Party
from core.desk import Desk, queries
from core.guests import Name, Phone, PhoneKind, Title
from core.plan import SeatRequest

NAME = "booking"
CARD = "card"


class BookingStep(StrEnum):
    """The question that is open."""

    WELCOME = "welcome"
    MORE = "more"
    DECLINED = "declined"
    LEAD = "lead"
    NAME = "name"
    TITLE = "title"
    GUESTS = "guests"
    ELDERS = "elders"
    CHILDREN = "children"
    WHEN = "when"
    PHONE = "phone"
    CONFIRM = "confirm"
    SECOND = "second"
    RESUME = "resume"


STEPS = (
    BookingStep.NAME,
    BookingStep.TITLE,
    BookingStep.GUESTS,
    BookingStep.ELDERS,
    BookingStep.CHILDREN,
    BookingStep.WHEN,
    BookingStep.PHONE,
)


@dataclass(frozen=True, kw_only=True)
class BookingForm:
    """The form so far; None is not yet answered. ``at`` is the question that is open; ``was`` the one that was open
    when the guest opened a side question, or came back. ``second`` is the open booking found at the confirmation.
    ``pressed``: the operators have been told that this guest leaves soon. ``peer``: the guest is of another property
    firm; ``peer_noted``: the guest has not said so, our records do."""

    at: BookingStep = BookingStep.WELCOME
    surname: str | None = None
    given: str = ""
    title: Title | None = None
    guests: int | None = None
    elders: int | None = None
    children: int | None = None
    when: TimeChoice = field(default_factory=TimeChoice)
    phone: str | None = None
    phone_kind: PhoneKind | None = None
    second: BookingId | None = None
    was: BookingStep | None = None
    pressed: bool = False
    peer: bool = False
    peer_noted: bool = False

    def seat_request(self, desk: Desk, by: Actor) -> SeatRequest:
        """How this form asks for an hour."""
        return queries.seat_request(desk, by, peer=self.peer)

    @property
    def name(self) -> Name:
        return Name(surname=self.surname or "", given=self.given, title=self.title or Title.NONE)

    @property
    def party(self) -> Party:
        elders, children = self.elders or 0, self.children or 0
        return Party(adults=(self.guests or 0) - elders - children, elders=elders, children=children)

    @property
    def line(self) -> Phone:
        return Phone(number=self.phone, kind=self.phone_kind or PhoneKind.DECLINED)

    def answered(self, question: BookingStep) -> bool:
        return {
            BookingStep.NAME: self.surname is not None,
            BookingStep.TITLE: self.title is not None,
            BookingStep.GUESTS: self.guests is not None,
            BookingStep.ELDERS: self.elders is not None,
            BookingStep.CHILDREN: self.children is not None,
            BookingStep.WHEN: self.when.made,
            BookingStep.PHONE: self.phone_kind is not None,
        }[question]

    @property
    def most_children(self) -> int:
        """Somebody comes with the children."""
        elders = self.elders or 0
        return (self.guests or 1) - max(elders, 1)

    def asking_next(self) -> Self:
        """The form at its first open question; at the confirmation when there is none."""
        return replace(self, at=next((q for q in STEPS if not self.answered(q)), BookingStep.CONFIRM))

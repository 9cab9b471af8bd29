"""The booking form: what the booking conversation has gathered so far, and which question is open."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

from bot.dialogs.booking.choice import TimeForm
from bot.engine.dialog import Context
from core.booking import Actor, BookingId, Party
from core.desk import Desk, queries
from core.guests import Name, Phone, PhoneKind, Title
from core.plan import SeatRequest

NAME = "booking"
# From so many guests on, elders or children are likely among them.
FAMILY = 3
CARD = "card"


class BookingStep(StrEnum):
    """The question that is open. QUIET: nothing is asked of a guest who wants to be left alone. COMPANY: whether
    elders or children come too. CHANGE: which answer to change. SECOND: whether to move the open booking found at the
    confirmation."""

    WELCOME = "welcome"
    MORE = "more"
    DECLINED = "declined"
    QUIET = "quiet"
    LEAD = "lead"
    NAME = "name"
    TITLE = "title"
    GUESTS = "guests"
    COMPANY = "elders"
    WHEN = "when"
    PHONE = "phone"
    CONFIRM = "confirm"
    CHANGE = "change"
    SECOND = "second"
    RESUME = "resume"

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        # Earlier versions asked for the children by themselves.
        return cls.COMPANY if value == "children" else None


@dataclass(frozen=True, kw_only=True)
class BookingForm(TimeForm):
    """The form so far; None is not yet answered. ``second`` is the open booking found at the confirmation.
    ``pressed``: the operators have been told that this guest leaves soon. ``peer``: the guest is of another
    property firm; ``peer_noted``: the guest has not said so, our records do. ``guesses``: the numbers of guests
    that a text such as 两三个人 can mean. ``hinted``: the guest has spoken of elders or children, not of how
    many. ``digits``: a local phone number whose area code was asked for. ``watched``: the guest is nudged if
    they fall silent; ``core.desk.nudge`` reads it by this name. ``remarks`` and ``plate`` go to the house with the
    booking. ``call_on``: the number on which the house has been asked to call. ``told``: the topic of the last
    question that was answered. ``shrugs``: how often in a row the guest has only laughed or shrugged."""

    at: BookingStep = BookingStep.WELCOME
    was: BookingStep | None = None
    surname: str | None = None
    given: str = ""
    title: Title | None = None
    guests: int | None = None
    elders: int | None = None
    children: int | None = None
    phone: str | None = None
    phone_kind: PhoneKind | None = None
    second: BookingId | None = None
    pressed: bool = False
    peer: bool = False
    peer_noted: bool = False
    guesses: tuple[int, ...] = ()
    hinted: bool = False
    digits: str = ""
    watched: bool = False
    remarks: str = ""
    plate: str | None = None
    call_on: str | None = None
    told: str = field(default="", compare=False)
    shrugs: int = field(default=0, compare=False)

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

    @property
    def likely_family(self) -> bool:
        """Whether elders or children are likely to come, so that the house asks for them. docs/rules.md, "The
        script"."""
        guests = self.guests or 0
        return guests >= FAMILY or (self.hinted and guests > 1)

    def with_party(self, guests: int, elders: int | None, children: int | None) -> Self:
        """The form with this party; None is unknown and not asked where no family is likely."""
        counted = elders is not None or children is not None
        return replace(
            self,
            guests=guests,
            guesses=(),
            elders=elders if elders is not None or not counted else 0,
            children=children if children is not None or not counted else 0,
        )


def under_way(context: Context) -> BookingForm | None:
    """The booking form that is open or set aside."""
    found: BookingForm | None = context.state_of(NAME)
    return found


def new_form(context: Context) -> BookingForm:
    """A form with what the house knows of its guest, who can change it at the confirmation."""
    # The operators are told once of a guest who leaves soon, however often that guest starts over.
    form = under_way(context)
    pressed = form is not None and form.pressed
    call_on = form.call_on if form is not None else None
    known = None if context.actor.is_staff else queries.known_guest(context.desk, context.person.user_id)
    if known is None:
        return BookingForm(pressed=pressed, call_on=call_on)
    name, phone = known.name, known.phone
    return BookingForm(
        surname=name.surname,
        given=name.given,
        title=name.title,
        phone=phone.number,
        phone_kind=phone.kind,
        pressed=pressed,
        call_on=call_on,
    )


def is_filled(context: Context, form: BookingForm) -> bool:
    """Whether the form holds more than what the house knows of its guest."""
    return form != replace(
        new_form(context), at=form.at, was=form.was, misses=form.misses, watched=form.watched
    )

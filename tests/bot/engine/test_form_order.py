"""Which question the form engine asks next, on a small form of its own: a trip, of which some may be known before."""

from dataclasses import dataclass, replace
from enum import StrEnum

import pytest

from bot.engine.dialog import Context
from bot.engine.form import BACK, LEAVE, YES, Again, Confirmation, FormState, Question, Step
from bot.engine.form_dialog import FormDialog
from bot.engine.inputs import Chose, Given, Said
from bot.engine.replies import Finish, Goto
from bot.engine.screen import Button, Screen
from core.site import Site
from tests.bot.engine.forms import after, bare_context, goto


@pytest.fixture
def context(site: Site) -> Context:
    return bare_context(site)


class TripStep(StrEnum):
    HELLO = "hello"
    NAME = "name"
    TIME = "time"
    ASIDE = "aside"
    CONFIRM = "confirm"


@dataclass(frozen=True, kw_only=True)
class Trip(FormState):
    """A form whose answers may be known before it begins; the time is a day, then an hour of it."""

    at: TripStep = TripStep.HELLO
    name: str = ""
    day: str = ""
    hour: str = ""


def read_time(_: Context, trip: Trip, given: Given) -> Trip | Again[Trip]:
    if not isinstance(given, Said):
        return Again(note="When?")
    return replace(trip, hour=given.text) if trip.day else Again(state=replace(trip, day=given.text))


def read_anywhere(_: Context, _trip: Trip, given: Given) -> Trip | Again[Trip] | None:
    return Again(at=TripStep.ASIDE) if given == Said("a question") else None


TRIP = FormDialog(
    name="trip",
    state_type=Trip,
    steps=(
        Step(
            name=TripStep.HELLO,
            ask=lambda _, trip: Question(text="Shall we?", back=False),
            read=lambda _, trip, given: trip,
        ),
        Step(
            name=TripStep.NAME,
            ask=lambda _, trip: Question(text="Your name?", contact="Share"),
            read=lambda _, trip, given: replace(trip, name=given.text) if isinstance(given, Said) else Again(),
            answered=lambda trip: bool(trip.name),
        ),
        Step(
            name=TripStep.TIME,
            ask=lambda _, trip: Question(
                text=trip.day or "Which day?",
                rows=[[Button("Ten", "10")]],
                beside=[Button("Another", "another")],
                below=[[Button("No day", "none")]],
                yes="10",
            ),
            read=read_time,
            answered=lambda trip: bool(trip.hour),
            restart=lambda trip: replace(trip, day=""),
        ),
        Step(
            name=TripStep.ASIDE,
            ask=lambda _, trip: Question(text="What is it?"),
            read=lambda _, trip, given: Again(note="So it is.") if isinstance(given, Said) else trip,
            side=True,
        ),
    ),
    confirmation=Confirmation(
        name=TripStep.CONFIRM,
        ask=lambda _, trip: f"{trip.name}, {trip.day} {trip.hour}?",
        yes=lambda _, trip: "Yes",
        submit=lambda _, trip: Finish(Screen(text="Off we go.")),
        changes=lambda words, _: ((TripStep.NAME, "Change name"), (TripStep.TIME, "Change time")),
        check=lambda _, trip: Again(state=replace(trip, hour=""), at=TripStep.TIME, note="Too late.")
        if trip.hour == "gone"
        else None,
        unread=lambda words: "Yes, or what to change?",
        leave=lambda words: "Start over",
        typed_no=False,
        back=False,
    ),
    leave=lambda _context, _trip: Trip(),
    anywhere=read_anywhere,
    returning=lambda _context, _trip: None,
    keep=lambda _context, trip: bool(trip.name),
)  # fmt: skip


def trip(context: Context, *given: Given, start: Trip | None = None) -> Goto:
    return goto(after(context, TRIP, *given, start=start or Trip()))


HELLO, GRACE = Chose("yes"), Said("Grace")
TO_THE_WHOLE = (HELLO, GRACE, Said("Monday"), Said("ten"))


def test_what_is_known_is_not_asked_again(context: Context) -> None:
    assert trip(context, HELLO, start=Trip(name="Grace")).state.at is TripStep.TIME
    assert (
        trip(context, HELLO, start=Trip(name="Grace", day="Monday", hour="ten")).state.at is TripStep.CONFIRM
    )
    unasked = trip(context, HELLO, Said("Grace"), start=Trip(hour="ten"))
    assert unasked.state.at is TripStep.CONFIRM


def test_back_leads_through_the_screens_of_a_question_and_then_to_the_one_before(context: Context) -> None:
    hours = trip(context, *TO_THE_WHOLE[:3]).state
    assert (hours.at, hours.day) == (TripStep.TIME, "Monday")
    days = trip(context, Chose(BACK), start=hours).state
    assert (days.at, days.day) == (TripStep.TIME, "")
    assert trip(context, Chose(BACK), Chose(BACK), start=hours).state.at is TripStep.NAME


def test_back_leaves_out_a_question_that_has_no_answer_yet(context: Context) -> None:
    assert trip(context, Chose(BACK), start=Trip(at=TripStep.TIME)).state.at is TripStep.HELLO


def test_a_change_opens_a_question_at_its_first_screen_and_back_keeps_the_answer(context: Context) -> None:
    whole = trip(context, *TO_THE_WHOLE).state
    opened = trip(context, Chose("time"), start=whole).state
    assert (opened.at, opened.day, opened.hour) == (TripStep.TIME, "", "ten")
    kept = trip(context, Chose(BACK), start=opened).state
    assert (kept.at, kept.hour) == (TripStep.CONFIRM, "ten")


def test_back_does_not_lead_to_a_confirmation_that_lacks_an_answer(context: Context) -> None:
    whole = trip(context, *TO_THE_WHOLE).state
    without = replace(whole, at=TripStep.TIME, day="", hour="")
    assert trip(context, Chose(BACK), start=without).state.at is TripStep.NAME


@pytest.mark.parametrize(
    "start", [Trip(at=TripStep.NAME), Trip(at=TripStep.TIME, name="Grace", day="Monday")]
)
def test_a_side_question_leads_back_to_where_it_was_opened(context: Context, start: Trip) -> None:
    opened = trip(context, Said("a question"), start=start).state
    assert (opened.at, opened.was) == (TripStep.ASIDE, start.at)
    asked_again = trip(context, Said("well"), start=opened)
    assert (asked_again.state.was, asked_again.note) == (start.at, "So it is.")
    assert trip(context, Chose(BACK), start=asked_again.state).state == start


def test_a_side_question_that_is_answered_goes_on_with_the_first_one_open(context: Context) -> None:
    opened = trip(context, Said("a question"), start=Trip(at=TripStep.HELLO)).state
    assert trip(context, Chose("well"), start=opened).state.at is TripStep.NAME


def test_what_is_no_longer_possible_is_asked_again_before_the_whole_is_shown(context: Context) -> None:
    reply = trip(context, *TO_THE_WHOLE[:3], Said("gone"))
    assert (reply.state.at, reply.state.hour, reply.note) == (TripStep.TIME, "", "Too late.")
    whole = trip(context, *TO_THE_WHOLE).state
    late = trip(context, Chose("nonsense"), start=replace(whole, hour="gone"))
    assert (late.state.at, late.note) == (TripStep.TIME, "Too late.")


def test_a_question_lays_out_its_buttons_around_the_way_back(context: Context) -> None:
    screen = TRIP.show(context, Trip(at=TripStep.TIME))
    assert [[button.label for button in row] for row in screen.rows] == [
        ["Ten"],
        ["Another", "‹ Back"],
        ["No day"],
    ]
    assert (screen.yes, screen.contact) == ("10", None)
    assert TRIP.show(context, Trip(at=TripStep.NAME)).contact == "Share"
    assert TRIP.show(context, Trip()).rows == ()


def test_a_confirmation_may_leave_without_a_typed_no_and_in_words_of_its_own(context: Context) -> None:
    whole = trip(context, *TO_THE_WHOLE).state
    screen = TRIP.show(context, whole)
    labels = [[button.label for button in row] for row in screen.rows]
    assert labels == [["Yes"], ["Change name", "Change time"], ["Start over"]]
    assert (screen.yes, screen.no) == (YES, None)
    assert trip(context, Said("no"), start=whole).note == "Yes, or what to change?"
    assert trip(context, Chose(LEAVE), start=whole).state == Trip(at=TripStep.NAME)


def test_a_form_says_whether_it_is_worth_keeping_and_what_an_absence_means(context: Context) -> None:
    assert TRIP.worth_keeping(context, Trip(name="Grace"))
    assert not TRIP.worth_keeping(context, Trip())
    assert TRIP.on_return(context, Trip()) is None

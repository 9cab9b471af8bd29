"""The gate: marking parties as arrived, from the day's list by a tap or by code."""

from datetime import date, datetime

from bot.dialogs.subjects import booking_id_of
from bot.engine.dialog import Context
from bot.engine.payload import SubjectAction
from bot.engine.replies import Reply, Show, Toast
from bot.engine.screen import Button, Screen, columns
from bot.wording import phrases
from bot.wording.refusals import explain
from core import timetable
from core.booking import Actor, Booking, BookingStatus, Channel
from core.desk import arrival, queries
from core.errors import NoSuchBooking, Refusal
from core.staff import Right

BOARD = "arrivals"
# With more parties than this, the list shows one hour at a time.
MOST_AT_ONCE = 20
# The most buttons under one message, including those of the hours.
MOST_BUTTONS = 100


def arrived(context: Context, argument: str) -> Reply:
    """/arrived: the parties expected today, each a button; /arrived CODE marks one."""
    by = _gate(context)
    if not argument:
        return Show(_board(context, None), handle=BOARD)
    booking = arrival.mark_arrived(context.desk, arrival.find_by_code(context.desk, argument).id, by)
    if context.person.in_group:
        return Toast()
    return Show(Screen(text=_marked(context, booking)))


def named(context: Context, surname: str) -> Reply:
    """The parties of this name that are expected today, each a button; all parties where there is none."""
    _gate(context)
    expected = [
        booking
        for booking in queries.bookings_on(context.desk, _today(context))
        if booking.status is BookingStatus.BOOKED and booking.guest.name.surname.lower() == surname.lower()
    ]
    if not expected:
        none = context.words.say("No party by the name of {name} is expected today.", name=surname)
        return Show(_board(context, None).with_note(none), handle=BOARD)
    text = context.words.say("Parties by the name of {name}: tap the one at the gate.", name=surname)
    return Show(Screen(text=text, rows=_parties(context, expected)), handle=BOARD)


def _today(context: Context) -> date:
    return timetable.day_of(context.desk.site, context.desk.now)


def mark(context: Context, action: SubjectAction) -> Reply:
    """A party's button on the board; for a party of a much later hour it asks first."""
    by = _gate(context)
    found = queries.get_booking(context.desk, booking_id_of(action), by)
    far_off = found.starts_at - context.desk.now > timetable.slot_length(context.desk.site)
    if far_off and found.status is BookingStatus.BOOKED and action.name == "arrive":
        return Show(_sure(context, found), handle=BOARD)
    try:
        toast = _marked(context, arrival.mark_arrived(context.desk, found.id, by))
    except Refusal as refused:
        toast = explain(context.words, refused)
    return Show(_board(context, None), handle=BOARD, toast=toast)


def show_board(context: Context, action: SubjectAction) -> Reply:
    """Back to the list."""
    _gate(context)
    return Show(_board(context, None), handle=BOARD)


def _sure(context: Context, booking: Booking) -> Screen:
    words, subject = context.words, str(booking.id)
    text = words.say(
        "<b>{name}</b> is booked for <b>{slot}</b>. Has the party already arrived?",
        name=phrases.addressed(words, booking.guest.name),
        slot=words.start(booking.starts_at),
    )
    yes = Button(words.label("Yes, arrived"), SubjectAction(name="arrive_early", subject=subject))
    no = Button(words.label("No, back to the list"), SubjectAction(name="arrivals", subject="list"))
    return Screen(text=text, rows=((yes,), (no,)))


def show_hour(context: Context, action: SubjectAction) -> Reply:
    """An hour's button on a long day's board."""
    _gate(context)
    try:
        slot = datetime.fromisoformat(action.subject)
    except ValueError as error:
        raise NoSuchBooking from error
    return Show(_board(context, slot), handle=BOARD)


def _gate(context: Context) -> Actor:
    member = context.require(Right.MARK_ARRIVALS)
    return Actor(user_id=member.user_id, channel=Channel.GATE, staff_name=member.name)


def _marked(context: Context, booking: Booking) -> str:
    return context.words.label(
        "{name} has arrived; the team has been told.",
        name=phrases.addressed(context.words, booking.guest.name),
    )


def _board(context: Context, slot: datetime | None) -> Screen:
    words, now = context.words, context.desk.now
    today = _today(context)
    bookings = queries.bookings_on(context.desk, today)
    expected = [booking for booking in bookings if booking.status is BookingStatus.BOOKED]
    come = sum(booking.status is BookingStatus.ARRIVED for booking in bookings)
    if not bookings:
        return Screen(text=words.say("<b>{day}</b>: no bookings.", day=words.day(today)))
    if not expected:
        return Screen(
            text=words.say(
                "<b>{day}</b>: no more parties are expected. Arrived: {come}.",
                day=words.day(today),
                come=come,
            )
        )
    text = words.say(
        "<b>{day}</b>: expected {expected}, arrived {come}.\nTap a party when it reaches the gate.",
        day=words.day(today),
        expected=len(expected),
        come=come,
    )
    hours = sorted({booking.starts_at for booking in expected})
    if len(expected) <= MOST_AT_ONCE:
        return Screen(text=text, rows=_parties(context, expected))
    shown = slot if slot in hours else min(hours, key=lambda hour: abs(hour - now))
    parties = _parties(
        context, [booking for booking in expected if booking.starts_at == shown][: MOST_BUTTONS - len(hours)]
    )
    others = [
        Button(words.hour(hour), SubjectAction(name="hour", subject=hour.isoformat())) for hour in hours
    ]
    return Screen(text=text, rows=(*parties, *columns(others, 5)))


def _parties(context: Context, bookings: list[Booking]) -> tuple[tuple[Button, ...], ...]:
    words = context.words
    return tuple(
        (
            Button(
                words.label(
                    "{hour} · {name} · {party}",
                    hour=words.hour(booking.starts_at),
                    name=phrases.addressed(words, booking.guest.name),
                    party=phrases.party(words, booking.party),
                ),
                SubjectAction(name="arrive", subject=str(booking.id)),
            ),
        )
        for booking in bookings
    )

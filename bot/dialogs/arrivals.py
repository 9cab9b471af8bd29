"""The gate: marking parties as arrived, from the day's list by a tap or by code."""

from datetime import datetime

from bot import wording
from bot.dialogs.dialog import Reply, Scene, Shows, Tells
from bot.dialogs.payload import Act, booking_of
from bot.dialogs.screen import Button, Screen, columns
from core import timetable
from core.booking import Actor, Booking, Channel, Status
from core.desk import arrival, house_staff, look
from core.errors import NoSuchBooking, Refusal
from core.staff import Right

BOARD = "arrivals"
# One glance, one thumb: more than these are shown an hour at a time.
MOST_AT_ONCE = 20
# What Telegram takes under one message, the hours' own included.
MOST_BUTTONS = 100


def arrived(scene: Scene, argument: str) -> Reply:
    """/arrived: the parties expected today, each a button; /arrived CODE marks one."""
    by = _gate(scene)
    if not argument:
        return Shows(_board(scene, None), handle=BOARD)
    booking = arrival.arrive(scene.desk, arrival.find_by_code(scene.desk, argument).id, by)
    if scene.person.in_group:
        return Tells()
    return Shows(Screen(text=_marked(scene, booking)))


def mark(scene: Scene, act: Act) -> Reply:
    """A party's button on the board; one of a much later hour is asked about first."""
    by = _gate(scene)
    found = look.own_booking(scene.desk, booking_of(act), by)
    far_off = found.starts_at - scene.desk.now > timetable.slot_length(scene.desk.site)
    if far_off and found.status is Status.BOOKED and act.action == "arrive":
        return Shows(_sure(scene, found), handle=BOARD)
    try:
        toast = _marked(scene, arrival.arrive(scene.desk, found.id, by))
    except Refusal as refused:
        toast = wording.refusal(scene.words, refused)
    return Shows(_board(scene, None), handle=BOARD, toast=toast)


def show_board(scene: Scene, act: Act) -> Reply:
    """Back to the list."""
    _gate(scene)
    return Shows(_board(scene, None), handle=BOARD)


def _sure(scene: Scene, booking: Booking) -> Screen:
    words, subject = scene.words, str(booking.id)
    text = words.say(
        "<b>{name}</b> is booked for <b>{slot}</b>. Is the party at the gate already?",
        name=wording.addressed(words, booking.guest.name),
        slot=words.start(booking.starts_at),
    )
    yes = Button(words.label("Yes, arrived"), Act(action="arrive_early", subject=subject))
    no = Button(words.label("No, back to the list"), Act(action="arrivals", subject="list"))
    return Screen(text=text, rows=((yes,), (no,)))


def show_hour(scene: Scene, act: Act) -> Reply:
    """An hour's button on a long day's board."""
    _gate(scene)
    try:
        slot = datetime.fromisoformat(act.subject)
    except ValueError as error:
        raise NoSuchBooking from error
    return Shows(_board(scene, slot), handle=BOARD)


def _gate(scene: Scene) -> Actor:
    member = house_staff.require(scene.desk, scene.person.user_id, Right.MARK_ARRIVALS)
    return Actor(user_id=member.user_id, channel=Channel.GATE, staff_name=member.name)


def _marked(scene: Scene, booking: Booking) -> str:
    return scene.words.label(
        "{name} has arrived; the house has been told.",
        name=wording.addressed(scene.words, booking.guest.name),
    )


def _board(scene: Scene, slot: datetime | None) -> Screen:
    words, now = scene.words, scene.desk.now
    today = timetable.day_of(scene.desk.site, now)
    bookings = look.day_list(scene.desk, today)
    expected = [booking for booking in bookings if booking.status is Status.BOOKED]
    come = sum(booking.status is Status.ARRIVED for booking in bookings)
    if not bookings:
        return Screen(text=words.say("<b>{day}</b>: nobody is booked.", day=words.day(today)))
    if not expected:
        return Screen(
            text=words.say(
                "<b>{day}</b>: nobody more is expected. Arrived: {come}.", day=words.day(today), come=come
            )
        )
    text = words.say(
        "<b>{day}</b>: expected {expected}, arrived {come}.\nTap a party when it is at the gate.",
        day=words.day(today),
        expected=len(expected),
        come=come,
    )
    hours = sorted({booking.starts_at for booking in expected})
    if len(expected) <= MOST_AT_ONCE:
        return Screen(text=text, rows=_parties(scene, expected))
    shown = slot if slot in hours else min(hours, key=lambda hour: abs(hour - now))
    parties = _parties(
        scene, [booking for booking in expected if booking.starts_at == shown][: MOST_BUTTONS - len(hours)]
    )
    others = [Button(words.hour(hour), Act(action="hour", subject=hour.isoformat())) for hour in hours]
    return Screen(text=text, rows=(*parties, *columns(others, 5)))


def _parties(scene: Scene, bookings: list[Booking]) -> tuple[tuple[Button, ...], ...]:
    words = scene.words
    return tuple(
        (
            Button(
                words.label(
                    "{hour} · {name} · {party}",
                    hour=words.hour(booking.starts_at),
                    name=wording.addressed(words, booking.guest.name),
                    party=wording.party(words, booking.party),
                ),
                Act(action="arrive", subject=str(booking.id)),
            ),
        )
        for booking in bookings
    )

"""Orders about a guest's visit that staff write without a command: «取消王先生明天的», «把陈小姐挪到周五下午三点»."""

from bot.dialogs.booking import changes
from bot.dialogs.booking.changes import ChangeForm, ChangeStep
from bot.engine.dialog import Context
from bot.engine.payload import SubjectAction
from bot.engine.replies import Goto, Reply, Show
from bot.engine.screen import Button, Screen
from bot.understanding.intent_patterns import Intent
from bot.understanding.sentences import Understood
from bot.wording import staff_view
from core import timetable
from core.booking import Booking, BookingStatus
from core.desk import queries

# More visits of one name would not fit on a screen.
_MOST = 10


def change(context: Context, text: str, said: Understood) -> Reply | None:
    """The question for a yes to the change of a guest's visit; None where no guest is named. Of several visits one is
    to be chosen."""
    if said.name is None or said.intent not in {Intent.CANCEL, Intent.MOVE}:
        return None
    found = _visits_of(context, said.name.name.surname, said)
    if not found:
        none = context.words.say("No visit is booked by the name of {name}.", name=said.name.name.surname)
        return Show(Screen(text=none))
    return _ask(context, found[0], text, said) if len(found) == 1 else _choose(context, found, said)


def _visits_of(context: Context, surname: str, said: Understood) -> list[Booking]:
    """The open visits of this name from today on. A day that is named is that of the visit, unless it is moved."""
    site, now = context.desk.site, context.desk.now
    days = timetable.days_between(timetable.day_of(site, now), timetable.last_day(site, now))
    if said.intent is Intent.CANCEL and said.day is not None:
        days = [said.day]
    return [
        booking
        for day in days
        for booking in queries.bookings_on(context.desk, day)
        if booking.status is BookingStatus.BOOKED and booking.guest.name.surname.lower() == surname.lower()
    ]


def _ask(context: Context, found: Booking, text: str, said: Understood) -> Reply:
    moved = None if said.intent is Intent.CANCEL else changes.moved_to(context, found, text, said)
    at = ChangeStep.CANCEL if said.intent is Intent.CANCEL else ChangeStep.WHEN
    return moved or Goto(changes.NAME, ChangeForm(at=at, booking=found.id, version=found.version))


def _choose(context: Context, found: list[Booking], said: Understood) -> Reply:
    words = context.words
    action = "cancel" if said.intent is Intent.CANCEL else "move"
    rows = tuple(
        (
            Button(
                words.label(
                    "{slot} {whom}", slot=words.start(each.starts_at), whom=staff_view.whose(words, each)
                ),
                SubjectAction(name=action, subject=str(each.id), version=each.version),
            ),
        )
        for each in found[:_MOST]
    )
    return Show(Screen(text=words.say("Which of these visits do you mean?"), rows=rows))

"""Changes of a booked visit that a guest asks for in words: «挪到周五», «能改到下午三点吗», «临时有事去不成了»."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.dialogs.booking import when
from bot.dialogs.booking.choice import ChoiceResult, TimeChoice, TimeForm
from bot.engine.dialog import Context
from bot.engine.replies import Goto, Reply
from bot.understanding.intent_patterns import Intent
from bot.understanding.sentences import Understood
from bot.understanding.text import folded
from core import timetable
from core.booking import Booking, BookingId, has_begun
from core.desk import queries

NAME = "mine"
_SAME_HOUR = re.compile(
    r"时间(?:不变|照旧|一样)|(?:同样|一样|同一)的?(?:时间|钟点)|原(?:来的)?时间|same (?:time|hour)"
)
# With these a day or an hour does not ask for another one.
_NO_MOVE = frozenset(
    {Intent.LATE, Intent.ARRIVED, Intent.QUESTION, Intent.COMPLAINT, Intent.OUT_OF_TOWN, Intent.ERASE}
)


class ChangeStep(StrEnum):
    WHEN = "when"
    CONFIRM = "confirm"
    CANCEL = "cancel"


@dataclass(frozen=True, kw_only=True)
class ChangeForm(TimeForm):
    """A change of a booking, which had this ``version`` when the change was begun."""

    at: ChangeStep
    booking: BookingId
    version: int


def of_booking(context: Context, text: str, said: Understood) -> Reply | None:
    """The change of their visit that a guest asks for; None where none is asked for, or nothing is booked."""
    found = queries.open_booking(context.desk, context.person.user_id)
    if found is None or has_begun(found, context.desk.now):
        return None
    form = ChangeForm(at=ChangeStep.WHEN, booking=found.id, version=found.version)
    if said.intent is Intent.CANCEL:
        return Goto(NAME, replace(form, at=ChangeStep.CANCEL))
    if said.intent in _NO_MOVE:
        return None
    chosen = hear(context, TimeChoice(), found, text, said)
    if chosen is None:
        return Goto(NAME, form) if said.intent is Intent.MOVE else None
    at = ChangeStep.CONFIRM if chosen.complete else ChangeStep.WHEN
    return Goto(NAME, replace(form, at=at, when=chosen.when), chosen.note)


def hear(
    context: Context, choice: TimeChoice, found: Booking, text: str, said: Understood
) -> ChoiceResult | None:
    """The day and hour that a text names for this booking; an hour alone is on its day, and «时间不变» keeps its
    hour. None where it names neither."""
    site = context.desk.site
    if said.hour is None and _SAME_HOUR.search(folded(text)):
        said = replace(said, hour=timetable.local(site, found.starts_at).time(), hours=(), period=None)
    seat_request = queries.seat_request(context.desk, context.actor, found)
    return when.hear(context, choice, said, seat_request, timetable.day_of(site, found.starts_at))

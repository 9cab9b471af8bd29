"""Changes of a booked visit that a guest asks for in words: «挪到周五», «推迟一天», «临时有事去不成了»."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.dialogs.booking import when
from bot.dialogs.booking.choice import ChoiceResult, TimeChoice, TimeForm
from bot.dialogs.given import today
from bot.engine.dialog import Context
from bot.engine.replies import Goto, Reply
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import puts_it_off
from bot.understanding.relative_moves import asks_for_another_hour, read_relative_move
from bot.understanding.sentences import Understood
from bot.understanding.text import compiled, folded
from bot.understanding.topics import topic_of
from bot.understanding.wishes import sees_us_then, stays_away
from core import timetable
from core.booking import Booking, BookingId, has_begun
from core.desk import queries
from core.plan import SeatRequest

NAME = "mine"
_SAME_HOUR = re.compile(
    r"时间(?:不变|照旧|一样)|(?:同样|一样|同一)的?(?:时间|钟点)|原(?:来的)?时间|same (?:time|hour)"
)
_ASKS_WHETHER = compiled(r"吗|得唔得|可以|可唔可以|行不|好不|\?|\b(?:can|could|may)\b")
# What makes a day or an hour the wish for another one, and what makes it a wish of another kind.
_PUT_AS_WISH = compiled(
    r"改|换|挪|错|不是|唔系|能|可以|可唔可以|可否|行[吗不]|得唔得|好[吗不]|不如|"
    r"\b(?:make it|instead|can|could|may|how about|what about|rather|move|wrong|mean|meant|sorry|"
    r"is .{1,20} (?:possible|ok|okay|free))\b"
)
_TO_PREPARE = compiled(r"准备|预备|备好|安排|\b(?:prepare|ready|arrange|serve|order)\b")
# «Ask me later» puts off no visit.
_ASKS_LATER = compiled(r"问|告诉|提醒|\b(?:ask|remind|tell|text|call|message) me\b")
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
    if _puts_off_visit(text, said):
        return Goto(NAME, form)
    if names_day_of_meeting(text, said):
        return None
    if said.intent is Intent.NO and stays_away(text):
        return Goto(NAME, replace(form, at=ChangeStep.CANCEL))
    if asks_for_another_hour(text) and said.day is None:
        day = timetable.day_of(context.desk.site, found.starts_at)
        return Goto(NAME, replace(form, when=TimeChoice(day=day)))
    if said.intent in _NO_MOVE and not _means_another_hour(context, found, text, said):
        return None
    return moved_to(context, found, text, said) or (Goto(NAME, form) if said.intent is Intent.MOVE else None)


def _puts_off_visit(text: str, said: Understood) -> bool:
    """Whether a guest would rather come another time, without saying when."""
    if said.has_facts or said.intent not in {None, Intent.NO} or read_relative_move(text) is not None:
        return False
    return puts_it_off(text) and _ASKS_LATER.search(folded(text)) is None


def moved_to(context: Context, found: Booking, text: str, said: Understood) -> Goto | None:
    """The question for a yes to the day and hour that a text names for this booking, or for what is missing of them;
    None where it names neither."""
    chosen = hear(context, TimeChoice(), found, text, said)
    if chosen is None:
        return None
    at = ChangeStep.CONFIRM if chosen.complete else ChangeStep.WHEN
    form = ChangeForm(at=at, booking=found.id, version=found.version, when=chosen.when)
    return Goto(NAME, form, chosen.note)


def names_day_of_meeting(text: str, said: Understood) -> bool:
    """Whether a guest looks forward to a day, and moves nothing: «明天见», where the visit may be on another day."""
    return sees_us_then(text) and said.day is not None and said.hour is None and said.intent is None


def asks_for_change(text: str, said: Understood) -> bool:
    """Whether a text in answer to another question asks to cancel the visit, or for another day or hour."""
    if said.intent in {Intent.CANCEL, Intent.MOVE}:
        return True
    if read_relative_move(text) is not None or asks_for_another_hour(text):
        return True
    when_said = said.day or said.days or said.hour or said.hours or said.period
    if not when_said or _TO_PREPARE.search(folded(text)):
        return False
    said_wholly = said.day is not None and (
        said.hour is not None or _SAME_HOUR.search(folded(text)) is not None
    )
    return said_wholly or _PUT_AS_WISH.search(folded(text)) is not None


def _means_another_hour(context: Context, found: Booking, text: str, said: Understood) -> bool:
    """Whether «an hour later» is a move, though it is put as a question or sounds like a delay. Before the day of the
    visit nobody is delayed."""
    if read_relative_move(text) is None:
        return False
    if said.intent is Intent.QUESTION:
        return topic_of(text) is None
    asks = _ASKS_WHETHER.search(folded(text)) is not None
    return said.intent is Intent.LATE and (asks or not is_today(context, found))


def is_today(context: Context, found: Booking) -> bool:
    """Whether it is the day of the visit, or later."""
    return timetable.day_of(context.desk.site, found.starts_at) <= today(context)


def hear(
    context: Context, choice: TimeChoice, found: Booking, text: str, said: Understood
) -> ChoiceResult | None:
    """The day and hour that a text names for this booking; an hour alone is on its day, «时间不变» keeps its hour, and
    «推迟一天» counts from it. None where it names neither."""
    site = context.desk.site
    seat_request = queries.seat_request(context.desk, context.actor, found)
    before = timetable.local(site, found.starts_at)
    move = read_relative_move(text)
    if move is not None and move.minutes:
        return by_minutes(context, found.starts_at, move.minutes, seat_request)
    if move is not None:
        said = replace(said, day=before.date() + timedelta(days=move.days), days=())
    keeps_hour = move is not None or _SAME_HOUR.search(folded(text))
    if keeps_hour and not (said.hour or said.hours or said.period):
        said = replace(said, hour=before.time())
    return when.hear(context, choice, said, seat_request, before.date())


def by_minutes(
    context: Context, starts_at: datetime, minutes: int, seat_request: SeatRequest
) -> ChoiceResult:
    """The slot that begins so many minutes later or earlier, or the next one in that direction."""
    site, wanted = context.desk.site, starts_at + timedelta(minutes=minutes)
    slots = timetable.slots_of(site, timetable.day_of(site, wanted))
    beyond = [slot for slot in slots if (slot >= wanted if minutes > 0 else slot <= wanted)]
    if wanted in slots or not beyond:
        return when.take_slot(context, wanted, seat_request)
    nearest = min(beyond, key=lambda slot: abs(slot - wanted))
    chosen = when.take_slot(context, nearest, seat_request)
    if not chosen.complete:
        return chosen
    note = context.words.say(
        "The nearest hour at which a visit begins is {slot}.", slot=context.words.start(nearest)
    )
    return replace(chosen, note=note)

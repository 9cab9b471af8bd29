"""Changes of a booked visit that a guest asks for in words: «挪到周五», «能改到下午三点吗», "
"«临时有事去不成了»."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from bot.dialogs.booking import when
from bot.dialogs.booking.choice import ChoiceResult, TimeChoice, TimeForm
from bot.engine.dialog import Context
from bot.engine.replies import Goto, Reply
from bot.understanding.intent_patterns import Intent
from bot.understanding.sentences import Understood
from bot.understanding.text import compiled, folded, plain, tidy
from core import timetable
from core.booking import MAX_REMARKS_LENGTH, Booking, BookingId, has_begun
from core.desk import booking as desk_booking
from core.desk import queries

NAME = "mine"
_SAME_HOUR = re.compile(
    r"时间(?:不变|照旧|一样)|(?:同样|一样|同一)的?(?:时间|钟点)|原(?:来的)?时间|same (?:time|hour)"
)
_BY_HOURS = compiled(
    r"(?:往后|推后|延后|推迟|顺延|提前|往前|提早|(?:改)?晚|迟|(?:改)?早)(?:推|移|"
    r"挪)?(?P<count>\d)个?(?:小时|钟头|钟)(?!到)|"
    r"\b(?:(?P<english>\d) hours?|an hour|1 hour) (?:later|earlier|forward)\b"
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
    if said.intent in _NO_MOVE and not (said.intent is Intent.LATE and _asks_to_move(text)):
        return None
    chosen = hear(context, TimeChoice(), found, text, said)
    if chosen is None:
        return Goto(NAME, form) if said.intent is Intent.MOVE else None
    at = ChangeStep.CONFIRM if chosen.complete else ChangeStep.WHEN
    return Goto(NAME, replace(form, at=at, when=chosen.when), chosen.note)


def _asks_to_move(text: str) -> bool:
    """Whether «an hour later» is put as a question, and does not tell of a delay."""
    return (
        _moved_by(text) is not None
        and re.search(r"吗|得唔得|可以|行不|好不|\?|？|can|could|may", folded(text)) is not None
    )


def _moved_by(text: str) -> timedelta | None:
    """How far a text moves a visit: «往后推一个小时», «an hour earlier»."""
    found = _BY_HOURS.search(plain(text))
    if found is None:
        return None
    hours = int(found["count"] or found["english"] or 1)
    earlier = re.search(r"提前|往前|提早|earlier|forward", found[0]) is not None
    return timedelta(hours=-hours if earlier else hours)


def hear(
    context: Context, choice: TimeChoice, found: Booking, text: str, said: Understood
) -> ChoiceResult | None:
    """The day and hour that a text names for this booking; an hour alone is on its day, and «时间不变» keeps its
    hour. None where it names neither."""
    site = context.desk.site
    if (later := _moved_by(text)) is not None:
        return when.take_slot(
            context, found.starts_at + later, queries.seat_request(context.desk, context.actor, found)
        )
    if said.hour is None and _SAME_HOUR.search(folded(text)):
        said = replace(said, hour=timetable.local(site, found.starts_at).time(), hours=(), period=None)
    seat_request = queries.seat_request(context.desk, context.actor, found)
    return when.hear(context, choice, said, seat_request, timetable.day_of(site, found.starts_at))


# What the house is to prepare.
_WISH = compiled(
    r"轮椅|婴儿车|过敏|素食|行动不便|腿脚|拐杖|麻烦(?:安排|准备|留)|帮(?:忙)?(?:准备|安排|留)|车牌|"
    r"粤[a-z]|开车|"
    r"\b(?:wheelchair|pram|stroller|allerg|vegetarian|please (?:prepare|arrange)|plate|interpreter)\b"
)


def noted(context: Context, text: str, said: Understood) -> str:
    """Note for the house what a guest with a booked visit says of their party, their name, their phone or a wish; the
    sentence that says so, empty where nothing is noted."""
    found = queries.open_booking(context.desk, context.person.user_id)
    of_visit = said.party or said.name or said.phones or _WISH.search(folded(text))
    if found is None or not of_visit or said.intent in {Intent.QUESTION, Intent.COMPLAINT}:
        return ""
    remarks = "; ".join(part for part in (found.remarks, tidy(text)) if part)
    if len(remarks) > MAX_REMARKS_LENGTH:
        phone = context.desk.site.phone
        return context.words.say("Please call us on {phone}, and we will change it at once.", phone=phone)
    desk_booking.annotate(context.desk, found.id, context.actor, remarks=remarks)
    return context.words.say(
        "We have noted it with your visit, in your own words; everyone who receives you will see it."
    )


# What the house is to prepare.

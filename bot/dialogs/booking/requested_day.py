"""The choice of a day where the house answers with the hour (request mode)."""

from datetime import date

from bot.dialogs.booking.choice import ChoicePurpose, ChoiceResult, TimeChoice
from bot.dialogs.given import MOST_DAYS, day_given, please_give_day, setting
from bot.engine.dialog import Context
from bot.engine.form import Question
from bot.engine.inputs import Given, Said
from bot.engine.screen import Button, columns
from bot.understanding.sentences import understand
from bot.understanding.setting import Asking
from bot.wording.refusals import day_refusal
from core.desk import requests
from core.errors import TimeRefused
from core.plan import SeatRequest
from core.requests import answer_by


def applies(context: Context, seat_request: SeatRequest) -> bool:
    """Whether only a day is asked for; a guest with a booking may move within its day."""
    return context.desk.site.booking.request_mode and seat_request.is_guest and seat_request.moving is None


def ask(context: Context, seat_request: SeatRequest) -> Question:
    words = context.words
    days = requests.requestable_days(context.desk, seat_request)
    if not days:
        text = words.say(
            "I am sorry, no day is open for booking at the moment. Please call us on {phone}; we will "
            "gladly find a way.",
            phone=context.desk.site.phone,
        )
        return Question(text=text)
    text = words.say(
        "Which day would you like to come? We choose the hour and let you know by {until}.",
        until=words.moment(answer_by(context.desk.site, context.desk.now)),
    )
    buttons = [Button(words.day_button(day), f"d{day.isoformat()}") for day in days[:MOST_DAYS]]
    return Question(text=text, rows=columns(buttons, 2))


def read(context: Context, when: TimeChoice, given: Given, seat_request: SeatRequest) -> ChoiceResult:
    """Take a day, tapped or typed."""
    day = day_given(context, given)
    if day is None and isinstance(given, Said):
        day = understand(given.text, setting(context), Asking.WHEN).day
    if day is None:
        return ChoiceResult(when, please_give_day(context), missed=True)
    return take(context, day, seat_request)


def take(context: Context, day: date, seat_request: SeatRequest) -> ChoiceResult:
    """Take this day, if it can be asked for."""
    try:
        requests.check_day(context.desk, day, seat_request)
    except TimeRefused as error:
        return ChoiceResult(TimeChoice(), day_refusal(context.words, day, error))
    return ChoiceResult(TimeChoice(whole_day=day, how=ChoicePurpose.REQUEST), complete=True)


def can_be_requested(context: Context, when: TimeChoice, seat_request: SeatRequest) -> bool:
    """Whether the day chosen may still be requested, and requests are still the way to book."""
    if when.whole_day is None or when.how is not ChoicePurpose.REQUEST or not applies(context, seat_request):
        return False
    try:
        requests.check_day(context.desk, when.whole_day, seat_request)
    except TimeRefused:
        return False
    return True

"""A request was not answered in time."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import requests, standard_buttons
from core.notices.request_overdue import RequestOverdueForGuest, RequestOverdueForManagers


def for_managers(words: Words, notice: RequestOverdueForManagers) -> Screen:
    heading = words.say("⏰ <b>Not answered in time</b>")
    text = f"{heading}\n{requests.summary(words, notice)}"
    return Screen(text=text, rows=(standard_buttons.answers(words, notice.request),))


def for_guest(words: Words, notice: RequestOverdueForGuest) -> Screen:
    return requests.overdue(words, notice)

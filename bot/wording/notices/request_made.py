"""A guest has asked for a day."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import requests, standard_buttons
from core.notices.request_made import RequestMadeForStaff


def for_staff(words: Words, notice: RequestMadeForStaff) -> Screen:
    heading = words.say("🙏 <b>A guest asks for a day</b>")
    text = f"{heading}\n{requests.summary(words, notice)}"
    return Screen(text=text, rows=(standard_buttons.answers(words, notice.request),))

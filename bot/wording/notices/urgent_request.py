"""A guest from out of town leaves soon."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases
from core.notices.urgent_request import UrgentRequestForOperators


def for_operators(words: Words, notice: UrgentRequestForOperators) -> Screen:
    text = words.say(
        "🧳 <b>{name}</b> is from out of town, leaves soon, and asks for the nearest hour. Line: {phone}. You may book "
        "at any notice: /book",
        name=phrases.addressed(words, notice.name),
        phone=phrases.number(notice.phone) if notice.phone else words.label("the buyers' chat only"),
    )
    return Screen(text=text)

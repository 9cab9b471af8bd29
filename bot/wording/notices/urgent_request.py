"""A guest from out of town leaves soon."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases
from core.notices.urgent_request import UrgentRequestForOperators


def for_operators(words: Words, notice: UrgentRequestForOperators) -> Screen:
    text = words.say(
        "🧳 <b>{name}</b> is from out of town, leaves soon, and asks for the nearest hour. Contact: "
        "{phone}. You may book at any notice with /book.",
        name=phrases.addressed_first(words, notice.name),
        phone=phrases.number(notice.phone) if notice.phone else words.label("chat only"),
    )
    return Screen(text=text)

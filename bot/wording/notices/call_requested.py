"""A guest asks to be called by a person."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases
from core.notices.call_requested import CallRequestedForStaff


def for_staff(words: Words, notice: CallRequestedForStaff) -> Screen:
    text = words.say(
        "📞 <b>{name}</b> would like to speak with a person, and asks for a call: {phone}",
        name=phrases.addressed_first(words, notice.name),
        phone=phrases.number(notice.phone),
    )
    return Screen(text=text)

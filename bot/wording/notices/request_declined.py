"""The house has no hour for a request."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases, standard_buttons
from core.notices.request_declined import RequestDeclinedForGuest


def for_guest(words: Words, notice: RequestDeclinedForGuest) -> Screen:
    text = words.say(
        "Dear {name}, we are very sorry: we have no hour on {day} that would do your visit justice. "
        "We would be delighted to welcome you on another day; or please call us on {phone}, and we "
        "will find one together.",
        name=phrases.addressed(words, notice.name),
        day=words.day(notice.day),
        phone=words.site.phone,
    )
    return Screen(text=text, rows=((standard_buttons.reserve(words),),))

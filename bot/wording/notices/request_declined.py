"""The house has no hour for a request."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases, standard_buttons
from core.notices.request_declined import RequestDeclinedForGuest


def for_guest(words: Words, notice: RequestDeclinedForGuest) -> Screen:
    text = words.say(
        "Dear {name}, we are very sorry: on {day} we have no hour that would do your visit justice. Another day would "
        "be a pleasure; or call us on {phone}, and we find one together.",
        name=phrases.addressed(words, notice.name),
        day=words.day(notice.day),
        phone=words.site.phone,
    )
    return Screen(text=text, rows=((standard_buttons.reserve(words),),))

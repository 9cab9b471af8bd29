"""A guest has left a form half-way."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import standard_buttons
from core.notices.guest_fell_silent import GuestFellSilentForGuest


def for_guest(words: Words, _notice: GuestFellSilentForGuest) -> Screen:
    # Not a question: a typed yes or no would be taken as the answer to the form's own.
    text = words.say(
        "Whenever you are ready, we shall gladly continue where we stopped. All you have told us is kept for you."
    )
    return Screen(text=text, rows=((standard_buttons.go_on(words),),))

"""The staff bot was taken out of the staff group."""

from bot.engine.screen import Screen
from bot.language.words import Words
from core.notices.group_lost import GroupLostForAdministrators


def for_administrators(words: Words, _notice: GroupLostForAdministrators) -> Screen:
    text = words.say(
        "⚠️ I was removed from the staff group, so I cannot announce arrivals and bookings. Please "
        "add me again and send /here there."
    )
    return Screen(text=text)

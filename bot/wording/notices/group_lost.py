"""The staff bot was taken out of the staff group."""

from bot.engine.screen import Screen
from bot.language.words import Words
from core.notices.group_lost import GroupLostForAdministrators


def for_administrators(words: Words, _notice: GroupLostForAdministrators) -> Screen:
    text = words.say(
        "⚠️ I have been taken out of the staff's group, so arrivals and bookings are announced nowhere. Please add me "
        "again and write /here there."
    )
    return Screen(text=text)

"""A manager has changed the tier in which a party is received."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording.notices import booking_lines
from core.notices.tier_changed import TierChangedForGroup


def for_group(words: Words, notice: TierChangedForGroup) -> Screen:
    text = booking_lines.joined(
        words.say("🎖 Tier changed"),
        booking_lines.for_staff(words, notice),
        booking_lines.by_staff(words, notice.by),
    )
    return Screen(text=text)

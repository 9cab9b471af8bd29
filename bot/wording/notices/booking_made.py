"""A booking has been made."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import standard_buttons
from bot.wording.notices import booking_lines
from core.notices.booking_made import BookingMadeForGroup, BookingMadeForGuest


def for_group(words: Words, notice: BookingMadeForGroup) -> Screen:
    text = booking_lines.joined(
        words.say("🆕 New booking"),
        booking_lines.for_staff(words, notice),
        booking_lines.shared_consultant(words, notice.shared_consultant),
        booking_lines.by_staff(words, notice.by),
    )
    return Screen(text=text)


def for_guest(words: Words, notice: BookingMadeForGuest) -> Screen:
    heading = words.say("We have reserved this hour for you:")
    text = f"{heading}\n{booking_lines.for_guest(words, notice)}"
    return Screen(text=text, rows=(standard_buttons.changes(words, notice.booking, notice.version),))

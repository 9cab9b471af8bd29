"""A booking has been moved."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import standard_buttons
from bot.wording.notices import booking_lines
from core.notices.booking_moved import BookingMovedForGroup, BookingMovedForGuest


def for_group(words: Words, notice: BookingMovedForGroup) -> Screen:
    text = booking_lines.joined(
        words.say("🔁 Booking moved"),
        booking_lines.for_staff(words, notice),
        words.say("moved from {slot}", slot=words.start(notice.moved_from)),
        booking_lines.shared_consultant(words, notice.shared_consultant),
        booking_lines.by_staff(words, notice.by),
    )
    return Screen(text=text)


def for_guest(words: Words, notice: BookingMovedForGuest) -> Screen:
    other = words.say(
        "If this hour does not suit you, please choose another here, or call us on {phone}.",
        phone=words.site.phone,
    )
    lines = (
        words.say("Your visit is now as follows:"),
        booking_lines.for_guest(words, notice),
        "",
        other,
    )
    rows = (standard_buttons.changes(words, notice.booking, notice.version),)
    return Screen(text="\n".join(lines), rows=rows)

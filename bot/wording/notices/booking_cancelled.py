"""A booking has been cancelled."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import standard_buttons
from bot.wording.notices import booking_lines
from core.notices.booking_cancelled import BookingCancelledForGroup, BookingCancelledForGuest


def for_group(words: Words, notice: BookingCancelledForGroup) -> Screen:
    text = booking_lines.joined(
        words.say("✖️ Booking cancelled"),
        booking_lines.for_staff(words, notice),
        booking_lines.by_staff(words, notice.by),
    )
    return Screen(text=text)


def for_guest(words: Words, notice: BookingCancelledForGuest) -> Screen:
    text = words.say(
        "Your visit on <b>{slot}</b> has been cancelled. If this was not your wish, we are sorry: "
        "please call {phone}, or reserve another hour.",
        slot=words.slot(notice.starts_at),
        phone=words.site.phone,
    )
    return Screen(text=text, rows=((standard_buttons.reserve(words),),))

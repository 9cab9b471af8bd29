"""A party has arrived."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording.notices import booking_lines
from core.booking import ArrivalTiming
from core.notices.party_arrived import PartyArrivedForGroup


def for_group(words: Words, notice: PartyArrivedForGroup) -> Screen:
    timing = {
        ArrivalTiming.EARLY: words.say("earlier than the booked hour"),
        ArrivalTiming.ON_TIME: "",
        ArrivalTiming.LATE: words.say("later than the booked hour"),
    }
    text = booking_lines.joined(
        words.say("🔔 <b>Arrived</b>"),
        booking_lines.for_staff(words, notice),
        timing[notice.timing],
        booking_lines.by_staff(words, notice.by),
    )
    return Screen(text=text)

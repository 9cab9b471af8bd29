"""An offered seat was not taken in time."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases, standard_buttons, waitlist
from core.notices.seat_offer_lapsed import SeatOfferLapsedForGuest, SeatOfferLapsedForMember


def for_guest(words: Words, notice: SeatOfferLapsedForGuest) -> Screen:
    text = words.say(
        "I am sorry, {name}: we could keep {slot} for you only until {until}, and it has gone on. Would you like "
        "to wait on, or see what is free?",
        name=phrases.addressed(words, notice.name),
        slot=words.start(notice.offered),
        until=words.start(notice.offer_until),
    )
    return Screen(text=text, rows=(standard_buttons.ways_on(words, notice.entry),))


def for_member(words: Words, notice: SeatOfferLapsedForMember) -> Screen:
    text = words.say(
        "The seat kept for <b>{name}</b>, {slot}, has gone on: the time was over at {until}.\n📱 {phone}",
        name=phrases.addressed(words, notice.name),
        slot=words.start(notice.offered),
        until=words.start(notice.offer_until),
        phone=waitlist.phone(words, notice),
    )
    return Screen(text=text, rows=(standard_buttons.ways_on(words, notice.entry),))

"""An offered seat was not taken in time."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases, standard_buttons, waitlist
from core.notices.seat_offer_lapsed import SeatOfferLapsedForGuest, SeatOfferLapsedForMember


def for_guest(words: Words, notice: SeatOfferLapsedForGuest) -> Screen:
    text = words.say(
        "I am sorry, {name}: we kept {slot} for you until {until}, and it has now passed to the next "
        "guest. Would you like to keep waiting, or see the free hours?",
        name=phrases.addressed(words, notice.name),
        slot=words.start(notice.offered),
        until=words.moment(notice.offer_until),
    )
    return Screen(text=text, rows=(standard_buttons.ways_on(words, notice.entry),))


def for_member(words: Words, notice: SeatOfferLapsedForMember) -> Screen:
    text = words.say(
        "The seat kept for <b>{name}</b>, {slot}, has passed to the next guest: the time ended at "
        "{until}.\n📱 {phone}",
        name=phrases.addressed(words, notice.name),
        slot=words.start(notice.offered),
        until=words.moment(notice.offer_until),
        phone=waitlist.phone(words, notice),
    )
    return Screen(text=text, rows=(standard_buttons.ways_on(words, notice.entry),))

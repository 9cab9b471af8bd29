"""The house has taken an offered seat back; the guest keeps their old place on the waitlist."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases, standard_buttons, waitlist
from core.notices.offer_recalled import OfferRecalledForGuest, OfferRecalledForMember


def for_guest(words: Words, notice: OfferRecalledForGuest) -> Screen:
    text = words.say(
        "I am very sorry, {name}: we cannot receive you on {slot} after all. You keep your place on "
        "the waiting list.",
        name=phrases.addressed(words, notice.name),
        slot=words.start(notice.offered),
    )
    return Screen(text=text, rows=((standard_buttons.free_hours(words, notice.entry),),))


def for_member(words: Words, notice: OfferRecalledForMember) -> Screen:
    text = words.say(
        "We had to withdraw the seat offered to <b>{name}</b>, {slot}. They keep their place on the "
        "waiting list.\n📱 {phone}",
        name=phrases.addressed(words, notice.name),
        slot=words.start(notice.offered),
        phone=waitlist.phone(words, notice),
    )
    return Screen(text=text, rows=((standard_buttons.free_hours(words, notice.entry),),))

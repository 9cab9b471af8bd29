"""A seat that has come free is kept for somebody on the waitlist."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import waitlist
from core.notices.seat_offered import SeatOfferedForGuest, SeatOfferedForMember


def for_guest(words: Words, notice: SeatOfferedForGuest) -> Screen:
    return waitlist.offered(words, notice, to_guest=True)


def for_member(words: Words, notice: SeatOfferedForMember) -> Screen:
    return waitlist.offered(words, notice, to_guest=False)

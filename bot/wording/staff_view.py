"""A guest's visit in words for the member of staff who changes it; every screen names the guest."""

from datetime import datetime

from bot.language.words import Words
from bot.wording import phrases
from core.booking import Booking


def whose(words: Words, booking: Booking) -> str:
    """Guest and code, in plain text."""
    return words.label(
        "{name} ({code})", name=phrases.addressed(words, booking.guest.name), code=booking.code
    )


def moving(words: Words, booking: Booking, to: datetime) -> str:
    return words.say(
        "{whom}\nFrom {old}\nto <b>{new}</b>: is that right?",
        whom=whose(words, booking),
        old=words.slot(booking.starts_at),
        new=words.slot(to),
    )


def cancelling(words: Words, booking: Booking) -> str:
    return words.say(
        "Cancel the visit of <b>{whom}</b> on {slot}?",
        whom=whose(words, booking),
        slot=words.start(booking.starts_at),
    )


def waiting(words: Words, booking: Booking, awaited: str) -> str:
    return words.say(
        "{whom}: join the waiting list for <b>{awaited}</b>? The visit on {slot} stays booked until then.",
        whom=whose(words, booking),
        awaited=awaited,
        slot=words.slot(booking.starts_at),
    )


def expected(words: Words, booking: Booking) -> str:
    return words.say("We are expecting {name}:", name=phrases.addressed(words, booking.guest.name))


def moved(words: Words, booking: Booking) -> str:
    done = words.say(
        "{name}'s visit is now on <b>{slot}</b>.",
        name=phrases.addressed(words, booking.guest.name),
        slot=words.slot(booking.starts_at),
    )
    return f"{done}\n{_told(words, booking)}"


def withdrawn(words: Words, booking: Booking) -> str:
    return words.say(
        "The visit of {whom} on {slot} is cancelled.",
        whom=whose(words, booking),
        slot=words.start(booking.starts_at),
    )


def cancelled(words: Words, booking: Booking) -> str:
    """The same, as the closing screen for the member of staff who has changed it."""
    return f"{withdrawn(words, booking)}\n{_told(words, booking)}"


def _told(words: Words, booking: Booking) -> str:
    """Whether the guest has been told. The member of staff who must call sees the whole number."""
    guest = booking.guest
    if guest.telegram_id is not None:
        return words.say("The guest has been told in their own chat.")
    if guest.phone.number is None:
        return words.say("They have neither a chat nor a phone number with us, so we cannot tell them.")
    return words.say(
        "They have no chat with us; unless they are on the line now, please call them: {phone}",
        phone=phrases.number(guest.phone.number),
    )

"""The house's facts in words: names, parties, bookings, refusals."""

from datetime import date, datetime
from html import escape

import phonenumbers

from bot.language.catalogues import role_name
from bot.language.words import Words
from bot.wording.shorten import shorten
from core.booking import Booking, Party
from core.capacity import UnavailableReason
from core.guests import Name, Phone, PhoneKind, Title
from core.staff import Role

LONGEST_ECHO = 60


def addressed(words: Words, name: Name) -> str:
    """The guest as the house speaks of them, in plain text: surname and title."""
    say = words.label
    if not name.surname:
        return say("a guest")
    forms = {
        Title.MR: say("Mr {name}", name=name.surname),
        Title.MS: say("Ms {name}", name=name.surname),
        Title.MRS: say("Mrs {name}", name=name.surname),
        Title.MISS: say("Miss {name}", name=name.surname),
        Title.DOCTOR: say("Dr {name}", name=name.surname),
        Title.PHYSICIAN: say("Doctor {name}", name=name.surname),
        Title.PROFESSOR: say("Prof. {name}", name=name.surname),
        Title.TEACHER: say("Teacher {name}", name=name.surname),
        Title.DIRECTOR: say("Director {name}", name=name.surname),
        Title.NONE: _without_title(words, name),
    }
    return forms[name.title]


def _without_title(words: Words, name: Name) -> str:
    """A full name stands by itself; a Chinese surname alone needs a word of respect."""
    alone = name.is_chinese and not name.given
    return words.label("{name} (guest)", name=name.surname) if alone else full_name(name)


def addressed_first(words: Words, name: Name) -> str:
    """The same at the beginning of a sentence."""
    text = addressed(words, name)
    return f"{text[:1].upper()}{text[1:]}"


def full_name(name: Name) -> str:
    if not name.given:
        return name.surname
    return f"{name.surname}{name.given}" if name.is_chinese else f"{name.given} {name.surname}"


def party(words: Words, people: Party) -> str:
    """A party in plain text, elders and children noted."""
    guests = words.label_n("{n} guest", "{n} guests", people.size)
    elders = words.label_n("{n} elder", "{n} elders", people.elders)
    children = words.label_n("{n} child", "{n} children", people.children)
    if people.elders and people.children:
        return words.label("{guests} ({elders}, {children})", guests=guests, elders=elders, children=children)
    if people.elders or people.children:
        return words.label("{guests} ({among})", guests=guests, among=elders if people.elders else children)
    return guests


def phone(words: Words, line: Phone) -> str:
    """The line to a guest as they see it themselves."""
    if line.kind is PhoneKind.DECLINED or line.number is None:
        return words.label("no number given")
    return number(line.number)


def number(e164: str) -> str:
    """A phone number as it is read out."""
    return phonenumbers.format_number(phonenumbers.parse(e164), phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def particulars(words: Words, plate: str | None, remarks: str | None) -> list[str]:
    """The plate and the remarks of a booking, in plain lines."""
    details = [words.label("🚗 {plate}", plate=plate)] if plate else []
    return [*details, words.label("✎ {remarks}", remarks=remarks)] if remarks else details


def booking_card(words: Words, booking: Booking) -> str:
    """A guest's own booking, in HTML lines."""
    lines = [
        words.say("🗓 <b>{slot}</b>", slot=words.slot(booking.starts_at)),
        words.say("👥 {party}", party=party(words, booking.party)),
        words.say("📍 {place}", place=place(words)),
        words.say("🔑 Booking code <b>{code}</b>", code=booking.code),
        *map(escape, particulars(words, booking.plate, booking.remarks)),
    ]
    return "\n".join(lines)


def place(words: Words) -> str:
    return words.site.address.in_(words.language)


def role(words: Words, which: Role) -> str:
    return role_name(which, words.language)


def house(words: Words) -> str:
    return words.site.name.in_(words.language)


def unavailable(words: Words, reason: UnavailableReason) -> str:
    """Why a slot takes no more bookings, in as few words as a list has room for."""
    return {
        UnavailableReason.PAST: words.label("past"),
        UnavailableReason.CLOSED: words.label("closed"),
        UnavailableReason.OVERBOOKED: words.label("overbooked"),
        UnavailableReason.WEEK_CAP: words.label("week full"),
        UnavailableReason.DAY_CAP: words.label("day full"),
        UnavailableReason.NOTICE: words.label("too soon"),
        UnavailableReason.TOO_FAR: words.label("too far"),
    }[reason]


def awaited(words: Words, day: date | None, wanted: datetime | None) -> str:
    """What somebody on the waiting list waits for, in plain text."""
    if wanted is not None or day is None:
        return words.start(wanted) if wanted is not None else ""
    return words.label("{day}, any hour", day=words.day(day))


def first_seat(words: Words) -> str:
    """What the waiting list promises."""
    return words.say(
        "As soon as it is your turn, we offer you a seat here and keep it for {minutes} minutes; please "
        "answer within that time.",
        minutes=words.site.waitlist.offer_minutes,
    )


def tier(words: Words, letter: str) -> str:
    """The name of a reception tier, which must not sound like a grade."""
    return words.label("tier {tier}", tier=letter)


def unread(words: Words, said: str) -> str:
    """Says that a text was not understood; a long text is shortened."""
    return words.say("I am afraid I did not understand “{said}”.", said=shorten(said, LONGEST_ECHO))

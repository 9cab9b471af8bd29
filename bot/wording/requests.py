"""Requests for a day on screens: what a guest has asked, and what staff are to answer."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.engine.dialog import Context
from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases, standard_buttons
from core.booking import Party
from core.guests import Name, Title
from core.notices import request_facts
from core.requests import DayRequest

Facts = Mapping[str, Any]


def asked(context: Context, request: DayRequest) -> Screen:
    """The last word of a conversation that ends with a request."""
    words = context.words
    text = words.say(
        "Thank you, {name}. We have noted that you would like to come on <b>{day}</b>. We will find you "
        "an hour and let you know by {until}.",
        name=phrases.addressed(words, request.guest.name),
        day=words.day(request.day),
        until=words.moment(request.answer_by),
    )
    return Screen(text=text, rows=((standard_buttons.withdraw(words, request.id),),))


def card(context: Context, request: DayRequest) -> Screen:
    """An open request as its guest sees it."""
    words = context.words
    if request.answer_by <= context.desk.now:
        return kept_waiting(words, request_facts(request))
    text = words.say(
        "You have asked for <b>{day}</b>, {party}. We confirm the hour by {until}.",
        day=words.day(request.day),
        party=phrases.party(words, request.party),
        until=words.moment(request.answer_by),
    )
    return Screen(text=text, rows=((standard_buttons.withdraw(words, request.id),),))


def made(words: Words, facts: Facts) -> Screen:
    """A request that has come in, for whoever answers it."""
    return _for_staff(words, facts, words.say("🙏 <b>A guest asks for a day</b>"))


def overdue(words: Words, facts: Facts) -> Screen:
    return _for_staff(words, facts, words.say("⏰ <b>Not answered in time</b>"))


def kept_waiting(words: Words, facts: Facts) -> Screen:
    """The house has not answered its guest when it said it would."""
    text = words.say(
        "We are sorry to keep you waiting, {name}: your hour on <b>{day}</b> is not confirmed yet. We "
        "will answer as soon as we can; if it is urgent, please call us on {phone}.",
        name=_name(words, facts),
        day=words.day(date.fromisoformat(facts["day"])),
        phone=words.site.phone,
    )
    return Screen(text=text, rows=((standard_buttons.withdraw(words, facts["request"]),),))


def declined(words: Words, facts: Facts) -> Screen:
    """The house has no hour for its guest."""
    text = words.say(
        "Dear {name}, we are very sorry: we have no hour on {day} that would do your visit justice. We "
        "would be delighted to welcome you on another day; or please call us on {phone}, and we will "
        "find one together.",
        name=_name(words, facts),
        day=words.day(date.fromisoformat(facts["day"])),
        phone=words.site.phone,
    )
    return Screen(text=text, rows=((standard_buttons.reserve(words),),))


def summary(words: Words, facts: Facts) -> str:
    """A request in staff's words: who, how many, which day, until when."""
    return words.say(
        "{name} · {party}\n🗓 <b>{day}</b>\nPlease answer by {until}.",
        name=_name(words, facts),
        party=phrases.party(
            words, Party(adults=facts["adults"], elders=facts["elders"], children=facts["children"])
        ),
        day=words.day(date.fromisoformat(facts["day"])),
        until=words.moment(datetime.fromisoformat(facts["answer_by"])),
    )


def _for_staff(words: Words, facts: Facts, heading: str) -> Screen:
    text = f"{heading}\n{summary(words, facts)}"
    return Screen(text=text, rows=(standard_buttons.answers(words, facts["request"]),))


def _name(words: Words, facts: Facts) -> str:
    name = Name(surname=facts["surname"], given=facts["given"], title=Title(facts["title"]))
    return phrases.addressed(words, name)

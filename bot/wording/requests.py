"""Requests for a day on screens: what a guest has asked, and what staff are to answer."""

from bot.engine.dialog import Context
from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases, standard_buttons
from core.notices.facts import RequestFacts
from core.requests import DayRequest


def asked(context: Context, request: DayRequest) -> Screen:
    """The end of a conversation that has led to a request."""
    words = context.words
    text = words.say(
        "Thank you, {name}. We have noted that you would like to come on <b>{day}</b>. We will find "
        "you an hour and let you know by {until}.",
        name=phrases.addressed(words, request.guest.name),
        day=words.day(request.day),
        until=words.moment(request.answer_by),
    )
    return Screen(text=text, rows=((standard_buttons.withdraw(words, request.id),),))


def card(context: Context, request: DayRequest) -> Screen:
    """An open request as its guest sees it."""
    words = context.words
    if request.answer_by <= context.desk.now:
        return overdue(words, RequestFacts.of_request(request))
    text = words.say(
        "You have asked for <b>{day}</b>, {party}. We confirm the hour by {until}.",
        day=words.day(request.day),
        party=phrases.party(words, request.party),
        until=words.moment(request.answer_by),
    )
    return Screen(text=text, rows=((standard_buttons.withdraw(words, request.id),),))


def overdue(words: Words, facts: RequestFacts) -> Screen:
    """For the guest: the house has not answered in time."""
    text = words.say(
        "We are sorry to keep you waiting, {name}: your hour on <b>{day}</b> is not confirmed yet. "
        "We will answer as soon as we can; if it is urgent, please call us on {phone}.",
        name=phrases.addressed(words, facts.name),
        day=words.day(facts.day),
        phone=words.site.phone,
    )
    return Screen(text=text, rows=((standard_buttons.withdraw(words, facts.request),),))


def summary(words: Words, facts: RequestFacts) -> str:
    """A request for staff: guest, party, day, and when the answer is due."""
    return words.say(
        "{name} · {party}\n🗓 <b>{day}</b>\nPlease answer by {until}.",
        name=phrases.addressed(words, facts.name),
        party=phrases.party(words, facts.party),
        day=words.day(facts.day),
        until=words.moment(facts.answer_by),
    )

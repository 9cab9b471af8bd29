"""A member of staff is given a lead."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases
from core.notices.lead_created import LeadCreatedForOwner


def for_owner(words: Words, notice: LeadCreatedForOwner) -> Screen:
    text = words.say(
        "📇 <b>{name}</b> would be glad of news and left a number: {phone}\nYours to invite, from {day} on. /leads "
        "lists all of yours.",
        name=phrases.addressed(words, notice.name),
        phone=phrases.number(notice.phone),
        day=words.day(notice.invite_on),
    )
    return Screen(text=text)

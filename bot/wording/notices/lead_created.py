"""A member of staff is given a lead."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases
from core.notices.lead_created import LeadCreatedForOwner


def for_owner(words: Words, notice: LeadCreatedForOwner) -> Screen:
    text = words.say(
        "📇 <b>{name}</b> would like our news and left a number: {phone}\nPlease invite them from "
        "{day}. /leads shows all your leads.",
        name=phrases.addressed_first(words, notice.name),
        phone=phrases.number(notice.phone),
        day=words.day(notice.invite_on),
    )
    return Screen(text=text)

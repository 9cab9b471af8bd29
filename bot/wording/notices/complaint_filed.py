"""A guest has complained or made a suggestion."""

from bot.engine.screen import Screen
from bot.language.words import Words
from bot.wording import phrases
from core.notices.complaint_filed import ComplaintFiledForManagers


def for_managers(words: Words, notice: ComplaintFiledForManagers) -> Screen:
    text = words.say(
        "✉️ A message from <b>{name}</b>:\n\n{words}\n\n/words shows the open messages.",
        name=phrases.addressed(words, notice.name),
        words=notice.words,
    )
    return Screen(text=text)

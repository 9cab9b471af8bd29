"""Short answers to what somebody says beside the booking: thanks, questions, the wish for a person."""

from bot.engine.dialog import Context
from bot.engine.replies import Show
from bot.engine.screen import Screen
from bot.language.words import Words
from bot.understanding.intent_patterns import Intent
from bot.understanding.intents import asks_for_hours, asks_for_place, says_goodbye
from bot.wording import phrases


def reply_to(context: Context, intent: Intent | None, text: str) -> str:
    """What the house says to it, in HTML; empty where it has nothing to say."""
    words, phone = context.words, context.desk.site.phone
    match intent:
        case Intent.HUMAN:
            return offer_a_person(words)
        case Intent.QUESTION:
            return _answer(words, text)
        case Intent.ERASE:
            return words.say(
                "Of course. Our booking centre erases what we keep about you: {phone}.", phone=phone
            )
        case Intent.COMPLAINT:
            return words.say(
                "I am sorry for the trouble. Your words reach the site manager by /word, or please call {phone}.",
                phone=phone,
            )
        case Intent.THANKS:
            return words.say("You are most welcome.")
        case Intent.LATE:
            return words.say("Thank you for letting us know; please take your time.")
        case _:
            return words.say("Goodbye, and see you soon.") if says_goodbye(text) else ""


def _answer(words: Words, text: str) -> str:
    """What the house knows by itself, or who does."""
    hours = words.site.hours
    if asks_for_place(text):
        return words.say("You will find us at {place}.", place=phrases.place(words))
    if asks_for_hours(text):
        opens, closes = f"{hours.opens:%H:%M}", f"{hours.closes:%H:%M}"
        return words.say("We receive from {opens} to {closes}, every day.", opens=opens, closes=closes)
    return words.say("Our booking centre will gladly tell you: {phone}.", phone=words.site.phone)


def speak(context: Context, language: str) -> Show:
    """From now on the house speaks this language."""
    words = Words(language, context.desk.site, context.desk.now)
    return Show(Screen(text=words.say("Very well, let us continue in English.")), language=language)


def is_question(intent: Intent | None) -> bool:
    """Whether it asks for something that a person of the house must answer."""
    return intent in {Intent.QUESTION, Intent.HUMAN, Intent.ERASE}


def offer_a_person(words: Words) -> str:
    """Offers a person of the house."""
    return words.say(
        "A colleague will gladly help you in person: please call {phone}.", phone=words.site.phone
    )
